"""What this room's changes are called in the trail."""

from __future__ import annotations

from flask import Flask

from portal import audit
from portal.quarters.models import QuarterReport
from portal.records.labels import trail_fields

ACTIONS = {
    "write": "Menulis evaluasi Renja",
    "settle": "Menetapkan evaluasi Renja",
    "reopen": "Membuka lagi evaluasi Renja",
}


def describe(app: Flask) -> None:
    """Tell the audit pages how to name what this room records."""
    fields = {"rows": "Baris", "settled": "Ditetapkan", **trail_fields("quarters", QuarterReport)}
    audit.describe(
        app,
        "quarters",
        "Evaluasi Renja",
        actions=ACTIONS,
        fields=fields,
        subjects={"quarter": ("Evaluasi Renja", None)},
    )
