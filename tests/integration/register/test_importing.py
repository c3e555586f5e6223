"""Importing innovations: by the command and in the browser, with preview, batch and undo."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from portal.errors import NotFound
from portal.register import Innovation, service
from portal.register.cli import register as command
from portal.register.importing import storing
from portal.register.importing.judging import LISTS
from portal.register.importing.preview import look
from portal.register.models import ClaimSheet, ImportBatch, OwnerAlias
from tests.integration.register.conftest import OPD, Office, Register
from tests.make import Maker
from tests.queueing import do_jobs
from tests.unit.register.files import book

HEADS = [
    "Judul Inovasi",
    "Pemda",
    "Admin OPD",
    "Tahapan Inovasi",
    "Tanggal Penerapan",
    "Urusan Utama",
    "Nama PIC",
]
ROWS: list[list[Any]] = [
    HEADS,
    ["ANTAR KTP", "Kabupaten Contoh", "Disdukcapil", "Penerapan", "02-03-2024", "Adminduk", "Orang Contoh"],
    [
        "SENYUM BUMIL",
        "Kabupaten Contoh",
        "Puskesmas Satu",
        "Penerapan",
        "31-02-2025",
        "Kesehatan",
        "Orang Contoh",
    ],
    ["senyum  bumil", "Kabupaten Contoh", "Puskesmas Satu", "Penerapan", "1 Maret 2024", "Kesehatan", ""],
    ["KEBUN GIZI", "Kabupaten Contoh", "Desa Entah (contoh.desaentah)", "Uji Coba", "", "Pangan", ""],
    ["Jumlah : 4", "", "", "", "", "", ""],
]
"""The example's own government has a puskesmas, and no village."""
REASON = "Ekspor aplikasi IID musim 2025 (contoh)."
Run = Callable[..., Any]

pytestmark = pytest.mark.both_engines("register")


def take_in(office: Office, lines: list[list[Any]] = ROWS, *, number: int | None = None) -> int:
    """Import a file as the curator does; the number of its batch."""
    kurator = office.actor("kurator")
    with office.inside() as session:
        batch = storing.receive(session, book(lines), "iid.xlsx", actor=kurator)
        preview = look(session, batch.source, batch.file_name, innovation_id=number)
        storing.accept(session, batch, preview, REASON, actor=kurator)
        return batch.id


def titles(office: Office) -> list[str]:
    """The register's names."""
    with office.inside() as session:
        found = select(Innovation.title).where(Innovation.removed_at.is_(None)).order_by(Innovation.id)
        return list(session.scalars(found))


def test_what_is_new_is_stored_and_the_same_file_again_changes_nothing(office: Office) -> None:
    take_in(office)

    assert titles(office) == ["ANTAR KTP", "SENYUM BUMIL", "KEBUN GIZI"]
    with office.inside() as session:
        told = look(session, book(ROWS), "iid.xlsx").listed("same")
        assert [entry.draft.row for entry in told] == [2, 3, 5]
        bumil = session.scalars(select(Innovation).where(Innovation.title == "SENYUM BUMIL")).one()
        assert (bumil.opd, bumil.unit, bumil.applied_on) == ("Dinkes", "puskesmas-satu", None)


def test_a_changed_row_says_what_changed_and_an_empty_cell_takes_nothing_away(office: Office) -> None:
    take_in(office)
    later = [HEADS, ["Antar KTP", "", "Disdukcapil", "Penerapan", "05-03-2024", "", ""]]

    with office.inside() as session:
        (entry,) = look(session, book(later), "baru.xlsx").listed("changed")

    assert list(entry.changes) == ["applied_on"]


def test_the_file_is_kept_without_persons_and_its_digest_tells_which_it_was(office: Office) -> None:
    number = take_in(office)

    with office.inside() as session:
        batch = session.get_one(ImportBatch, number)
        assert len(batch.sha256) == 64
        assert not batch.is_whole
        assert b"Orang Contoh" not in batch.source
        assert "Orang Contoh" not in json.dumps(batch.found)
        assert batch.found["dropped"] == ["Nama PIC"]


def test_a_file_without_persons_is_kept_byte_for_byte(office: Office) -> None:
    content = book([line[:6] for line in ROWS])
    kurator = office.actor("kurator")
    with office.inside() as session:
        batch = storing.receive(session, content, "folder\\iid.xlsx", actor=kurator)
        storing.accept(session, batch, look(session, content, "iid.xlsx"), REASON, actor=kurator)

        assert (batch.source, batch.file_name) == (content, "iid.xlsx")
        assert batch.sha256 == hashlib.sha256(content).hexdigest()


def test_a_batch_is_undone_but_for_what_people_changed_since(office: Office, register: Register) -> None:
    mine = register.begin(title="ANTAR KTP", affair="2.06", stage="penerapan")
    number = take_in(office)
    with office.inside() as session:
        bumil = session.scalars(select(Innovation).where(Innovation.title == "SENYUM BUMIL")).one().id
    values, reason = {"purpose": "Ibu sehat"}, "Berkas yang keliru."
    register.change("kurator", bumil, lambda s, one, who: service.edit(s, one, values, version=1, actor=who))

    with office.inside() as session:
        batch = session.get_one(ImportBatch, number)
        kept = storing.undo(session, batch, reason, actor=office.actor("kurator"))

    assert titles(office) == ["ANTAR KTP", "SENYUM BUMIL"]
    assert len(kept) == 1
    assert register.read(mine, lambda one: one.applied_on) is None


