"""Parts of a visit, conflicts between two writers, rates and ceilings, hostile input."""

from __future__ import annotations

import re
from functools import partial
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.documents.sheets import Sheet, SheetColumn, make_xlsx
from portal.visits import Stage, Visit, parts, rates
from portal.visits.part_models import CostLine, Member, Question, Rate
from portal.visits.rates import COLUMNS
from portal.visits.rules import Duty
from tests.integration.adoption.conftest import IDS
from tests.integration.visits.conftest import OPD, OTHER_OPD, TODAY, Office, Visits

HEAD = ";".join(heading for _, heading, _ in COLUMNS)
GOOD = "Uang harian;Jawa Timur;orang/hari;150.000;Perbup 1/2026;2026-01-01;2026-12-31"


def look(office: Office, content: bytes, name: str = "tarif.csv") -> Any:
    """Upload a table of rates, and look at what it would change."""
    answer = office.post("operator", "/kunjungan/tarif", file=(BytesIO(content), name))
    return office.get("operator", answer.location) if answer.status_code == 303 else answer


def send(office: Office, content: bytes, name: str = "tarif.csv") -> Any:
    """Upload a table of rates and accept what the preview shows."""
    answer = office.post("operator", "/kunjungan/tarif", file=(BytesIO(content), name))
    mark = re.findall(r'name="mark"[^>]*value="(\w+)"', office.get("operator", answer.location).text)
    return office.post("operator", answer.location, mark=mark[0])


def table(*rows: str) -> bytes:
    """A CSV of rates."""
    return "\n".join((HEAD, *rows)).encode()


def stored(office: Office) -> list[int]:
    """The amounts of the rates that hold."""
    with office.inside() as session:
        return [rate.amount for rate in rates.listed(session, OPD)]


def test_rates_come_from_a_csv_and_refused_rows_are_told(office: Office) -> None:
    content = table(
        GOOD,
        "Uang harian;Bali;orang/hari;sekian;Perbup 1/2026;2026-01-01;",
        "Penginapan;Bali;malam;500000;;2026-01-01;",
        "Penginapan;Bali;malam;500000;Perbup 1/2026;2026-12-31;2026-01-01",
        "CONTOH uang harian;X;Y;1;CONTOH;2026-01-01;",
        GOOD,
    )

    seen = look(office, content)
    before = office.count(Rate)
    answer = send(office, content)

    assert seen.status_code == 200
    assert "1 tarif akan masuk, 0 sama dengan yang ada, 5 baris ditolak" in seen.text
    for number in (3, 4, 5, 6, 7):
        assert f"Baris {number}:" in seen.text
    assert (before, answer.status_code, office.count(Rate)) == (0, 303, 1)
    assert office.trail(f"rates:{OPD}")[0].action == "visits.import-rates"


def test_the_example_says_what_it_is_and_is_not_imported(office: Office) -> None:
    book = office.get("operator", "/kunjungan/tarif/contoh.xlsx")
    text = office.get("operator", "/kunjungan/tarif/contoh.csv")

    assert "CONTOH" in text.text
    assert "0 tarif akan masuk" in look(office, book.data, "contoh.xlsx").text
    assert office.count(Rate) == 0


def test_rates_come_from_a_workbook_and_replace_older_ones(office: Office) -> None:
    columns = [SheetColumn(heading) for _, heading, _ in COLUMNS]
    for amount in (150_000, 175_000):
        row = ["Uang harian", "Bali", "orang/hari", amount, "Perbup 1/2026", "2026-01-01", ""]
        send(office, make_xlsx(Sheet("Tarif", columns, [row], TODAY)), "tarif.xlsx")

    page = office.get("operator", "/kunjungan/tarif").text
    assert "1 menggantikan yang lama" in page
    assert "Rp175.000" in page
    assert "Rp150.000" not in page


@pytest.mark.parametrize(
    "row",
    [
        "Uang  harian;Jawa Timur;orang/hari;160.000;Perbup 2/2026;1 Januari 2026;",
        "uang harian;JAWA TIMUR;orang/hari;Rp160.000,00;Perbup 2/2026;01/01/2026;",
        "Uang\u00a0Harian ;jawa\u00a0timur;orang/hari;160 ribu;Perbup 2/2026;2026-01-01;",
    ],
)
def test_a_rate_spelt_otherwise_is_the_same_rate(office: Office, row: str) -> None:
    send(office, table(GOOD))

    send(office, table(row))

    assert stored(office) == [160_000]


