"""How pages write scores and changes of scores."""

from __future__ import annotations

from decimal import Decimal

from flask import Flask, url_for

from portal import audit
from portal.iid.models import Confirmation, DeskRow, GovernmentRow, Sending
from portal.iid.scoring import rounded
from portal.records.labels import trail_fields
from portal.web.figures import number


def score(value: Decimal) -> str:
    """38.824 -> 38,82."""
    whole, _, cents = f"{rounded(value):f}".partition(".")
    return f"{number(int(whole))},{cents or '00'}"


def change(value: Decimal) -> str:
    """0.3 -> +0,30 and -0.3 -> −0,30; what is less than a cent is no change."""
    cents = rounded(value)
    if not cents:
        return "tetap"
    return f"{'+' if cents > 0 else '−'}{score(abs(cents))}"


ACTIONS = {
    "claim": "Mengklaim tingkat IID",
    "verify": "Memverifikasi tingkat IID",
    "decide": "Memutuskan kirim atau tahan",
    "take-sheet": "Mengambil tingkat dari lembar resmi",
    "confirm": "Mencocokkan aturan IID dengan surat",
    "unconfirm": "Membatalkan pencocokan aturan IID",
}
FIELDS = {"rules": "Versi aturan", "removed": "Dibatalkan"}


def init_app(app: Flask) -> None:
    """Give templates the filters, and tell the audit pages how to name what this room records."""
    app.jinja_env.filters.update(score=score, change=change)
    known = trail_fields("iid", DeskRow, GovernmentRow, Sending, Confirmation)
    audit.describe(
        app,
        "iid",
        "Meja IID",
        actions=ACTIONS,
        fields=FIELDS | known,
        subjects={"iid-rules": ("Aturan IID", lambda _number: url_for("iid.index"))},
    )
