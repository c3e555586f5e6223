"""How the forms of this room find a visit, change it, and are shown."""

from __future__ import annotations

from portal.records.asking import Finder
from portal.visits import queries

VISITS = Finder("visits", queries.get_visit)
load, changing, form_page = VISITS.load, VISITS.changing, VISITS.form_page
