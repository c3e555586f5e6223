"""What is sent about a season: a text to copy into a chat, and the letter to those who have not done it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portal.documents import Attachment, Blank, Block, Letter, Pairs, Table, plain
from portal.documents.pieces import columns, text
from portal.errors import NotFound
from portal.government.correspondence import correspondence
from portal.government.papers import Paper
from portal.government.sender import Sender
from portal.government.signing import by_secretary
from portal.register.models import Season
from portal.seasons.progress import Progress
from portal.seasons.steps import Standing
from portal.web import chat
from portal.web.addresses import outside
from portal.web.figures import long_date

MOST_STEPS = 3  # of a season in a text for a chat


@dataclass(frozen=True)
class Absent:
    """What the letter prints."""

    season: str
    asks: str
    closes: date | None
    first: date | None  # the day it closed first, where it was extended
    letter: str
    offices: tuple[str, ...]
    total: int


def owed(standings: Iterable[Standing]) -> Standing | None:
    """The step that every agency owes."""
    return next((one for one in standings if one.step.is_owed), None)


def dossier(season: Season, standings: Sequence[Standing], how_far: Progress | None) -> Absent:
    """What the letter says; raises NotFound where the season asks nothing of every agency."""
    if how_far is None:
        raise NotFound("Musim ini tidak meminta sesuatu dari setiap OPD.")
    step = owed(standings)
    is_extended = season.closes_first is not None and season.closes_first != season.closes
    return Absent(
        season=season.name,
        asks=how_far.asks,
        closes=step.due if step else season.closes,
        first=season.closes_first if is_extended else None,
        letter=season.letter,
        offices=tuple(opd.name for opd in how_far.missing),
        total=len(how_far.missing) + len(how_far.done),
    )


def build(found: Absent, sender: Sender) -> tuple[Letter, ...]:
    """The letter to the agencies that have not, with their list."""
    return (
        correspondence(
            sender,
            by_secretary(sender),
            paper="surat-siapa-belum",
            title=f"Pengingat {found.season}",
            about=f"Pengingat {found.season}",
            urgency="Segera",
            enclosed="1 berkas",
            addressee=("Yth. Kepala Perangkat Daerah", "(daftar terlampir)", "di", sender.city),
            blocks=_body(found, sender),
            copies=(f"{sender.government.head} {sender.government.short_name} (sebagai laporan)",),
            attachments=(Attachment("Perangkat daerah yang belum", (_offices(found),)),),
        ),
    )


def _body(found: Absent, sender: Sender) -> Iterator[Block]:
    yield text(
        f"Menurut catatan portal, {len(found.offices)} dari {found.total} perangkat daerah belum memenuhi "
        f"permintaan {found.season}: {found.asks[:1].lower()}{found.asks[1:]}."
    )
    closes = plain(long_date(found.closes)) if found.closes else (Blank("batas waktu"),)
    if found.first:
        closes = (*closes, *plain(f" (semula musim ditutup {long_date(found.first)})"))
    yield Pairs(
        (
            ("Batas waktu", closes),
            ("Dasar", plain(found.letter) or (Blank("surat yang menetapkan jendela musim"),)),
            ("Dikerjakan di", plain(sender.portal) or (Blank("alamat portal"),)),
        )
    )
    yield text(
        "Kami minta Saudara menyelesaikannya sebelum batas waktu itu. Bila ada hambatan, sampaikan kepada "
        f"{sender.government.planning_agency}. Atas perhatian Saudara, kami ucapkan terima kasih."
    )


def _offices(found: Absent) -> Table:
    rows = tuple((plain(str(place)), plain(name)) for place, name in enumerate(found.offices, 1))
    return Table(columns(("No.", 8), ("Perangkat daerah", 92)), rows or ((plain("–"), plain("Semua sudah")),))


PAPER: Paper[Absent] = Paper(
    "siapa-belum",
    "Surat pengingat kepada yang belum",
    "Mengingatkan perangkat daerah yang belum memenuhi permintaan musim ini.",
    "Pengingat",
    build,
)


def message(season: Season, standings: Sequence[Standing], today: date) -> str:
    """A season in a few lines, to be copied into a chat: its window and the steps to come."""
    ahead = [(one.due, one.step.what) for one in standings if one.due and one.done_at is None]
    steps = [f"{what}: {long_date(due)}" for due, what in sorted(one for one in ahead if one[0] >= today)]
    closing = [f"Ditutup {_closing(season)}"] if season.closes else []
    return chat.list_of(season.name, [*closing, *steps[:MOST_STEPS]], _address(season))


def reminder(season: Season, standings: Sequence[Standing], how_far: Progress, today: date) -> str:
    """Who has not done it, to be copied into a chat."""
    step, head = owed(standings), f"{season.name}: {how_far.asks}"
    if step and step.due:
        left = (step.due - today).days
        when = f"{left} hari lagi" if left > 0 else "hari ini" if left == 0 else "sudah lewat"
        head += f", paling lambat {long_date(step.due)} ({when})"
    if not how_far.missing:
        return chat.list_of(head, ["Semua OPD sudah. Terima kasih."], _address(season))
    head += f". Belum ({len(how_far.missing)}):"
    return chat.list_of(head, [opd.code for opd in how_far.missing], _address(season))


def _address(season: Season) -> str:
    return outside("seasons.show", season_id=season.id)


def _closing(season: Season) -> str:
    closes, first = season.closes, season.closes_first
    was = f" (semula {long_date(first)})" if first and first != closes else ""
    return f"{long_date(closes)}{was}" if closes else ""
