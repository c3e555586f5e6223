"""The life of an innovation in the register: entered, filled in, endorsed, shown to everybody, reported."""

from __future__ import annotations

from datetime import date

import pytest

from portal.adoption import Stage as PlanStage
from portal.errors import Forbidden, RuleViolation
from portal.register import seasons, service
from portal.register.models import Edition, Season
from portal.register.rules import Stage, State
from tests.integration.adoption.conftest import value_in
from tests.integration.register.conftest import OPD, OTHER_OPD, Office, Register
from tests.make import reader

pytestmark = pytest.mark.both_engines("register")


def test_an_operator_enters_an_innovation_and_sees_what_is_missing(office: Office) -> None:
    answer = office.post(
        "operator", "/register/baru", owner=OPD, title="Antar KTP", stage="inisiatif", purpose="Dekat"
    )
    page = office.get("operator", answer.location).text

    assert answer.status_code == 303
    assert "Antar KTP" in page
    assert "Waktu penerapan" in page
    assert "dari 18 isian wajib terisi" in page


def test_a_unit_below_an_opd_owns_what_is_its_own(office: Office) -> None:
    answer = office.post(
        "operator-lain",
        "/register/baru",
        owner="Dinkes/puskesmas-satu",
        title="Senyum Bumil",
        stage="penerapan",
    )

    assert "Puskesmas Satu" in office.get("operator-lain", answer.location).text
    assert "Senyum Bumil" in office.get("operator-lain", "/register?unit=puskesmas-satu").text


def test_a_draft_is_read_by_its_opd_and_the_curator_only(office: Office, register: Register) -> None:
    number = register.begin()

    assert office.get("kurator", f"/register/{number}").status_code == 200
    assert office.get("operator-lain", f"/register/{number}").status_code == 404
    assert "Antar KTP" not in office.get("pembaca", "/register").text
    assert reader(office.app).get(f"/register/{number}").location == f"/masuk?lanjut=/register/{number}"


def test_a_profile_is_filled_in_a_subject_at_a_time(office: Office, register: Register) -> None:
    number = register.begin()

    answer = office.fill(
        "operator",
        f"/register/{number}/ubah/jenis",
        technology="digital",
        form="pelayanan-publik",
        asta_cita="4",
        pkpn="Non PKPN",
        affair="2.06",
        other_affairs=["1.02", "1.06"],
        coordinates="109,7305; -6,9081",
    )

    assert answer.status_code == 303
    assert register.read(number, lambda one: one.coordinates) == "-6.9081, 109.7305"
    assert register.read(number, lambda one: one.other_affairs) == "1.02 1.06"
    page = office.get("operator", f"/register/{number}").text
    assert "Administrasi Kependudukan dan Pencatatan Sipil" in page
    assert "Kesehatan; Sosial" in page


def test_days_that_contradict_each_other_are_refused_at_their_field(
    office: Office, register: Register
) -> None:
    number = register.begin()

    answer = office.fill(
        "operator", f"/register/{number}/ubah/waktu", trial_on="2025-05-01", applied_on="2025-04-01"
    )

    assert answer.status_code == 422
    assert "tidak mungkin sebelum uji coba" in answer.text
    assert "2025-04-01" in answer.text


def test_the_stage_moves_only_through_its_gate(register: Register) -> None:
    number = register.begin()

    with pytest.raises(RuleViolation, match="Waktu uji coba"):
        register.change("operator", number, lambda s, one, who: service.move(s, one, Stage.TRIAL, actor=who))

    register.change(
        "operator",
        number,
        lambda s, one, who: service.edit(
            s, one, {"trial_on": date(2025, 1, 2)}, version=one.version, actor=who
        ),
    )
    register.change("operator", number, lambda s, one, who: service.move(s, one, Stage.TRIAL, actor=who))
    assert register.read(number, lambda one: (one.stage, len(one.moves))) == (Stage.TRIAL, 1)


def test_who_submits_does_not_endorse(register: Register) -> None:
    number = register.begin("kepala")
    register.change("kepala", number, lambda s, one, who: service.submit(s, one, actor=who))

    with pytest.raises(Forbidden, match="mengesahkan sendiri"):
        register.change("kepala", number, lambda s, one, who: service.endorse(s, one, actor=who))


def test_an_endorsement_binds_to_what_was_read(office: Office, register: Register) -> None:
    number = register.begin()
    register.change("operator", number, lambda s, one, who: service.submit(s, one, actor=who))
    address = f"/register/{number}/sahkan"
    read_to = value_in(office.get("kepala", address).text, "read_to")
    register.change(
        "operator",
        number,
        lambda s, one, who: service.edit(s, one, {"purpose": "Diganti"}, version=one.version, actor=who),
    )

    refused = office.post("kepala", address, read_to=read_to)

    assert refused.status_code == 409
    assert "Diganti" in refused.text
    assert register.read(number, lambda one: one.state) is State.SUBMITTED
    assert office.post("kepala", address, read_to="").status_code == 409
    read_to = value_in(refused.text, "read_to")
    assert office.post("kepala", address, read_to=read_to).status_code == 303
    assert register.read(number, lambda one: one.state) is State.ENDORSED


def test_what_is_changed_after_endorsing_is_endorsed_anew(register: Register) -> None:
    number = register.endorsed()

    register.change(
        "operator",
        number,
        lambda s, one, who: service.edit(s, one, {"purpose": "Lain"}, version=one.version, actor=who),
    )

    assert register.read(number, lambda one: one.state) is State.SUBMITTED


