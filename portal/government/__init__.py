"""The government that runs this portal: agencies, medium-term plan, pain points."""

from flask import Flask, current_app

from portal.errors import Moved, NotFound
from portal.government.files import GOVERNMENTS
from portal.government.model import Government, LetterRules, Need, Opd

__all__ = [
    "GOVERNMENTS",
    "Government",
    "LetterRules",
    "Need",
    "Opd",
    "get_opd",
    "opd_codes",
    "opd_names",
    "our_government",
]


def our_government() -> Government:
    """The government that the settings name; raises NotFound where its file is missing."""
    wanted = current_app.extensions["settings"].government
    government = GOVERNMENTS.get().get(wanted)
    if government is None:
        raise NotFound(f"Berkas content/government/{wanted}.yaml tidak ada atau belum benar.")
    return government


def get_opd(code: str) -> Opd:
    """An agency by code; raises Moved where it has another code now, NotFound where there is none."""
    government = our_government()
    found = government.opd(code)
    if found is None:
        if successor := government.successor(code):
            raise Moved(code, successor.code)
        raise NotFound("OPD ini tidak ada di daftar. Lihat daftar OPD.")
    return found


def opd_names() -> dict[str, str]:
    """The agencies of our government, code to name; empty where its file is missing."""
    government = GOVERNMENTS.get().get(current_app.extensions["settings"].government)
    return {opd.code: opd.name for opd in government.opds} if government else {}


def opd_codes() -> list[tuple[str, str]]:
    """The agencies of our government, to choose from a short list."""
    return [(code, code) for code in opd_names()]


def init_app(app: Flask) -> None:
    """Open the room."""
    from portal import audit
    from portal.government.views import blueprint, menu
    from portal.web import panels

    app.register_blueprint(blueprint)
    panels.add(app, "account-menu", menu, order=810)
    audit.describe(
        app,
        "government",
        "OPD",
        weighty=("hand-over",),
        actions={"hand-over": "Menyerahterimakan nama lama kepada penggantinya"},
        subjects={"opd": ("OPD", None), "case": ("Kasus", None), "region": ("Wilayah", None)},
    )
