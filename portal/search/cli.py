"""Commands: `portal search`, `portal search-cache` and `portal misses`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from portal import config, generations, opened
from portal.cases import CASES
from portal.db import reading
from portal.errors import PortalError
from portal.regions import REGIONS
from portal.search import index, service
from portal.search import misses as search_misses

MAX_LIMIT = 1_000


@click.command()
@click.argument("text", default="")
@click.option("--limit", default=10, type=click.IntRange(1, MAX_LIMIT), help="Berapa hasil.")
@click.option("--json", "as_json", is_flag=True, help="Jawaban sebagai JSON.")
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path, allow_dash=True),
    help='Berkas JSON Lines {"id", "query"}; satu jawaban per baris.',
)
def search(text: str, limit: int, as_json: bool, batch: Path | None) -> None:
    """Cari kasus dengan kata kunci TEXT."""
    with opened():
        if batch is not None:
            for line in _batch(batch, limit):
                print(line)
            return
        found = service.find(text, size=limit)
        if as_json:
            print(json.dumps(_as_json(found), ensure_ascii=False))
            return
        cases, regions = CASES.get(), REGIONS.get()
        print(f"{found.total} hasil")
        for hit in found.hits:
            case = cases[hit.key]
            print(f"{hit.score:8.3f}  {hit.key}  {case.title} ({regions[case.region].name})")
        if found.suggestion:
            print(f"Maksud Anda: {found.suggestion}")


@click.group("search-cache")
def search_cache() -> None:
    """Larik pencarian: salinan cepat dari indeks Whoosh, dapat dibuang dan dibuat lagi."""


@search_cache.command("drop")
def drop_cache() -> None:
    """Buang larik; pencarian dijawab Whoosh sendiri sampai larik dibuat lagi."""
    folder = generations.current(config.load().index)
    if folder is not None:
        index.drop_arrays(folder)
    print("Larik pencarian dibuang.")


@search_cache.command("build")
def build_cache() -> None:
    """Buat larik dari indeks Whoosh; tidak berbuat apa-apa bila sudah utuh."""
    is_new = index.ensure_arrays(config.load().index)
    print("Larik pencarian dibuat." if is_new else "Larik pencarian sudah utuh.")


@click.command()
@click.option("--weeks", default=4, type=click.IntRange(1, 520), help="Berapa pekan terakhir.")
def misses(weeks: int) -> None:
    """Yang dicari tanpa jawaban, per pekan: kali tidak ada, kali dicari lagi dengan kata lain, kata."""
    with opened():
        for miss in search_misses.listed(reading(), weeks):
            print(f"{miss.week}\t{miss.count}\t{miss.again}\t{miss.text}")


def _as_json(found: service.Found) -> dict[str, Any]:
    cases, regions = CASES.get(), REGIONS.get()
    return {
        "total": found.total,
        "hits": [
            {
                "slug": hit.key,
                "title": cases[hit.key].title,
                "region": regions[cases[hit.key].region].name,
                "score": round(hit.score, 4),
            }
            for hit in found.hits
        ],
        "facets": {
            name: {value: count for value, count in counts if count} for name, counts in found.counts.items()
        },
        "suggestion": found.suggestion,
    }


def _batch(path: Path, limit: int) -> Iterator[str]:
    lines = sys.stdin if str(path) == "-" else path.open(encoding="utf-8", errors="replace")
    with lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                asked = json.loads(line)
                query_id, text = asked["id"], str(asked["query"])
            except (ValueError, KeyError, TypeError):
                raise PortalError(f'{path}:{number}: bukan JSON dengan "id" dan "query"') from None
            hits = service.find(text, size=limit).hits
            yield json.dumps({"id": query_id, "hits": [hit.key for hit in hits]}, ensure_ascii=False)
