"""`portal search` prints what the pages show: as text, as JSON, or for a file of queries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.command import portal
from portal.errors import PortalError, SearchNotReady
from portal.search.facets import FACETS
from tests.make import Maker


@pytest.fixture
def run(real: Maker, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Runs the command on the shipped library."""
    monkeypatch.setenv("PORTAL_ROOT", str(real.root))
    return Runner()


class Runner:
    """Runs `portal` in this process."""

    def __call__(self, *arguments: str, **options: str) -> Result:
        return CliRunner().invoke(portal, arguments, **options)  # type: ignore[arg-type]


def test_json_has_total_hits_facets_and_suggestion(run: Runner) -> None:
    result = run("search", "antre ktp", "--limit", "3", "--json")

    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    answer = json.loads(result.stdout)
    assert list(answer) == ["total", "hits", "facets", "suggestion"]
    assert len(answer["hits"]) == 3 <= answer["total"]
    assert list(answer["hits"][0]) == ["slug", "title", "region", "score"]
    scores = [hit["score"] for hit in answer["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert set(answer["facets"]) == set(FACETS)
    assert sum(answer["facets"]["wilayah"].values()) == answer["total"]
    assert all(count > 0 for counts in answer["facets"].values() for count in counts.values())
    assert answer["suggestion"] is None


def test_nothing_typed_gives_everything(run: Runner) -> None:
    answer = json.loads(run("search", "", "--limit", "1000", "--json").stdout)

    assert answer["total"] == len(answer["hits"]) >= 81
    assert len({hit["slug"] for hit in answer["hits"]}) == answer["total"]


def test_a_query_that_finds_nothing_is_an_answer(run: Runner) -> None:
    result = run("search", "xyzzyqwrtp", "--json")

    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert (answer["total"], answer["hits"]) == (0, [])


def test_letters_stay_readable(run: Runner) -> None:
    result = run("search", "smart kampung", "--limit", "1", "--json")

    assert "\\u" not in result.stdout


def test_a_batch_answers_each_line_with_its_id(run: Runner, tmp_path: Path) -> None:
    asked = [
        {"id": 1, "query": "antre ktp"},
        {"id": "dua", "query": "xyzzyqwrtp"},
        {"id": None, "query": ""},
        {"id": 4, "query": 123, "lain": "diabaikan"},
    ]
    path = tmp_path / "kueri.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in asked) + "\n\n", "utf-8")

    result = run("search", "--batch", str(path), "--limit", "4")

    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [1, "dua", None, 4]
    assert [list(answer) for answer in answers] == [["id", "hits"]] * 4
    assert [len(answer["hits"]) for answer in answers[:3]] == [4, 0, 4]
    single = json.loads(run("search", "antre ktp", "--limit", "4", "--json").stdout)
    assert answers[0]["hits"] == [hit["slug"] for hit in single["hits"]]


def test_a_batch_may_come_from_standard_input(run: Runner) -> None:
    result = run("search", "--batch", "-", input='{"id": "a", "query": "stunting"}\n')

    assert json.loads(result.stdout)["id"] == "a"


@pytest.mark.parametrize("line", ["bukan json", "{}", '{"id": 1}', "[1]", '"x"', "null"])
def test_a_line_that_is_no_query_is_named(run: Runner, tmp_path: Path, line: str) -> None:
    path = tmp_path / "kueri.jsonl"
    path.write_text(f'{{"id": 1, "query": "ktp"}}\n{line}\n', "utf-8")

    result = run("search", "--batch", str(path))

    assert isinstance(result.exception, PortalError)
    assert str(result.exception) == f'{path}:2: bukan JSON dengan "id" dan "query"'


def test_text_names_each_hit_with_its_region(run: Runner) -> None:
    lines = run("search", "stunting banyuwangi", "--limit", "2").stdout.splitlines()

    assert lines[0].endswith(" hasil")
    assert len(lines) in (3, 4)
    assert "Banyuwangi" in lines[1]


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "banyak"])
def test_a_limit_out_of_range_is_refused(run: Runner, limit: str) -> None:
    assert run("search", "ktp", "--limit", limit).exit_code == 2


def test_without_an_edition_search_says_so(make: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    make.library(1)
    monkeypatch.setenv("PORTAL_ROOT", str(make.root))

    result = CliRunner().invoke(portal, ["search", "ktp"])

    assert isinstance(result.exception, SearchNotReady)
    assert "Pencarian sedang disiapkan" in str(result.exception)
