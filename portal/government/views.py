"""Pages of what our own region needs."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.errors import NotFound
from portal.government import our_government
from portal.taxonomy import TAXONOMY

blueprint = Blueprint("government", __name__, template_folder="templates")


@blueprint.get("/kebutuhan")
@allow("library.read", guests=True)
def needs() -> ResponseReturnValue:
    """Every pain point, by sector."""
    government, taxonomy = our_government(), TAXONOMY.get()
    groups = [
        (term, [need for need in government.needs if need.sector == term.id]) for term in taxonomy.sectors
    ]
    return render_template("government/needs.html", groups=[group for group in groups if group[1]])


@blueprint.get("/kebutuhan/<need_id>")
@allow("library.read", guests=True)
def need(need_id: str) -> ResponseReturnValue:
    """One pain point, the agencies that answer for it, and its sources."""
    government = our_government()
    found = government.need(need_id)
    if found is None:
        raise NotFound("Kebutuhan ini tidak ada di daftar. Lihat daftar kebutuhan.")
    source_ids = list(dict.fromkeys([*found.sources, *found.note_sources]))
    return render_template(
        "government/need.html",
        need=found,
        opds=[government.opd(code) for code in found.opds],
        sector=TAXONOMY.get().sector(found.sector),
        sources=[government.source(source_id) for source_id in source_ids],
        number_of=lambda source_id: source_ids.index(source_id) + 1,
    )
