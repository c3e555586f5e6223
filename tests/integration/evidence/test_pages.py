"""The pages of evidence, as a browser without scripts uses them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask, g, render_template_string
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.access import Actor, Role
from portal.audit.models import AuditEntry
from portal.config import Settings
from portal.evidence.models import Evidence, EvidenceFile
from tests.integration.evidence.conftest import OPD, OTHER_OPD, Client, add, multipart, typed
from tests.unit.evidence import papers


@pytest.fixture(name="rows")
def _rows(evidence_app: Flask) -> Callable[[], list[Evidence]]:
    """The evidence in the database, read anew."""

    def rows() -> list[Evidence]:
        with Session(evidence_app.extensions["engine"]) as session:
            return list(session.scalars(select(Evidence).order_by(Evidence.id)))

    return rows


def test_an_operator_adds_evidence_to_a_plan(
    operator: Client, evidence_app: Flask, rows: Callable[[], list[Evidence]]
) -> None:
    content = papers.pdf()
    noise = add(operator, kind="foto", number="", file=papers.jpg(), name="a.jpg")

    answer = operator.post("/bukti/baru?subjek=plan:12", data=typed(content))

    kept, added = rows()
    assert (answer.status_code, answer.location) == (303, f"/bukti/{added.id}")
    assert (added.subject, added.opd, added.title) == ("plan:12", OPD, "SK 188.45/120/2026")
    assert (added.newest.sha256, added.newest.name) == (hashlib.sha256(content).hexdigest(), "SK Tim.pdf")
    assert evidence_app.extensions["evidence_store"].is_sound(added.newest.sha256)
    assert (kept.id, kept.version) == (noise, 1)
    with Session(evidence_app.extensions["engine"]) as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert entry is not None
    assert (entry.action, entry.subject) == ("evidence.add", f"evidence:{added.id}")
    assert '"milik":["plan:12"' in entry.changes.replace(" ", "")


def test_the_form_names_what_is_wrong_and_keeps_what_was_typed(
    operator: Client, rows: Callable[[], list[Evidence]]
) -> None:
    tomorrow = str(date.today() + timedelta(days=2))

    answer = operator.post(
        "/bukti/baru?subjek=plan:12", data=typed(number="", dated=tomorrow, note="halaman <3>")
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Isi nomor SK." in page
    assert "Tanggal belum terjadi." in page
    assert "halaman &lt;3&gt;" in page
    assert "Pilih lagi berkasnya" in page
    assert rows() == []


def test_a_file_sent_beside_a_wrong_field_is_asked_for_again_at_its_own_field(operator: Client) -> None:
    answer = operator.post("/bukti/baru?subjek=plan:12", data=typed(number=""))

    page = answer.get_data(as_text=True)
    at_field = page.partition('id="file-error">')[2].partition("</p>")[0]
    assert at_field == "Pilih lagi berkasnya: peramban tidak menyimpan pilihan berkas."


def test_the_same_file_is_stored_twice_only_when_asked_for(
    operator: Client, rows: Callable[[], list[Evidence]]
) -> None:
    first = add(operator)
    elsewhere = add(operator, file=papers.pdf(text=b"lain"))
    sent = [
        operator.post("/bukti/baru?subjek=plan:12", data=typed(number="2", again=again))
        for again in ("", "y")
    ]

    page = sent[0].get_data(as_text=True)
    assert [answer.status_code for answer in sent] == [409, 303]
    assert "Berkas yang sama sudah ada sebagai bukti SK 188.45/120/2026" in page
    assert f'href="/bukti/{first}"' in page
    assert 'name="again"' in page
    assert 'name="again"' not in operator.get("/bukti/baru?subjek=plan:12").get_data(as_text=True)
    assert [(row.number, row.newest.sha256) for row in rows() if row.id not in (first, elsewhere)] == [
        ("2", hashlib.sha256(papers.pdf()).hexdigest())
    ]


def test_a_withdrawn_file_may_be_sent_again(operator: Client, rows: Callable[[], list[Evidence]]) -> None:
    first = add(operator)
    operator.post(f"/bukti/{first}/tarik", data={"reason": "Salah rencana", "version": "1"})

    answer = operator.post("/bukti/baru?subjek=plan:12", data=typed())

    assert answer.status_code == 303
    assert len(rows()) == 2


def test_the_form_asks_for_a_calendar_year_and_says_when_a_field_is_needed(operator: Client) -> None:
    page = operator.get("/bukti/baru?subjek=plan:12").get_data(as_text=True)

    assert 'Tahun yang dibuktikan <span class="optional">(wajib untuk DPA dan RKPD)</span>' in page
    assert "T-1" not in page
    needed = "(wajib untuk SK, peraturan, surat, DPA, RKPD, SOP, dan PKS)"
    for label in ("Nomor", "Penerbit"):
        assert f'{label} <span class="optional">{needed}</span>' in page
    assert 'Penanda tangan <span class="optional">(boleh kosong)</span>' in page


def test_a_refused_file_leaves_the_form_filled_and_nothing_in_the_store(
    operator: Client, evidence_app: Flask, rows: Callable[[], list[Evidence]]
) -> None:
    answer = operator.post("/bukti/baru?subjek=plan:12", data=typed(papers.png()))

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Isi berkas bukan PDF" in page
    assert "188.45/120/2026" in page
    store = evidence_app.extensions["evidence_store"]
    assert (rows(), store.digests(), list((store.root / "incoming").iterdir())) == ([], [], [])


def test_a_form_without_a_file_says_so(operator: Client) -> None:
    form = typed()
    form["file"] = (io.BytesIO(b""), "")

    answer = operator.post("/bukti/baru?subjek=plan:12", data=form)

    assert answer.status_code == 422
    assert "Pilih berkas yang akan diunggah." in answer.get_data(as_text=True)


def test_a_file_beyond_its_limit_is_refused_at_the_field(operator: Client, evidence_app: Flask) -> None:
    body, content_type = multipart(typed(papers.pdf(text=b"x" * 21_000_000)))

    answer = operator.post("/bukti/baru?subjek=plan:12", data=body, content_type=content_type)

    assert answer.status_code == 422
    assert "PDF paling besar 20 MB" in answer.get_data(as_text=True)
    assert evidence_app.extensions["evidence_store"].digests() == []


def test_a_video_goes_under_video_only(operator: Client) -> None:
    as_letter = operator.post("/bukti/baru?subjek=plan:12", data=typed(papers.mp4(), "a.mp4"))
    letter_as_video = operator.post("/bukti/baru?subjek=plan:12", data=typed(kind="video", number=""))
    as_video = operator.post(
        "/bukti/baru?subjek=plan:12", data=typed(papers.mp4(), "a.mp4", kind="video", number="")
    )

    assert (as_letter.status_code, letter_as_video.status_code, as_video.status_code) == (422, 422, 303)


def test_a_file_is_handed_out_to_be_saved_never_to_be_shown(operator: Client) -> None:
    number = add(operator)

    answer = operator.get(f"/bukti/{number}/1")

    assert answer.data == papers.pdf()
    assert answer.headers["Content-Disposition"] == "attachment; filename=sk-188-45-120-2026-v1.pdf"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_film_can_be_fetched_in_parts(operator: Client) -> None:
    film = papers.mp4(recording=bytes(range(256)) * 40)
    number = add(operator, file=film, name="a.mp4", kind="video", number="")

    answer = operator.get(f"/bukti/{number}/1", headers={"Range": "bytes=100-199"})

    assert answer.status_code == 206
    assert answer.data == film[100:200]
    assert answer.headers["Content-Range"] == f"bytes 100-199/{len(film)}"


def test_a_newer_file_counts_and_the_older_one_stays(
    operator: Client, rows: Callable[[], list[Evidence]]
) -> None:
    number = add(operator)
    newer = papers.pdf(text=b"BT ET")

    answer = operator.post(f"/bukti/{number}/berkas", data={"file": (io.BytesIO(newer), "SK revisi.pdf")})

    assert answer.status_code == 303
    assert [file.number for file in rows()[0].files] == [1, 2]
    assert operator.get(f"/bukti/{number}/1").data == papers.pdf()
    assert operator.get(f"/bukti/{number}/2").data == newer
    assert operator.get(f"/bukti/{number}/3").status_code == 404


def test_the_very_same_file_is_no_newer_version(operator: Client, rows: Callable[[], list[Evidence]]) -> None:
    number = add(operator)

    answer = operator.post(f"/bukti/{number}/berkas", data={"file": (io.BytesIO(papers.pdf()), "lagi.pdf")})

    assert answer.status_code == 409
    assert "sama persis" in answer.get_data(as_text=True)
    assert len(rows()[0].files) == 1


def test_a_curator_verifies_and_a_newer_file_needs_a_new_look(
    operator: Client, curator: Client, rows: Callable[[], list[Evidence]]
) -> None:
    number = add(operator)

    answer = curator.post(f"/bukti/{number}/periksa", data={"verdict": "terverifikasi", "version": "1"})
    verified = rows()[0].verdict
    operator.post(f"/bukti/{number}/berkas", data={"file": (io.BytesIO(papers.pdf(text=b"")), "b.pdf")})

    assert answer.status_code == 303
    assert verified == "terverifikasi"
    assert rows()[0].verdict is None
    assert "Belum diperiksa" in operator.get(f"/bukti/{number}").get_data(as_text=True)


def test_a_correction_of_the_details_needs_a_new_look(
    operator: Client, curator: Client, rows: Callable[[], list[Evidence]]
) -> None:
    number = add(operator)
    curator.post(f"/bukti/{number}/periksa", data={"verdict": "terverifikasi", "version": "1"})
    form = {key: value for key, value in typed(number="188.45/121/2026").items() if key != "file"}

    answer = operator.post(f"/bukti/{number}/ubah", data={**form, "version": "2"})

    assert answer.status_code == 303
    assert (rows()[0].number, rows()[0].verdict) == ("188.45/121/2026", None)


def test_a_rejection_says_what_to_mend(
    operator: Client, curator: Client, rows: Callable[[], list[Evidence]]
) -> None:
    number = add(operator)

    silent = curator.post(f"/bukti/{number}/periksa", data={"verdict": "ditolak", "version": "1"})
    told = curator.post(
        f"/bukti/{number}/periksa",
        data={"verdict": "ditolak", "note": "Halaman 3 tidak terbaca", "version": "1"},
    )

    assert (silent.status_code, told.status_code) == (422, 303)
    assert rows()[0].verdict == "ditolak"
    assert "Halaman 3 tidak terbaca" in operator.get(f"/bukti/{number}").get_data(as_text=True)


def test_nobody_judges_what_they_uploaded(curator: Client, rows: Callable[[], list[Evidence]]) -> None:
    number = add(curator)

    answer = curator.post(f"/bukti/{number}/periksa", data={"verdict": "terverifikasi", "version": "1"})

    assert answer.status_code == 422
    assert "oleh orang lain" in answer.get_data(as_text=True)
    assert rows()[0].verdict is None


def test_a_verdict_on_what_has_changed_meanwhile_shows_the_change(
    operator: Client, curator: Client, rows: Callable[[], list[Evidence]]
) -> None:
    number = add(operator)
    operator.post(f"/bukti/{number}/berkas", data={"file": (io.BytesIO(papers.pdf(text=b"")), "b.pdf")})

    answer = curator.post(
        f"/bukti/{number}/periksa", data={"verdict": "ditolak", "note": "kurang <b>", "version": "1"}
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "sudah diubah orang lain" in page
    assert "kurang &lt;b&gt;" in page
    assert 'name="version" value="2"' in page
    assert rows()[0].verdict is None


def test_who_saves_second_sees_both_texts(
    operator: Client, sign_in: Callable[..., Client], rows: Callable[[], list[Evidence]]
) -> None:
    number = add(operator)
    other = sign_in(Role.HEAD, OPD)
    form = {key: value for key, value in typed().items() if key != "file"}
    first = other.post(f"/bukti/{number}/ubah", data={**form, "page": "7", "version": "1"})

    second = operator.post(f"/bukti/{number}/ubah", data={**form, "page": "<9>", "version": "1"})

    page = second.get_data(as_text=True)
    assert (first.status_code, second.status_code) == (303, 409)
    assert "<td>7</td><td><mark>&lt;9&gt;</mark></td>" in page
    assert 'name="version" value="2"' in page
    assert rows()[0].page == "7"


def test_evidence_uploaded_by_mistake_is_withdrawn_not_removed(
    operator: Client, evidence_app: Flask, rows: Callable[[], list[Evidence]]
) -> None:
    number = add(operator)

    answer = operator.post(f"/bukti/{number}/tarik", data={"reason": "Salah berkas", "version": "1"})
    again = operator.post(
        f"/bukti/{number}/berkas", data={"file": (io.BytesIO(papers.pdf(text=b"")), "b.pdf")}
    )

    assert (answer.status_code, again.status_code) == (303, 409)
    assert rows()[0].withdrawn_reason == "Salah berkas"
    assert evidence_app.extensions["evidence_store"].is_sound(rows()[0].newest.sha256)
    assert "Salah berkas" in operator.get(f"/bukti/{number}").get_data(as_text=True)


def test_a_photo_is_kept_without_its_place_and_only_some_learn_it(
    operator: Client, sign_in: Callable[..., Client], rows: Callable[[], list[Evidence]]
) -> None:
    sent = papers.jpg(exif=papers.photo_notes())
    number = add(operator, file=sent, name="kegiatan.jpg", kind="foto", number="")
    file: EvidenceFile = rows()[0].newest

    to_operator = operator.get(f"/bukti/{number}").get_data(as_text=True)
    to_auditor = sign_in(Role.AUDITOR).get(f"/bukti/{number}").get_data(as_text=True)

    assert (file.taken_at, file.latitude, file.longitude) == ("2026-11-02T08:30:00", -6.908333, 109.733333)
    assert file.original_sha256 == hashlib.sha256(sent).hexdigest() != file.sha256
    assert b"Telepon Dinas" not in operator.get(f"/bukti/{number}/1").data
    assert "-6.908333" not in to_operator
    assert "2 November 2026 08.30, di -6.908333, 109.733333" in to_auditor


@pytest.mark.parametrize(
    ("role", "opd", "sees", "adds", "judges"),
    [
        (Role.OPERATOR, OPD, 200, 200, 403),
        (Role.HEAD, OPD, 200, 200, 403),
        (Role.OPERATOR, OTHER_OPD, 404, 404, 403),
        (Role.CURATOR, None, 200, 200, 303),
        (Role.LEADERSHIP, None, 200, 403, 403),
        (Role.AUDITOR, None, 200, 403, 403),
        (Role.READER, None, 403, 403, 403),
        (Role.ADMIN, None, 403, 403, 403),
    ],
)
def test_who_sees_adds_and_judges(
    role: Role,
    opd: str | None,
    sees: int,
    adds: int,
    judges: int,
    operator: Client,
    sign_in: Callable[..., Client],
) -> None:
    number = add(operator)
    client = sign_in(role, opd)

    answers = (
        client.get(f"/bukti/{number}").status_code,
        client.get(f"/bukti/{number}/1").status_code,
        client.get("/bukti/baru?subjek=plan:12").status_code,
        client.post(
            f"/bukti/{number}/periksa", data={"verdict": "terverifikasi", "version": "1"}
        ).status_code,
    )

    assert answers == (sees, sees, adds, judges)


def test_an_upload_by_somebody_without_the_right_touches_no_disk(
    sign_in: Callable[..., Client], evidence_app: Flask
) -> None:
    root = evidence_app.extensions["evidence_store"].root

    anonymous = evidence_app.test_client().post("/bukti/baru?subjek=plan:12", data=typed())
    reader = sign_in(Role.READER).post("/bukti/baru?subjek=plan:12", data=typed())

    assert (anonymous.status_code, reader.status_code) == (401, 403)
    assert not root.exists()


def test_an_upload_without_its_token_is_refused(operator: Client, evidence_app: Flask) -> None:
    evidence_app.config["WTF_CSRF_ENABLED"] = True

    answer = operator.post("/bukti/baru?subjek=plan:12", data=typed())

    assert answer.status_code == 400
    store = evidence_app.extensions["evidence_store"]
    assert list((store.root / "incoming").iterdir()) == []


@pytest.mark.parametrize(
    "key", ["plan:99", "plan:", "kunjungan:1", "plan:12'", "../etc", "plan:-1", "", "plan:1" + "0" * 30]
)
def test_evidence_of_nothing_is_not_found(key: str, operator: Client) -> None:
    answer = operator.get("/bukti/baru", query_string={"subjek": key})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "path",
    ["1/..%2f1", "1/%2e%2e", "1/1%00", "..%2f..%2fetc%2fpasswd", "1/0x1", "1/-1", "99999999999999999999/1"],
)
def test_no_path_leads_out_of_the_store(path: str, operator: Client) -> None:
    add(operator)

    answer = operator.get(f"/bukti/{path}")

    assert answer.status_code in (404, 308)


def test_a_missing_file_is_a_sentence_not_a_crash(
    operator: Client, evidence_app: Flask, rows: Callable[[], list[Evidence]]
) -> None:
    number = add(operator)
    evidence_app.extensions["evidence_store"].path(rows()[0].newest.sha256).unlink()

    answer = operator.get(f"/bukti/{number}/1")

    assert answer.status_code == 404
    assert "tidak ditemukan di penyimpanan" in answer.get_data(as_text=True)


def test_the_panel_shows_a_subjects_evidence_and_offers_to_add(
    operator: Client, sign_in: Callable[..., Client], evidence_app: Flask
) -> None:
    number = add(operator)
    add(sign_in(Role.OPERATOR, OTHER_OPD), subject="plan:13", number="999/noise")

    shown = _panel(evidence_app, Role.OPERATOR, OPD)
    to_leadership = _panel(evidence_app, Role.LEADERSHIP)
    to_other = _panel(evidence_app, Role.OPERATOR, OTHER_OPD)

    assert f'href="/bukti/{number}"' in shown
    assert "noise" not in shown
    assert "/bukti/baru?subjek=plan:12" in shown
    assert f'href="/bukti/{number}"' in to_leadership
    assert "Tambah bukti" not in to_leadership
    assert to_other == ""


def _panel(app: Flask, role: Role, opd: str = "") -> str:
    """The panel as somebody with this role gets it on the page of a plan."""
    with app.test_request_context("/rencana/12"):
        g.actor = Actor(1, "Seseorang", frozenset({role}), frozenset({(role, opd)} if opd else ()))
        return render_template_string("{{ evidence_panel('plan:12') }}")


def test_a_form_far_beyond_every_limit_is_cut_off(operator: Client, evidence_app: Flask) -> None:
    answer = operator.post(
        "/bukti/baru?subjek=plan:12",
        input_stream=io.BytesIO(b"--batas\r\n"),
        content_type="multipart/form-data; boundary=batas",
        environ_overrides={"CONTENT_LENGTH": str(400 * 1024 * 1024)},
    )

    assert answer.status_code == 413
    assert evidence_app.extensions["evidence_store"].digests() == []


def test_only_forms_that_carry_a_file_may_be_large(operator: Client) -> None:
    number = add(operator)

    answer = operator.post(f"/bukti/{number}/tarik", data={"reason": "x" * 2_000_000, "version": "1"})

    assert answer.status_code == 413


def test_a_second_file_in_the_form_is_dropped(operator: Client, evidence_app: Flask) -> None:
    form = typed()
    form["file"] = [form["file"], (io.BytesIO(papers.pdf(text=b"dua")), "dua.pdf")]

    answer = operator.post("/bukti/baru?subjek=plan:12", data=form)

    assert answer.status_code == 303
    assert len(evidence_app.extensions["evidence_store"].digests()) == 1


@pytest.mark.enable_socket
def test_with_a_scanner_that_is_away_nothing_is_taken(
    operator: Client, evidence_app: Flask, evidence_settings: Settings
) -> None:
    settings = evidence_settings.model_copy(update={"evidence_scanner": "unix:/nonexistent/clamd.sock"})
    evidence_app.extensions["settings"] = settings

    answer = operator.post("/bukti/baru?subjek=plan:12", data=typed())

    assert answer.status_code == 503
    assert "Pemindai virus tidak menjawab, jadi berkas belum disimpan." in answer.get_data(as_text=True)
    assert evidence_app.extensions["evidence_store"].digests() == []


def test_the_panel_asks_the_database_as_often_for_thirty_papers_as_for_two(
    operator: Client, evidence_app: Flask
) -> None:
    for number in range(2):
        add(operator, number=f"800/{number}", again="y")
    few = _statements(evidence_app)
    for number in range(2, 30):
        add(operator, file=papers.mp4(recording=bytes([number]) * 99), name="a.mp4", kind="video", number="")

    many = _statements(evidence_app)

    assert few == many <= 5


def _statements(app: Flask) -> int:
    """How often the panel of the plan asks the database."""
    count = 0

    def note(*_given: object) -> None:
        nonlocal count
        count += 1

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    try:
        _panel(app, Role.CURATOR)
    finally:
        event.remove(app.extensions["engine"], "before_cursor_execute", note)
    return count
