"""Papers of a plan: the letter of interest to the region that it imitates, with no visit needed."""

from __future__ import annotations

from dataclasses import dataclass

from portal.adoption.models import Plan
from portal.cases import CASES
from portal.documents import Letter
from portal.errors import NotFound
from portal.government import our_government
from portal.government.interest import Interest, interest_letter
from portal.government.papers import Paper
from portal.government.sender import Sender
from portal.regions import REGIONS

NO_ORIGIN = (
    "Rencana ini tidak bertolak dari inovasi daerah lain di pustaka, jadi tidak ada daerah yang disurati."
)
MOST_STEPS = 6


@dataclass(frozen=True)
class Origin:
    """A plan beside the region it imitates."""

    plan: Plan
    region: str
    innovation: str
    opd: str


def origin_of(plan: Plan) -> Origin:
    """Whose innovation a plan imitates; raises NotFound for one of nobody, or of ourselves."""
    case = CASES.get().get(plan.case_slug) if plan.case_slug else None
    government = our_government()
    region = REGIONS.get().get(case.region) if case is not None else None
    if case is None or region is None or region.id == government.region:
        raise NotFound(NO_ORIGIN)
    opd = government.opd(plan.opd)
    return Origin(plan, region.name, case.title, opd.name if opd else plan.opd)


def letter_of_interest(origin: Origin, sender: Sender) -> tuple[Letter, ...]:
    """Surat minat replikasi from what the plan says."""
    plan = origin.plan
    steps = [(one.title, one.due) for one in plan.milestones if one.removed_at is None and one.done is None]
    how = " (diadaptasi dengan penyesuaian)" if plan.modify else ""
    interest = Interest(
        region=origin.region,
        innovations=(f"{origin.innovation}{how}",),
        known_from="telaah meja",
        need=plan.local_need.split(".")[0].strip() or plan.title,
        opd=origin.opd,
        steps=tuple(steps[:MOST_STEPS]),
    )
    return interest_letter(interest, sender)


PAPERS: tuple[Paper[Origin], ...] = (
    Paper(
        "surat-minat-replikasi",
        "Surat minat replikasi",
        "Menyatakan minat kepada daerah asal, dengan tembusan kepada BSKDN. Tidak perlu berkunjung.",
        "Kepada daerah asal",
        letter_of_interest,
    ),
)
