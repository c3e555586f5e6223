"""Lists of the register: all with filters, the map of affairs and OPDs, who has none yet, the files."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement

from portal import access, clock
from portal.access import allow
from portal.db import reading
from portal.documents.sheets import Sheet
from portal.government import our_government
from portal.records import lists
from portal.records.lists import sheet_routes
from portal.register import queries
from portal.register.exports import register_sheet
from portal.register.queries import InnovationFilters
from portal.register.views import blueprint
from portal.taxonomy.profile import PROFILE, STATUS_WORDS
from portal.web import chat, filters
from portal.web.addresses import outside

PAGE_SIZE = 25


@blueprint.get("/register")
@allow("register.read")
def index() -> ResponseReturnValue:
    """All innovations, newest news first, narrowed by owner, stage, state, affair, season."""
    asked, where = _narrowed()
    pages, innovations = queries.ROWS.page(where, PAGE_SIZE)
    actor = access.actor()
    return render_template(
        "register/index.html",
        innovations=innovations,
        paging=pages,
        stages=queries.by_stage(reading(), where),
        may_begin=access.opds_where(actor, "register.begin") != frozenset(),
        may_import=access.may(actor, "register.import"),
        **filters.shown(asked),
    )


@blueprint.get("/register/peta")
@allow("register.read")
def affairs_map() -> ResponseReturnValue:
    """How many innovations each affair has, by OPD; what is empty shows."""
    counts = queries.by_affair_and_opd(reading(), _narrowed()[1])
    profile = PROFILE.get()
    opds = [opd for opd in our_government().opds if any(code == opd.code for _, code in counts)]
    rows = [
        (affair, [counts.get((affair.code, opd.code), 0) for opd in opds], _total(counts, affair.code))
        for affair in profile.affairs
    ]
    return render_template(
        "register/map.html",
        opds=opds,
        rows=rows,
        uncoded=_total(counts, ""),
        basic_missing=[affair for affair, _, total in rows if affair.basic and not total],
        doubt=STATUS_WORDS[profile.affairs_status],
    )


@blueprint.get("/register/siapa-belum")
@allow("register.read")
def absent() -> ResponseReturnValue:
    """Which OPDs have no innovation, or none that its head has endorsed."""
    counts = queries.per_opd(reading(), _narrowed()[1])
    none, waiting = [], []
    for opd in our_government().opds:
        number, endorsed, _ = counts.get(opd.code, (0, 0, 0))
        if not number:
            none.append(opd)
        elif not endorsed:
            waiting.append((opd, number))
    total = len(our_government().opds)
    asked = [f"{opd.code}: belum ada inovasi" for opd in none]
    asked += [f"{opd.code}: {number} inovasi belum disahkan" for opd, number in waiting]
    text = chat.list_of("Mohon catat dan sahkan inovasi OPD di register", asked, outside(".absent"))
    return render_template("register/absent.html", without=none, waiting=waiting, total=total, text=text)


def _total(counts: dict[tuple[str, str], int], affair: str) -> int:
    return sum(number for (code, _), number in counts.items() if code == affair)


def _narrowed() -> tuple[InnovationFilters, list[ColumnElement[bool]]]:
    found = filters.read(InnovationFilters, request.args)
    return found, [*found.conditions(), queries.visible(access.actor())]


def _sheet() -> Sheet:
    """The filtered list as a table."""
    conditions = _narrowed()[1]
    innovations = queries.listed(reading(), conditions, limit=lists.MAX_EXPORT)
    total = queries.count(reading(), conditions)
    return register_sheet(innovations, our_government(), clock.today(), total=total)


sheet_routes(blueprint, "/register", "register.read", "register-inovasi", _sheet)


def back() -> str:
    """The list."""
    return url_for("register.index")
