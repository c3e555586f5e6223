"""How the forms of this room find a plan, change it, and are shown."""

from __future__ import annotations

from portal.adoption import queries
from portal.records.asking import Finder

PLANS = Finder("adoption", queries.get_plan)
load, changing, form_page = PLANS.load, PLANS.changing, PLANS.form_page
