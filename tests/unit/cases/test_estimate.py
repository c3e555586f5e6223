"""A unit cost is scaled to our region only where both are data, and the sum is shown."""

from __future__ import annotations

from typing import Any

from portal.cases.estimate import estimates
from portal.cases.model import Case, Cost
from portal.government import Need
from portal.government.model import NeedFigure
from portal.regions.model import Indicator, IndicatorValue, Region

VILLAGES = Indicator(
    id="jumlah-desa", name="Jumlah desa", unit="desa", direction="neutral", theme="x", counts=("desa",)
)


def a_cost(per: str, kind: str = "unit") -> Cost:
    return Cost.model_construct(kind=kind, amount=5_000_000, per=per, words="bantuan", year=2016)


def a_case(*costs: Cost) -> Case:
    return Case.model_construct(costs=costs)


def a_region(**named: Any) -> Region:
    values = [
        IndicatorValue(indicator="jumlah-desa", value=230, year=2010, sources=("b1",)),
        IndicatorValue(indicator="jumlah-desa", value=239, year=2018, sources=("b1",)),
    ]
    return Region.model_construct(**{"indicators": tuple(values)} | named)


def a_need(**figure: Any) -> Need:
    values: dict[str, Any] = {
        "label": "Rumah tidak layak",
        "value": 16_000,
        "unit": "rumah",
        "sources": ("b1",),
    }
    return Need.model_construct(figures=(NeedFigure(**values | figure),))


def test_a_unit_cost_is_multiplied_with_the_newest_count_and_shows_its_sum() -> None:
    (found,) = estimates(a_case(a_cost("desa")), [], a_region(), {"jumlah-desa": VILLAGES})

    assert found.amount == 239 * 5_000_000
    assert (
        "Rp5.000.000 per desa × 239 desa (Jumlah desa, 2018) = Rp1.195.000.000 bila semua ditangani"
        in found.words
    )
    assert "harga daerah asal (2016), belum disesuaikan" in found.words


def test_a_figure_of_the_need_is_taken_before_one_of_the_region() -> None:
    need = a_need(counts=("desa",), value=3, unit="desa")

    (found,) = estimates(a_case(a_cost("desa")), [need], a_region(), {"jumlah-desa": VILLAGES})

    assert found.amount == 15_000_000


def test_a_sum_by_the_day_or_by_the_month_says_so() -> None:
    waste = a_need(counts=("ton sampah",), value=109, unit="ton per hari")
    people = a_need(counts=("orang sebulan",), value=10, unit="orang")

    (daily,) = estimates(a_case(a_cost("ton sampah")), [waste], None, {})
    (monthly,) = estimates(a_case(a_cost("orang sebulan")), [people], None, {})

    assert "= Rp545.000.000 per hari bila" in daily.words
    assert "= Rp50.000.000 sebulan bila" in monthly.words


def test_nothing_is_estimated_where_the_words_do_not_say_the_same() -> None:
    need = a_need(counts=("rumah",))
    costs = (a_cost("rumah di tanah negara"), a_cost("desa", "yearly"), a_cost("kelompok"))

    assert estimates(a_case(*costs), [need], a_region(), {"jumlah-desa": VILLAGES}) == []
    assert estimates(a_case(a_cost("desa")), [], None, {"jumlah-desa": VILLAGES}) == []
