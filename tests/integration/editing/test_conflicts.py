"""Two versions of one case: both shown, one chosen, none lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access import Role
from portal.editing.models import CaseDraft, CasePublication, CaseRevision
from tests.integration.editing.desk import Desk, Form, form_in, make_account
from tests.make import Maker
from tests.queueing import do_jobs

FILE = "cases/teladan/jempol.md"


def save(desk: Desk, slug: str = "jempol", aksi: str = "simpan", **typed: str) -> None:
    form = desk.form(f"/sunting/{slug}")
    form.set(**typed)
    assert desk.send(form, aksi=aksi).status_code == 303


def publish(desk: Desk, slug: str = "jempol") -> str | None:
    form = desk.form(f"/sunting/{slug}/terbit")
    form.set(alasan="Perbaikan naskah")
    return desk.send(form).location


@pytest.fixture
def budi(sit_down: Callable[..., Desk]) -> Desk:
    """Another curator."""
    return sit_down("budi", Role.CURATOR)


@pytest.fixture
def conflict(shelf: Maker, curator: Desk, budi: Desk) -> Form:
    """Sari's last page before publishing, when Budi has published in between."""
    save(curator, title="Judul Sari", owner="Dinas <b>Sari</b>")
    last = curator.form("/sunting/jempol/terbit")
    last.set(alasan="Perbaikan naskah")
    save(budi, summary="Ringkasan Budi yang lebih baik.")
    assert publish(budi) == "/inovasi/jempol"
    assert "Ringkasan Budi" in (shelf.content / FILE).read_text("utf-8")
    return last


def test_the_second_to_publish_sees_both_versions_side_by_side(
    shelf: Maker, curator: Desk, conflict: Form
) -> None:
    before = (shelf.content / FILE).read_bytes()

    answer = curator.send(conflict)

    assert answer.status_code == 409
    for text in ("Dua versi: pilih satu", "Punya saya", "Yang terbit sekarang", "Judul", "Budi", "Sari"):
        assert text in answer.text
    assert "Dinas &lt;b&gt;Sari&lt;/b&gt;" in answer.text.replace("<del>", "").replace("</del>", "")
    assert "<b>Sari" not in answer.text
    assert (shelf.content / FILE).read_bytes() == before


def test_the_form_warns_before_anything_is_published(curator: Desk, conflict: Form) -> None:
    page = curator.get("/sunting/jempol").text
    opened = curator.get("/sunting/jempol/terbit")

    assert "Kasus ini sudah diubah sejak draf Anda dimulai" in page
    assert (opened.status_code, opened.location) == (303, "/sunting/jempol/bentrok")
    assert conflict.action == "/sunting/jempol/terbit"


def test_mine_may_be_used_and_theirs_stays_in_the_history(
    shelf: Maker, curator: Desk, conflict: Form, session: Session
) -> None:
    page = curator.send(conflict).text

    chosen = curator.send(form_in(page, "/sunting/jempol/bentrok"), pilih="saya")
    published = publish(curator)

    assert (chosen.location, published) == ("/sunting/jempol/terbit", "/inovasi/jempol")
    text = (shelf.content / FILE).read_text("utf-8")
    assert "Judul Sari" in text
    assert "Ringkasan Budi" not in text
    kept = session.scalars(select(CaseRevision.text).where(CaseRevision.slug == "jempol")).all()
    assert any("Ringkasan Budi" in one for one in kept)


def test_theirs_may_be_used_and_mine_can_be_opened_again(
    curator: Desk, conflict: Form, session: Session
) -> None:
    page = curator.send(conflict).text

    chosen = curator.send(form_in(page, "/sunting/jempol/bentrok"), pilih="mereka")
    shown = curator.form("/sunting/jempol")
    mine = session.scalars(select(CaseDraft).where(CaseDraft.owner == "Sari")).one()
    curator.press("/sunting", f"/sunting/draf/{mine.id}/buka")

    assert chosen.location == "/sunting/jempol"
    assert (shown.get("title"), shown.get("summary")) == ("Jempol", "Ringkasan Budi yang lebih baik.")
    assert curator.form("/sunting/jempol").get("title") == "Judul Sari"


def test_both_may_be_joined_in_the_form(shelf: Maker, curator: Desk, conflict: Form) -> None:
    page = curator.send(conflict).text

    chosen = curator.send(form_in(page, "/sunting/jempol/bentrok"), pilih="gabung")
    beside = curator.get(chosen.location or "").text
    form = form_in(beside, "/sunting/jempol")
    form.set(summary="Ringkasan Budi yang lebih baik.")
    curator.send(form, aksi="simpan")
    published = publish(curator)

    assert chosen.location == "/sunting/jempol?bandingkan=terbit"
    assert "Yang terbit: berbeda" in beside
    assert "Ringkasan Budi yang lebih baik." in beside
    assert published == "/inovasi/jempol"
    text = (shelf.content / FILE).read_text("utf-8")
    assert "Judul Sari" in text
    assert "Ringkasan Budi" in text


