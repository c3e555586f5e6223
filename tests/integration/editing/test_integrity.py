"""`portal periksa`: every text that no curator approved is found, in files, history and edition."""

from __future__ import annotations

import json
import random

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import generations
from portal.command import portal as portal_command
from portal.db import transaction
from portal.editing import integrity, revisions
from portal.editing.models import CaseRevision
from tests.make import Maker


def run(maker: Maker, *arguments: str) -> Result:
    """Run the command for the maker's folder."""
    return CliRunner().invoke(portal_command, ["periksa", *arguments], env={"PORTAL_ROOT": str(maker.root)})


@pytest.fixture
def noted(portal: Flask, shelf: Maker) -> Maker:
    """The small library, taken as it is at the first look."""
    with portal.app_context(), transaction() as session:
        revisions.note_files(session, shelf.settings())
    return shelf


def examine(portal: Flask, maker: Maker) -> list[str]:
    with portal.app_context(), Session(portal.extensions["engine"]) as session:
        return [str(one) for one in integrity.examine(session, maker.settings())]


def test_the_first_look_takes_the_files_as_they_are_and_says_so(shelf: Maker) -> None:
    first, second = run(shelf), run(shelf)

    assert (first.exit_code, first.stdout) == (0, "")
    assert "dicatat sebagai pembanding" in first.stderr
    assert "3 berkas diperiksa: 0 menyimpang" in second.stderr
    assert "dicatat" not in second.stderr


def test_the_command_lists_each_deviation_and_answers_1_until_it_is_approved(shelf: Maker) -> None:
    run(shelf)
    shelf.change("cases/teladan/jempol.md", "Jempol", "Jempol diganti")

    found = run(shelf)
    shelf.publish()
    approved = run(shelf, "--setujui", "Perbaikan lewat git")
    after = run(shelf)

    assert found.exit_code == 1
    assert "content/cases/teladan/jempol.md: berbeda; terakhir disetujui: revisi 1" in found.stdout
    assert "gemas" not in found.stdout
    assert (approved.exit_code, after.exit_code) == (0, 0), approved.stdout


def test_approving_by_command_needs_a_reason(shelf: Maker) -> None:
    answer = run(shelf, "--setujui", "x")

    assert answer.exit_code == 1
    assert "Tulis alasannya" in str(answer.exception)


def test_a_sound_portal_has_no_deviation(portal: Flask, noted: Maker) -> None:
    assert examine(portal, noted) == []


def test_missing_extra_and_moved_files_are_listed(portal: Flask, noted: Maker) -> None:
    (noted.content / "cases/teladan/jempol.md").unlink()
    (noted.content / "cases/contoh").mkdir()
    (noted.content / "cases/teladan/gemas.md").rename(noted.content / "cases/contoh/gemas.md")
    noted.case("siluman")

    found = examine(portal, noted)

    assert "content/cases/contoh/gemas.md: berpindah dari cases/teladan/gemas.md" in " ".join(found)
    assert any(line.startswith("content/cases/teladan/jempol.md: hilang") for line in found)
    assert any(line.startswith("content/cases/teladan/siluman.md: tambahan") for line in found)


def test_a_file_that_is_no_sound_text_is_listed(portal: Flask, noted: Maker) -> None:
    noted.file("cases/teladan/jempol.md", b"\xff\xfe rusak")

    found = examine(portal, noted)
    with portal.app_context(), transaction() as session:
        again = revisions.note_files(session, noted.settings())

    assert any("jempol.md: berbeda" in line for line in found)
    assert again == []


def test_a_page_in_the_edition_that_is_not_what_its_file_says_is_listed(portal: Flask, noted: Maker) -> None:
    folder = generations.current(noted.index)
    assert folder is not None
    article = folder / "articles/jempol.json"
    article.write_text(article.read_text("utf-8").replace("Warga antre", "Warga senang"), "utf-8")
    cases = folder / "cases.json"
    cases.write_text(
        cases.read_text("utf-8").replace("Dinas Kesehatan Teladan", "Dinas Kesehatan Contohx", 1), "utf-8"
    )

    found = examine(portal, noted)

    assert sum("halaman yang tersaji berbeda" in line for line in found) == 2


def test_a_case_that_is_still_served_without_its_file_is_listed(portal: Flask, noted: Maker) -> None:
    (noted.content / "cases/teladan/jempol.md").unlink()

    assert any("masih tersaji" in line for line in examine(portal, noted))


def test_a_damaged_edition_is_named(portal: Flask, noted: Maker) -> None:
    folder = generations.current(noted.index)
    assert folder is not None
    (folder / "cases.json").write_text("{", "utf-8")

    assert any("terbitan rusak" in line for line in examine(portal, noted))


def test_a_revision_altered_in_the_database_is_listed(portal: Flask, noted: Maker) -> None:
    with portal.app_context(), transaction() as session:
        session.execute(update(CaseRevision).where(CaseRevision.slug == "gemas").values(text="lain"))

    assert any("revisi 1 di basis data tidak cocok" in line for line in examine(portal, noted))


def test_gambling_words_in_a_file_are_listed_even_when_the_file_was_approved(
    portal: Flask, shelf: Maker
) -> None:
    shelf.change("cases/teladan/jempol.md", "Warga antre", "Slot gacor, warga antre")
    with portal.app_context(), transaction() as session:
        revisions.note_files(session, shelf.settings())

    assert any("memuat kata judi: slot gacor" in line for line in examine(portal, shelf))


def test_all_of_fifty_planted_edits_are_found(make: Maker) -> None:
    make.library(40)
    make.publish()
    app = make.app()
    with app.app_context(), transaction() as session:
        revisions.note_files(session, make.settings())
    chance = random.Random(33)
    folder = generations.current(make.index)
    assert folder is not None
    planted: set[str] = set()
    for number in chance.sample(range(1, 41), 30):
        slug = f"kasus-{number:03}"
        path = make.content / f"cases/teladan/{slug}.md"
        text = path.read_text("utf-8")
        place = chance.randrange(len(text))
        path.write_text(text[:place] + chance.choice("x .") + text[place:], "utf-8")
        planted.add(slug)
    for number in chance.sample(range(1, 41), 15):
        path = folder / f"articles/kasus-{number:03}.json"
        value = json.loads(path.read_text("utf-8"))
        value["sections"][chance.randrange(11)]["html"] += "<p>titipan</p>"
        path.unlink()  # an article of an earlier edition may be the same file
        path.write_text(json.dumps(value), "utf-8")
        planted.add(f"kasus-{number:03}")
    for number in range(5):
        make.case(f"siluman-{number}")
        planted.add(f"siluman-{number}")

    found = " ".join(examine(app, make))

    assert {slug for slug in planted if f"/{slug}.md" in found} == planted
    assert "siluman-9" not in found


def test_a_start_notes_what_changed_outside_and_approves_nothing(portal: Flask, noted: Maker) -> None:
    noted.change("cases/teladan/jempol.md", "Jempol", "Jempol diganti")

    with portal.app_context(), transaction() as session:
        found = revisions.note_files(session, noted.settings())
        kinds = [(one.slug, one.number, one.kind, one.is_approved) for one in found]
        again = revisions.note_files(session, noted.settings())

    assert kinds == [("jempol", 2, "berkas", False)]
    assert again == []
    with Session(portal.extensions["engine"]) as session:
        assert len(session.scalars(select(CaseRevision)).all()) == 4
