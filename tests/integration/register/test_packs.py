"""The upload pack: official names, a cover that says what is lacking, and the way back into the register."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from portal.evidence import proofs
from portal.evidence.links import mark_of
from portal.evidence.models import Evidence
from portal.register import Innovation
from portal.register.cli import register as command
from portal.register.importing.preview import look
from portal.register.pack import MAX_PROFILE, profile_in
from portal.taxonomy.iid import read_iid
from portal.yamlfiles import Report
from tests.conftest import ROOT
from tests.integration.register.conftest import Office, Register
from tests.unit.evidence import papers

pytestmark = pytest.mark.both_engines("register")
INDICATORS = tuple(
    one
    for one in read_iid(ROOT / "content", Report()).versions[-1].indicators
    if one.no in ("16", "25", "27")
)
FULL: dict[str, Any] = {
    "stage": "penerapan",
    "initiator": "opd",
    "initiator_name": "Bidang Pelayanan",
    "classification": "opd",
    "technology": "digital",
    "form": "pelayanan-publik",
    "asta_cita": 4,
    "pkpn": "Non PKPN",
    "coordinates": "-6.9081, 109.7305",
    "trial_on": date(2025, 3, 1),
    "applied_on": date(2025, 9, 1),
    "design": "Petugas datang ke desa.\n\nAlat dibawa di motor.",
    "benefit": "Warga hemat ongkos",
    "result": "1.200 warga",
    "budget": 25_000_000,
    "video": "https://video.contoh.go.id/antar",
}


@pytest.fixture(autouse=True)
def _indicators(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("portal.evidence.indicators", "portal.register.pack"):
        monkeypatch.setattr(f"{place}.indicators", lambda: INDICATORS)


@pytest.fixture(name="upload")
def _upload(office: Office) -> Callable[..., int]:
    """Sends a paper of an innovation; answers its number."""

    def upload(innovation: int, content: bytes, name: str, who: str = "operator", **typed: str) -> int:
        fields = {"kind": "sk", "number": "1/2025", "dated": "2025-09-01", "issuer": "Bupati", **typed}
        address = f"/bukti/baru?subjek=innovation:{innovation}"
        answer = office.post(who, address, **fields, file=(io.BytesIO(content), name))
        assert answer.status_code == 303, answer.text
        return int(answer.location.rpartition("/")[2])

    return upload


def link(office: Office, who: str, paper: int, indicator: str, pages: dict[int, str]) -> None:
    """Say that a paper proves an indicator of innovations, each on its page."""
    keys = [f"innovation:{number}" for number in pages]
    named = {f"halaman-innovation:{number}": page for number, page in pages.items()}
    typed = {"indicator": indicator, "marked": "Nama inovasi", "page": "", "subjek": keys, **named}
    answer = office.post(who, f"/bukti/{paper}/kaitan", **typed)
    assert answer.status_code == 303, answer.text


def verify(office: Office, paper: int) -> None:
    """The curator finds it good."""
    with office.inside() as session:
        found = session.get_one(Evidence, paper)
        seen = {"version": str(found.version), "uses": mark_of(found)}
    answer = office.post("kurator", f"/bukti/{paper}/periksa", verdict="terverifikasi", **seen)
    assert answer.status_code == 303, answer.text


def pack(office: Office, number: int, who: str = "operator") -> zipfile.ZipFile:
    """The pack as somebody downloads it."""
    answer = office.get(who, f"/register/{number}/paket.zip")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.data))


def test_papers_stand_in_the_pack_under_their_official_names_byte_for_byte(
    office: Office, register: Register, upload: Callable[..., int]
) -> None:
    number = register.begin(**FULL)
    decree, photo = papers.pdf(), papers.png()
    first = upload(number, decree, "sk.pdf")
    second = upload(number, photo, "foto.png", kind="foto", number="", issuer="")
    link(office, "operator", first, "16", {number: "3"})
    link(office, "operator", second, "27", {number: ""})
    link(office, "operator", first, "25", {number: ""})

    found = pack(office, number)

    names = ["16_Regulasi_1.pdf", "25_Sosialisasi_1.pdf", "27_Info_layanan_1.png"]
    assert found.namelist() == [*names, "profil.xlsx", "00_Sampul.pdf"]
    assert found.read("16_Regulasi_1.pdf") == decree
    cover = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(found.read("00_Sampul.pdf"))).pages)
    words = " ".join(cover.split())
    assert "Nama inovasi" in words
    assert "jenis berkas bukan jpg, png" in words
    assert "belum diperiksa" in words


def test_a_pack_without_papers_names_what_is_lacking(office: Office, register: Register) -> None:
    number = register.begin()

    cover = pack(office, number).read("00_Sampul.pdf")

    words = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(cover)).pages).split())
    assert "16 Regulasi Inovasi Daerah (wajib)" in words
    assert "25 Sosialisasi" in words


def test_one_signed_decree_proves_indicator_16_for_the_seven_of_its_annex(
    office: Office, register: Register, upload: Callable[..., int]
) -> None:
    numbers = [register.begin(title=f"Inovasi {place}") for place in range(1, 8)]
    decree = upload(numbers[0], papers.pdf(), "sk-penetapan.pdf")
    link(office, "operator", decree, "16", {number: str(page) for page, number in enumerate(numbers, 2)})
    verify(office, decree)

    with office.inside() as session:
        found = [proofs(session, f"innovation:{number}") for number in numbers]
        pages = [one["16"][0].page for one in found]

    assert pages == ["2", "3", "4", "5", "6", "7", "8"]
    assert [pack(office, number).namelist()[0] for number in numbers] == ["16_Regulasi_1.pdf"] * 7


def test_the_pack_imported_again_is_the_same_innovation(
    office: Office, register: Register, upload: Callable[..., int]
) -> None:
    number = register.begin(**FULL)
    link(office, "operator", upload(number, papers.pdf(), "sk.pdf"), "16", {number: "3"})
    content = office.get("operator", f"/register/{number}/paket.zip").data

    with office.inside() as session:
        preview = look(session, content, "paket.zip")
        before = session.get_one(Innovation, number)

    assert [(one.what, one.draft.title) for one in preview.entries] == [("same", before.title)]
    assert all(not one.changes for one in preview.entries)
    with office.inside() as session:  # what was lost meanwhile comes back from the pack
        one = session.get_one(Innovation, number)
        lost = {name: value for name, value in FULL.items() if name not in ("title", "stage")}
        for name, value in lost.items():
            setattr(one, name, "" if isinstance(value, str) else None)
        back = look(session, content, "paket.zip").entries[0].changes
        session.rollback()
    assert {name: after for name, (_, after) in back.items()} == lost


def test_a_pack_as_large_as_its_papers_is_read_by_the_command(
    office: Office, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = register.begin(**FULL)
    path = tmp_path / "paket.zip"
    path.write_bytes(office.get("operator", f"/register/{number}/paket.zip").data)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("35_Video_1.mp4", b"\0" * (9 * 1024 * 1024))
    monkeypatch.setattr("portal.register.cli.opened", lambda **_given: office.app.app_context())

    answer = CliRunner().invoke(command, ["import", str(path)])

    told = json.loads(answer.output)
    assert [one["name"] for one in told["same"]] == ["Antar KTP ke Desa"]
    assert (told["new"], told["changed"], told["refused"]) == ([], [], [])


def test_what_only_looks_like_a_pack_gives_no_profile() -> None:
    bomb, twice = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("profil.xlsx", b"\0" * (MAX_PROFILE + 1))
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("profil.xlsx", b"a")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("profil.xlsx", b"b")

    for content in (b"", b"PK\x03\x04", papers.xlsx(), bomb.getvalue(), twice.getvalue()):
        assert profile_in(content) is None


def test_the_page_to_copy_from_has_every_field_and_says_which_are_empty(
    office: Office, register: Register
) -> None:
    number = register.begin(**FULL)

    page = office.get("operator", f"/register/{number}/salin").text

    assert page.count("<dt>") == 24
    assert '<span class="typed" id="isi-title">Antar KTP ke Desa</span>' in page
    assert 'data-copy="isi-design"' in page
    assert page.count("<mark>Belum diisi</mark>") == page.count("<dt>") - page.count("data-copy=")
    assert "16 Regulasi (wajib)" in page


@pytest.mark.parametrize(("who", "status"), [("pembaca", 403), ("operator-lain", 403), ("auditor", 200)])
def test_the_files_are_for_who_may_see_the_evidence(
    office: Office, register: Register, who: str, status: int
) -> None:
    number = register.endorsed()

    assert office.get(who, f"/register/{number}/paket.zip").status_code == status
