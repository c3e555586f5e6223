"""From a case's slug to the leader's page: the need, the agency and our own figures that belong to it."""

from __future__ import annotations

from portal import clock
from portal.benchmark import fits
from portal.briefs.facts import Brief, Surroundings, brief
from portal.briefs.paper import brief_letter
from portal.cases import Case, get_article
from portal.cases.copying import agencies, needs_of
from portal.cases.estimate import estimates
from portal.documents import Letter
from portal.errors import NotFound
from portal.government import Need, Opd, our_government
from portal.government.sender import our_sender
from portal.regions import INDICATORS, REGIONS
from portal.taxonomy import TAXONOMY


def needs_for(case: Case) -> list[Need]:
    """The needs that a page can be written for."""
    return needs_of(case, our_government())


def chosen_need(case: Case, need_id: str) -> Need | None:
    """The need that is asked for, else the first one; raises NotFound for one that it does not answer."""
    found = needs_for(case)
    if not need_id:
        return found[0] if found else None
    for need in found:
        if need.id == need_id:
            return need
    raise NotFound("Inovasi ini tidak menjawab kebutuhan itu. Pilih dari daftarnya.")


def senders(case: Case, need: Need | None) -> list[Opd]:
    """The agencies that may send the page: those of the need, else those of the sector."""
    return agencies(case, [need] if need else [], our_government())


def brief_of(case: Case, need: Need | None, address: str) -> Brief:
    """The page of a case for a need; `address` is where the case is read."""
    government, regions, indicators = our_government(), REGIONS.get(), INDICATORS.get()
    ours = regions.get(government.region)
    about = Surroundings(
        government=government,
        region=ours,
        origin=regions.get(case.region),
        indicators=indicators,
        taxonomy=TAXONOMY.get(),
        fit=fits().get(case.region),
        estimates=tuple(estimates(case, [need] if need else [], ours, indicators)),
        today=clock.today(),
        address=address,
    )
    return brief(case, get_article(case), need, about)


def letter_of(case: Case, need: Need | None, opd_code: str, address: str) -> Letter:
    """The page as a letter from the chosen agency, else from the first that may send it."""
    offered = senders(case, need)
    chosen = our_government().opd(opd_code) if opd_code else None
    return brief_letter(brief_of(case, need, address), chosen or next(iter(offered), None), our_sender())
