"""How fast the search is, beside tantivy, SQLite FTS5 and plain Whoosh, in one run on one corpus.

    python -m benchmarks.search --docs 10000 [--json]

All questions are put to one engine after the other, in several rounds, and the best time of each
question counts, so that what else the machine does falls on all alike. On a busy machine `--clock cpu`
counts the processor's time instead of the wall's. Read the ratios; milliseconds are this machine's.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Generic, TypeVar

from benchmarks import one_edition, serving
from benchmarks.corpus import Questions, documents, questions
from benchmarks.peers import Engine, Fts5, Ours, PlainWhoosh, Row, Tantivy

REPEATS = 5
SERVING = 12.0  # seconds of requests to each server
WHOOSH_UP_TO = 10_000  # documents: beyond, its build alone would take the better part of an hour
LARGE = 30_000  # from this many documents on the goals for 100,000 hold
CORE = ("1 word", "2 words OR", "2 words AND", "4 words OR", "4 words AND")
GROWTH = (1_000, 10_000, 100_000)

Clock = Callable[[], float]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio that is wanted at most. What builds may cost is in benchmarks/builds.py."""

    row: str
    peer: str
    limit: float
    measure: str = "median"


GOALS = (
    *(Goal("words", "tantivy", 1.2), Goal("words", "fts5", 0.2)),
    *(Goal("5 facets", "tantivy", 0.8), Goal("5 facets", "fts5", 0.05)),
    *(Goal("excerpts", "tantivy", 1.5), Goal("excerpts", "fts5", 0.5)),
    *(Goal("phrase", "tantivy", 5.0), Goal("phrase", "fts5", 1.0, "p95")),
    *(Goal("prefix", "tantivy", 0.3), Goal("prefix", "fts5", 0.5)),
)
LARGE_GOALS = {("words", "tantivy"): 1.5, ("words", "fts5"): 0.08, ("5 facets", "tantivy"): 1.5}


@dataclass(slots=True)
class Report:
    """Everything measured."""

    documents: int
    milliseconds: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    build: dict[str, float] = field(default_factory=dict)  # documents a second, analysis included
    ready: dict[str, float] = field(default_factory=dict)  # the same for peers, their analysis taken off
    size: dict[str, float] = field(default_factory=dict)  # megabytes
    alone: dict[str, float] = field(default_factory=dict)  # ours: publish, open, memory
    growth: dict[str, dict[str, float]] = field(default_factory=dict)
    goals: list[dict[str, object]] = field(default_factory=list)


class Metered(Generic[T]):
    """An iterable that knows how long making its items took, to take that off a build's time."""

    def __init__(self, items: Iterable[T]):
        self._items = items
        self.seconds = 0.0

    def __iter__(self) -> Iterator[T]:
        items = iter(self._items)
        while True:
            begun = time.perf_counter()
            try:
                item = next(items)
            except StopIteration:
                return
            finally:
                self.seconds += time.perf_counter() - begun
            yield item


def main(arguments: Sequence[str] | None = None) -> None:
    """Build every engine's index, ask every question, print tables or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--docs", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    parser.add_argument("--no-growth", action="store_true", help="leave the smaller corpora out")
    parser.add_argument("--no-whoosh", action="store_true", help="leave plain Whoosh out")
    parser.add_argument("--no-serving", action="store_true", help="leave the requests to the real server out")
    chosen = parser.parse_args(arguments)
    report = Report(chosen.docs)
    asked = questions(chosen.docs, chosen.queries)
    with TemporaryDirectory() as name:
        folder = Path(name)
        has_whoosh = chosen.docs <= WHOOSH_UP_TO and not chosen.no_whoosh
        engines = build_all(folder, report, has_whoosh=has_whoosh)
        clock = time.process_time if chosen.clock == "cpu" else time.perf_counter
        report.milliseconds = measure_all(engines, asked, clock)
        report.alone = one_edition.measure(folder / "ours", asked.two)
        if not chosen.no_growth:
            sizes = [size for size in GROWTH if size < chosen.docs]
            report.growth = {
                f"{size}": growth(folder / f"growth{size}", size, chosen.queries, clock) for size in sizes
            }
            report.growth[f"{chosen.docs}"] = {
                row: times["ours"]["median"] for row, times in report.milliseconds.items()
            }
    if not chosen.no_serving:
        report.alone |= serving.measure(SERVING)
    report.goals = judge(report)
    print(json.dumps(asdict(report), indent=1) if chosen.json else table(report))


def build_all(folder: Path, report: Report, *, has_whoosh: bool) -> list[Engine]:
    """Build each index from the same documents; making the documents does not count, analysis does."""
    engines: list[Engine] = []
    metered = Metered(documents(report.documents))
    begun = time.perf_counter()
    one_edition.publish_first(folder / "ours", metered)
    rate(report, "ours", time.perf_counter() - begun - metered.seconds, folder / "ours")
    engines.append(Ours(one_edition.current(folder / "ours")))
    peers: list[type[Tantivy] | type[Fts5] | type[PlainWhoosh]] = [Tantivy, Fts5]
    for peer in [*peers, PlainWhoosh] if has_whoosh else peers:
        metered = Metered(documents(report.documents))
        rows = Metered(map(Row.of, metered))
        begun = time.perf_counter()
        peer.build(folder / peer.name, rows)
        taken = time.perf_counter() - begun
        rate(report, peer.name, taken - metered.seconds, folder / peer.name)
        report.ready[peer.name] = report.documents / (taken - rows.seconds)
        engines.append(peer(folder / peer.name))
    return engines


def rate(report: Report, name: str, seconds: float, folder: Path) -> None:
    """Note a build."""
    report.build[name] = report.documents / seconds
    report.size[name] = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def kinds(asked: Questions) -> list[tuple[str, Sequence[str], Callable[[Engine, str], object]]]:
    """The rows of the table: what is asked, and how."""
    return [
        ("1 word", asked.one, lambda engine, text: engine.any_of(text)),
        ("2 words OR", asked.two, lambda engine, text: engine.any_of(text)),
        ("2 words AND", asked.two, lambda engine, text: engine.all_of(text)),
        ("4 words OR", asked.four, lambda engine, text: engine.any_of(text)),
        ("4 words AND", asked.four, lambda engine, text: engine.all_of(text)),
        ("phrase", asked.phrases, lambda engine, text: engine.phrase(text)),
        ("prefix", asked.prefixes, lambda engine, text: engine.prefix(text)),
        ("5 facets", asked.two, lambda engine, text: engine.with_facets(text)),
        ("excerpts", asked.two, lambda engine, text: engine.with_excerpts(text)),
    ]


def measure_all(
    engines: Sequence[Engine], asked: Questions, clock: Clock = time.perf_counter
) -> dict[str, dict[str, dict[str, float]]]:
    """Milliseconds: row -> engine -> median and p95 over the questions, each the best of REPEATS."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for row, texts, ask in kinds(asked):
        best = {engine.name: [math.inf] * len(texts) for engine in engines}
        for repeat in range(REPEATS + 1):
            turn = repeat % len(engines)
            for engine in [*engines[turn:], *engines[:turn]]:
                if engine.name == "whoosh" and repeat > 1:
                    continue  # only for the record, and slow
                for at, text in enumerate(texts):
                    begun = clock()
                    ask(engine, text)
                    taken = (clock() - begun) * 1000
                    if repeat or engine.name == "whoosh":
                        best[engine.name][at] = min(best[engine.name][at], taken)
        found[row] = {name: {"median": median(times), "p95": _p95(times)} for name, times in best.items()}
    return found


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, round(0.95 * len(times)))]


