"""A unit cost of elsewhere times how many we have: only where both are data, with the sum shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.cases.model import Case, Cost
from portal.government import Need
from portal.regions import Indicator, Region
from portal.web.figures import number, rupiah

SPANS = ("sehari", "sebulan", "setahun")


@dataclass(frozen=True)
class Quantity:
    """How many of something we have, and when that was counted."""

    label: str
    value: float
    unit: str
    year: int | None


@dataclass(frozen=True)
class Estimate:
    """A sum that anybody can check: unit cost × quantity."""

    cost: Cost
    quantity: Quantity

    @property
    def amount(self) -> int:
        """The product, in rupiah of the unit cost's year."""
        return round(self.cost.amount * self.quantity.value)

    @property
    def words(self) -> str:
        """The sum as a sentence."""
        ours, cost = self.quantity, self.cost
        time = ours.unit.partition(" per ")[2]
        span = f" per {time}" if time else next((f" {one}" for one in SPANS if cost.per.endswith(one)), "")
        counted = f"{number(ours.value)} {ours.unit}".strip()
        when = f", {ours.year}" if ours.year else ""
        product = f"{rupiah(self.amount)}{span}"
        return (
            f"{rupiah(cost.amount)} per {cost.per} × {counted} ({ours.label}{when}) = {product} "
            f"bila semua ditangani; harga daerah asal ({cost.year}), belum disesuaikan"
        )


def estimates(
    case: Case, needs: Iterable[Need], region: Region | None, indicators: Mapping[str, Indicator]
) -> list[Estimate]:
    """The unit costs of a case that our own figures let us scale; the first fitting figure of each."""
    found = []
    units = [cost for cost in case.costs if cost.kind == "unit"]
    quantities = list(_quantities(needs, region, indicators)) if units else []
    for cost in units:
        fitting = (quantity for counts, quantity in quantities if cost.per.strip() in counts)
        if quantity := next(fitting, None):
            found.append(Estimate(cost, quantity))
    return found


def _quantities(
    needs: Iterable[Need], region: Region | None, indicators: Mapping[str, Indicator]
) -> Iterator[tuple[tuple[str, ...], Quantity]]:
    """What we count: figures of the needs first, because they are about the problem itself."""
    for need in needs:
        for figure in need.figures:
            yield figure.counts, Quantity(figure.label, figure.value, figure.unit, figure.year)
    values = region.indicators if region else ()
    for indicator in indicators.values():
        own = [value for value in values if value.indicator == indicator.id]
        newest = max(own, key=lambda value: value.year or 0, default=None)
        if indicator.counts and newest is not None and isinstance(newest.value, int | float):
            unit = newest.unit or indicator.unit
            yield indicator.counts, Quantity(indicator.name, float(newest.value), unit, newest.year)
