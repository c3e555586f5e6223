"""Editions for the tests of the search engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

import pytest

from portal.search.engine.build import build
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition

WEIGHTS = {"title": 4.0, "summary": 2.5, "body": 1.0}

Publish = Callable[..., Edition]


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Build an edition of some documents and open it."""
    numbers = count()

    def make(documents: Sequence[Document], previous: Path | None = None) -> Edition:
        folder = tmp_path / f"edition{next(numbers)}"
        build(folder, documents, weights=WEIGHTS, previous=previous)
        return Edition.open(folder)

    return make


@pytest.fixture
def library(publish: Publish) -> Edition:
    """Five documents about public services."""
    return publish(
        [
            case(
                "smart-kampung", "Smart Kampung", "Layanan surat di kantor desa.", "banyuwangi", 2016, "desa"
            ),
            case("pasar-pelayanan", "Pasar Pelayanan Publik", "Loket e-KTP di pasar.", "banyuwangi", 2018),
            case("mal-pelayanan", "Mal Pelayanan Publik", "Satu gedung untuk izin.", "bandung", 2017, "izin"),
            case("hayu", "Hay.U", "Perizinan tanpa tatap muka.", "bandung", 2019, "izin", "digital"),
            case("posyandu", "Tanggap Stunting", "Kader menjemput anak-anak kurang gizi.", "batang", 2020),
        ]
    )


def case(key: str, title: str, body: str, region: str, year: int, *subjects: str) -> Document:
    """One document as the portal makes them."""
    return Document(
        key=key,
        fields={"title": title, "body": body},
        facets={"wilayah": (region,), "bidang": subjects},
        sort_keys={"nama": title, "terbaru": float(year)},
        stored={"title": title},
        excerpt="body",
    )
