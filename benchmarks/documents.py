"""Seconds that each paper of a study visit takes, and how heavy its pocket book is.

    python -m benchmarks.documents [--people 30] [--rounds 5] [--json]

A visit is made up around cases of content/ with the most results: five cases, twelve questions, as many
people as asked for. Each paper is made as DOCX and as PDF; the median of the rounds counts. With thirty
people the SPDs are thirty documents of two pages in one file.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.corpus import CONTENT
from portal import config, create_app
from portal.cases import CASES, Shelf, get_article, most_complete
from portal.documents import make_booklet_pdf, make_offline
from portal.government import our_government
from portal.government.sender import Sender, sender_of
from portal.regions import REGIONS
from portal.visits.papers.dossier import AgendaItem, Delegate, Dossier, Host, Need, Question, VisitedCase
from portal.visits.papers.pack import pocket_book
from portal.visits.papers.registry import PAPERS, docx_of, pdf_of

GOAL = 1.0  # seconds for one document
PACK_GOAL = 1_500_000  # bytes for five cases
CASES_EACH, QUESTIONS = 5, 12
DAY = date(2026, 10, 5)
Measured = dict[str, float]


def main(arguments: Sequence[str] | None = None) -> None:
    """Make every paper, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        settings = config.load().model_copy(update={"instance": Path(folder), "content": CONTENT})
        app = create_app(settings)
        with app.test_request_context():
            found = measure(settings, people=chosen.people, rounds=chosen.rounds)
    if chosen.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        is_size = name.endswith("bytes")
        print(f"{name:40}{value:>12,.0f}" if is_size else f"{name:40}{value:>12.3f}")


def measure(settings: config.Settings, *, people: int, rounds: int) -> Measured:
    """Seconds for each paper (the median round), and bytes of the pocket book."""
    dossier = made_up(people)
    sender = sender_of(
        our_government(), content=CONTENT, font_folder=settings.letter_fonts, portal=settings.name, dated=DAY
    )
    found: Measured = {}
    for paper in PAPERS:
        found[f"{paper.name}.docx"] = seconds(partial(docx_of, paper, dossier, sender), rounds)
        found[f"{paper.name}.pdf"] = seconds(partial(pdf_of, paper, dossier, sender), rounds)
    found |= _pack(dossier, sender, rounds)
    papers = {name: value for name, value in found.items() if not name.endswith("bytes")}
    found["slowest"] = max(papers.values())
    found["slowest, share of the goal"] = found["slowest"] / GOAL
    return found


def _pack(dossier: Dossier, sender: Sender, rounds: int) -> Measured:
    for visited in dossier.cases:  # rendered once, as publishing does beforehand
        get_article(CASES.get()[visited.slug])
    book = pocket_book(dossier, sender)
    page, printed = make_offline(book), make_booklet_pdf(book)
    return {
        "buku-saku.pdf": seconds(lambda: make_booklet_pdf(pocket_book(dossier, sender)), rounds),
        "buku-saku.html": seconds(lambda: make_offline(pocket_book(dossier, sender)), rounds),
        "buku-saku.pdf, bytes": len(printed),
        "buku-saku.html, bytes": len(page),
        "buku-saku.html, share of the goal": len(page) / PACK_GOAL,
    }


def seconds(act: Callable[[], object], rounds: int) -> float:
    """The median of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return median(times)


def made_up(people: int) -> Dossier:
    """A visit around five cases of one region; persons and answers are invented and named as such."""
    cases = CASES.get()
    region = max(cases.by_region, key=lambda one: len(cases.by_region[one]))
    of_region = {slug: cases[slug] for slug in cases.by_region[region]}
    chosen = most_complete(Shelf.of(of_region), CASES_EACH)
    return Dossier(
        id=1,
        title="Contoh kunjungan untuk pengukuran",
        mode="perjalanan",
        need=Need("Masalah contoh", "Uraian contoh. " * 40),
        host=Host(region, REGIONS.get()[region].name, place="Aula contoh"),
        opd_code="Bapperida",
        opd="Badan Perencanaan Pembangunan, Riset dan Inovasi Daerah",
        stage="dilaporkan",
        stage_name="Dilaporkan",
        purpose="Maksud contoh.",
        expected="Hasil contoh.",
        starts=DAY,
        ends=DAY + timedelta(1),
        delegates=tuple(
            Delegate(f"Peserta Contoh {place}", place, post="Jabatan contoh", rank="Penata (III/c)")
            for place in range(1, people + 1)
        ),
        questions=tuple(
            Question(number, "Pertanyaan contoh? " * 6, theme="Tema contoh", answer="Jawaban contoh. " * 20)
            for number in range(1, QUESTIONS + 1)
        ),
        agenda=tuple(
            AgendaItem(number, DAY, "Acara contoh", place="Tempat contoh") for number in range(1, 9)
        ),
        cases=tuple(VisitedCase(case.slug, case.title, REGIONS.get()[region].name) for case in chosen),
    )


if __name__ == "__main__":
    main()
