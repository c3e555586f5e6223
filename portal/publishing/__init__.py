"""Publishing: the one door from the files of `content/` to readers."""

from portal.publishing import warm, watch

__all__ = ["warm", "watch"]
