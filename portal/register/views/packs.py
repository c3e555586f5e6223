"""The upload pack of an innovation, and the page from which its profile is copied into the official form."""

from __future__ import annotations

import tempfile

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import allow
from portal.db import reading
from portal.evidence.incoming import store_of_app
from portal.government.sender import our_sender
from portal.records.labels import labels
from portal.register.models import PROFILE_FIELDS, Innovation
from portal.register.pack import pack_of, write_pack
from portal.register.views import blueprint, load

ZIP = "application/zip"
SPOOLED = 16 * 1024 * 1024  # bytes of a pack that stay in memory


@blueprint.get("/register/<int:innovation_id>/paket.zip")
@allow("register.pack")
def pack(innovation_id: int) -> ResponseReturnValue:
    """The pack as a file."""
    innovation = load(innovation_id, "register.pack")
    target = tempfile.SpooledTemporaryFile(SPOOLED)  # noqa: SIM115 -- closed with the answer
    write_pack(pack_of(reading(), innovation), target, store_of_app(), our_sender(), clock.today())
    target.seek(0)
    answer = send_file(
        target, mimetype=ZIP, as_attachment=True, download_name=f"paket-inovasi-{innovation_id}.zip"
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/register/<int:innovation_id>/salin")
@allow("register.pack")
def copying(innovation_id: int) -> ResponseReturnValue:
    """The profile field by field, each with a button to copy it, and the papers of the pack."""
    innovation = load(innovation_id, "register.pack")
    names = labels(Innovation)
    rows = [
        (name, names[name].text, names[name].write(getattr(innovation, name)) or "")
        for name in PROFILE_FIELDS
    ]
    return render_template(
        "register/copying.html", innovation=innovation, rows=rows, pack=pack_of(reading(), innovation)
    )
