"""From the form to readers: what a curator publishes, and what stays as it was when the gate refuses."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal import generations
from portal.access import Role
from portal.audit.models import AuditEntry
from portal.audit.verifying import verify
from portal.editing import storage
from portal.editing.models import ApprovedSite, CaseDraft, CasePublication, CaseRevision
from portal.publishing import changes
from tests.integration.editing.desk import NOW, Desk
from tests.make import Maker
from tests.queueing import do_jobs

FILE = "cases/teladan/jempol.md"
REASON = "Angka dari laporan dinas 2026"


def save(desk: Desk, slug: str = "jempol", aksi: str = "terbit", **typed: str) -> TestResponse:
    form = desk.form(f"/sunting/{slug}")
    form.set(**typed)
    return desk.send(form, aksi=aksi)


def publish(desk: Desk, slug: str = "jempol", **typed: str) -> TestResponse:
    form = desk.form(f"/sunting/{slug}/terbit")
    form.set(**{"alasan": REASON, **typed})
    return desk.send(form)


def test_a_curator_changes_a_case_and_readers_see_it(shelf: Maker, curator: Desk, session: Session) -> None:
    other = (shelf.content / "cases/teladan/gemas.md").read_bytes()

    checked = save(curator, title="Jempol Baru", results__0__after="1.500,5")
    published = publish(curator)

    assert (checked.status_code, checked.location) == (303, "/sunting/jempol/terbit")
    assert (published.status_code, published.location) == (303, "/inovasi/jempol")
    page = curator.get("/inovasi/jempol").text
    assert "Jempol Baru" in page
    assert "1.500,5" in page
    assert (shelf.content / "cases/teladan/gemas.md").read_bytes() == other
    revisions = session.scalars(select(CaseRevision).where(CaseRevision.slug == "jempol")).all()
    assert [(one.number, one.kind, one.account) for one in revisions] == [
        (1, "awal", "di luar portal"),
        (2, "sunting", "Sari"),
    ]
    assert revisions[1].text == (shelf.content / FILE).read_text("utf-8")
    assert session.scalars(select(CaseDraft.state)).all() == ["terbit"]
    assert session.scalars(select(CasePublication)).all() == []


def test_the_trail_tells_who_published_what_and_why(portal: Flask, curator: Desk, session: Session) -> None:
    save(curator, title="Jempol Baru")
    publish(curator)

    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()

    assert [entry.action for entry in entries] == ["editing.draft", "editing.note_files", "editing.publish"]
    assert (entries[-1].actor, entries[-1].subject, entries[-1].reason) == ("Sari", "case:jempol", REASON)
    assert "kurator" in entries[-1].role
    assert storage.digest_of(session.scalars(select(CaseRevision.text)).all()[-1]) in entries[-1].changes
    with portal.app_context():
        assert verify(session).is_sound


def test_lines_that_nobody_changed_stay_as_they_were(shelf: Maker, curator: Desk) -> None:
    before = (shelf.content / FILE).read_text("utf-8").splitlines()

    save(curator, owner="Dinas Baru")
    publish(curator)

    after = (shelf.content / FILE).read_text("utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [('owner: "Dinas Kesehatan Teladan"', "owner: Dinas Baru")]


def test_a_draft_with_problems_comes_back_with_each_at_its_field_and_everything_typed(
    shelf: Maker, curator: Desk
) -> None:
    before = (shelf.content / FILE).read_bytes()

    answer = save(
        curator,
        title="",
        started="dulu",
        results__0__year="20x",
        bagian__1="Ada 5 hal.",
        summary="kata " * 70,
    )

    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert "Isian ini wajib diisi." in answer.text
    assert "Tulis tahun dengan empat angka" in answer.text
    assert 'value="20x"' in answer.text
    assert "Ada 5 hal.</textarea>" in answer.text
    assert "70 dari 60 kata" in answer.text
    assert "Bagian Masalah: Angka tanpa sumber" in answer.text
    assert (shelf.content / FILE).read_bytes() == before
    assert curator.form("/sunting/jempol").get("started") == "dulu"


def test_a_draft_with_problems_cannot_be_published_by_going_straight_to_the_last_page(
    shelf: Maker, curator: Desk, session: Session
) -> None:
    before = (shelf.content / FILE).read_bytes()
    save(curator, title="Jempol Baru")
    last = curator.form("/sunting/jempol/terbit")
    save(curator, aksi="simpan", title="")
    last.set(alasan=REASON, versi="2")

    opened, sent = curator.get("/sunting/jempol/terbit"), curator.send(last)

    assert (opened.status_code, opened.location) == (303, "/sunting/jempol?periksa=1")
    assert sent.status_code == 422
    assert "belum lolos pemeriksaan" in sent.text
    assert (shelf.content / FILE).read_bytes() == before
    assert session.scalars(select(CaseRevision)).all() == []


def test_what_is_published_is_the_version_that_was_looked_at(shelf: Maker, curator: Desk) -> None:
    before = (shelf.content / FILE).read_bytes()
    save(curator, title="Jempol Baru")
    last = curator.form("/sunting/jempol/terbit")
    last.set(alasan=REASON)
    save(curator, aksi="simpan", title="Jempol Lain")

    answer = curator.send(last)

    assert answer.status_code == 422
    assert "Draf ini berubah sejak halaman penerbitan dibuka" in answer.text
    assert (shelf.content / FILE).read_bytes() == before


@pytest.mark.parametrize("reason", ["", "   ", "oke", "x" * 1_001])
def test_publishing_needs_a_reason(shelf: Maker, curator: Desk, reason: str) -> None:
    before = (shelf.content / FILE).read_bytes()
    save(curator, title="Jempol Baru")

    answer = publish(curator, alasan=reason)

    assert answer.status_code == 422
    assert "Tulis alasannya" in answer.text
    assert (shelf.content / FILE).read_bytes() == before


def test_when_another_file_is_broken_the_gate_refuses_and_the_file_is_put_back(
    shelf: Maker, curator: Desk, session: Session
) -> None:
    before = (shelf.content / FILE).read_bytes()
    edition = generations.current(shelf.index)
    save(curator, title="Jempol Baru")
    shelf.change("cases/teladan/gemas.md", "kesehatan", "tidak-ada")

    answer = publish(curator)

    assert "Isi portal belum lolos pemeriksaan" in answer.text
    assert "content/cases/teladan/gemas.md" in answer.text
    assert "sektor" in answer.text
    assert 'href="/sunting/jempol/terbit"' in answer.text
    assert curator.form("/sunting/jempol/terbit").get("alasan") == REASON
    assert (shelf.content / FILE).read_bytes() == before
    assert generations.current(shelf.index) == edition
    assert [path.name for path in (shelf.content / "cases/teladan").iterdir() if path.name[0] == "."] == []
    assert session.scalars(select(CaseDraft.state)).all() == ["terbuka"]
    assert session.scalars(select(CasePublication)).all() == []
    assert session.scalars(select(CaseRevision).where(CaseRevision.kind == "sunting")).all() == []


def test_a_draft_that_was_refused_is_published_once_the_other_file_is_mended(
    shelf: Maker, curator: Desk, session: Session
) -> None:
    save(curator, title="Jempol Baru")
    shelf.change("cases/teladan/gemas.md", "kesehatan", "tidak-ada")
    publish(curator)
    shelf.change("cases/teladan/gemas.md", "tidak-ada", "kesehatan")

    answer = publish(curator)

    assert answer.location == "/inovasi/jempol"
    kinds = session.execute(select(CaseRevision.slug, CaseRevision.kind).order_by(CaseRevision.id)).all()
    assert ("jempol", "sunting") in kinds


def test_a_publication_whose_worker_died_behind_the_file_reaches_readers_before_its_job_is_done(
    portal: Flask, shelf: Maker, curator: Desk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(curator, title="Jempol Baru")
    form = curator.form("/sunting/jempol/terbit")
    form.set(alasan=REASON)
    ordered = curator.order(form)
    child = os.fork()
    if child == 0:
        portal.extensions["engine"].dispose(close=False)
        monkeypatch.setattr(changes, "publish", lambda *_, **__: os._exit(9))
        do_jobs(portal)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert "Jempol Baru" in (shelf.content / FILE).read_text("utf-8")
    portal.extensions["clock"] = lambda: NOW + timedelta(minutes=1)

    do_jobs(portal)

    assert curator.get(ordered.location or "").location == "/inovasi/jempol"
    page = curator.get("/inovasi/jempol").text
    assert "Terbit sebagai revisi 2." in page
    assert "Jempol Baru" in page
    kinds = session.scalars(select(CaseRevision.kind).where(CaseRevision.slug == "jempol")).all()
    assert kinds == ["awal", "sunting"]
    assert session.scalars(select(CasePublication)).all() == []


def test_a_full_disk_leaves_everything_as_it_was(
    shelf: Maker, curator: Desk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (shelf.content / FILE).read_bytes()
    save(curator, title="Jempol Baru")
    monkeypatch.setattr(generations, "MIN_FREE", 2**62)

    answer = publish(curator)

    assert "Belum berhasil" in answer.text
    assert "Ruang simpan hampir penuh" in answer.text
    assert (shelf.content / FILE).read_bytes() == before
    assert session.scalars(select(CaseDraft.state)).all() == ["terbuka"]
    assert session.scalars(select(CasePublication)).all() == []


def test_a_new_case_is_begun_written_and_published(shelf: Maker, curator: Desk, session: Session) -> None:
    form = curator.form("/sunting/baru")
    form.set(title="Kartu Sehat: warga!", region="contoh", slug="")

    begun = curator.send(form)
    draft = curator.form("/sunting/kartu-sehat-warga")
    draft.set(
        owner="Dinkes", status="unknown", verified="2026-11-21", review_due="2027-11-21", sector="kesehatan",
        form="pelayanan-publik", digital="tidak", summary="Warga diperiksa di rumah.",
        **{f"bagian__{number}": "Menurut berita [s1]." for number in range(1, 12)},
    )  # fmt: skip
    longer = curator.send(draft, aksi="tambah-sources")
    draft = curator.form("/sunting/kartu-sehat-warga")
    draft.set(
        sources__0__title="Kabar", sources__0__publisher="Kabar", sources__0__url="https://kabar.example.id/1"
    )
    checked = curator.send(draft, aksi="terbit")
    published = publish(curator, "kartu-sehat-warga")

    assert begun.location == "/sunting/kartu-sehat-warga"
    assert longer.location == "/sunting/kartu-sehat-warga#sources-0"
    assert draft.get("sources-0-id") == "s1"
    assert checked.location == "/sunting/kartu-sehat-warga/terbit", checked.text
    assert published.location == "/inovasi/kartu-sehat-warga"
    assert "Kartu Sehat: warga!" in curator.get("/inovasi/kartu-sehat-warga").text
    text = (shelf.content / "cases/contoh/kartu-sehat-warga.md").read_text("utf-8")
    assert "title: 'Kartu Sehat: warga!'" in text
    assert "province: Jawa Tengah" in text
    revision = session.scalars(select(CaseRevision).where(CaseRevision.slug == "kartu-sehat-warga")).one()
    assert (revision.number, revision.text) == (1, text)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": "Jempol", "region": "teladan", "slug": ""}, "Alamat &#39;jempol&#39; sudah dipakai"),
        ({"title": "", "region": "teladan", "slug": "x-y"}, "Tulis nama inovasinya"),
        ({"title": "Kartu", "region": "atlantis", "slug": ""}, "Pilih wilayahnya"),
        ({"title": "Kartu", "region": "teladan", "slug": "../../etc"}, "Pakai huruf kecil"),
        ({"title": "Kartu", "region": "teladan", "slug": "baru"}, "Alamat ini dipakai portal"),
        ({"title": "Kartu", "region": "../x", "slug": ""}, "Pilih wilayahnya"),
        ({"title": "!!!", "region": "teladan", "slug": ""}, "Pakai huruf kecil"),
    ],
)
def test_a_new_case_needs_a_title_a_region_and_a_free_address(
    curator: Desk, session: Session, typed: dict[str, str], sentence: str
) -> None:
    form = curator.form("/sunting/baru")
    form.set(**typed)

    answer = curator.send(form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed["title"]}"' in answer.text
    assert session.scalars(select(CaseDraft)).all() == []


def test_rows_are_added_and_removed_by_buttons_and_nothing_typed_is_lost(curator: Desk) -> None:
    form = curator.form("/sunting/jempol")
    form.set(title="Sedang ditulis", results__0__metric="ukuran baru")

    added = curator.send(form, aksi="tambah-results")
    form = curator.form("/sunting/jempol")
    form.set(results__1__metric="ukuran kedua")
    removed = curator.send(form, aksi="hapus-results-0")
    form = curator.form("/sunting/jempol")

    assert (added.location, removed.location) == ("/sunting/jempol#results-1", "/sunting/jempol#results")
    assert form.get("title") == "Sedang ditulis"
    assert form.get("results-0-metric") == "ukuran kedua"
    assert form.get("results-1-metric") == ""


@pytest.mark.parametrize("button", ["hapus-results-999", "tambah-lain", "hapus-lain-1", "../x", "simpan", ""])
def test_buttons_that_do_not_exist_save_and_change_nothing_else(curator: Desk, button: str) -> None:
    form = curator.form("/sunting/jempol")
    form.set(title="Sedang ditulis")

    answer = curator.send(form, aksi=button)

    assert answer.status_code == 303
    assert curator.form("/sunting/jempol").get("title") == "Sedang ditulis"
    assert curator.form("/sunting/jempol").get("results-0-metric") == "warga terlayani"


def test_the_preview_shows_the_draft_and_nobody_else_sees_it(
    curator: Desk, sit_down: Callable[..., Desk]
) -> None:
    saved = save(curator, aksi="pratinjau", bagian__1="Warga **senang** [s1]. <b>x</b> [s9]")
    reader = sit_down("rini")

    page = curator.get("/sunting/jempol/pratinjau").text

    assert saved.location == "/sunting/jempol/pratinjau"
    assert "hal yang perlu dibenahi" in page
    assert "<strong>senang</strong>" not in page
    save(curator, aksi="simpan", bagian__1="Warga **senang** [s1]. Rujukan lain [s9].")
    page = curator.get("/sunting/jempol/pratinjau").text
    assert "<strong>senang</strong>" in page
    assert "[s9]" in page
    assert 'href="#sumber-1"' in page
    assert "senang" not in reader.get("/inovasi/jempol").text
    assert reader.get("/sunting/jempol/pratinjau").status_code == 403


def test_a_new_outside_site_must_be_looked_at_before_it_is_published(
    shelf: Maker, curator: Desk, session: Session
) -> None:
    before = (shelf.content / FILE).read_bytes()
    text = "Lihat [ini](https://www.baru.example.org/a) dan [itu][x] [s1] [s2].\n\n[x]: https://tersembunyi.example"
    save(curator, bagian__1=text)

    page = curator.get("/sunting/jempol/terbit").text
    refused = publish(curator)
    half = publish(curator, situs="baru.example.org")

    assert "Saya sudah memeriksa alamat baru ini" in page
    assert "baru.example.org" in page
    assert "tersembunyi.example" in page
    assert "kabar.example.id" not in page.partition("Yang berubah")[0]
    assert refused.status_code == half.status_code == 422
    assert "Periksa dan centang dahulu alamat baru: tersembunyi.example." in half.text
    assert 'value="baru.example.org" checked' in half.text
    assert (shelf.content / FILE).read_bytes() == before
    assert session.scalars(select(ApprovedSite)).all() == []


def test_a_site_that_was_looked_at_is_known_from_then_on(curator: Desk, session: Session) -> None:
    save(curator, sources__0__url="https://baru.example.org/a")
    form = curator.form("/sunting/jempol/terbit")
    form.set(alasan=REASON, situs="baru.example.org")

    published = curator.send(form)
    save(curator, "gemas", sources__0__url="https://baru.example.org/b")
    page = curator.get("/sunting/gemas/terbit").text

    assert published.location == "/inovasi/jempol"
    site = session.scalars(select(ApprovedSite)).one()
    assert (site.site, site.account, site.slug) == ("baru.example.org", "Sari", "jempol")
    assert "Saya sudah memeriksa alamat baru ini" not in page


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("title", "Jempol SLOT GACOR"),
        ("bagian__11", "Kunjungi s l o t g a c o r hari ini [s1]."),
        ("sources__0__url", "https://kabar.example.id/maxwin88"),
        ("aliases", "jempol\ntogel hongkong"),
        ("summary", "Layanan warga, situs judi tepercaya di desa."),
    ],
)
def test_gambling_words_are_refused_at_the_field_where_they_stand(
    shelf: Maker, curator: Desk, place: str, text: str
) -> None:
    before = (shelf.content / FILE).read_bytes()

    answer = save(curator, **{place: text})

    assert answer.status_code == 422
    assert f'id="{place.replace("__", "-")}-error' in answer.text
    assert "penyusup situs judi" in answer.text
    assert curator.get("/sunting/jempol/terbit").status_code == 303
    assert (shelf.content / FILE).read_bytes() == before


def test_a_draft_that_changes_nothing_is_not_published(curator: Desk) -> None:
    save(curator)

    page = curator.get("/sunting/jempol/terbit").text

    assert "sama dengan yang terbit" in page
    assert "Terbitkan</button>" not in page


def test_a_discarded_draft_is_asked_about_first_and_can_be_opened_again(
    shelf: Maker, curator: Desk, session: Session
) -> None:
    before = (shelf.content / FILE).read_bytes()
    save(curator, aksi="simpan", title="Sedang ditulis")
    form = curator.form("/sunting/jempol/buang")

    asked = session.scalars(select(CaseDraft.state)).one()
    answer = curator.send(form)
    opened = curator.form("/sunting/jempol").get("title")
    draft_id = session.scalars(select(CaseDraft.id)).one()
    curator.press("/sunting", f"/sunting/draf/{draft_id}/buka")

    assert (asked, answer.location, opened) == ("terbuka", "/sunting", "Jempol")
    assert curator.form("/sunting/jempol").get("title") == "Sedang ditulis"
    assert (shelf.content / FILE).read_bytes() == before


def test_a_draft_that_changed_meanwhile_is_not_discarded(curator: Desk) -> None:
    save(curator, aksi="simpan", title="Pertama")
    form = curator.form("/sunting/jempol/buang")
    save(curator, aksi="simpan", title="Kedua")

    answer = curator.send(form)

    assert answer.status_code == 409
    assert curator.form("/sunting/jempol").get("title") == "Kedua"


def test_a_curator_goes_on_with_the_draft_of_another(
    curator: Desk, sit_down: Callable[..., Desk], session: Session
) -> None:
    save(curator, aksi="simpan", title="Draf Sari")
    other = sit_down("budi", Role.CURATOR)
    draft_id = session.scalars(select(CaseDraft.id)).one()

    noticed = other.get("/sunting/jempol").text
    answer = other.press("/sunting", f"/sunting/draf/{draft_id}/ambil")

    assert "Sari juga menyunting kasus ini" in noticed
    assert answer.location == "/sunting/jempol"
    assert other.form("/sunting/jempol").get("title") == "Draf Sari"
    assert curator.form("/sunting/jempol").get("title") == "Jempol"


def test_a_form_without_a_token_changes_nothing(curator: Desk, session: Session) -> None:
    save(curator, aksi="simpan", title="Sedang ditulis")
    form = curator.form("/sunting/jempol")
    form.set(csrf_token="palsu", title="Curang")

    answers = [
        curator.send(form).status_code,
        *(
            curator.client.post(f"/sunting/{path}").status_code
            for path in ("baru", "jempol", "jempol/buang", "jempol/bentrok", "jempol/terbit",
                         "jempol/verifikasi", "jempol/riwayat/1/kembalikan", "jempol/riwayat/1/setujui",
                         "draf/1/ambil", "draf/1/buka")
        ),
    ]  # fmt: skip

    assert set(answers) == {400}
    assert curator.form("/sunting/jempol").get("title") == "Sedang ditulis"
    assert len(session.scalars(select(AuditEntry)).all()) == 1


@pytest.mark.parametrize(
    "slug", ["tidak-ada", "..", "%2e%2e", "a%2fb", "A", "x" * 100, "jempol%00", "baru/x"]
)
def test_an_address_that_is_no_case_is_not_found(curator: Desk, slug: str) -> None:
    paths = ("", "/pratinjau", "/buang", "/terbit", "/bentrok", "/verifikasi", "/riwayat", "/riwayat/1")

    codes = {path: curator.get(f"/sunting/{slug}{path}").status_code for path in paths}

    assert set(codes.values()) <= {404, 303}, codes
    assert codes[""] == codes["/verifikasi"] == 404


def test_the_list_shows_what_waits(shelf: Maker, curator: Desk) -> None:
    old = {"date": "2026-06-01", "source": "archive"}
    shelf.case("gemas", compiled=old)
    shelf.change("cases/teladan/kinarya.md", "started: 2019", "started: null")
    shelf.publish()
    save(curator, aksi="simpan", title="Sedang ditulis")

    page = curator.get("/sunting").text

    assert "Sedang ditulis" in page
    assert "jatuh tempo" in page
    assert "sumber pokok belum pernah diperiksa" in page
    assert "belum ada: tahun mulai" in page
    assert "Kasus baru" in page
