"""Every table of every room, so that migrations can be compared with the models."""

from portal.db import Base
from portal.search.models import SearchMiss

__all__ = ["SearchMiss", "metadata"]

metadata = Base.metadata
