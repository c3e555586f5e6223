"""The book of profiles, a page for each innovation, made by the queue; and the slides' data as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from portal.documents import Booklet, Chapter, Fact, make_booklet_pdf
from portal.documents.pieces import heading, written
from portal.documents.sheets import Cell, Sheet, SheetColumn
from portal.iid.papers.dossier import Profile, ReportDossier
from portal.web.figures import long_date

SECONDS = 300  # that setting the book may take on a busy machine; alone it takes some five
MOST_WORDS = 130  # of a text on its page; the register holds the whole


def book(dossier: ReportDossier, author: str, each: Callable[[int], object] = lambda _done: None) -> Booklet:
    """The book: everything that is sent, by office; `each` is told how many are done."""
    chapters = []
    for place, one in enumerate(dossier.sent, 1):
        chapters.append(_page(one))
        each(place)
    return Booklet(
        id=f"profil-inovasi-{dossier.year}",
        title=f"Profil inovasi daerah {dossier.year}",
        subtitle=author.removeprefix("Pemerintah ").strip(),
        author=author,
        dated=dossier.dated,
        chapters=tuple(chapters),
        kicker=f"{len(chapters)} inovasi",
        remark=f"Isi menurut register per {long_date(dossier.dated)}.",
    )


def book_pdf(booklet: Booklet) -> bytes:
    """The book as PDF."""
    return make_booklet_pdf(booklet, seconds=SECONDS)


def _page(one: Profile) -> Chapter:
    blocks = []
    for name, words in (("Masalah dan cara", one.design), ("Tujuan", one.purpose), ("Manfaat", one.benefit)):
        if words:
            blocks += [heading(name), *written(shortened(words), name)]
    blocks += [heading("Hasil"), *written(shortened(one.result), "hasil")]
    return Chapter(
        title=one.title,
        kicker=one.unit or one.office,
        blocks=tuple(blocks),
        facts=tuple(_facts(one)),
    )


def _facts(one: Profile) -> Iterable[Fact]:
    yield Fact("Perangkat daerah", one.office)
    yield Fact("Urusan", one.affair)
    yield Fact("Bentuk", one.form)
    yield Fact("Diterapkan", long_date(one.applied_on) if one.applied_on else "")
    yield Fact("Inisiator", one.initiator)
    yield Fact("Penghargaan", shortened(one.awards, 25))


def shortened(words: str, most: int = MOST_WORDS) -> str:
    """A text cut after so many words, said by dots."""
    found = words.split()
    return words if len(found) <= most else f"{' '.join(found[:most])} …"


COLUMNS = (
    SheetColumn("Unsur", 28),
    SheetColumn("Bobot (%)", 10),
    SheetColumn("Inovasi", 36),
    SheetColumn("Perangkat daerah", 30),
    SheetColumn("Data dari register", 60),
    SheetColumn("Kematangan", 12),
)
BEST = 10  # innovations for each criterion


def slides(dossier: ReportDossier) -> Sheet:
    """What the register knows for each of the five weights, the best innovations first."""
    rows: list[tuple[Cell, ...]] = []
    for one in dossier.criteria:
        tell = TELLS.get(one.id, _maturity)
        told = [(profile, *tell(profile)) for profile in dossier.sent]
        told.sort(key=lambda line: (-line[1], -line[0].maturity, line[0].title))
        rows += [
            (one.name, one.weight, profile.title, profile.office, said or "belum ada", profile.maturity)
            for profile, _, said in told[:BEST]
        ]
    remark = f"Bobot: {dossier.criteria_basis}. Kematangan hitungan sendiri, bukan nilai resmi."
    return Sheet(f"Paparan {dossier.year}", COLUMNS, rows, dossier.dated, remark=remark)


Weighed = tuple[Decimal, str]


def _novelty(one: Profile) -> Weighed:
    return Decimal(bool(one.design)), shortened(one.design, 60)


def _use(one: Profile) -> Weighed:
    said = " ".join(part for part in (one.benefit, one.result) if part)
    return Decimal(bool(one.beneficiaries)), shortened(said, 60)


def _together(one: Profile) -> Weighed:
    said = f"{one.agencies} perangkat daerah, {one.actors} jenis aktor" if one.agencies or one.actors else ""
    return Decimal(one.agencies + one.actors), said


def _copied(one: Profile) -> Weighed:
    return Decimal(one.replications), f"replikasi tingkat {one.replications}" if one.replications else ""


def _maturity(one: Profile) -> Weighed:
    return one.maturity, shortened(one.purpose, 40)


TELLS: dict[str, Callable[[Profile], Weighed]] = {
    "kebaruan": _novelty,
    "kemanfaatan": _use,
    "kolaborasi": _together,
    "replikasi": _copied,
}
