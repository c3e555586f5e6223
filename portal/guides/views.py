"""Pages of kinds (how to begin, papers) and of families (regions side by side)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock, edition
from portal.access import allow
from portal.cases import CASES, Case
from portal.documents import DOCX, make_docx, make_letter_pdf
from portal.errors import NotFound
from portal.government import our_government
from portal.government.sender import our_sender
from portal.guides.comparison import columns_of, known_counts
from portal.guides.files import FAMILIES, KINDS
from portal.guides.kinds import families_of, kind_of, members
from portal.guides.lives import lives_of
from portal.guides.model import InnovationKind
from portal.guides.outlines import Occasion, outline_letter, paper_names
from portal.regions import REGIONS
from portal.taxonomy import TAXONOMY
from portal.web.attachments import PDF, attachment
from portal.web.fresh import fresh

ENOUGH = 3  # cases of one family on a page of results, before the family is offered
blueprint = Blueprint("guides", __name__, template_folder="templates")


@blueprint.get("/cara-mulai")
@allow("library.read", guests=True)
@fresh
def kinds() -> ResponseReturnValue:
    """Every kind of innovation, with how many cases it has."""
    found = KINDS.get()
    of_kind = [kind.id for case in CASES.get().values() if (kind := kind_of(case, found))]
    return render_template(
        "guides/kinds.html", kinds=[(kind, of_kind.count(kind.id)) for kind in found.values()]
    )


@blueprint.get("/cara-mulai/<kind_id>")
@allow("library.read", guests=True)
@fresh
def kind(kind_id: str) -> ResponseReturnValue:
    """A kind: its first 90 days, the outlines of its papers, its cases."""
    found = _kind(kind_id)
    every = KINDS.get()
    return render_template(
        "guides/kind.html",
        kind=found,
        paper_names=paper_names(our_government()),
        cases=[case for case in CASES.get().values() if kind_of(case, every) == found],
        taxonomy=TAXONOMY.get(),
        today=clock.today(),
    )


@blueprint.get("/cara-mulai/<kind_id>/<paper>.docx")
@allow("library.read", guests=True)
def docx(kind_id: str, paper: str) -> ResponseReturnValue:
    """The outline of a paper, to be filled in."""
    letter = outline_letter(_kind(kind_id), paper, our_sender(), _occasion())
    return attachment(make_docx([letter]), DOCX, f"kerangka-{paper}-{kind_id}.docx")


@blueprint.get("/cara-mulai/<kind_id>/<paper>.pdf")
@allow("library.read", guests=True)
def pdf(kind_id: str, paper: str) -> Response:
    """The outline of a paper, to be read."""
    letter = outline_letter(_kind(kind_id), paper, our_sender(), _occasion())
    body = make_letter_pdf([letter], keep=edition.papers())
    return attachment(body, PDF, f"kerangka-{paper}-{kind_id}.pdf", how="inline")


@blueprint.get("/keluarga")
@allow("library.read", guests=True)
@fresh
def families() -> ResponseReturnValue:
    """Every family of cases."""
    cases = CASES.get().values()
    return render_template(
        "guides/families.html", families=[(one, members(one, cases)) for one in FAMILIES.get().values()]
    )


@blueprint.get("/keluarga/<family_id>")
@allow("library.read", guests=True)
@fresh
def family(family_id: str) -> ResponseReturnValue:
    """A family: the same questions to every region, side by side."""
    found = FAMILIES.get().get(family_id)
    if found is None:
        raise NotFound("Tidak ada perbandingan dengan alamat ini. Lihat daftar perbandingan.")
    cases, today = members(found, CASES.get().values()), clock.today()
    columns = columns_of(cases, today)
    return render_template(
        "guides/family.html",
        family=found,
        columns=columns,
        counts=known_counts(columns),
        lives=lives_of(cases, found.title, today),
    )


def steps_for_case(case: Case) -> str:
    """The first 90 days of a case's kind, on its page."""
    found = kind_of(case, KINDS.get())
    if found is None:
        return ""
    return render_template(
        "guides/panel_case.html",
        kind=found,
        case=case,
        paper_names=paper_names(our_government()),
        families=families_of(case, FAMILIES.get().values()),
    )


def for_results(hits: Sequence[tuple[object, Case]]) -> str:
    """The way to the family that most of the cases on a page of results belong to."""
    every = FAMILIES.get().values()
    found = Counter(family.id for _, case in hits for family in families_of(case, every))
    common = [FAMILIES.get()[key] for key, number in found.most_common(2) if number >= ENOUGH]
    return render_template("guides/results.html", families=common) if common else ""


def for_catalogue(_subject: object) -> str:
    """The way from the list of cases to those side by side."""
    return render_template("guides/link.html") if FAMILIES.get() else ""


def _kind(kind_id: str) -> InnovationKind:
    found = KINDS.get().get(kind_id)
    if found is None:
        raise NotFound("Jenis inovasi ini tidak ada. Lihat daftarnya di Cara mulai.")
    return found


def _occasion() -> Occasion:
    """What the address says of the agency and the case; what is unknown stays a gap."""
    opd = our_government().opd(request.args.get("opd", "")[:80])
    case = CASES.get().get(request.args.get("inovasi", "")[:80])
    region = REGIONS.get().get(case.region) if case else None
    return Occasion(
        office=opd.name if opd else "",
        code=opd.code if opd else "",
        case_title=case.title if case else "",
        case_region=(region.name if region else case.region) if case else "",
    )
