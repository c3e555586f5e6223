"""What somebody who wants to copy a case asks first: which of our agencies it is for, and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from portal.cases.model import UNKNOWN_YEAR, Article, Case, Result
from portal.cases.words import RESULT_KINDS
from portal.government import Government, Need, Opd
from portal.web.figures import number, unit_after

COST_SECTION = "Sumber daya dan biaya"
DISTRICT = "kecamatan"


def needs_of(case: Case, government: Government) -> list[Need]:
    """Our needs that a case answers: those it names, in its order, and those that name it."""
    named = [need for need_id in case.needs if (need := government.need(need_id))]
    return named + [need for need in government.needs if case.slug in need.cases and need not in named]


def agencies(case: Case, needs: Sequence[Need], government: Government) -> list[Opd]:
    """Our agencies that a case is for: those that answer for its needs, then those of its sector.

    Districts share sectors with everybody, so they count only where a need names them or nobody else has it.
    """
    named = dict.fromkeys(code for need in needs for code in need.opds)
    found = [opd for code in named if (opd := government.opd(code))]
    if found:
        return found
    of_sector = [opd for opd in government.opds if case.sector in opd.sectors]
    return [opd for opd in of_sector if opd.kind != DISTRICT] or of_sector


def agency_words(opds: Sequence[Opd], *, shown: int = 3) -> str:
    """The agencies as a line: "Disdukcapil, Dinkes, dan 2 lagi"; districts are counted."""
    districts = sum(opd.kind == DISTRICT for opd in opds)
    names = [opd.code for opd in opds if opd.kind != DISTRICT or districts == 1]
    if districts > 1:
        names.append(f"{districts} kecamatan")
    if len(names) > shown:
        names = [*names[: shown - 1], f"{len(names) - shown + 1} lagi"]
    return " dan ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def inside(title: str) -> str:
    """A title inside a sentence: small at its beginning, unless that is an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def asked_office(case: Case) -> str:
    """Whom to ask for what nobody has found out: the office that is known to answer, else who runs it."""
    return case.contacts[0].office if case.contacts else case.owner


def short_office(name: str) -> str:
    """An office as a line of a form calls it: by its abbreviation, or up to the first comma."""
    first = re.split(r"[;,]", name)[0].strip()
    abbreviation = re.search(r"\(([A-Z][A-Za-z0-9]{2,}(?: [A-Z]{2,})*)\)", first)
    return abbreviation[1] if abbreviation else first


def chosen_result(case: Case) -> Result | None:
    """The result to tell first: measured before claimed, then with its year, then with its beginning."""

    def weight(result: Result) -> tuple[bool, bool, bool]:
        return result.kind != "measured", result.year == UNKNOWN_YEAR, result.before is None

    return min(case.results, key=weight, default=None)


def result_words(result: Result) -> str:
    """A result as a line: "Target: 12 → 30 desa berpendamping (2024)"."""
    kind = "" if result.kind == "measured" else f"{dict(RESULT_KINDS)[result.kind]}: "
    before = f"{number(result.before)} → " if result.before is not None else ""
    is_said = result.unit and result.metric.casefold().startswith(result.unit.casefold())
    unit = "" if is_said else unit_after(result.unit, result.after)
    when = str(result.year) if result.year != UNKNOWN_YEAR else "tahun tidak diketahui"
    return f"{kind}{before}{number(result.after)}{unit} {result.metric} ({when})"


def tells_cost(article: Article) -> bool:
    """Does the text name an amount of money that nobody has kept as data yet?"""
    return any(
        section.heading == COST_SECTION and "rp" in section.text.casefold() for section in article.sections
    )