def test_a_file_changed_by_git_is_a_conflict_too_and_is_kept_as_a_revision(
    shelf: Maker, curator: Desk, session: Session
) -> None:
    save(curator, title="Judul Sari")
    publish(curator)
    save(curator, title="Judul Sari Kedua")
    last = curator.form("/sunting/jempol/terbit")
    last.set(alasan="Perbaikan naskah")
    shelf.change(FILE, "Judul Sari", "Judul dari git")

    answer = curator.send(last)

    assert answer.status_code == 409
    assert "Judul dari git" in (shelf.content / FILE).read_text("utf-8")
    newest = session.scalars(select(CaseRevision).where(CaseRevision.slug == "jempol")).all()[-1]
    assert (newest.kind, newest.is_approved, newest.account) == ("berkas", False, "di luar portal")
    assert "Judul dari git" in newest.text


def test_a_file_removed_by_git_is_a_conflict_as_well(shelf: Maker, curator: Desk) -> None:
    save(curator, title="Judul Sari")
    last = curator.form("/sunting/jempol/terbit")
    last.set(alasan="Perbaikan naskah")
    (shelf.content / FILE).unlink()

    answer = curator.send(last)
    chosen = curator.send(form_in(answer.text, "/sunting/jempol/bentrok"), pilih="saya")
    published = publish(curator)

    assert answer.status_code == 409
    assert (chosen.location, published) == ("/sunting/jempol/terbit", "/inovasi/jempol")
    assert "Judul Sari" in (shelf.content / FILE).read_text("utf-8")


def test_two_new_cases_with_one_address_do_not_overwrite_each_other(
    shelf: Maker, curator: Desk, budi: Desk
) -> None:
    save(curator, title="Judul Sari")
    (shelf.content / "cases/contoh").mkdir()
    last = curator.form("/sunting/jempol/terbit")
    last.set(alasan="Perbaikan naskah")
    (shelf.content / FILE).rename(shelf.content / "cases/contoh/jempol.md")

    answer = curator.send(last)

    assert "Belum berhasil" in answer.text
    assert "slug &#39;jempol&#39; sudah dipakai" in answer.text
    assert not (shelf.content / FILE).exists()
    assert (shelf.content / "cases/contoh/jempol.md").exists()
    assert budi.get("/sunting").status_code == 200


@pytest.fixture
def late(curator: Desk) -> str:
    """The page that a save gets when another tab has saved first."""
    save(curator, title="Awal")
    tab = curator.form("/sunting/jempol")
    tab.set(title="Dari tab lama", owner="Dinas tab lama")
    save(curator, title="Dari tab baru")
    answer = curator.send(tab, aksi="simpan")
    assert answer.status_code == 409
    return answer.text


def test_a_save_that_comes_too_late_overwrites_nothing(curator: Desk, late: str, session: Session) -> None:
    states = session.execute(select(CaseDraft.state, CaseDraft.version).order_by(CaseDraft.id)).all()

    assert "Yang sudah tersimpan" in late
    assert "Dari tab lama" in late.replace("<del>", "").replace("</del>", "")
    assert [tuple(row) for row in states] == [("terbuka", 2), ("disisihkan", 1)]
    assert curator.form("/sunting/jempol").get("title") == "Dari tab baru"


@pytest.mark.parametrize(
    ("choice", "title", "left"),
    [
        ("saya", "Dari tab lama", "Dari tab baru"),
        ("mereka", "Dari tab baru", "Dari tab lama"),
        ("gabung", "Dari tab lama", "Dari tab baru"),
    ],
)
def test_of_two_saves_one_is_chosen_and_the_other_can_be_opened_again(
    curator: Desk, late: str, session: Session, choice: str, title: str, left: str
) -> None:
    answer = curator.send(form_in(late, "/sunting/jempol/bentrok"), pilih=choice)
    shown = curator.form(answer.location or "", "/sunting/jempol").get("title")
    aside = session.scalars(select(CaseDraft).where(CaseDraft.state == "dibuang")).one()
    form = curator.form("/sunting/jempol/buang")
    curator.send(form)
    curator.press("/sunting", f"/sunting/draf/{aside.id}/buka")

    assert answer.status_code == 303
    assert shown == title
    assert curator.form("/sunting/jempol").get("title") == left


def test_a_choice_between_saves_is_asked_again_when_there_is_a_third(curator: Desk, late: str) -> None:
    save(curator, title="Yang ketiga")

    answer = curator.send(form_in(late, "/sunting/jempol/bentrok"), pilih="saya")

    assert answer.status_code == 409
    assert "ketiga" in answer.text
    assert curator.form("/sunting/jempol").get("title") == "Yang ketiga"


def test_a_choice_against_the_file_is_asked_again_when_the_file_changed_once_more(
    shelf: Maker, curator: Desk, conflict: Form
) -> None:
    page = curator.send(conflict).text
    shelf.change(FILE, "Ringkasan Budi yang lebih baik.", "Ringkasan ketiga.")

    answer = curator.send(form_in(page, "/sunting/jempol/bentrok"), pilih="saya")

    assert answer.status_code == 409
    assert "ketiga" in answer.text


