"""Publishing: the one door from the files of `content/` to readers."""

from portal.publishing import watch

__all__ = ["watch"]
