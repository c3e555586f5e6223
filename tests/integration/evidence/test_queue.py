"""The queue of what waits for a verdict, and one paper that proves many things."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.access import Actor, Role
from portal.db import transaction
from portal.evidence import About, previews, proofs, register
from portal.evidence.media import Media
from portal.evidence.models import Evidence, EvidenceLink
from portal.evidence.subjects import Subject
from tests.integration.evidence.conftest import OPD, OTHER_OPD, Client, add, typed
from tests.unit.evidence import papers

pytestmark = pytest.mark.both_engines("evidence")
INNOVATIONS = {number: (OPD if number < 5 else OTHER_OPD) for number in range(1, 8)}


def innovation(_session: Session, number: int) -> About | None:
    """Seven innovations of two agencies."""
    opd = INNOVATIONS.get(number)
    return About(opd, f"Inovasi {number}", f"/register/{number}") if opd else None


def offer(_session: Session, _actor: Actor, word: str) -> list[Subject]:
    """All seven, by a word of their names."""
    return [
        Subject(f"innovation:{number}", opd, f"Inovasi {number}", "")
        for number, opd in INNOVATIONS.items()
        if word in f"Inovasi {number}"
    ]


@pytest.fixture(autouse=True)
def _innovations(evidence_app: Flask) -> None:
    register(evidence_app, "innovation", find=innovation, offer=offer)


@pytest.fixture(name="coach")
def _coach(sign_in: Callable[..., Client]) -> Client:
    return sign_in(Role.COACH, OPD, "Pendamping Dinkes")


def queue(client: Client, query: str = "") -> list[int]:
    """The numbers of the papers in the queue, in its order."""
    page = client.get(f"/bukti/antrean?{query}").get_data(as_text=True)
    rows = page.partition('<ul class="plain rows">')[2].partition("</ul>")[0]
    return [int(number) for number in re.findall(r'<a href="/bukti/(\d+)">', rows)]


def verify(client: Client, number: int, version: int, uses: str = "", **more: str) -> int:
    """Find a paper good; answers the status."""
    data = {"verdict": "terverifikasi", "version": str(version), "uses": uses, **more}
    status: int = client.post(f"/bukti/{number}/periksa", data=data).status_code
    return status


def read(app: Flask, number: int) -> Evidence:
    """A paper as it is stored."""
    with Session(app.extensions["engine"]) as session:
        found = session.get(Evidence, number)
        assert found is not None
        assert found.links is not None
        assert found.newest.sha256
        return found


def test_each_paper_waits_once_and_leaves_with_its_verdict(operator: Client, curator: Client) -> None:
    first, second = add(operator), add(operator, number="2/2026", file=papers.pdf(text=b"dua"))
    before = queue(curator)

    assert verify(curator, first, 1) == 303

    assert before == [first, second]
    assert queue(curator) == [second]


def test_a_replaced_file_comes_back_into_the_queue(operator: Client, curator: Client) -> None:
    number = add(operator)
    verify(curator, number, 1)

    operator.post(f"/bukti/{number}/berkas", data={"file": (io.BytesIO(papers.pdf(text=b"")), "b.pdf")})

    assert queue(curator) == [number]


def test_a_coach_sees_and_judges_the_agencies_coached_and_no_other(
    operator: Client, curator: Client, coach: Client, sign_in: Callable[..., Client]
) -> None:
    own = add(operator)
    other = add(sign_in(Role.OPERATOR, OTHER_OPD), "plan:13")

    seen = queue(coach)
    answers = verify(coach, own, 1), verify(coach, other, 1)

    assert (seen, answers) == ([own], (303, 404))
    assert queue(curator) == [other]


def test_the_queue_is_narrowed_by_agency_and_shows_an_operator_only_the_own(
    operator: Client, curator: Client, sign_in: Callable[..., Client]
) -> None:
    own = add(operator)
    other = add(sign_in(Role.OPERATOR, OTHER_OPD), "plan:13")
    sign_in(Role.COACH, OPD, "Pendamping Dinkes")

    assert "Pendamping Dinkes" in curator.get("/bukti/antrean").get_data(as_text=True)
    assert queue(operator) == [own]
    assert queue(curator, "opd=tidak-ada") == [own, other]
    assert queue(curator, "jenis=foto") == []


def test_a_return_says_at_each_field_what_to_mend(operator: Client, curator: Client) -> None:
    number = add(operator)
    data = {"verdict": "ditolak", "version": "1", "at_number": "Nomor di naskah 188.45/121/2026"}

    answer = curator.post(f"/bukti/{number}/periksa", data=data)

    form = operator.get(f"/bukti/{number}/ubah").get_data(as_text=True)
    assert answer.status_code == 303
    assert '<a href="#number">Nomor</a>: Nomor di naskah 188.45/121/2026' in form
    assert queue(operator, "tunggu=perbaikan") == [number]
    assert queue(curator) == []


def test_what_waits_stands_among_the_tasks_of_who_must_do_it(
    operator: Client, curator: Client, coach: Client
) -> None:
    number = add(operator)
    add(curator, number="9/2026", file=papers.pdf(text=b"kurator"))

    asked = curator.get("/tugas").get_data(as_text=True)
    coached = coach.get("/tugas").get_data(as_text=True)
    curator.post(
        f"/bukti/{number}/periksa",
        data={"verdict": "ditolak", "version": "1", "note": "Halaman tanda tangan tidak ada"},
    )

    assert "1 bukti, semua dari hari ini" in asked
    assert "2 bukti, semua dari hari ini" in coached
    assert "Perbaiki bukti yang dikembalikan" in operator.get("/tugas").get_data(as_text=True)
    assert "Periksa bukti" not in operator.get("/tugas").get_data(as_text=True)


def tick() -> dict[str, object]:
    """The form that says what a paper proves."""
    keys = [f"innovation:{one}" for one in INNOVATIONS]
    return {
        "subjek": keys,
        "indicator": "",
        "marked": "Baris nama inovasi",
        "page": "",
        **{f"halaman-{key}": str(place) for place, key in enumerate(keys, 3)},
    }


def test_one_decree_proves_seven_innovations_once_another_has_found_it_good(
    curator: Client, evidence_app: Flask, sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.evidence.list_views.indicator_names", lambda: {"16": "16 Regulasi"})
    number = add(curator)
    second = sign_in(Role.CURATOR, name="Kurator kedua")

    answer = curator.post(f"/bukti/{number}/kaitan", data={**tick(), "indicator": "16"})
    links = read(evidence_app, number).uses
    with evidence_app.app_context(), transaction() as session:
        early = [proofs(session, f"innovation:{one}") for one in INNOVATIONS]
    own = verify(curator, number, 1, "-".join(str(link.id) for link in links))
    good = verify(second, number, 1, "-".join(str(link.id) for link in links))

    with evidence_app.app_context(), transaction() as session:
        found = [proofs(session, f"innovation:{one}") for one in INNOVATIONS]
        pages = [proof["16"][0].page for proof in found]
    assert (answer.status_code, own, good) == (303, 422, 303)
    assert early == [{}] * 7
    assert [list(proof) for proof in found] == [["16"]] * 7
    assert pages == ["3", "4", "5", "6", "7", "8", "9"]


def test_what_is_added_after_the_verdict_proves_nothing_until_it_is_looked_at(
    operator: Client, curator: Client, evidence_app: Flask
) -> None:
    number = add(operator)
    verify(curator, number, 1)
    operator.post(f"/bukti/{number}/kaitan", data={"subjek": "innovation:1", "indicator": "", "page": "9"})
    paper = read(evidence_app, number)

    again = queue(curator)
    unseen = verify(curator, number, paper.version)
    seen = verify(curator, number, paper.version, str(paper.uses[0].id))

    assert (paper.verdict, paper.is_proof(paper.uses[0])) == ("terverifikasi", False)
    assert (again, unseen, seen) == ([number], 409, 303)
    found = read(evidence_app, number)
    assert found.is_proof(found.uses[0])
    assert queue(curator) == []


def test_whoever_says_what_it_proves_does_not_judge_that(
    operator: Client, curator: Client, evidence_app: Flask, sign_in: Callable[..., Client]
) -> None:
    number = add(operator)
    curator.post(f"/bukti/{number}/kaitan", data={"subjek": "innovation:1", "indicator": ""})
    uses = str(read(evidence_app, number).uses[0].id)

    assert verify(curator, number, 1, uses) == 422
    assert verify(sign_in(Role.CURATOR), number, 1, uses) == 303


def test_an_agency_links_only_to_its_own_and_reads_what_proves_its_own(
    operator: Client, curator: Client, evidence_app: Flask, sign_in: Callable[..., Client]
) -> None:
    number = add(operator)
    other = sign_in(Role.OPERATOR, OTHER_OPD)
    before = other.get(f"/bukti/{number}").status_code

    refused = operator.post(f"/bukti/{number}/kaitan", data={"subjek": "innovation:6", "indicator": ""})
    curator.post(f"/bukti/{number}/kaitan", data={"subjek": "innovation:6", "indicator": ""})
    link = read(evidence_app, number).uses[0]
    after = other.get(f"/bukti/{number}").status_code
    loosened = other.post(f"/bukti/{number}/kaitan/{link.id}/lepas").status_code

    assert (before, refused.status_code, after, loosened) == (404, 404, 200, 303)
    assert read(evidence_app, number).uses == []
    with Session(evidence_app.extensions["engine"]) as session:
        kept = session.scalars(select(EvidenceLink)).one()
    assert (kept.removed_at is not None, kept.removed_by_name.startswith("Orang")) == (True, True)


def test_nothing_ticked_is_told_and_keeps_what_was_typed(operator: Client) -> None:
    number = add(operator)

    answer = operator.post(f"/bukti/{number}/kaitan", data={"indicator": "", "page": "12–14"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Pilih sedikitnya satu yang dibuktikan." in page
    assert 'value="12–14"' in page


def test_a_year_that_nobody_knows_is_asked_and_the_old_word_does_not_move(
    operator: Client, evidence_app: Flask
) -> None:
    number = add(operator)
    with evidence_app.app_context(), transaction() as session:
        session.execute(update(Evidence).values(slot="T-1", year=None))
    form = {name: value for name, value in typed(year="").items() if name != "file"}

    listed = queue(operator, "tunggu=tahun")
    without = operator.post(f"/bukti/{number}/ubah", data={**form, "version": "1", "page": "4"})
    given = operator.post(f"/bukti/{number}/ubah", data={**form, "version": "1", "year": "2025"})

    assert (listed, without.status_code, given.status_code) == ([number], 422, 303)
    assert "dahulu tertulis T-1" in without.get_data(as_text=True)
    assert queue(operator, "tunggu=tahun") == []
    assert (read(evidence_app, number).year, read(evidence_app, number).slot) == (2025, "T-1")


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("sk", "a.pdf", papers.pdf()),
        ("foto", "a.jpg", papers.jpg()),
        ("tangkapan-layar", "a.png", papers.png()),
    ],
)
def test_a_picture_of_a_file_is_shown_without_its_notes_and_made_once(
    operator: Client, evidence_app: Flask, kind: str, name: str, content: bytes
) -> None:
    number = add(operator, kind=kind, file=content, name=name)

    answer = operator.get(f"/bukti/{number}/1/gambar.jpg")

    with Image.open(io.BytesIO(answer.data)) as picture:
        assert (picture.format, max(picture.size) <= previews.SMALL) == ("JPEG", True)
        assert dict(picture.getexif()) == {}
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    kept = sorted((evidence_app.extensions["evidence_store"].root / "previews").glob("*/*"))
    again = operator.get(f"/bukti/{number}/1/gambar.jpg")
    assert again.data == answer.data
    assert sorted((evidence_app.extensions["evidence_store"].root / "previews").glob("*/*")) == kept
    assert len(kept) == 1
    thumb = operator.get(f"/bukti/{number}/1/gambar.jpg?kecil=1")
    assert len(thumb.data) <= 20 * 1024
    with Image.open(io.BytesIO(thumb.data)) as picture:
        assert max(picture.size) <= previews.THUMB


def test_a_page_that_the_pdf_has_not_and_a_stranger_get_no_picture(
    operator: Client, sign_in: Callable[..., Client]
) -> None:
    number = add(operator)

    missing = operator.get(f"/bukti/{number}/1/gambar.jpg?hal=99")
    stranger = sign_in(Role.OPERATOR, OTHER_OPD).get(f"/bukti/{number}/1/gambar.jpg")

    assert (missing.status_code, stranger.status_code) == (422, 404)
    assert "Halaman itu tidak ada di PDF ini." in missing.get_data(as_text=True)


def test_a_workbook_is_not_shown_but_downloaded(operator: Client) -> None:
    number = add(operator, kind="lainnya", note="Rekap", file=papers.xlsx(), name="a.xlsx")

    assert operator.get(f"/bukti/{number}/1/gambar.jpg").status_code == 404
    assert "gambar.jpg" not in operator.get(f"/bukti/{number}").get_data(as_text=True)


def test_pictures_of_files_that_are_gone_are_swept(operator: Client, evidence_app: Flask) -> None:
    number = add(operator)
    store = evidence_app.extensions["evidence_store"]
    operator.get(f"/bukti/{number}/1/gambar.jpg")
    kept = previews.sweep(store)
    store.path(read(evidence_app, number).newest.sha256).unlink()

    assert (kept, previews.sweep(store)) == (0, 1)
    with pytest.raises(Exception, match="tidak ditemukan"):
        previews.preview(store, read(evidence_app, number).newest.sha256, Media.PDF, previews.SMALL)


def test_days_are_told_by_the_oldest(operator: Client, curator: Client, evidence_app: Flask) -> None:
    number = add(operator)
    with evidence_app.app_context(), transaction() as session:
        session.execute(
            update(Evidence).values(changed_at=datetime(2026, 1, 1, tzinfo=UTC), dated=date(2026, 1, 1))
        )

    page = curator.get("/bukti/antrean").get_data(as_text=True)

    assert queue(curator) == [number]
    assert re.search(r"\d+ hari", page)
