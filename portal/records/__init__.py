"""Records: what plans, visits and later ones have alike: parts, versions, trail, forms of their rows."""

from portal.records.kinds import RecordKind
from portal.records.part_views import PartPage, part_routes

__all__ = ["PartPage", "RecordKind", "part_routes"]
