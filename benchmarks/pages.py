"""A case, the home page and a search, against datasette over the same cases: milliseconds of the processor.

    bin/bench pages                   5,000 cases (making and publishing them takes some minutes)
    bin/bench pages --cases 249

Both serve as they do in practice, each in its own processes on this machine: `portal serve`, and datasette
on an SQLite file with a row for each case, an FTS5 index over title, summary and text, and four facets. They
are asked in turn, one page at a time; compared is the processor time of all processes of a server for a page.
*first*: a case that nobody asked for before; *case*: one that somebody read already. The home page of
datasette is its list of tables. Exit 1 where a page costs more than its goal.
"""

from __future__ import annotations

import argparse
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from benchmarks.library import make
from benchmarks.load import QUESTIONS, busy, serving
from portal import config, create_app
from portal.cases import CASES
from portal.db.beginning import stand_ready
from portal.publishing.publish import publish

ROOT = Path(__file__).parent.parent
GOALS = {"case": 1.5, "home": 0.5, "search": 0.25}
FACETS = ("sector", "region", "status", "year")
ROUNDS = 3  # blocks of each server, in turn
BLOCK = 40  # pages of a kind in a block
PORT, PEER_PORT = 8_391, 8_392
START = 60  # seconds until the peer must answer


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the library, serve it twice, ask, print; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cases", type=int, default=5_000)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as place:
        folder = Path(place)
        content = make(folder, chosen.cases)
        (folder / "settings.toml").write_bytes((ROOT / "settings.toml").read_bytes())
        slugs = _published(folder)
        _rows(content, folder / "cases.db")
        asked = _addresses(slugs)
        with serving(folder, PORT) as ours, _peer(folder / "cases.db") as theirs:
            costs = _measure(asked, ours, theirs)
    return _tell(chosen.cases, costs)


def _published(folder: Path) -> list[str]:
    os.environ["PORTAL_ROOT"] = str(folder)
    settings = config.load(folder)
    stand_ready(settings)
    publish(settings)
    app = create_app(settings)
    with app.app_context():
        slugs = list(CASES.get())
    app.extensions["engine"].dispose()
    return slugs


def _rows(content: Path, target: Path) -> None:
    """The cases as rows of a database with a full-text index."""
    with closing(sqlite3.connect(target)) as database, database:
        database.execute(
            "CREATE TABLE cases (slug TEXT PRIMARY KEY, title TEXT, summary TEXT, sector TEXT, region TEXT,"
            " status TEXT, year TEXT, body TEXT)"
        )
        for path in sorted((content / "cases").rglob("*.md")):
            _, head, body = path.read_text("utf-8").split("---\n", 2)
            row = [_said(head, name) for name in ("slug", "title", "summary", "sector", "region", "status")]
            row += [_said(head, "started")[:4], body]
            database.execute("INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        database.execute(
            "CREATE VIRTUAL TABLE cases_fts"
            " USING fts5(title, summary, body, content=cases, content_rowid=rowid)"
        )
        database.execute("INSERT INTO cases_fts(cases_fts) VALUES ('rebuild')")
        for name in FACETS:
            database.execute(f"CREATE INDEX cases_{name} ON cases({name})")


def _said(head: str, name: str) -> str:
    """A value of the front matter, with the lines that go on below it."""
    found = re.search(rf"(?m)^{name}: (.*(?:\n  .*)*)$", head)
    return " ".join(found[1].split()) if found else ""


def _addresses(slugs: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """The pages of each kind: (ours, theirs)."""
    step = max(1, len(slugs) // (2 * BLOCK))
    rows = [(f"/inovasi/{slug}", f"/cases/cases/{slug}") for slug in slugs[::step]]
    facets = "&".join(f"_facet={name}" for name in FACETS)
    words = (QUESTIONS * BLOCK)[:BLOCK]
    return {
        "first": rows[BLOCK : 2 * BLOCK],
        "case": rows[:BLOCK],
        "home": [("/", "/")] * BLOCK,
        "search": [
            (f"/cari?q={quote(word)}", f"/cases/cases?_search={quote(word)}&{facets}") for word in words
        ],
    }


@contextmanager
def _peer(database: Path) -> Iterator[int]:
    """datasette on its port; the number of its process. It is ended whatever happens."""
    command = [sys.executable, "-m", "datasette", "serve", str(database), "-p", str(PEER_PORT)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + START
        while not _answers():
            if time.monotonic() > until or process.poll() is not None:
                raise TimeoutError("datasette does not answer")
            time.sleep(0.3)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def _answers() -> bool:
    try:
        _ask(PEER_PORT, "/")
    except OSError:
        return False
    return True


def _ask(port: int, path: str) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        answer.read()


def _measure(
    asked: dict[str, list[tuple[str, str]]], ours: int, theirs: int
) -> dict[str, tuple[float, float]]:
    """Milliseconds of the processor for a page of each kind: (ours, theirs)."""
    costs = {}
    for kind, pages in asked.items():
        rounds = 1 if kind == "first" else ROUNDS
        if kind != "first":
            for own, other in pages * 2:  # everything has been asked for, of each worker
                _ask(PORT, own)
                _ask(PEER_PORT, other)
        spent = [0.0, 0.0]
        for _ in range(rounds):
            for side, (port, process) in enumerate(((PORT, ours), (PEER_PORT, theirs))):
                before = busy(process)
                for page in pages:
                    _ask(port, page[side])
                spent[side] += busy(process) - before
        count = rounds * len(pages)
        costs[kind] = (1_000 * spent[0] / count, 1_000 * spent[1] / count)
    return costs


def _tell(cases: int, costs: dict[str, tuple[float, float]]) -> int:
    print(f"{cases:,} cases, ms of the processor a page")
    print(f"{'':10}{'portal':>10}{'datasette':>11}{'ratio':>8}{'goal':>8}")
    missed = False
    for kind, (own, other) in costs.items():
        ratio = own / other
        missed = missed or ratio > GOALS.get(kind, ratio)
        goal = f"{GOALS[kind]:8.2f}" if kind in GOALS else ""
        said = "  missed" if goal and ratio > GOALS[kind] else ""
        print(f"{kind:10}{own:10.1f}{other:11.1f}{ratio:8.2f}{goal}{said}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
