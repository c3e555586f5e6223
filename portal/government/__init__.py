"""The government that runs this portal: agencies, medium-term plan, pain points."""

from flask import Flask, current_app

from portal.errors import NotFound
from portal.government.files import GOVERNMENTS
from portal.government.model import Government, LetterRules, Need, Opd

__all__ = [
    "GOVERNMENTS",
    "Government",
    "LetterRules",
    "Need",
    "Opd",
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


def opd_names() -> dict[str, str]:
    """The agencies of our government, code to name; empty where its file is missing."""
    government = GOVERNMENTS.get().get(current_app.extensions["settings"].government)
    return {opd.code: opd.name for opd in government.opds} if government else {}


def opd_codes() -> list[tuple[str, str]]:
    """The agencies of our government, to choose from a short list."""
    return [(code, code) for code in opd_names()]


def init_app(app: Flask) -> None:
    """Open the room."""
    from portal.government.views import blueprint

    app.register_blueprint(blueprint)
