"""What only an edition of our own has: publish one change, open cold, memory of a worker."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.corpus import WEIGHTS, documents
from portal import generations
from portal.search.engine.build import build
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition
from portal.search.grammar import parse

ROUNDS = 7
WORKERS = 2


def publish_first(root: Path, of: Iterable[Document]) -> None:
    """Publish the first edition of these documents."""
    generations.publish(root, "g0", lambda folder, _: build(folder, of, weights=WEIGHTS))


def current(root: Path) -> Path:
    """The folder of the edition in use."""
    folder = generations.current(root)
    if folder is None:
        raise FileNotFoundError(root)
    return folder


def measure(root: Path, queries: Sequence[str]) -> dict[str, float]:
    """Publish a few changes, then open and search in fresh processes."""
    serving = Edition.open(current(root))  # a portal that publishes also serves
    library = list(documents(len(serving)))
    taken = [_publish_one(root, number, library) for number in range(1, ROUNDS + 1)]
    found = {"publish one, ms": median(taken), "documents served meanwhile": len(serving)}
    results = _in_processes(current(root), queries)
    found["cold open, ms"] = median(result["open"] for result in results)
    found["first search, ms"] = median(result["first"] for result in results)
    found["memory, MB"] = max(result["added"] for result in results)
    found["memory of its own, MB"] = max(result["own"] for result in results)
    found["memory shared fairly, MB"] = max(result["fair"] for result in results)
    return found


def _publish_one(root: Path, number: int, library: list[Document]) -> float:
    """Change one document; milliseconds until a search finds the change."""
    changed = library[number] = replace(
        library[number], fields={**library[number].fields, "title": f"perubahan ke{number}x"}
    )

    def write(folder: Path, previous: Path | None) -> None:
        build(folder, library, weights=WEIGHTS, previous=previous)

    begun = time.perf_counter()
    generations.publish(root, f"g{number}", write)
    hits = Edition.open(current(root)).search(parse(f"ke{number}x")).hits
    taken = (time.perf_counter() - begun) * 1000
    if [hit.key for hit in hits] != [changed.key]:
        raise AssertionError(f"the change of {changed.key} cannot be found")
    return taken


def _in_processes(folder: Path, queries: Sequence[str]) -> list[dict[str, float]]:
    """Let two workers open the edition at the same time, as two servers' processes would."""
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[dict[str, float]] = context.Queue()
    together = context.Barrier(WORKERS)
    workers = [
        context.Process(target=_work, args=(folder, queries, together, results)) for _ in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    found = [results.get(timeout=300) for _ in workers]
    for worker in workers:
        worker.join()
    return found


def _work(folder: Path, queries: Sequence[str], together: object, results: object) -> None:
    before = _memory()
    begun = time.perf_counter()
    edition = Edition.open(folder)
    opened = time.perf_counter()
    edition.search(parse(queries[0]))
    searched = time.perf_counter()
    for query in queries:
        edition.search(parse(query), facet_names=["wilayah", "sektor", "status", "tahun", "penghargaan"])
    together.wait(60)  # type: ignore[attr-defined]
    after = _memory()
    together.wait(60)  # type: ignore[attr-defined]
    results.put(  # type: ignore[attr-defined]
        {
            "open": (opened - begun) * 1000,
            "first": (searched - opened) * 1000,
            "added": after["Rss"] - before["Rss"],
            "own": after["Private_Dirty"] - before["Private_Dirty"],
            "fair": after["Pss"] - before["Pss"],
        }
    )


def _memory() -> dict[str, float]:
    """This process's memory in megabytes, as the kernel counts it."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
