"""Questions worth asking: what the chosen cases leave open, what the plan lacks, and the bank of themes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.adoption import Plan, open_requirements
from portal.cases import CASES, Case, get_article
from portal.cases.model import UNKNOWN_YEAR
from portal.cases.standing import DOUBTFUL, LAST_KNOWN, standing
from portal.errors import NotFound, RuleViolation
from portal.visits import parts
from portal.visits.bank import THEMES, first_question
from portal.visits.models import Visit
from portal.visits.part_models import Question

UNKNOWN_WORDS = (
    "belum menemukan",
    "belum mencari",
    "belum ditemukan",
    "tidak ditemukan",
    "tidak diketahui",
    "belum ada",
)
EVALUATION_WORDS = ("evaluasi", "penelitian", "survei", "kajian", "skm")
MAX_TEXT = 500


@dataclass(frozen=True)
class Proposal:
    """A question that the portal proposes, and why."""

    key: str  # names it, so that one taken up is not proposed again
    text: str
    theme: str
    why: str
    case_slug: str = ""


@dataclass(frozen=True)
class Openings:
    """What a case leaves open."""

    slug: str
    title: str
    has_cost: bool
    has_staff: bool
    has_law: bool
    has_results: bool
    undated: tuple[str, ...]  # names of results without a year
    has_evaluation: bool
    is_status_known: bool
    has_conditions: bool


def openings(case: Case) -> Openings:
    """Look at a case for what nobody has found out yet."""
    texts = {section.heading: section.text for section in get_article(case).sections}

    def tells(heading: str) -> bool:
        text = texts.get(heading, "").strip().casefold()
        return bool(text) and not any(word in text for word in UNKNOWN_WORDS)

    text = " ".join(texts.get(heading, "") for heading in ("Hasil", "Pelajaran dan hambatan")).casefold()
    return Openings(
        slug=case.slug,
        title=case.title,
        has_cost=bool(case.costs),  # what only the text tells is asked for, as the case's page says
        has_staff=bool(case.staff),
        has_law=bool(case.legal_basis),
        has_results=bool(case.measured),
        undated=tuple(result.metric for result in case.measured if result.year == UNKNOWN_YEAR),
        has_evaluation=any(word in text for word in EVALUATION_WORDS),
        is_status_known=standing(case, clock.today()).code not in (DOUBTFUL, LAST_KNOWN),
        has_conditions=tells("Syarat agar bisa ditiru"),
    )


def from_case(found: Openings) -> Iterator[Proposal]:
    """Questions about what a case leaves open. Pure."""
    about = f"Untuk {found.title}: "

    def propose(key: str, theme: str, text: str, why: str) -> Proposal:
        return Proposal(f"{key}:{found.slug}", f"{about}{text}"[:MAX_TEXT], theme, why, found.slug)

    if not found.has_cost:
        text = "berapa biaya tahun pertama dan setiap tahun sesudahnya, dari sumber dana apa?"
        yield propose("biaya", "anggaran", text, "Biayanya belum diketahui portal.")
    if not found.has_staff:
        text = "berapa orang yang mengerjakannya, dari jabatan apa, dan berapa lama sehari?"
        yield propose("tenaga", "sdm", text, "Tenaganya belum diketahui portal.")
    if not found.has_law:
        text = "apa dasar hukumnya, dan boleh kami salin?"
        yield propose("hukum", "hukum", text, "Dasar hukumnya belum diketahui portal.")
    if not found.has_results:
        text = "angka apa yang berubah, dari berapa menjadi berapa, dan pada tahun berapa?"
        yield propose("hasil", "hasil", text, "Belum ada hasil terukur di portal.")
    if found.undated:
        text = f"tahun berapa angka “{found.undated[0]}” diukur, dan siapa yang mengukur?"
        yield propose("tahun", "hasil", text, "Ada hasil tanpa tahun.")
    if not found.has_evaluation:
        text = "pernahkah dievaluasi pihak lain, dan apa hasilnya?"
        yield propose("evaluasi", "hasil", text, "Belum ada evaluasi di portal.")
    if not found.is_status_known:
        text = "apakah masih berjalan, dan sejak kapan bila berhenti?"
        yield propose("status", "pelembagaan", text, "Statusnya perlu dicek.")
    if not found.has_conditions:
        text = "apa yang paling sedikit harus ada sebelum daerah lain mencoba?"
        yield propose("syarat", "syarat", text, "Syarat menirunya belum tercatat.")


def from_plan(plan: Plan) -> Iterator[Proposal]:
    """Questions about what the plan's next gate still asks for."""
    words = {
        "kpi": ("hasil", "Ukuran apa yang dipakai, dan berapa nilainya sebelum dan sesudah?"),
        "tahapan": (
            "proses",
            "Langkah apa saja dari persiapan sampai berjalan, dan berapa lama masing-masing?",
        ),
        "anggaran": ("anggaran", first_question("anggaran")),
        "tim": ("sdm", first_question("sdm")),
        "uji-coba": ("desain", "Di mana dan berapa lama uji cobanya, dan mengapa di sana?"),
        "tiru": ("desain", "Bagian mana yang wajib ditiru, dan bagian mana yang boleh diubah?"),
    }
    for requirement in open_requirements(plan):
        if requirement.subject in words:
            theme, text = words[requirement.subject]
            yield Proposal(f"rencana:{requirement.subject}", text, theme, f"Rencana: {requirement.text}.")


def from_bank() -> Iterator[Proposal]:
    """The questions of the bank."""
    for theme in THEMES:
        for number, text in enumerate(theme.questions, 1):
            yield Proposal(f"bank:{theme.id}:{number}", text, theme.id, f"Tema: {theme.label}.")


def proposals(visit: Visit, plan: Plan | None) -> list[Proposal]:
    """What the portal proposes to ask, without what is on the list already."""
    cases = CASES.get()
    chosen = [cases[row.slug] for row in visit.cases if row.slug in cases]
    found = [proposal for case in chosen for proposal in from_case(openings(case))]
    if plan is not None:
        found.extend(from_plan(plan))
    return fresh([*found, *from_bank()], {question.origin for question in visit.questions})


def fresh(found: Iterable[Proposal], taken: Collection[str]) -> list[Proposal]:
    """Proposals that are not taken up yet, each once. Pure."""
    by_key = {proposal.key: proposal for proposal in found if proposal.key not in taken}
    return list(by_key.values())


def take_up(
    session: Session, visit: Visit, plan: Plan | None, keys: Collection[str], *, actor: Actor
) -> list[Question]:
    """Put proposed questions on the list."""
    if not keys:
        raise RuleViolation("Centang paling sedikit satu pertanyaan.")
    offered = {proposal.key: proposal for proposal in proposals(visit, plan)}
    wanted = [offered[key] for key in dict.fromkeys(keys) if key in offered]
    if not wanted:
        raise NotFound("Pertanyaan ini sudah ada di daftar.")
    made = []
    for proposal in wanted:
        values = {
            "text": proposal.text,
            "theme": proposal.theme,
            "case_slug": proposal.case_slug,
            "origin": proposal.key,
        }
        made.append(parts.add(session, visit, Question, values, actor=actor))
    return made
