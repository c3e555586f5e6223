"""A builder killed at any moment leaves an edition that serves, and the next build succeeds."""

from __future__ import annotations

import multiprocessing
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from time import sleep

from portal import generations
from portal.search.engine.build import build
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition
from portal.search.grammar import parse

ROUNDS = 50
WEIGHTS = {"title": 4.0, "body": 1.0}


def library(generation: int) -> list[Document]:
    """Forty documents, a few of which differ from generation to generation."""
    documents = []
    for number in range(40):
        body = f"pelayanan desa nomor {number} edisi {generation if number % 8 == 0 else 0} " * 20
        documents.append(Document(f"d{number}", {"title": f"Kasus {number}", "body": body}, excerpt="body"))
    return documents


def publish(root: Path, generation: int) -> None:
    def fill(folder: Path, previous: Path | None) -> None:
        build(
            folder,
            library(generation),
            weights=WEIGHTS,
            previous=previous,
        )

    generations.publish(root, f"g{generation}", fill)


def answer(folder: Path) -> Sequence[tuple[str, float]]:
    hits = Edition.open(folder).search(parse("pelayanan edisi"), limit=40).hits
    return [(hit.key, hit.score) for hit in hits]


def test_a_publish_killed_at_any_moment_leaves_a_serving_edition(tmp_path: Path) -> None:
    chance = random.Random(11)
    root = tmp_path / "search_index"
    publish(root, 0)
    expected = {}
    for generation in range(ROUNDS + 1):
        build(tmp_path / "whole", library(generation), weights=WEIGHTS)
        expected[f"g{generation}"] = answer(tmp_path / "whole")
        shutil.rmtree(tmp_path / "whole")
    killed = 0

    for generation in range(1, ROUNDS + 1):
        builder = multiprocessing.get_context("fork").Process(target=publish, args=(root, generation))
        builder.start()
        sleep(chance.uniform(0, 0.06))  # not waiting for anything: the moment of the kill is the point
        builder.kill()
        builder.join()
        killed += builder.exitcode != 0

        folder = generations.current(root)
        assert folder is not None
        assert answer(folder) == expected[folder.name]

    publish(root, ROUNDS + 1)
    assert killed > ROUNDS // 4
    assert generations.current(root) == root / f"g{ROUNDS + 1}"