def test_what_looks_like_a_slip_is_pointed_out_in_the_preview(office: Office) -> None:
    send(office, table(GOOD))

    seen = look(office, table(GOOD.replace("150.000", "410"))).text
    odd = look(office, table(GOOD.replace("150.000", "1.500.000"))).text

    assert "Apakah tabelnya dalam ribuan?" in seen
    assert "Jauh dari tarif sebelumnya, Rp150.000." in odd


def test_an_amount_with_decimals_and_a_hidden_row_do_not_come_in(office: Office) -> None:
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.append([heading for _, heading, _ in COLUMNS])
    for kind, amount in (("Uang harian", 410.125), ("Rahasia lama", 1_000), ("Penginapan", 410_000)):
        page.append([kind, "Bali", "hari", amount, "Perbup 1/2026", TODAY, None])
    page.row_dimensions[3].hidden = True
    buffer = BytesIO()
    made.save(buffer)

    seen = look(office, buffer.getvalue(), "tarif.xlsx").text
    send(office, buffer.getvalue(), "tarif.xlsx")

    assert "dapat dibaca dua cara" in seen
    assert "Baris ini tersembunyi" in seen
    assert stored(office) == [410_000]


def test_an_import_is_taken_back_whole_and_what_it_replaced_holds_again(office: Office) -> None:
    send(office, table(GOOD))
    send(office, table(GOOD.replace("150.000", "175.000"), "Penginapan;Bali;malam;500000;Perbup;2026-01-01;"))
    path = f"/kunjungan/tarif/impor/2/batalkan?opd={OPD}"

    refused = office.post("operator", path, reason="salah")
    after_refusal = stored(office)
    answer = office.post("operator", path, reason="Berkas tahun lalu yang terunggah.")
    again = office.post("operator", path, reason="Berkas tahun lalu yang terunggah.")

    assert (refused.status_code, answer.status_code, again.status_code) == (422, 303, 404)
    assert sorted(after_refusal) == [175_000, 500_000]
    assert stored(office) == [150_000]
    assert [one.action for one in office.trail(f"rates:{OPD}")].count("visits.undo-rates") == 1


def test_an_import_on_which_others_were_built_is_not_taken_back(office: Office) -> None:
    send(office, table(GOOD))
    send(office, table(GOOD.replace("150.000", "175.000")))

    answer = office.post("operator", "/kunjungan/tarif/impor/1/batalkan", reason="Berkasnya salah.")

    assert answer.status_code == 409
    assert stored(office) == [175_000]


def test_one_rate_is_removed_with_a_reason(office: Office) -> None:
    send(office, table(GOOD, "Penginapan;Bali;malam;500000;Perbup;2026-01-01;"))

    page = office.get("operator", "/kunjungan/tarif/1/hapus").text
    answer = office.post("operator", "/kunjungan/tarif/1/hapus", reason="Dicabut oleh Perbup baru.")

    assert "Rp150.000" in page
    assert answer.status_code == 303
    assert stored(office) == [500_000]


def test_what_changed_since_the_preview_is_not_stored_unseen(office: Office) -> None:
    first = office.post("operator", "/kunjungan/tarif", file=(BytesIO(table(GOOD)), "a.csv")).location
    mark = re.findall(r'name="mark"[^>]*value="(\w+)"', office.get("operator", first).text)[0]
    send(office, table(GOOD.replace("150.000", "175.000")))

    answer = office.post("operator", first, mark=mark)

    assert answer.status_code == 409
    assert "Lihat pratinjaunya sekali lagi" in answer.text
    assert stored(office) == [175_000]
    assert office.get("kepala", first).status_code == 404


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04rusak", b"\xff\xfe\x00", b"a,b\n1,2", f"{HEAD}\n".encode(), b"\x00" * 50, b'"' * 9],
)
def test_an_unsound_file_is_refused(office: Office, content: bytes) -> None:
    answer = look(office, content)

    assert answer.status_code == 422
    assert office.count(Rate) == 0


