"""Publishing: the one door from the files of `content/` to readers."""
