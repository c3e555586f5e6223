"""Pages of the parts of an innovation."""

from __future__ import annotations

from portal.adoption.models import PARTNER_KINDS
from portal.records import part_routes
from portal.records.part_views import PartViews
from portal.register.changes import INNOVATION
from portal.register.models import TeamRow
from portal.register.part_forms import PARTS
from portal.register.views import blueprint, changing, load
from portal.web.figures import number


def _detail(row: TeamRow) -> str:
    parts = (PARTNER_KINDS[row.actor], f"{number(row.people)} orang", row.role, row.task)
    return " · ".join(part for part in parts if part)


VIEWS = PartViews(INNOVATION, PARTS, load, changing, lambda row: row.office, _detail)
part_routes(blueprint, "/register", VIEWS)
