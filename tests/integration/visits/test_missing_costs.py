"""What a case's page says to ask for is proposed as a question of the visit."""

from __future__ import annotations

from portal.cases import get_case
from portal.visits.questions import from_case, openings
from tests.make import Maker, body


def test_costs_and_staff_that_are_not_kept_as_data_are_asked_for_even_where_the_text_tells_money(
    make: Maker,
) -> None:
    make.library()
    text = body(sumber_daya_dan_biaya="Biayanya Rp2,5 miliar menurut berita [s1].")
    make.case("jempol", text)
    cost = {"kind": "start", "amount": 5_000_000, "words": "alat", "year": 2020, "sources": ["s1"]}
    people = {"people": 3, "words": "petugas", "year": 2020, "sources": ["s1"]}
    make.case("gemas", costs=[cost], staff=[people])
    make.publish()
    app = make.app()

    with app.test_request_context("/"):
        asked = {proposal.key for proposal in from_case(openings(get_case("jempol")))}
        known = {proposal.key for proposal in from_case(openings(get_case("gemas")))}

    assert {"biaya:jempol", "tenaga:jempol"} <= asked
    assert not known & {"biaya:gemas", "tenaga:gemas"}
    page = app.test_client().get("/inovasi/jempol").get_data(as_text=True)
    assert "minta ke Dinas Kesehatan Teladan" in page
    assert "sebagian di naskah" in page