def test_everybody_reads_what_the_head_released_and_not_what_is_written_since(
    office: Office, register: Register
) -> None:
    number = register.endorsed(purpose="Warga tidak perlu ke kota")
    assert reader(office.app).get(f"/inovasi-kita/{number}").status_code == 404

    assert office.post("operator", f"/register/{number}/buka").status_code == 403
    assert office.post("kepala", f"/register/{number}/buka").status_code == 303
    register.change(
        "operator",
        number,
        lambda s, one, who: service.edit(
            s, one, {"purpose": "Belum disahkan"}, version=one.version, actor=who
        ),
    )

    page = reader(office.app).get(f"/inovasi-kita/{number}").text
    assert "Warga tidak perlu ke kota" in page
    assert "Belum disahkan" not in page
    assert f"/inovasi-kita/{number}" in reader(office.app).get("/inovasi-kita").text


def test_a_profile_comes_back_with_what_has_to_be_mended(office: Office, register: Register) -> None:
    number = register.begin()
    register.change("operator", number, lambda s, one, who: service.submit(s, one, actor=who))

    office.fill(
        "kurator", f"/register/{number}/kembalikan", reason="Manfaat: tulis jumlah warga yang dilayani."
    )

    page = office.get("operator", f"/register/{number}").text
    assert "tulis jumlah warga yang dilayani" in page
    assert "Ajukan ke kepala OPD" in page


def test_a_closed_season_keeps_the_profile_as_it_was(office: Office, register: Register) -> None:
    number, kurator = register.begin(), office.actor("kurator")
    with office.inside() as session:
        first = {"year": 2025, "opens": date(2025, 6, 20), "closes": date(2025, 8, 2), "note": ""}
        season = seasons.save(session, None, first, actor=kurator)
        seasons.save(session, season, {**first, "closes": date(2025, 8, 23)}, version=1, actor=kurator)
        assert season.closes_first == date(2025, 8, 2)
    register.change(
        "operator", number, lambda s, one, who: seasons.enter(s, one, s.get_one(Season, 1), "", actor=who)
    )
    with office.inside() as session:
        assert seasons.close(session, session.get_one(Season, 1), actor=kurator) == 1
        seasons.save(session, None, {"year": 2026}, actor=kurator)

    register.change(
        "operator",
        number,
        lambda s, one, who: service.edit(s, one, {"title": "Nama baru"}, version=one.version, actor=who),
    )

    with office.inside() as session:
        edition = session.get_one(Edition, 1)
        assert edition.frozen is not None
        assert edition.frozen["title"] == "Antar KTP ke Desa"
    assert "Antar KTP ke Desa" in office.get("operator", "/register/edisi/1").text
    refused = office.fill("operator", f"/register/{number}/musim", season="2", development="")
    assert refused.status_code == 422
    assert "Sudah pernah dilaporkan" in refused.text
    again = office.fill(
        "operator", f"/register/{number}/musim", season="2", development="Kini juga di dua kecamatan."
    )
    assert again.status_code == 303


def test_a_plan_that_is_applied_fills_its_innovation(office: Office) -> None:
    plan_id = office.plan(PlanStage.APPLIED)

    shown = office.get("operator", f"/register/baru?rencana={plan_id}").text
    answer = office.post(
        "operator", f"/register/baru?rencana={plan_id}", owner=OPD, title="Jempol di sini", stage="penerapan"
    )
    page = office.get("operator", answer.location).text

    assert "Jempol di sini" in shown
    filled = (
        "Jempol di sini",
        "Penerapan",
        "21 November 2026",
        "Warga antre",
        "pemohon KTP",
        "Waktu tunggu turun.",
    )
    assert [text for text in filled if text not in page] == []
    assert "Yang masih kosong" in page
    assert f"/rencana/{plan_id}" in page


def test_names_that_are_alike_are_told(office: Office, register: Register) -> None:
    register.begin(title="PELITA DESA")
    number = register.begin(title="pelita  desa (tahap dua)")

    assert "Mungkin sama dengan" in office.get("operator", f"/register/{number}").text
    assert "PELITA DESA" in office.post("operator", "/register/baru", title="Pelita Desa", owner="").text


def test_the_map_and_who_has_none_yet(office: Office, register: Register) -> None:
    register.begin(affair="2.06")

    assert "tanpa inovasi" in office.get("operator", "/register/peta").text
    absent = office.get("operator", "/register/siapa-belum").text
    assert "1 dari 2 OPD belum punya inovasi" in absent
    assert "Dinas Kesehatan" in absent


def test_the_list_goes_out_as_a_file(office: Office, register: Register) -> None:
    register.endorsed(title="=RUMUS()", affair="2.06")

    text = office.get("pembaca", "/register.csv").data.decode("utf-8-sig")

    assert "Urusan Utama" in text
    assert "'=RUMUS()" in text
    assert office.get("pembaca", "/register.xlsx").data[:2] == b"PK"


def test_questions_on_an_innovation(office: Office, register: Register) -> None:
    number = register.endorsed()

    office.post("operator-lain", f"/register/{number}/tulisan", text="Berapa biayanya?", kind="tanya")

    assert "Berapa biayanya?" in office.get("operator", f"/register/{number}").text
    assert OTHER_OPD in office.get("operator", f"/register/{number}").text
