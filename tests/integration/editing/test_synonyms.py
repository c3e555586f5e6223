"""What was searched in vain is found once a curator has said what it means."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Role
from portal.audit.models import AuditEntry
from portal.editing import synonyms
from tests.integration.editing.desk import NOW, Desk
from tests.make import Maker
from tests.queueing import do_jobs

HERE = "/kurator/padanan"
WORD, MEANS = "kluwung", "antre"


@pytest.fixture
def glossary(shelf: Maker) -> Path:
    """The file that is written."""
    return shelf.content / "glossary.yaml"


def entries(session: Session) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.action == "editing.synonym")))


def save(curator: Desk, **changed: str) -> str:
    page = curator.form(f"{HERE}?kata={WORD}&arti={MEANS}")
    page.set(**{"alasan": "Istilah warga untuk antre", **changed})
    answer = curator.send(page)
    return f"{answer.status_code} {answer.location or answer.text}"


def test_a_word_searched_in_vain_is_found_by_its_equal(
    curator: Desk, session: Session, glossary: Path
) -> None:
    before, lost = glossary.read_text("utf-8"), curator.get("/cari", q=WORD)
    listed = curator.get("/kurator/pencarian").text

    answer = save(curator)

    found = curator.get("/cari", q=WORD)
    assert "Jemput Bola" not in lost.text
    assert "kata=kluwung" in listed.replace("&amp;", "&")
    assert answer.startswith("303 /cari?q=kluwung")
    assert "/inovasi/jempol" in found.text
    assert glossary.read_text("utf-8").startswith(before.rstrip("\n"))
    assert [(one.subject, one.reason) for one in entries(session)] == [
        ("glossary:terms", "Istilah warga untuk antre")
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"alasan": "ya"}, "Tulis alasannya"),
        ({"arti": "zzyzx"}, "tidak menemukan apa pun"),
        ({"arti": WORD}, "sama"),
        ({"kata": "x"}, "2 sampai 60 huruf"),
        ({"kata": "198001012005011001"}, "tanpa nomor pribadi"),
        ({"kata": "a: [b, {c"}, "hanya berisi huruf"),
        ({"kata": "y" * 90}, "2 sampai 60 huruf"),
    ],
)
def test_a_pair_that_cannot_help_is_refused_and_nothing_is_written(
    curator: Desk, session: Session, glossary: Path, changed: dict[str, str], said: str
) -> None:
    before = glossary.read_bytes()

    answer = save(curator, **changed)

    assert answer.startswith("422")
    assert said in answer
    assert glossary.read_bytes() == before
    assert entries(session) == []


def test_a_word_of_the_glossary_is_not_written_twice(curator: Desk, glossary: Path) -> None:
    save(curator)
    before = glossary.read_bytes()

    answer = save(curator)

    assert "sudah ada di glosarium" in answer
    assert glossary.read_bytes() == before


def test_content_that_does_not_hold_keeps_the_glossary_as_it_was(
    curator: Desk, session: Session, shelf: Maker, glossary: Path
) -> None:
    broken = shelf.content / "regions" / "teladan.yaml"
    broken.write_text("bukan: [wilayah\n", "utf-8")
    before = glossary.read_bytes()

    answer = save(curator)

    assert "Belum berhasil" in answer
    assert "Isi portal belum lolos" in answer
    assert glossary.read_bytes() == before
    assert entries(session) == []


def test_a_worker_that_died_after_it_wrote_the_word_is_followed_by_one_that_finishes(
    portal: Flask, curator: Desk, session: Session, glossary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = curator.form(f"{HERE}?kata={WORD}&arti={MEANS}")
    page.set(alasan="Istilah warga untuk antre")
    curator.order(page)
    child = os.fork()
    if child == 0:
        portal.extensions["engine"].dispose(close=False)
        monkeypatch.setattr(synonyms, "publish", lambda *_, **__: os._exit(9))
        do_jobs(portal)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert glossary.read_text("utf-8").count(WORD) == 1
    portal.extensions["clock"] = lambda: NOW + timedelta(minutes=1)

    do_jobs(portal)

    assert glossary.read_text("utf-8").count(WORD) == 1
    assert len(entries(session)) == 1
    assert [path.name for path in glossary.parent.iterdir() if path.name[0] == "."] == []
    assert "/inovasi/jempol" in curator.get("/cari", q=WORD).text


@pytest.mark.parametrize("role", [Role.READER, Role.OPERATOR, Role.AUDITOR, Role.ADMIN])
def test_only_a_curator_writes_words(sit_down: Callable[..., Desk], role: Role) -> None:
    desk = sit_down("orang", role)

    assert desk.get(HERE).status_code == 403
    assert desk.client.post(HERE, data={"kata": WORD, "arti": MEANS}).status_code in (400, 403)
