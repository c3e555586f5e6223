"""A publication costs what has changed: the rest is neither read nor made again, and is what it should be."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import before_render_template

from portal.cases import CASES, Article
from portal.cases.files import CaseFile, read_file
from portal.cases.render import render
from portal.cases.sandbox import Sandbox
from portal.errors import InvalidContent
from portal.generations import current
from portal.publishing import building, library, watch
from portal.publishing.kept import WORKSHOP, Memory, Workshop
from portal.publishing.library import survey
from portal.publishing.tally import Tally, take
from portal.regions.files import check_links
from portal.web import fresh
from portal.yamlfiles import Report
from tests.make import Maker, body, reader
from tests.reading import Reader

LATER = date(2032, 1, 1)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the case files that are read from now on."""
    names: list[str] = []

    def noting(path: Path, content: Path, report: Report) -> CaseFile | None:
        names.append(path.stem)
        return read_file(path, content, report)

    monkeypatch.setattr(library, "read_file", noting)
    return names


def test_only_the_file_that_changed_is_read(shelf: Maker, read: list[str]) -> None:
    shelf.case("jempol", body(hasil="Hasil yang baru [s1]."))

    assert shelf.publish().is_new

    assert read == ["jempol"]
    assert "Hasil yang baru" in shelf.client().get("/inovasi/jempol").text
    assert not (shelf.index / WORKSHOP).exists()


