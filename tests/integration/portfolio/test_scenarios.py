"""Scenarios: asking, reading the answer, overruling it, deciding, comparing."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from portal.adoption import parts, plans
from portal.adoption.models import Risk
from portal.adoption.rules import Stage
from portal.portfolio.models import Overrule, Scenario, Status
from portal.portfolio.proposing import propose
from portal.portfolio.snapshot import read_inputs, read_numbers, read_proposal
from tests.integration.adoption.conftest import Office
from tests.integration.portfolio.conftest import REASON, Waiting, make_scenario, stored

pytestmark = pytest.mark.both_engines("portfolio")

HERE = "/dasbor/prioritas"
GROUNDS = "Sesuai hasil rapat anggaran"


@pytest.fixture
def three(waiting: Waiting) -> tuple[int, int, int]:
    """A dear plan for few people, and two cheaper ones for many; together they ask for 180 million."""
    return (
        waiting("Mahal", million=90, people=100, slug="jempol"),
        waiting("Murah", million=40, people=90_000, slug="gemas"),
        waiting("Juga murah", million=50, people=80_000, slug="kinarya"),
    )


def test_the_package_with_the_highest_score_within_the_ceiling_is_proposed(
    office: Office, three: tuple[int, int, int]
) -> None:
    dear, cheap, also = three

    scenario_id = make_scenario(office)

    row = stored(office, scenario_id)
    assert read_numbers(row.package) == (cheap, also)
    page = office.get("auditor", f"{HERE}/skenario/{scenario_id}").text
    assert "Terbukti" in page
    assert "2027, PAD kurang Rp80.000.000" in page
    assert "dapat kalah dari beberapa rencana lebih murah yang jumlah skornya lebih besar" in page
    assert f"/rencana/{dear}" in page
    assert "Nilai paket menurut besarnya pagu" in page


def test_what_was_asked_and_known_is_frozen_and_gives_the_same_answer_again(
    office: Office, three: tuple[int, int, int]
) -> None:
    scenario_id = make_scenario(office, mandatory=str(three[0]))

    row = stored(office, scenario_id)
    inputs, answer = read_inputs(row.inputs), read_proposal(row.result)

    assert row.digest == hashlib.sha256(row.inputs.encode()).hexdigest()
    assert inputs.request.ceilings == {(2027, "pad"): 100_000_000}
    assert propose(inputs.problem) == answer


def test_a_plan_that_changes_later_is_told_and_changes_nothing_in_the_scenario(
    office: Office, three: tuple[int, int, int]
) -> None:
    scenario_id = make_scenario(office)
    before = stored(office, scenario_id)

    worse = {"risk": "Petugas pindah", "likelihood": 5, "impact": 5}
    office.change(
        "operator", three[1], lambda session, plan, actor: parts.add(session, plan, Risk, worse, actor=actor)
    )

    after = stored(office, scenario_id)
    assert (after.inputs, after.result, after.package) == (before.inputs, before.result, before.package)
    assert "1 rencana sudah berubah" in office.get("kurator", f"{HERE}/skenario/{scenario_id}").text


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"mandatory": ["1", "2"]}, "melebihi pagu 2027, PAD sebesar Rp30.000.000"),
        ({"mandatory": ["1"], "excluded": ["1"]}, "ditandai tidak ikut"),
        ({"mandatory": ["2", "3"], "either_a_0": "2", "either_b_0": "3"}, "tidak boleh bersama"),
        ({"mandatory": ["2"], "needs_a_0": "2", "needs_b_0": "1"}, "sebesar Rp30.000.000"),
    ],
)
def test_a_request_that_no_package_can_meet_is_refused_with_what_collides(
    office: Office, asked: dict[str, object], sentence: str
) -> None:
    data = {"name": "X1", "reason": REASON, "pagu_2027_pad": "100.000.000", **asked}

    answer = office.post("kurator", f"{HERE}/skenario/baru", **data)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert office.count(Scenario) == 0


def test_conditions_are_kept_and_shown(office: Office, three: tuple[int, int, int]) -> None:
    dear, cheap, also = (str(number) for number in three)

    scenario_id = make_scenario(
        office, pagu_2027_pad="", either_a_0=cheap, either_b_0=also, needs_a_0=also, needs_b_0=dear
    )

    page = office.get("pimpinan", f"{HERE}/skenario/{scenario_id}").text
    assert len(read_numbers(stored(office, scenario_id).package)) == 2
    assert "Salah satu saja: “Murah”" in page
    assert "“Juga murah” (nomor 3) hanya bersama “Mahal” (nomor 1)." in page
    assert "Tidak dibatasi" in page
    again = office.get("pimpinan", f"{HERE}/skenario/baru?dari={scenario_id}").text
    assert again.count("selected") >= 4


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "!!!"),
        ("reason", "pendek"),
        ("pagu_2027_pad", "sepuluh juta"),
        ("pagu_2027_pad", "-5"),
        ("pagu_2027_pad", "9" * 400),
        ("mandatory", "999"),
        ("mandatory", "1; DROP TABLE"),
        ("either_a_0", "1"),
        ("either_a_0", "x" * 5_000),
        ("reason", "NIP 198501012010011001 menyusun skenario"),
    ],
)
@pytest.mark.usefixtures("three")
def test_a_hostile_or_careless_form_is_refused_and_stores_nothing(
    office: Office, field: str, value: str
) -> None:
    data = {"name": "Pagu", "reason": REASON, "pagu_2027_pad": "100.000.000", field: value}

    answer = office.post("kurator", f"{HERE}/skenario/baru", **data)

    assert answer.status_code == 422
    assert "Ada yang perlu diperbaiki" in answer.text
    assert office.count(Scenario) == 0


def test_many_rows_of_pairs_are_cut_to_a_sane_number(office: Office) -> None:
    rows = {f"either_a_{place}": "" for place in range(900)}

    make_scenario(office, **rows)

    assert office.count(Scenario) == 1


def test_another_package_needs_a_reason_and_leaves_the_proposal_as_it_was(
    office: Office, three: tuple[int, int, int]
) -> None:
    dear, cheap, also = three
    other, scenario_id = make_scenario(office), make_scenario(office)
    address = f"{HERE}/skenario/{scenario_id}/paket"

    short = office.fill("pimpinan", address, wanted=[str(dear)], reason="ya")
    kept = office.fill("pimpinan", address, wanted=[str(dear)], reason=GROUNDS)

    assert (short.status_code, kept.status_code) == (422, 303)
    row = stored(office, scenario_id)
    assert read_numbers(row.package) == (dear,)
    assert read_proposal(row.result).chosen == (cheap, also)
    assert read_numbers(stored(office, other).package) == (cheap, also)
    page = office.get("pimpinan", f"{HERE}/skenario/{scenario_id}").text
    assert "diubah orang" in page
    assert page.count("Diusulkan perhitungan, dikeluarkan orang") == 2
    assert GROUNDS in page
    entry = office.trail(f"portfolio-scenario:{scenario_id}")[-1]
    assert (entry.action, entry.reason) == ("portfolio.overrule", GROUNDS)
    assert '"added":[[],[1]]' in entry.changes
    assert '"removed":[[2,3],[]]' in entry.changes


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (["1", "2"], "Paket ini melebihi pagu 2027, PAD sebesar Rp30.000.000"),
        (["2", "3"], "Tidak ada rencana yang ditambah"),
        (["77"], "Pilih salah satu dari daftar"),
    ],
)
@pytest.mark.usefixtures("three")
def test_a_package_that_breaks_the_scenario_is_refused(
    office: Office, wanted: list[str], sentence: str
) -> None:
    scenario_id = make_scenario(office)

    answer = office.fill("kurator", f"{HERE}/skenario/{scenario_id}/paket", wanted=wanted, reason=GROUNDS)

    assert answer.status_code == 422
    assert sentence in answer.text or "not a valid choice" in answer.text.lower()
    assert office.count(Overrule) == 0


@pytest.mark.usefixtures("three")
def test_a_package_is_not_saved_over_somebody_elses(office: Office) -> None:
    scenario_id = make_scenario(office)
    address = f"{HERE}/skenario/{scenario_id}/paket"
    office.fill("kurator", address, wanted=["1"], reason=GROUNDS)

    late = office.post("pimpinan", address, wanted=["2"], reason=GROUNDS, version="1")

    assert late.status_code == 409
    assert "Paket yang tersimpan sekarang: Mahal" in late.text
    assert read_numbers(stored(office, scenario_id).package) == (1,)
    assert office.count(Overrule) == 1


@pytest.mark.usefixtures("three")
def test_the_leadership_decides_once_and_a_later_decision_takes_its_place(office: Office) -> None:
    first, second = make_scenario(office), make_scenario(office, pagu_2027_pad="50.000.000")

    office.fill("pimpinan", f"{HERE}/skenario/{first}/tetapkan", reason=GROUNDS)
    again = office.post("pimpinan", f"{HERE}/skenario/{first}/tetapkan", reason="Sekali lagi", version="1")
    changed = office.fill("kurator", f"{HERE}/skenario/{first}/paket", wanted=["1"], reason=GROUNDS)
    office.clock_now += timedelta(minutes=5)
    office.fill("pimpinan", f"{HERE}/skenario/{second}/tetapkan", reason=GROUNDS)

    assert (again.status_code, changed.status_code) == (303, 422)
    rows = [stored(office, first), stored(office, second)]
    assert [row.status for row in rows] == [Status.DECIDED, Status.DECIDED]
    assert (rows[0].decided_by_name, rows[0].decision_reason) == ("Pimpinan", GROUNDS)
    assert "Sudah digantikan oleh" in office.get("auditor", f"{HERE}/skenario/{first}").text
    assert "digantikan" not in office.get("auditor", f"{HERE}/skenario/{second}").text
    actions = [entry.action for entry in office.trail(f"portfolio-scenario:{first}")]
    assert actions == ["portfolio.make", "portfolio.decide"]


@pytest.mark.usefixtures("three")
def test_a_ceiling_in_words_is_shown_as_it_was_understood(office: Office) -> None:
    address = f"{HERE}/skenario/baru"

    kept = make_scenario(office, pagu_2027_pad="0,1 miliar")
    refused = office.post("kurator", address, name="", reason=REASON, pagu_2027_pad="100jt")

    assert read_inputs(stored(office, kept).inputs).request.ceilings == {(2027, "pad"): 100_000_000}
    assert "Pagu Rp100.000.000" in office.get("kurator", f"{HERE}/skenario/{kept}").text
    assert (refused.status_code, "Rp180.000.000. Dibaca: Rp100.000.000." in refused.text) == (422, True)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("is_sent", [True, False])
def test_who_goes_back_and_decides_again_is_led_to_the_decision_and_told(
    office: Office, is_sent: bool
) -> None:
    scenario_id = make_scenario(office)
    page = f"{HERE}/skenario/{scenario_id}"
    office.fill("pimpinan", f"{page}/tetapkan", reason=GROUNDS)
    office.get("pimpinan", page)  # the message of the decision itself

    answer = (
        office.post("pimpinan", f"{page}/tetapkan", reason=GROUNDS, version="1")
        if is_sent
        else office.get("pimpinan", f"{page}/tetapkan")
    )

    assert (answer.status_code, answer.location) == (303, page)
    assert "Skenario ini sudah ditetapkan." in office.get("pimpinan", page).text
    assert len(office.trail(f"portfolio-scenario:{scenario_id}")) == 2


@pytest.mark.usefixtures("three")
def test_money_that_no_ceiling_tested_is_told_before_the_decision_and_on_its_paper(office: Office) -> None:
    tested, untested = make_scenario(office), make_scenario(office, pagu_2027_pad="")
    caution = "Perhatian: 1 dari 1 pagu tidak dibatasi, sehingga Rp180.000.000 dari paket ini belum diuji"

    def said(scenario_id: int) -> list[bool]:
        pages = [f"{HERE}/skenario/{scenario_id}{rest}" for rest in ("", "/tetapkan")]
        texts = [office.get("pimpinan", page).text for page in pages]
        pdf = PdfReader(BytesIO(office.get("pimpinan", f"{HERE}/skenario/{scenario_id}.pdf").data))
        file = docx.Document(BytesIO(office.get("pimpinan", f"{HERE}/skenario/{scenario_id}.docx").data))
        texts.append(" ".join(pdf.pages[0].extract_text().split()))
        texts.append("".join(file.element.body.itertext()))
        return [caution in text for text in texts]

    assert said(untested) == [True] * 4
    assert said(tested) == [False] * 4


@pytest.mark.usefixtures("three")
def test_a_decision_on_an_old_reading_is_a_conflict(office: Office) -> None:
    scenario_id = make_scenario(office)
    office.fill("kurator", f"{HERE}/skenario/{scenario_id}/paket", wanted=["1"], reason=GROUNDS)

    late = office.post("pimpinan", f"{HERE}/skenario/{scenario_id}/tetapkan", reason=GROUNDS, version="1")

    assert late.status_code == 409
    assert stored(office, scenario_id).status is Status.DRAFT


@pytest.mark.usefixtures("three")
def test_scenarios_are_compared_side_by_side(office: Office) -> None:
    first = make_scenario(office, name="Pagu penuh")
    second = make_scenario(office, name="Pagu separuh", pagu_2027_pad="50.000.000")
    make_scenario(office, name="Yang lain")

    page = office.get("auditor", f"{HERE}/bandingkan?skenario={first}&skenario={second}").text
    alone = office.get("auditor", f"{HERE}/bandingkan?skenario={first}").text
    nonsense = office.get("auditor", f"{HERE}/bandingkan?skenario=x&skenario=9999999999")

    assert "1 rencana ada di semua skenario ini" in page
    assert "dari 100.000.000" in page
    assert "dari 50.000.000" in page
    assert "Pilih dua sampai 3 skenario" in alone
    assert nonsense.status_code == 200


def test_a_scenario_is_a_paper_that_says_what_it_is(office: Office) -> None:
    scenario_id = make_scenario(office)

    answer = office.get("auditor", f"{HERE}/skenario/{scenario_id}.pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_a_stopped_plan_cannot_be_asked_for(office: Office, three: tuple[int, int, int]) -> None:
    office.change(
        "kepala",
        three[0],
        lambda session, plan, actor: plans.move(
            session, plan, Stage.PAUSED, reason="Menunggu kepastian anggaran", actor=actor
        ),
    )

    answer = office.post(
        "kurator", f"{HERE}/skenario/baru", name="Pagu", reason=REASON, mandatory=str(three[0])
    )

    assert answer.status_code == 422
