"""What was checked is counted, and claims are drawn for a second reader."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from portal.cases.files import CaseFile
from portal.cases.truth import claims_of, count, sample
from tests.conftest import ROOT
from tests.make import body, case_text, front, read, sources

TODAY = date(2026, 11, 30)
READ = {"date": "2026-11-21", "how": "archive", "extent": "whole"}
QUOTES = [{"source": "s1", "text": "1.400 warga terlayani"}]
VERDICTS = ("yes", "more", "no", "unreadable")


def file(slug: str = "jempol", article: str | None = None, **changes: Any) -> CaseFile:
    found, problems = read(case_text(slug, article, **changes), slug)
    assert problems == []
    assert found is not None
    return found


def checked(slug: str = "jempol") -> CaseFile:
    listed = [{**sources(2)[0], "read": READ}, sources(2)[1]]
    results = [{**front()["results"][0], "quotes": QUOTES}]
    searched = [{"about": ["Penghargaan"], "query": "x", "where": "web", "date": "2026-11-21"}]
    article = body(penghargaan="Kami belum menemukan penghargaan.", hasil="Kami belum mencari datanya.")
    return file(slug, article, sources=listed, results=results, searched=searched)


def test_counts_tell_what_was_read_quoted_and_searched() -> None:
    counts = count([checked(), file("lain")], TODAY)

    assert (counts["cases"], counts["verified"]) == (2, 0)
    assert (counts["results"], counts["results_with_quote"]) == (2, 1)
    assert (counts["statuses_with_source"], counts["statuses_with_quote"]) == (2, 0)
    assert (counts["sources"], counts["sources_read"], counts["sources_read_whole"]) == (4, 1, 1)
    assert (counts["negatives_with_search"], counts["negatives_not_searched"]) == (1, 1)
    assert counts["standing"] == {"unknown": 2}
    assert counts["by_region"]["teladan"]["results_with_quote"] == 1
    assert json.loads(json.dumps(counts)) == counts


def test_a_claim_carries_the_words_of_its_source_where_they_are_stored() -> None:
    claims = list(claims_of(checked()))
    result = next(claim for claim in claims if claim.place == "results")
    sentence = next(claim for claim in claims if claim.place == "Masalah")

    assert result.claim == "warga terlayani: 100 → 1400 orang (2021; measured)"
    assert (result.source, result.quote) == ("s1", "1.400 warga terlayani")
    assert (sentence.claim, sentence.quote) == ("Warga antre lama di kantor.", "")
    assert not any("Kami belum" in claim.claim for claim in claims)


def test_a_sample_is_the_same_for_the_same_seed_and_holds_both_kinds() -> None:
    files = [checked(f"kasus-{number}") for number in range(12)]

    first, again, other = (sample(files, seed=seed, size=12) for seed in ("a", "a", "b"))

    assert first == again
    assert first != other
    assert Counter(bool(claim["quote"]) for claim in first) == {True: 6, False: 6}
    assert sample([], seed="a", size=10) == []


def test_every_kept_sample_was_judged_against_pages_and_what_was_wrong_is_mended() -> None:
    kept = sorted((ROOT / "docs/claims").glob("*.jsonl"))
    assert kept
    for path in kept:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        judged = _judged(path, rows)
        standing = sum(row["verdict"] == "no" and not row.get("mended") for row in judged)
        assert len(judged) >= len(rows) * 3 / 4, f"{path.name}: too few pages could be read"
        assert standing <= 0.02 * len(judged), f"{path.name}: {standing} of {len(judged)} still wrong"


def _judged(path: Path, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    assert {row["verdict"] for row in rows} <= set(VERDICTS), path.name
    assert all(row["page"] for row in rows if row["verdict"] in ("yes", "more")), path.name
    return [row for row in rows if row["verdict"] != "unreadable"]
