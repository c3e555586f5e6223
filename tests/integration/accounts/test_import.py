"""Importing people: preview first, every refused row with its reason, all or none."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from portal.access import Role
from portal.accounts.models import Account
from portal.records.imports import TableImport
from tests.integration.accounts.world import Browser, World
from tests.unit.accounts.test_workbook import made

GOOD = [
    "ani",
    "Ani, M.Si.",
    "199001012025212003",
    "",
    "Analis",
    "",
    "operator",
    "Dinkes",
    "definitif",
    "2026-01-01",
    "",
]


def upload(browser: Browser, content: bytes) -> Any:
    data = {"file": (io.BytesIO(content), "orang.xlsx")}
    return browser.send("/pengguna/impor", data, content_type="multipart/form-data")


def accept(browser: Browser, preview: str) -> Any:
    """Press the button of a preview."""
    mark = re.search(r'name="mark"[^>]* value="([^"]+)"', browser.get(preview).text)
    assert mark
    return browser.send(preview, {"mark": mark[1]})


def undo(browser: Browser, number: int = 1, reason: str = "Berkas yang salah diunggah.") -> Any:
    """Take an import back."""
    return browser.send(f"/pengguna/impor/{number}/batalkan", {"reason": reason})


def count(world: World) -> int:
    with world.change() as session:
        return session.scalar(select(func.count(Account.id))) or 0


def test_good_rows_are_imported_and_bad_ones_told_with_their_reason(world: World) -> None:
    world.person("budi", nip="198502282010011001")
    world.person("lama", (Role.HEAD, "Dinkes"))
    admin = world.browser(world.admin())
    content = made(
        GOOD,
        ["budi", "Budi Lain"],
        ["citra", "Citra", "198502282010011001"],
        ["dewi", "Dewi", "198502302010011001"],
        ["ani", "Ani Kedua"],
        ["eko", "Eko", "", "", "", "", "operator"],
        ["fajar", "Fajar", "", "", "", "", "raja"],
        ["gita", "=1+1"],
        ["hadi", "Hadi", "", "", "", "", "kepala", "Dinkes", "Plt.", "2026-01-01", "2026-12-31"],
        ["indra", "Indra", "", "", "", "", "operator", "Dinkes", "sementara"],
        ["joko", "Joko", "", "", "", "", "operator", "Dinkes", "", "kemarin"],
        ["kiki", "K" * 400],
        ["lala", "Lala", "1.98502282010011E+17"],
    )

    page = admin.get(upload(admin, content).location).text

    assert "2 baris dapat diimpor, 11 baris ditolak" in page
    for part in (
        "Nama pengguna sudah dipakai",
        "NIP sudah tercatat",
        "tanggal lahir",
        "harus di sebuah OPD",
        "tidak dikenal",
        "berisi rumus",
        "definitif, Plt., Plh.",
        "31 Januari 2026",
        "terlalu panjang",
        "tersimpan sebagai angka",
    ):
        assert part in page
    assert "199001012025212003" not in page
    assert "19**************03" in page


def test_the_import_itself_gives_people_and_roles_and_forgets_the_preview(world: World) -> None:
    admin = world.browser(world.admin())
    before = count(world)
    preview = upload(admin, made(GOOD, ["eko", "Eko"])).location
    assert count(world) == before

    answer = accept(admin, preview)

    assert answer.location == "/pengguna?keadaan=baru"
    assert count(world) == before + 2
    with world.change() as session:
        ani = session.scalars(select(Account).where(Account.username == "ani")).one()
        assert [(one.role, one.opd) for one in ani.memberships] == [("operator", "Dinkes")]
        assert [(one.rows, one.made) for one in session.scalars(select(TableImport))] == [
            ([], {"added": [[ani.id, 1], [ani.id + 1, 0]]})
        ]
    assert admin.get(preview).status_code == admin.send(preview).status_code == 404


def test_if_one_row_no_longer_fits_none_is_imported_and_the_preview_says_which(world: World) -> None:
    admin = world.browser(world.admin())
    preview = upload(admin, made(["eko", "Eko"], GOOD)).location
    mark = re.search(r'name="mark"[^>]* value="([^"]+)"', admin.get(preview).text)
    assert mark
    world.person("ani")
    before = count(world)

    page = admin.send(preview, {"mark": mark[1]})

    assert page.status_code == 409
    assert "Lihat pratinjaunya sekali lagi" in page.text
    assert "1 baris dapat diimpor, 1 baris ditolak" in page.text
    assert count(world) == before
    assert accept(admin, preview).location == "/pengguna?keadaan=baru"
    assert count(world) == before + 1


def test_an_import_is_taken_back_whole_and_the_same_file_comes_in_again(world: World) -> None:
    admin, file = world.browser(world.admin()), made(GOOD, ["eko", "Eko"])
    accept(admin, upload(admin, file).location)
    listed = admin.get("/pengguna/impor").text

    answer = undo(admin)

    assert "2 orang." in listed
    assert "/pengguna/impor/1/batalkan" in listed
    assert answer.location == "/pengguna/impor"
    people = admin.get("/pengguna").text
    assert "Ani" not in people
    assert "dibatalkan" not in people
    with world.change() as session:
        emptied = list(session.scalars(select(Account).where(Account.removed_at.is_not(None))))
        assert [(one.name, one.nip, one.email, one.position, one.is_open) for one in emptied] == [
            ("(impor dibatalkan)", None, "", "", False)
        ] * 2
        assert all(role.ended_at for one in emptied for role in one.memberships)
    assert admin.get(f"/pengguna/{emptied[0].id}").status_code == 404
    assert admin.get("/pengguna/impor/1/batalkan").status_code == undo(admin).status_code == 404
    assert "2 baris dapat diimpor" in admin.get(upload(admin, file).location).text


def test_who_was_there_since_stays_when_an_import_is_taken_back(world: World) -> None:
    admin = world.browser(world.admin())
    file = made(GOOD, ["eko", "Eko"], ["fajar", "Fajar"], ["gita", "Gita"], ["hadi", "Hadi"])
    accept(admin, upload(admin, file).location)
    with world.change() as session:
        known = {one.username: one for one in session.scalars(select(Account))}
        known["eko"].password_hash = "dipasang"
        known["fajar"].position = "Analis"
    role = {"role": "kurator", "kind": "definitif", "since": "2026-01-01"}
    admin.send(f"/pengguna/{known['gita'].id}/peran", role)

    page = admin.get(undo(admin).request.path)

    told = "Eko sudah masuk", "Fajar sudah diubah", "Gita sudah diubah"
    assert all(said in page.text for said in told)
    assert "2 orang dikeluarkan lagi. 3 dibiarkan." in page.text
    with world.change() as session:
        left = set(session.scalars(select(Account.username).where(Account.removed_at.is_(None))))
        assert {"eko", "fajar", "gita"} <= left
        assert not {"ani", "hadi"} & left


def test_taking_back_asks_for_a_reason_and_is_refused_to_others(world: World) -> None:
    admin = world.browser(world.admin())
    accept(admin, upload(admin, made(GOOD)).location)

    short = undo(admin, reason="salah")

    assert short.status_code == 422
    assert "paling sedikit 10 huruf" in short.text
    other = world.browser(world.person("wati", Role.CURATOR))
    assert other.get("/pengguna/impor/1/batalkan").status_code == undo(other).status_code == 403


def test_two_definitive_heads_of_one_opd_in_a_file_are_noticed(world: World) -> None:
    admin = world.browser(world.admin())
    head = ["", "", "", "", "", "", "kepala", "Dinkes", "", "2026-01-01", ""]

    page = admin.get(upload(admin, made(["ani", "Ani", *head[2:]], ["eko", "Eko", *head[2:]])).location).text

    assert "1 baris dapat diimpor, 1 baris ditolak" in page
    assert "kepala definitif" in page


def test_a_preview_is_its_makers_own_and_lasts_two_hours(world: World) -> None:
    sri, tri = world.admin("sri"), world.admin("tri")
    preview = upload(world.browser(sri), made(GOOD)).location

    assert world.browser(tri).get(preview).status_code == 404
    assert world.browser(tri).send(preview).status_code == 404
    world.pass_time(hours=2)
    assert world.browser(sri).get(preview).status_code == 404
    upload(world.browser(sri), made(["eko", "Eko"]))
    with world.change() as session:
        assert session.scalar(select(func.count(TableImport.id))) == 1


def test_what_is_no_workbook_is_told_at_the_field(world: World) -> None:
    admin = world.browser(world.admin())

    wrong, missing = upload(admin, b"%PDF-1.4"), admin.send("/pengguna/impor")

    assert wrong.status_code == missing.status_code == 422
    assert "bukan buku kerja XLSX" in wrong.text
    assert "Pilih berkas XLSX" in missing.text


def test_a_file_over_the_limit_is_refused(world: World) -> None:
    assert world.app.config["MAX_CONTENT_LENGTH"] == 1024 * 1024
    world.app.config["MAX_CONTENT_LENGTH"] = 10_000

    assert upload(world.browser(world.admin()), b"x" * 10_001).status_code == 413


def test_the_template_is_downloaded_as_a_workbook(world: World) -> None:
    answer = world.browser(world.admin()).get("/pengguna/impor/templat.xlsx")

    assert answer.data[:2] == b"PK"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="templat-pengguna.xlsx"'


def test_a_role_imported_after_midnight_begins_that_day(world: World) -> None:
    world.now = datetime(2026, 11, 29, 18, 30, tzinfo=UTC)  # half past one on the 30th in Batang
    admin = world.browser(world.admin())
    row = [*GOOD[:9], "", ""]
    preview = upload(admin, made(row)).location

    accept(admin, preview)

    with world.change() as session:
        ani = session.scalars(select(Account).where(Account.username == "ani")).one()
        assert [str(one.since) for one in ani.memberships] == ["2026-11-30"]