def test_a_cost_line_copies_the_rate_and_adds_up_against_the_ceiling(office: Office, visits: Visits) -> None:
    send(office, f"{HEAD}\n{GOOD}".encode())
    visit_id = visits.begin()
    visits.set(visit_id, start=TODAY)
    path = f"/kunjungan/{visit_id}/bagian/biaya"

    office.post("operator", f"{path}/baru", rate_id="1", people="3", days="2", kind="", amount="")
    office.post("operator", f"/kunjungan/pagu?opd={OPD}", year="2026", amount="800.000", basis="DPA 1")
    page = office.get("operator", path).text

    assert "Rp150.000 × 3 orang × 2 = Rp900.000" in page
    assert "Melebihi pagu Rp800.000: kurang Rp100.000." in page


def test_a_rate_that_does_not_hold_on_the_day_is_refused(office: Office, visits: Visits) -> None:
    send(office, f"{HEAD}\n{GOOD}".encode())
    visit_id = visits.begin()
    visits.set(visit_id, start=TODAY.replace(year=2027))

    answer = office.post(
        "operator", f"/kunjungan/{visit_id}/bagian/biaya/baru", rate_id="1", people="1", days="1"
    )

    assert answer.status_code == 422
    assert office.count(CostLine) == 0


def test_warnings_tell_of_strangers_crowds_and_double_trips(office: Office, visits: Visits) -> None:
    visits.at(Stage.APPROVED, title="Yang pertama")
    visit_id = visits.begin(title="Yang kedua")
    path = f"/kunjungan/{visit_id}/bagian/delegasi"
    visits.set(visit_id, start=TODAY, end=TODAY, runner_opd="Dinkes")

    office.post("operator", f"{path}/baru", account_id=str(IDS["pembaca"]), opd=OPD, duty="ketua")
    for number in range(8):
        office.post("operator", f"{path}/baru", account_id="", name=f"Orang {number}", opd=OPD, duty="")
    page = office.get("operator", path).text

    assert "Tidak ada peserta dari Dinkes" in page
    assert "Rombongan 9 orang" in page
    assert "Pembaca sudah tercatat dalam kunjungan “Yang pertama”" in page


def test_a_double_trip_is_seen_whatever_letters_the_name_is_typed_in(office: Office, visits: Visits) -> None:
    first, second = visits.at(Stage.APPROVED, title="Yang pertama"), visits.begin(title="Yang kedua")
    visits.set(first, start=TODAY, end=TODAY)
    visits.set(second, start=TODAY, end=TODAY)
    for visit_id, name in ((first, "Évi Ñandú"), (second, "évi ñandú")):
        path = f"/kunjungan/{visit_id}/bagian/delegasi"
        office.post("operator", f"{path}/baru", account_id="", name=name, opd=OPD, duty="")

    page = office.get("operator", f"/kunjungan/{second}/bagian/delegasi").text

    assert "Évi Ñandú sudah tercatat dalam kunjungan “Yang pertama”" in page


def test_nobody_is_twice_in_a_delegation(office: Office, visits: Visits) -> None:
    visit_id = visits.begin()
    row = {"account_id": str(IDS["pembaca"]), "opd": OPD, "duty": ""}

    statuses = [
        office.post("operator", f"/kunjungan/{visit_id}/bagian/delegasi/baru", **row).status_code
        for _ in range(2)
    ]

    assert statuses == [303, 422]
    assert office.count(Member) == 1


def test_two_writers_of_one_field_see_both_texts(office: Office, visits: Visits) -> None:
    visit_id = visits.begin()
    path = f"/kunjungan/{visit_id}/ubah/laporan"
    page = office.get("kepala", path).text
    office.fill("operator", path, summary="Teks operator")

    mark = page.partition('name="mark"')[2].partition('value="')[2].partition('"')[0]
    clash = office.post("kepala", path, summary="Teks kepala", version="1", mark=mark)

    assert clash.status_code == 409
    assert "Teks operator" in clash.text
    assert "Teks kepala" in clash.text
    assert visits.read(visit_id, lambda visit: visit.summary) == "Teks operator"


def test_two_writers_of_different_fields_do_not_disturb_each_other(office: Office, visits: Visits) -> None:
    visit_id = visits.begin()
    page = office.get("kepala", f"/kunjungan/{visit_id}/ubah/balasan").text
    office.fill("operator", f"/kunjungan/{visit_id}/ubah/laporan", summary="Teks operator")

    mark = page.partition('name="mark"')[2].partition('value="')[2].partition('"')[0]
    saved = office.post(
        "kepala", f"/kunjungan/{visit_id}/ubah/balasan", reply="bersedia", version="1", mark=mark
    )

    assert saved.status_code == 303


