"""Nothing typed is lost: when the sign-in ends, when the form is too old, when the portal is busy."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from wtforms import PasswordField

from portal.accounts import passwords
from portal.accounts.models import Account
from portal.adoption.models import Milestone
from portal.adoption.problem_models import PlanProblem
from portal.adoption.rules import Stage
from portal.web import held
from tests.integration.adoption.conftest import IDS
from tests.integration.visits.conftest import TODAY, Office, Visits
from tests.sending import fields, forms
from tests.unit.evidence import papers

PASSWORD = "kuda payung sawah biru"
DUE = str(TODAY + timedelta(days=7))
LONG = "Antrean mulai pukul lima pagi; " * 60
OWN = {"Origin": "http://localhost"}


@pytest.fixture(name="office")
def _office(office: Office) -> Office:
    """The operator knows a password."""
    with office.inside() as session:
        account = session.get_one(Account, IDS["operator"])
        account.password_hash = passwords.make_hash(PASSWORD)
        account.username = "operator"
    return office


def idle(office: Office) -> None:
    """Half an hour of typing: no request reaches the portal."""
    office.clock_now += timedelta(minutes=31)


def sign_in(office: Office, page: str) -> Any:
    """The sign-in fields of a page are filled in and sent."""
    form = fields(page, "", "/masuk", login="operator", password=PASSWORD)
    return office.reader("operator").post("/masuk", data=form)


@pytest.mark.parametrize(
    ("path", "filled"),
    [
        ("/rencana/{plan}/masalah/baru", {"title": "Printer rusak", "text": LONG, "due": DUE}),
        ("/rencana/baru?inovasi=jempol", {"title": "Rencana kami", "local_need": LONG}),
        ("/rencana/{plan}/bagian/tahapan/baru", {"title": "Latih petugas kecamatan", "due": DUE}),
        ("/kunjungan/baru", {"title": "Ke Teladan", "purpose": LONG, "expected": "Ditiru"}),
        ("/kunjungan/{visit}/bagian/pertanyaan/baru", {"text": "Berapa biaya setahun dan dari mana?"}),
    ],
)
def test_what_was_typed_when_the_session_ended_is_sent_after_signing_in(
    office: Office, visits: Visits, path: str, filled: dict[str, str]
) -> None:
    path = path.format(plan=office.plan(Stage.PROPOSED), visit=visits.begin() if "{visit}" in path else 0)
    page = office.get("operator", path).text
    target = next(
        where for where, _ in forms(page, path) if where.partition("?")[0] == path.partition("?")[0]
    )
    form = fields(page, path, target.partition("?")[0], **filled)
    idle(office)

    ended = office.reader("operator").post(target, data=form)

    assert ended.status_code == 401
    assert "Sesi Anda berakhir" in ended.text
    assert all(" ".join(text.split()) in " ".join(ended.text.split()) for text in filled.values())
    waiting = sign_in(office, ended.text)
    assert waiting.status_code == 200
    assert "Isian Anda masih ada" in waiting.text
    again = fields(waiting.text, "", target.partition("?")[0])
    assert {name: again[name] for name in filled} == filled
    answer = office.reader("operator").post(target, data=again)
    assert answer.status_code in (303, 422)  # 422: the form shows what its rules still ask for
    assert answer.status_code == 303 or all(text[:60] in answer.text for text in filled.values())


def test_the_problem_typed_before_the_session_ended_is_stored_once(office: Office) -> None:
    path = f"/rencana/{office.plan(Stage.PROPOSED)}/masalah/baru"
    form = fields(office.get("operator", path).text, path, title="Printer rusak", text=LONG, due=DUE)
    idle(office)
    waiting = sign_in(office, office.reader("operator").post(path, data=form).text)
    again = fields(waiting.text, "", path)

    for _ in range(2):
        office.reader("operator").post(path, data=again)

    with office.inside() as session:
        assert [row.text for row in session.query(PlanProblem)] == [LONG.strip()]


def test_a_wrong_password_keeps_what_waits(office: Office) -> None:
    path = f"/rencana/{office.plan(Stage.PROPOSED)}/masalah/baru"
    form = fields(office.get("operator", path).text, path, title="Printer rusak", due=DUE)
    idle(office)
    ended = office.reader("operator").post(path, data=form).text
    wrong = fields(ended, "", "/masuk", login="operator", password="keliru sekali ini")

    refused = office.reader("operator").post("/masuk", data=wrong)

    assert refused.status_code == 422
    assert "Printer rusak" in refused.text
    assert "Isian Anda masih ada" in sign_in(office, refused.text).text


def test_a_session_that_ended_in_another_tab_loses_nothing_either(office: Office) -> None:
    path = f"/rencana/{office.plan(Stage.PROPOSED)}/bagian/tahapan/baru"
    form = fields(office.get("operator", path).text, path, title="Latih petugas", due=DUE)
    idle(office)
    office.get("operator", "/masuk")  # empties the cookie, so the token of the first tab holds no more

    ended = office.reader("operator").post(path, data=form, headers=OWN)

    assert ended.status_code == 401
    assert "Latih petugas" in ended.text
    waiting = sign_in(office, ended.text)
    again = fields(waiting.text, "", path)
    assert office.reader("operator").post(path, data=again).status_code == 303
    assert office.count(Milestone) == 2


def test_a_form_older_than_its_token_is_sent_again_with_one_press(office: Office) -> None:
    path = f"/rencana/{office.plan(Stage.PROPOSED)}/masalah/baru"
    form = fields(office.get("operator", path).text, path, title="Printer rusak", due=DUE)

    old = office.reader("operator").post(path, data={**form, "csrf_token": "tua"}, headers=OWN)

    assert old.status_code == 400
    assert "kedaluwarsa" in old.text
    assert office.reader("operator").post(path, data=fields(old.text, "", path)).status_code == 303


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://jahat.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_what_another_site_may_have_sent_is_never_offered_for_sending(
    office: Office, headers: dict[str, str]
) -> None:
    path = f"/rencana/{office.plan(Stage.PROPOSED)}/masalah/baru"
    data = {"title": "Dari situs lain", "csrf_token": "x"}

    refused = office.reader("operator").post(path, data=data, headers=headers)

    assert refused.status_code == 400
    assert f'action="{path}"' not in refused.text
    assert ("Dari situs lain" in refused.text) == (headers == {})


def test_a_held_form_cannot_be_altered(office: Office) -> None:
    office.get("operator", "/akun")
    idle(office)
    page = office.reader("operator").get("/masuk").text
    form = fields(page, "", "/masuk", login="operator", password=PASSWORD, tertahan="W10.palsu.tanda")

    assert office.reader("operator").post("/masuk", data=form).status_code == 303


def test_passwords_are_neither_shown_nor_carried(office: Office) -> None:
    page = office.reader("operator").fetch("/akun/sandi").text
    typed = {"current": PASSWORD, "password": "sandi baru yang panjang", "again": "sandi baru yang panjang"}
    form = fields(page, "/akun/sandi", **typed)
    idle(office)

    ended = office.reader("operator").post("/akun/sandi", data=form)

    assert ended.status_code == 401
    assert "sandi baru yang panjang" not in ended.text
    assert 'name="tertahan"' not in ended.text


def test_every_password_field_is_known_as_a_secret() -> None:
    from portal.accounts import forms as accounts_forms

    kinds = [kind for kind in vars(accounts_forms).values() if isinstance(kind, type)]
    named = {
        name
        for kind in kinds
        for name, field in vars(kind).items()
        if getattr(field, "field_class", None) is PasswordField
    }

    assert named
    assert named - {"again"} <= held.SECRET  # which is typed beside the first one


def upload(office: Office, title: str = "SK 188.45/120/2026") -> tuple[str, dict[str, Any]]:
    """The form of a paper that proves a plan, filled in, with its file."""
    address = f"/bukti/baru?subjek=plan:{office.plan(Stage.PROPOSED)}"
    page = office.get("operator", address).text
    target = next(where for where, _ in forms(page, address) if "/bukti/baru" in where)
    form: dict[str, Any] = fields(page, address, target.partition("?")[0], note="Halaman tiga", number=title)
    return target, {**form, "file": (io.BytesIO(papers.pdf()), "SK Tim.pdf")}


def test_a_form_with_a_file_keeps_its_words_and_names_the_file_to_be_chosen_again(office: Office) -> None:
    target, form = upload(office)
    idle(office)

    ended = office.reader("operator").post(target, data=form, headers=OWN)

    assert ended.status_code == 401
    assert "Halaman tiga" in ended.text
    assert "Berkas SK Tim.pdf tidak ikut disimpan. Pilih lagi di formulirnya." in ended.text
    assert not list(office.app.extensions["evidence_store"].root.glob("incoming/*"))
    waiting = sign_in(office, ended.text)
    assert "Berkas SK Tim.pdf tidak ikut disimpan." in waiting.text
    again = office.reader("operator").post(target, data=fields(waiting.text, "", "/bukti/baru"))
    assert again.status_code == 422
    assert "Halaman tiga" in again.text
