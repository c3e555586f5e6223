"""What a publication costs the search: seconds of the processor, and room on the disk.

    python -m benchmarks.builds [--json]

The shipped cases; five hundred as deep, made of them; one changed of these; and six thousand entries
of one paragraph. Each with its arrays, and the arrays alone made again from the index.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.queries import library, library_documents
from portal.search import index
from portal.search.engine import cache
from portal.search.engine.build import build
from portal.search.engine.document import Document

DEEP, SHORT = 500, 6_000
PARAGRAPH = 400  # characters
GOALS = {f"{DEEP} deep cases": 9.0, "one changed of them": 0.3, f"{SHORT} paragraphs": 20.0}


def deep(documents: Sequence[Document], count: int) -> Iterator[Document]:
    """As many documents, each with the text of one and the other half of another."""
    for number, one in enumerate(islice(cycle(documents), count)):
        other = documents[(number * 7 + 3) % len(documents)]
        fields = {name: f"{text} {number}" if name == "title" else text for name, text in one.fields.items()}
        fields["rest"] = other.fields["rest"]
        yield replace(one, key=f"{one.key}-{number}", fields=fields)


def short(documents: Sequence[Document], count: int) -> Iterator[Document]:
    """As many entries of a title and one paragraph."""
    for number, one in enumerate(islice(cycle(documents), count)):
        text = one.fields[index.TEXT]
        begin = (number * 211) % max(1, len(text) - PARAGRAPH)
        fields = {"title": f"{one.fields['title']} {number}", index.TEXT: text[begin : begin + PARAGRAPH]}
        fields["story"] = fields[index.TEXT]
        yield replace(one, key=f"{one.key}-{number}", fields=fields)


def measure(root: Path, name: str, documents: Sequence[Document], previous: Path | None = None) -> Path:
    """Build an edition of these documents in a folder of this name."""
    folder = root / name
    build(folder, documents, weights=index.WEIGHTS, previous=previous)
    return folder


def size(folder: Path) -> float:
    """Megabytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    with library():
        cases = list(library_documents())
    many = list(deep(cases, DEEP))
    changed = [*many[:-1], replace(many[-1], fields={**many[-1].fields, "summary": "sampah menjadi rupiah"})]
    rows: dict[str, dict[str, float]] = {}
    with TemporaryDirectory() as name:
        root = Path(name)
        for row, documents, before in (
            (f"{len(cases)} shipped cases", cases, None),
            (f"{DEEP} deep cases", many, None),
            ("one changed of them", changed, f"{DEEP} deep cases"),
            (f"{SHORT} paragraphs", list(short(cases, SHORT)), None),
        ):
            begun = time.process_time()
            folder = measure(root, row, documents, root / before if before else None)
            built = time.process_time()
            arrays = size(folder / cache.FOLDER)
            cache.make(folder)
            rows[row] = {
                "seconds": built - begun,
                "arrays again": time.process_time() - built,
                "MB": size(folder),
                "of it arrays": arrays,
            }
    if chosen.json:
        print(json.dumps(rows))
        return
    print(f"{'':24}" + "".join(f"{column:>14}" for column in next(iter(rows.values()))) + f"{'goal':>14}")
    for row, values in rows.items():
        goal = f"{'≤ ' + str(GOALS[row]) if row in GOALS else '':>14}"
        print(f"{row:24}" + "".join(f"{value:14.2f}" for value in values.values()) + goal)


if __name__ == "__main__":
    main()