def test_a_file_written_anew_with_the_same_length_and_time_is_noticed(shelf: Maker) -> None:
    path = next((shelf.content / "cases").rglob("jempol.md"))
    stat = path.stat()
    text = path.read_text("utf-8")
    path.write_text(text.replace("Warga", "Wanga"), "utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    assert path.stat().st_size == stat.st_size
    assert shelf.publish().is_new


def test_what_a_case_names_is_checked_though_its_file_did_not_change(shelf: Maker, read: list[str]) -> None:
    shelf.change("regions/teladan.yaml", "province: Jawa Tengah", "province: Jawa Timur")

    with pytest.raises(InvalidContent, match=r"jempol\.md:\d+: provinsi 'Jawa Tengah' berbeda"):
        shelf.publish()

    assert set(read) == {"jempol", "gemas", "kinarya"}


def test_a_case_that_is_due_is_told_without_reading_its_file(shelf: Maker, read: list[str]) -> None:
    folder = current(shelf.index)
    assert folder is not None
    memory = Memory.load(folder)
    kept = Workshop(shelf.index, memory.briefs)

    _, quick = survey(shelf.settings(), LATER, take(shelf.content, Tally.load(folder)), kept)
    seldom = list(read)
    _, whole = library.read(shelf.settings(), LATER)

    assert seldom == []
    assert [str(problem) for problem in quick.problems] == [str(problem) for problem in whole.problems]
    assert any("sudah waktunya diperiksa" in str(problem) for problem in quick.problems)


class Rendering:
    """Renders cases; after the second it is as if the process were killed."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.ends = True
        self._render = render

    def __call__(self, file: CaseFile, sandbox: Sandbox) -> Article:
        if self.ends and len(self.done) == 2:
            raise KeyboardInterrupt
        self.done.append(file.case.slug)
        return self._render(file, sandbox)


def test_a_publication_that_died_is_gone_on_with(
    make: Maker, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make.library()
    rendering = Rendering()
    monkeypatch.setattr(building, "render", rendering)
    with pytest.raises(KeyboardInterrupt):
        make.publish()
    rendering.ends = False

    make.publish()

    assert sorted(read) == sorted(rendering.done) == ["gemas", "jempol", "kinarya"]


def test_other_rules_read_everything_anew(
    shelf: Maker, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.publishing.kept.RULES", "of another release")

    shelf.publish(force=True)

    assert sorted(read) == ["gemas", "jempol", "kinarya"]


def test_files_that_change_while_they_are_published_are_published_as_they_are_then(
    shelf: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.case("jempol", title="Nama Pertama")
    turns = iter([True])

    def moving(*arguments: object) -> None:
        if next(turns, False):
            shelf.case("jempol", title="Nama Kedua")
        check_links(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(library, "check_links", moving)

    shelf.publish()

    assert "Nama Kedua" in shelf.client().get("/inovasi/jempol").text


def test_a_case_is_made_an_object_only_when_somebody_looks_at_it(shelf: Maker) -> None:
    folder = current(shelf.index)
    assert folder is not None
    place = folder / "cases.json"
    place.write_bytes(place.read_bytes().replace(b'"slug":"jempol"', b'"slug":"JEMPOL"'))  # no slug

    client = shelf.client()

    assert client.get("/wilayah").status_code == 200
    assert current(shelf.index) == folder
    assert "jempol" in client.get("/inovasi/jempol").text  # from its file
    assert current(shelf.index) is None  # the edition is made again at the next look
    assert len(CASES.load(folder)) == 3


def test_one_process_of_a_machine_watches(shelf: Maker) -> None:
    with watch._alone(shelf.settings()) as first, watch._alone(shelf.settings()) as second:
        assert (first, second) == (True, False)
    with watch._alone(shelf.settings()) as again:
        assert again


@pytest.fixture
def guest(shelf: Maker) -> Reader:
    """Somebody who has not signed in."""
    return shelf.client()


@pytest.mark.parametrize(
    "path", ["/", "/inovasi/jempol", "/inovasi/jempol.pdf", "/wilayah", "/kebutuhan/antre-ktp"]
)
def test_a_page_that_is_as_its_reader_has_it_is_not_sent_again(
    shelf: Maker, guest: Reader, path: str
) -> None:
    first = guest.get(path)
    tag = first.headers["ETag"]

    same = guest.get(path, headers={"If-None-Match": tag})
    shelf.case("baru")
    shelf.publish()
    other = guest.get(path, headers={"If-None-Match": tag})

    assert (same.status_code, same.data) == (304, b"")
    assert "Content-Security-Policy" not in same.headers  # the page goes on under its own, with its nonce
    assert other.status_code == 200
    assert other.headers["ETag"] != tag


def test_what_people_do_changes_the_tag(shelf: Maker, guest: Reader) -> None:
    tag = guest.get("/inovasi/jempol").headers["ETag"]
    versions = iter([("1", "a"), ("2", "b")])
    shelf.opened[0].extensions["people_version"] = lambda: next(versions)

    one, two = guest.get("/inovasi/jempol"), guest.get("/inovasi/jempol")

    assert len({tag, one.headers["ETag"], two.headers["ETag"]}) == 3


def test_a_result_list_is_always_made_anew_because_what_is_missed_is_noted(guest: Reader) -> None:
    assert "ETag" not in guest.get("/cari?q=warga").headers


def nonces(page: Any) -> tuple[str, set[str]]:
    """The nonce that the policy of an answer allows, and those that its text names."""
    allowed = re.findall(r"'nonce-([^']+)'", page.headers["Content-Security-Policy"])
    return allowed[0], set(re.findall(r' nonce="([^"]+)"', page.text))


def test_a_page_made_for_one_guest_is_given_to_the_next_with_a_nonce_of_its_own(shelf: Maker) -> None:
    app = shelf.app()
    made: list[str] = []

    def note(_: object, **about: Any) -> None:
        made.append(about["template"].name)

    with before_render_template.connected_to(note, app):
        first, templates = reader(app).get("/inovasi/jempol"), len(made)
        second = reader(app).get("/inovasi/jempol")

    assert templates > 0
    assert len(made) == templates
    for page in (first, second):
        allowed, named = nonces(page)
        assert named == {allowed}
    assert nonces(first)[0] != nonces(second)[0]
    assert first.text.replace(nonces(first)[0], "") == second.text.replace(nonces(second)[0], "")


def test_what_was_made_for_guests_is_not_given_where_guests_are_not_let_in(shelf: Maker) -> None:
    app = shelf.app()
    assert reader(app).get("/inovasi/jempol").status_code == 200
    app.extensions["settings"] = shelf.settings(cases_public=False)

    assert reader(app).get("/inovasi/jempol").status_code == 303


def test_pages_are_kept_up_to_a_size_and_the_oldest_goes_first() -> None:
    pages, page = fresh.Pages(), fresh.Page([], [b"a" * fresh.LARGEST])
    count = fresh.MOST // fresh.LARGEST + 1
    for number in range(count):
        pages.add((str(number), ""), page)
    pages.add(("too large", ""), fresh.Page([], [b"a" * (fresh.LARGEST + 1)]))

    assert pages.get(("0", "")) is None
    assert pages.get((str(count - 1), "")) == page
    assert pages.get(("too large", "")) is None
    assert pages.size <= fresh.MOST