def test_an_owner_that_is_settled_once_is_known_from_then_on(office: Office, register: Register) -> None:
    take_in(office)
    with office.inside() as session:
        garden = session.scalars(select(Innovation).where(Innovation.title == "KEBUN GIZI")).one().id
    page = office.get("kurator", f"/register/{garden}").text
    assert "belum dikenali" in page

    assert office.fill("kurator", f"/register/{garden}/pemilik", owner=OPD).status_code == 303

    assert register.read(garden, lambda one: one.opd) == OPD
    with office.inside() as session:
        assert session.scalar(select(func.count(OwnerAlias.id))) == 1
        more = book([HEADS, ["LUMBUNG", "", "Desa Entah (contoh.desaentah)", "", "", "", ""]])
        (entry,) = look(session, more, "b").entries
        assert entry.draft.owner.opd == OPD


def test_claims_stand_on_the_page_and_go_with_their_batch(office: Office, register: Register) -> None:
    number = register.endorsed()
    lines: list[list[Any]] = [
        [
            "No.",
            "Indikator Inovasi",
            "Informasi",
            "Bobot Awal",
            "Parameter Awal",
            "Bobot Akhir",
            "Parameter Akhir",
        ],
        [1, "Regulasi Inovasi Daerah *", "SK", 3, "Parameter 1", 3, "Parameter 1"],
        [2, "Replikasi", "1 kali", 3, "Parameter 1", 0, "Tidak dapat dinilai"],
        [None, "Skor Kematangan", None, 6, None, 3],
    ]

    batch = take_in(office, lines, number=number)

    page = office.get("operator", f"/register/{number}").text
    assert "Skor klaim 6, terverifikasi 3" in page
    assert "Regulasi Inovasi Daerah" in page
    with office.inside() as session:
        assert look(session, book(lines), "x", innovation_id=number).known == "same"
        kurator, stored = office.actor("kurator"), session.get_one(ImportBatch, batch)
        storing.undo(session, stored, "Lembar yang keliru.", actor=kurator)
        assert session.scalars(select(ClaimSheet.removed_at)).one() is not None
        with pytest.raises(NotFound, match="tidak ada di register"):
            look(session, book(lines), "x", innovation_id=999)


def test_the_browser_reads_shows_stores_and_undoes(office: Office) -> None:
    file = (io.BytesIO(book(ROWS)), "iid.xlsx")
    answer = office.post("kurator", "/register/impor", file=file)
    assert answer.status_code == 303
    do_jobs(office.app)
    page = office.get("kurator", "/register/impor/1").text
    assert "Baru (3)" in page
    assert "Nama dan pemiliknya sama dengan baris 3" in page
    assert titles(office) == []

    assert office.post("kurator", "/register/impor/1", reason="x").status_code == 422
    assert office.post("kurator", "/register/impor/1", reason=REASON).status_code == 303
    do_jobs(office.app)
    assert "Tersimpan" in office.get("kurator", "/register/impor/1").text
    assert len(titles(office)) == 3

    assert office.fill("kurator", "/register/impor/1/batal", reason="Berkas yang keliru.").status_code == 303
    assert titles(office) == []
    assert office.get("operator", "/register/impor").status_code == 403


def test_a_file_that_cannot_be_read_says_why_on_its_job(office: Office) -> None:
    office.post("kurator", "/register/impor", file=(io.BytesIO(b"a,b\r\n1,2\r\n"), "x.csv"))
    do_jobs(office.app)

    assert "Baris judul tidak ditemukan" in office.get("kurator", "/pekerjaan/1").text


@pytest.fixture
def run(make: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, in a portal of its own."""
    make.library([])
    make.publish()
    make.app()
    monkeypatch.setenv("PORTAL_ROOT", str(make.root))

    def run_it(*given: str, lines: list[list[Any]] = ROWS) -> Any:
        file = tmp_path / "iid.xlsx"
        file.write_bytes(book(lines))
        return CliRunner().invoke(command, ["import", str(file), *given])

    return run_it


def test_the_command_prints_one_object_and_stores_only_when_told_to(run: Run) -> None:
    done = run()

    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert [len(told[what]) for what in LISTS] == [3, 0, 0, 1, 0]
    assert [(one["row"], one["name"]) for one in told["new"]][1] == (3, "SENYUM BUMIL")
    assert any("31-02-2025" in said for said in told["new"][1]["problems"])
    assert len(json.loads(run().stdout)["new"]) == 3
    assert run("--write", "--reason", "x").exit_code != 0
    assert json.loads(run("--write", "--reason", REASON).stdout)["written"]
    assert [len(json.loads(run().stdout)[what]) for what in LISTS] == [0, 0, 3, 1, 0]


def test_the_command_may_be_the_first_thing_that_is_done_with_a_portal(
    make: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.library([])
    monkeypatch.setenv("PORTAL_ROOT", str(make.root))
    file = tmp_path / "iid.xlsx"
    file.write_bytes(book(ROWS))

    done = CliRunner().invoke(command, ["import", str(file)])

    assert done.exit_code == 0, done.output
    assert len(json.loads(done.stdout)["new"]) == 3


def test_our_own_export_comes_back_as_the_same_innovations(office: Office) -> None:
    take_in(office)

    content = office.get("kurator", "/register.xlsx").data

    with office.inside() as session:
        preview = look(session, content, "register.xlsx")
    assert {entry.what for entry in preview.entries} == {"same"}
    assert len(preview.entries) == 3
