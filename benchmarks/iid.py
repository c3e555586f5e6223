"""How fast the IID desk is with 400 innovations of 20 indicators each, every one with a paper and a claim.

    bin/bench iid
    bin/bench iid --innovations 1000

Every page is asked for by a person who has signed in, through the whole portal but without a network.
The goal of the desk and of what-if: 200 ms for 95 of 100 requests. No page sends more statements for 400
innovations than for ten. The book of their profiles is made by the queue as people ask for it: 60 s. On a
busy machine read the medians.
"""

from __future__ import annotations

import argparse
import gc
import io
import tempfile
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from threading import Event

from pypdf import PdfReader
from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarks.filled import NOW, TODAY, Measured, measure, prepare
from benchmarks.register import title
from portal.accounts.models import Account
from portal.evidence.models import Evidence, EvidenceLink, EvidenceVerdict
from portal.iid.models import DeskRow
from portal.jobs.worker import Worker
from portal.register import Innovation, Stage
from portal.register.models import Edition, Season, TeamRow
from portal.register.names import key_of
from portal.register.rules import State
from portal.taxonomy.iid import IID
from portal.taxonomy.profile import PROFILE

GOAL = 200  # milliseconds, 95 of 100 requests
BOOK_GOAL = 60  # seconds
PAGES = (
    "/iid/1",
    "/iid/1?tahan=1&tahan=2&tahan=3",
    "/iid/1?versi=iid-2027",
    "/iid/1/inovasi/1",
    "/iid/1/pemda",
    "/iid/1/pekerjaan",
)
CHUNK = 20_000
KINDS = ("sk", "laporan", "dpa", "surat-tugas", "undangan")


def fill(session: Session, count: int, opds: list[str]) -> None:
    """Innovations that take part in a season, with teams, papers, verdicts and claims."""
    affairs = [one.code for one in PROFILE.get().affairs]
    newest = IID.get().newest
    nos = [one.no for one in newest.indicators] if newest else []
    numbers = range(1, count + 1)
    session.execute(
        insert(Account),
        [{"id": 1, "username": "penulis", "name": "Contoh", "position": "Operator", "created_at": NOW}],
    )
    session.execute(insert(Season), [{"id": 1, "year": 2026}])
    session.execute(
        insert(Innovation),
        [
            {
                "id": number,
                "opd": opds[number % len(opds)],
                "title": title(number),
                "key": key_of(title(number)),
                "stage": Stage.APPLIED,
                "state": State.ENDORSED,
                "affair": affairs[number % len(affairs)],
                "begun_on": TODAY - timedelta(days=900),
                "applied_on": TODAY - timedelta(days=400 + number % 300),
                "design": "kata " * 320,
                "purpose": "kata " * 40,
                "benefit": "kata " * 60,
                "result": "kata " * 60,
                "video": "https://video.contoh.go.id/1",
                "created_at": NOW,
                "last_news_at": NOW,
            }
            for number in numbers
        ],
    )
    session.execute(
        insert(Edition),
        [{"innovation_id": n, "season_id": 1, "development": "", "at": NOW, "by": 1} for n in numbers],
    )
    team = {"actor": "pemerintah", "role": "Anggota", "task": "", "people": 7}
    session.execute(
        insert(TeamRow),
        [{"innovation_id": n, "office": f"Dinas {part}", **team} for n in numbers for part in range(5)],
    )
    _prove(session, [(number, no) for number in numbers for no in nos], opds)


def _prove(session: Session, pairs: list[tuple[int, str]], opds: list[str]) -> None:
    """A paper with a verdict for each indicator, and a claim; some were found lower."""
    papers = [
        {
            "id": place,
            "subject": f"innovation:{number}",
            "opd": opds[number % len(opds)],
            "kind": KINDS[place % len(KINDS)],
            "number": f"188/{place}/2026",
            "dated": TODAY - timedelta(days=400 + place % 300),
            "year": 2025,
            "author_id": 1,
            "created_at": NOW,
            "changed_at": NOW,
        }
        for place, (number, _) in enumerate(pairs, 1)
    ]
    said = {"by": 1, "by_name": "Contoh", "at": NOW}
    links = [
        {"evidence_id": place, "subject": f"innovation:{number}", "indicator": no, **said}
        for place, (number, no) in enumerate(pairs, 1)
    ]
    judged = {"file_number": 1, "evidence_version": 1, "verdict": "terverifikasi", "fields": {}}
    verdicts = [
        {"evidence_id": place, "judge_id": 1, "judge": "Contoh", "at": NOW, **judged}
        for place in range(1, len(pairs) + 1)
    ]
    claims = [
        {
            "innovation_id": number,
            "season_id": 1,
            "no": no,
            "number": Decimal(2 + place % 5),
            "claimed": 3,
            "verified": place % 4 or None,
            "verdict_note": "Belum memuat semua unsur (contoh).",
        }
        for place, (number, no) in enumerate(pairs)
    ]
    for kind, rows in (
        (Evidence, papers),
        (EvidenceLink, links),
        (EvidenceVerdict, verdicts),
        (DeskRow, claims),
    ):
        for begin in range(0, len(rows), CHUNK):
            session.execute(insert(kind), rows[begin : begin + CHUNK])


def run(count: int, rounds: int) -> tuple[list[Measured], float, int]:
    """The pages; seconds for the book, and its pages."""
    with tempfile.TemporaryDirectory() as name:
        app, client = prepare(Path(name), count, fill)
        client.get("/iid/1/pemda")
        gc.collect()
        gc.freeze()  # as a worker of the server does, before it has seen a desk
        found = [measure(app, client, path, rounds) for path in PAGES]
        app.config["WTF_CSRF_ENABLED"] = False
        begun = time.perf_counter()
        answer = client.post("/iid/1/buku")
        Worker(app, Event()).work_one()
        seconds = time.perf_counter() - begun
        book = client.get(answer.location.partition("?")[0] + "/berkas")
        pages = len(PdfReader(io.BytesIO(book.data)).pages)
        app.extensions["engine"].dispose()
    return found, seconds, pages


def main() -> None:
    """Fill, measure, print a table; exit 1 where the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--innovations", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=40)
    chosen = parser.parse_args()
    few, *_ = run(10, 1)
    many, seconds, pages = run(chosen.innovations, chosen.rounds)
    print(f"{chosen.innovations} innovations\n")
    print(f"{'page':44}{'median ms':>12}{'p95 ms':>10}{'statements':>12}{'with 10':>10}")
    for small, large in zip(few, many, strict=True):
        print(
            f"{large.path:44}{large.median:12.0f}{large.p95:10.0f}{large.statements:12}{small.statements:10}"
        )
    print(f"\na book of {pages} pages by the queue in {seconds:.1f} s")
    grows = any(large.statements > small.statements for small, large in zip(few, many, strict=True))
    if grows or any(one.p95 > GOAL for one in many):
        raise SystemExit(f"missed: at most {GOAL} ms for 95 of 100 requests, a constant number of statements")
    if seconds > BOOK_GOAL:
        raise SystemExit(f"missed: the book in at most {BOOK_GOAL} s")


if __name__ == "__main__":
    main()