@pytest.mark.parametrize("pilih", ["", "lain"])
def test_a_choice_must_be_one_of_the_three(curator: Desk, conflict: Form, pilih: str) -> None:
    page = curator.send(conflict).text

    answer = curator.send(form_in(page, "/sunting/jempol/bentrok"), pilih=pilih)

    assert answer.status_code == 409
    assert curator.form("/sunting/jempol").get("title") == "Judul Sari"


def test_nobody_resolves_with_a_draft_that_is_not_theirs(
    curator: Desk, budi: Desk, late: str, session: Session
) -> None:
    save(budi, title="Draf Budi")
    form = form_in(late, "/sunting/jempol/bentrok")
    form.set(csrf_token=budi.form("/sunting/jempol").get("csrf_token"))

    answer = budi.send(form, pilih="saya")

    assert answer.status_code == 404
    assert budi.form("/sunting/jempol").get("title") == "Draf Budi"
    assert session.scalars(select(func.count(CaseDraft.id))).one() == 3
    assert curator.form("/sunting/jempol").get("title") == "Dari tab baru"


def run_together(jobs: Sequence[Callable[[], object]]) -> None:
    """Run jobs at the same time; the first error that one raises is raised."""
    start, errors = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        start.wait()
        try:
            job()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def order_together(desks: list[Desk], forms: list[Form]) -> dict[int, str]:
    """Each presses the button at the same time; gives the page of each one's job."""
    places: dict[int, str] = {}

    def press(number: int) -> Callable[[], None]:
        return lambda: places.update({number: desks[number].order(forms[number]).location or ""})

    run_together([press(number) for number in range(len(desks))])
    return places


def test_eight_curators_publishing_eight_cases_at_once_lose_nothing(shelf: Maker, portal: Flask) -> None:
    slugs = [f"serempak-{number}" for number in range(8)]
    for slug in slugs:
        shelf.case(slug)
    shelf.publish()
    desks = [Desk(portal, make_account(portal, f"kurator{n}", Role.CURATOR)) for n in range(8)]
    forms = []
    for desk, slug in zip(desks, slugs, strict=True):
        save(desk, slug, title=f"Judul {slug}")
        form = desk.form(f"/sunting/{slug}/terbit")
        form.set(alasan="Perbaikan naskah")
        forms.append(form)
    ordered = order_together(desks, forms)

    run_together([partial(do_jobs, portal)] * 4)
    do_jobs(portal)  # what was still the turn of another when these four looked

    places = {number: desk.get(ordered[number]).location for number, desk in enumerate(desks)}
    assert places == {number: f"/inovasi/serempak-{number}" for number in range(8)}
    for desk, slug in zip(desks, slugs, strict=True):
        assert f"Judul {slug}" in desk.get(f"/inovasi/{slug}").text
    with Session(portal.extensions["engine"]) as session:
        published = session.scalars(select(CaseRevision.slug).where(CaseRevision.kind == "sunting")).all()
        assert sorted(published) == slugs
        assert session.scalars(select(CasePublication)).all() == []


def test_of_eight_curators_publishing_one_case_at_once_one_succeeds_and_seven_keep_their_drafts(
    portal: Flask,
) -> None:
    desks = [Desk(portal, make_account(portal, f"kurator{n}", Role.CURATOR)) for n in range(8)]
    forms = []
    for number, desk in enumerate(desks):
        save(desk, title=f"Judul kurator {number}")
        form = desk.form("/sunting/jempol/terbit")
        form.set(alasan="Perbaikan naskah")
        forms.append(form)
    ordered = order_together(desks, forms)

    run_together([partial(do_jobs, portal)] * 4)
    do_jobs(portal)

    answers = {number: desk.get(ordered[number]) for number, desk in enumerate(desks)}
    won = [number for number, answer in answers.items() if answer.status_code == 303]
    lost = [answer for answer in answers.values() if "sudah diubah orang lain" in answer.text]
    assert (len(won), len(lost)) == (1, 7)
    winner = won[0]
    titles = {number: desk.form("/sunting/jempol").get("title") for number, desk in enumerate(desks)}
    assert titles == {number: f"Judul kurator {number}" for number in range(8)}
    assert f"Judul kurator {winner}" in desks[0].get("/inovasi/jempol").text


def test_sixteen_saves_of_one_draft_at_once_keep_all_that_was_typed(portal: Flask, session: Session) -> None:
    account = make_account(portal, "sari", Role.CURATOR)
    desks = [Desk(portal, account) for _ in range(16)]
    save(desks[0], title="Awal")
    forms = [desk.form("/sunting/jempol") for desk in desks]
    for number, form in enumerate(forms):
        form.set(title=f"Ketikan {number}")
    codes: list[int] = []

    def job(number: int) -> Callable[[], None]:
        return lambda: codes.append(desks[number].send(forms[number], aksi="simpan").status_code)

    run_together([job(number) for number in range(16)])

    assert sorted(codes) == [303] + [409] * 15
    kept = "".join(session.scalars(select(CaseDraft.sheet)).all())
    assert all(f'"Ketikan {number}"' in kept for number in range(16))
