"""Pages of what our own region needs."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import access
from portal.access import Actor, allow
from portal.db import reading
from portal.errors import NotFound
from portal.government import our_government, succession
from portal.records import identities
from portal.records.asking import Asked, asks
from portal.records.fields import Long, Option
from portal.records.limits import MAX_REASON
from portal.records.saving import FormPage
from portal.taxonomy import TAXONOMY
from portal.web.forms import Form
from portal.web.fresh import fresh

blueprint = Blueprint("government", __name__, template_folder="templates")


class HandOverForm(Form):
    """Which agency hands its work over to which, and why."""

    old = Option("OPD yang menyerahkan", empty="Pilih OPD")
    new = Option("OPD yang menerima", empty="Pilih OPD")
    reason = Long("Alasan", rows=3, max_length=MAX_REASON, description="Misalnya nomor peraturan SOTK.")


@asks(blueprint, "/pengguna/serah-terima-opd", "government.hand-over")
def hand_over() -> Asked:
    """Everything of an agency that was renamed or merged goes to its successor."""
    names = {opd.code: opd.name for opd in our_government().opds}
    held = identities.held(reading().connection(), identities.OPD)
    form = HandOverForm()
    form.old.offer(
        (code, f"{names.get(code, f'{code} (tidak ada lagi di daftar)')}: {identities.said(rows)}")
        for code, rows in sorted(held.items(), key=lambda entry: (entry[0] in names, entry[0]))
    )
    form.new.offer(sorted(names.items(), key=lambda entry: entry[1]))
    back = url_for("accounts.index")
    page = FormPage(
        "Serah terima OPD",
        back,
        "Serahkan semuanya",
        "Rencana, kunjungan, bukti, tarif, pagu, dan keanggotaan OPD lama menjadi milik OPD penerima. "
        "Jejak audit mencatatnya; entri lama tetap menyebut OPD lama.",
        kind="stop",
    )

    def act(session: Session, actor: Actor) -> None:
        old, new = str(form.old.data), str(form.new.data)
        succession.hand_over(session, old, new, reason=str(form.reason.data or ""), actor=actor)

    return Asked(form, page, act, "Pekerjaan OPD sudah diserahterimakan.", back)


def menu(_subject: object) -> str:
    """The way there, in the menu of those who may."""
    if not access.may(access.actor(), "government.hand-over"):
        return ""
    return f'<li><a href="{url_for("government.hand_over")}">Serah terima OPD</a></li>'


@blueprint.get("/kebutuhan")
@allow("library.read", guests=True)
@fresh
def needs() -> ResponseReturnValue:
    """Every pain point, by sector."""
    government, taxonomy = our_government(), TAXONOMY.get()
    groups = [
        (term, [need for need in government.needs if need.sector == term.id]) for term in taxonomy.sectors
    ]
    return render_template("government/needs.html", groups=[group for group in groups if group[1]])


@blueprint.get("/kebutuhan/<need_id>")
@allow("library.read", guests=True)
@fresh
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