def test_a_removed_row_can_be_put_back(office: Office, visits: Visits) -> None:
    visit_id = visits.at(Stage.PROPOSED)
    question = visits.row(Question, visit_id)
    path = f"/kunjungan/{visit_id}/bagian/pertanyaan"

    office.post("operator", f"{path}/{question}/hapus")
    gone = visits.read(visit_id, lambda visit: len(visit.questions))
    office.post("operator", f"{path}/{question}/pulihkan")

    assert gone == 1
    assert visits.read(visit_id, lambda visit: len(visit.questions)) == 2
    actions = [entry.action for entry in office.trail(f"visit:{visit_id}:question:{question}")]
    assert actions == ["visits.add", "visits.remove", "visits.restore"]


@pytest.mark.parametrize(
    "values",
    [
        {"text": "x" * 501}, {"text": ""}, {"text": "ok", "theme": "<script>"},
        {"text": "ok", "known_url": "https://jahat.example"}, {"text": "ok", "known_url": "//jahat.example"},
        {"text": "ok", "known_url": "/\\jahat.example/masuk"}, {"text": "ok", "known_url": "/a//b"},
        {"text": "ok", "known_url": "javascript:alert(1)"}, {"text": "ok", "member_id": "9"},
    ],
)  # fmt: skip
def test_hostile_questions_are_refused(office: Office, visits: Visits, values: dict[str, str]) -> None:
    visit_id = visits.begin()
    usual = {"theme": "", "member_id": "", "case_slug": ""}

    answer = office.post("operator", f"/kunjungan/{visit_id}/bagian/pertanyaan/baru", **{**usual, **values})

    assert answer.status_code == 422
    assert office.count(Question) == 0


@pytest.mark.parametrize(
    "path",
    [
        "/kunjungan/0", f"/kunjungan/{2**70}", "/kunjungan/1/ubah/sandi", "/kunjungan/1/bagian/x",
        "/kunjungan/1/bagian/biaya/99", "/kunjungan/1/tahap/terbang", "/kunjungan/1/rekomendasi/tidak-ada",
        f"/kunjungan/1/bagian/biaya/{2**70}",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(office: Office, visits: Visits, path: str) -> None:
    visits.begin()

    assert office.get("operator", path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "tahap=x&cara=y&tahun=abcd&daerah=../..&opd='",
        "tahun=٢٠٢٦",
        "bulan=9999-99",
        "bulan=٢٠٢٦-٠١",
        "hal=-1",
    ],
)
def test_hostile_filters_narrow_nothing(office: Office, visits: Visits, query: str) -> None:
    visits.begin()

    assert "Belajar Jempol" in office.get("operator", f"/kunjungan?{query}").text
    assert office.get("operator", f"/kunjungan/kalender?{query}").status_code == 200


def add_member(session: Session, visit: Visit, actor: Actor, values: dict[str, object]) -> None:
    """Somebody joins the delegation."""
    parts.add(session, visit, Member, values, actor=actor)


def test_a_draft_of_another_opd_is_no_oracle_for_where_somebody_travels(
    office: Office, visits: Visits
) -> None:
    person = {"name": "Siti Pejabat", "post": "Kabid", "duty": Duty.SCRIBE}
    days = {"start": TODAY, "end": TODAY}
    secret = visits.begin("operator-lain", opd=OTHER_OPD, title="Draf rahasia ke kota lain")
    own = visits.begin(title="Yang sendiri")
    for visit_id, who, opd in ((secret, "operator-lain", OTHER_OPD), (own, "operator", OPD)):
        visits.set(visit_id, **days)
        visits.change(who, visit_id, partial(add_member, values={**person, "opd": opd}))

    hidden = (
        office.get("operator", f"/kunjungan/{own}").text
        + office.get("operator", f"/kunjungan/{own}/bagian/delegasi").text
    )
    visits.set(secret, submitted_at=office.clock_now, stage=Stage.PROPOSED)
    told = office.get("operator", f"/kunjungan/{own}").text

    assert "sudah tercatat" not in hidden
    assert "Draf rahasia" not in hidden
    assert "Siti Pejabat sudah tercatat dalam kunjungan “Draf rahasia ke kota lain”" in told