def growth(folder: Path, size: int, queries: int, clock: Clock) -> dict[str, float]:
    """Our medians on a smaller corpus."""
    one_edition.publish_first(folder, documents(size))
    times = measure_all([Ours(one_edition.current(folder))], questions(size, queries), clock)
    return {row: engines["ours"]["median"] for row, engines in times.items()}


def judge(report: Report) -> list[dict[str, object]]:
    """Compare with the goals."""
    verdicts: list[dict[str, object]] = []
    for goal in GOALS:
        if goal.peer not in report.build:
            continue
        limit = goal.limit
        if report.documents >= LARGE:
            limit = LARGE_GOALS.get((goal.row, goal.peer), limit)
        found = ratio(report, goal)
        verdict = {**asdict(goal), "limit": limit, "ratio": found, "met": found <= limit}
        verdict["ratio_p95"] = ratio(report, replace(goal, measure="p95"))
        verdicts.append(verdict)
    is_large = report.documents >= LARGE
    for name, limit in (
        ("memory, MB", 1000 if is_large else 150),
        *(() if is_large else (("cold open, ms", 200),)),
    ):
        value = report.alone[name]
        verdicts.append({"row": name, "limit": limit, "ratio": value, "met": value <= limit})
    return verdicts


def ratio(report: Report, goal: Goal) -> float:
    """Ours divided by the peer's."""
    rows = CORE if goal.row == "words" else (goal.row,)
    quotients = [
        report.milliseconds[row]["ours"][goal.measure] / report.milliseconds[row][goal.peer][goal.measure]
        for row in rows
    ]
    return math.exp(sum(map(math.log, quotients)) / len(quotients))


def table(report: Report) -> str:
    """Everything as text."""
    names = list(report.build)
    lines = [f"{report.documents} documents; milliseconds, median / p95", ""]
    lines.append(f"{'':14}" + "".join(f"{name:>18}" for name in names))
    for row, engines in report.milliseconds.items():
        cells = [f"{engines[name]['median']:8.3f} /{engines[name]['p95']:8.3f}" for name in names]
        lines.append(f"{row:14}" + "".join(f"{cell:>18}" for cell in cells))
    lines.append(f"{'docs/s':14}" + "".join(f"{report.build[name]:18.0f}" for name in names))
    lines.append(f"{'  terms ready':14}" + "".join(f"{report.ready.get(name, 0):18.0f}" for name in names))
    lines.append(f"{'index, MB':14}" + "".join(f"{report.size[name]:18.0f}" for name in names))
    lines += ["", *(f"{name:40}{value:10.2f}" for name, value in report.alone.items())]
    if report.growth:
        lines += ["", f"{'growth, ms':14}" + "".join(f"{size:>10}" for size in report.growth)]
        for row in report.milliseconds:
            lines.append(f"{row:14}" + "".join(f"{rows[row]:10.3f}" for rows in report.growth.values()))
    lines += ["", f"{'goal':34}{'ratio':>10}{'limit':>10}{'':9}{'p95':>10}"]
    for verdict in report.goals:
        name = " / ".join(str(verdict[key]) for key in ("row", "peer", "measure") if key in verdict)
        word = "met" if verdict["met"] else "MISSED"
        p95 = f"{verdict['ratio_p95']:10.3f}" if "ratio_p95" in verdict else ""
        lines.append(f"{name:34}{verdict['ratio']:10.3f}{verdict['limit']:10.3f}  {word:7}{p95}")
    return "\n".join(lines)


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
