"""Forms: weights, a scenario, another package, a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput

from portal.portfolio.facts import Candidate
from portal.portfolio.packages import FundYear, Pair
from portal.portfolio.rules import CRITERIA, MAX_WEIGHT, Criterion, Weights
from portal.portfolio.snapshot import Request
from portal.portfolio.words import fund_year_name
from portal.records.fields import REQUIRED, Line, Long, Option, Rupiah, Whole, offers
from portal.records.saving import Versioned
from portal.web.forms import Form

SPARE = 3  # empty rows offered for pairs
MAX_PAIRS = 40


class Several(SelectMultipleField):  # type: ignore[misc]
    """Some of a list of plans, as tick boxes."""

    option_widget = CheckboxInput()

    def offer(self, plans: Sequence[tuple[int, str]]) -> None:
        """Set what can be chosen, known only at the request."""
        self.choices = offers((str(number), text) for number, text in plans)

    def numbers(self) -> frozenset[int]:
        """The plans that are ticked."""
        return frozenset(int(text) for text in self.data or ())


class WeightsForm(Versioned):
    """A weight for each criterion, and why."""

    rpjmd = Whole(CRITERIA[Criterion.RPJMD], least=0, most=MAX_WEIGHT, validators=[REQUIRED])
    warga = Whole(CRITERIA[Criterion.PEOPLE], least=0, most=MAX_WEIGHT, validators=[REQUIRED])
    hasil = Whole(CRITERIA[Criterion.OUTCOME], least=0, most=MAX_WEIGHT, validators=[REQUIRED])
    bukti = Whole(CRITERIA[Criterion.EVIDENCE], least=0, most=MAX_WEIGHT, validators=[REQUIRED])
    kesiapan = Whole(CRITERIA[Criterion.READINESS], least=0, most=MAX_WEIGHT, validators=[REQUIRED])
    kecocokan = Whole(CRITERIA[Criterion.FIT], least=0, most=MAX_WEIGHT, validators=[REQUIRED])
    risiko = Whole(CRITERIA[Criterion.RISK], least=0, most=MAX_WEIGHT, validators=[REQUIRED])
    reason = Long("Alasan", rows=3, max_length=1_000, validators=[REQUIRED])

    def weights(self) -> Weights:
        """What was filled in."""
        return {one: self[one.value].data for one in Criterion}


class PackageForm(Versioned):
    """Which plans are in the package, and why they differ from what was proposed."""

    wanted = Several("Rencana dalam paket")
    reason = Long("Alasan", rows=3, max_length=1_000, validators=[REQUIRED])


class DecisionForm(Versioned):
    """The grounds of a decision."""

    reason = Long("Pertimbangan keputusan", rows=4, max_length=2_000, validators=[REQUIRED])


class ScenarioForm(Form):
    """A request: the fixed fields; ceilings and pairs are added by `scenario_form`."""

    fund_years: Mapping[FundYear, str]  # fund year -> name of its field
    pairs: int

    name = Line("Nama skenario", max_length=120, validators=[REQUIRED])
    mandatory = Several("Wajib ikut")
    excluded = Several("Tidak ikut")
    reason = Long(
        "Untuk apa skenario ini?",
        rows=3,
        max_length=1_000,
        description="Misalnya: pagu indikatif 2027 setelah pengurangan dana transfer.",
        validators=[REQUIRED],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A pair is two different plans, or none."""
        is_valid = bool(super().validate(extra_validators))
        for kind in ("either", "needs"):
            for place in range(self.pairs):
                first, second = self[f"{kind}_a_{place}"], self[f"{kind}_b_{place}"]
                if bool(first.data) != bool(second.data) or (first.data and first.data == second.data):
                    self.add_error(second.name, "Pilih dua rencana yang berbeda, atau kosongkan keduanya.")
                    is_valid = False
        return is_valid

    def request(self) -> Request:
        """What was asked for."""
        ceilings = {
            fund_year: self[name].data
            for fund_year, name in self.fund_years.items()
            if self[name].data is not None
        }
        either = tuple((min(pair), max(pair)) for pair in self._pairs("either"))
        return Request(
            ceilings, self.mandatory.numbers(), self.excluded.numbers(), either, self._pairs("needs")
        )

    def _pairs(self, kind: str) -> tuple[Pair, ...]:
        named = (
            (self[f"{kind}_a_{place}"].data, self[f"{kind}_b_{place}"].data) for place in range(self.pairs)
        )
        return tuple(sorted({(int(first), int(second)) for first, second in named if first and second}))

    def validate_name(self, field: Line) -> None:
        """A name is words."""
        if not any(mark.isalnum() for mark in field.data or ""):
            raise ValidationError("Beri nama yang dapat dibaca.")


def fund_years_of(candidates: Sequence[Candidate]) -> dict[FundYear, int]:
    """What all candidates ask of each fund year, in rupiah."""
    asked: dict[FundYear, int] = {}
    for one in candidates:
        for fund_year, amount in one.costs.items():
            asked[fund_year] = asked.get(fund_year, 0) + amount
    return dict(sorted(asked.items()))


def scenario_form(
    candidates: Sequence[Candidate], source: Request | None = None, *, rows: int = 0
) -> ScenarioForm:
    """The form for these candidates, filled from an earlier request, with so many rows for pairs at least."""
    asked = fund_years_of(candidates)
    fund_years = {(year, fund): f"pagu_{year}_{fund}" for year, fund in asked}
    used = max(len(source.either), len(source.needs)) if source else 0
    pairs = min(max(used + SPARE, rows), MAX_PAIRS)
    fields: dict[str, Any] = {
        name: Rupiah(
            fund_year_name(fund_year), description=f"Diminta semua rencana: {_rupiah(asked[fund_year])}"
        )
        for fund_year, name in fund_years.items()
    }
    plans = [(one.plan.id, f"{one.plan.id}. {one.plan.title} ({one.plan.opd})") for one in candidates]
    for place in range(pairs):
        fields[f"either_a_{place}"] = Option("Rencana ini", plans, empty="Tidak ada", default="")
        fields[f"either_b_{place}"] = Option("atau yang ini", plans, empty="Tidak ada", default="")
        fields[f"needs_a_{place}"] = Option("Rencana ini", plans, empty="Tidak ada", default="")
        fields[f"needs_b_{place}"] = Option("hanya bersama yang ini", plans, empty="Tidak ada", default="")
    kind = type("ScenarioForm", (ScenarioForm,), {**fields, "fund_years": fund_years, "pairs": pairs})
    form: ScenarioForm = kind(data=_filled(source, fund_years) if source else None)
    form.mandatory.offer(plans)
    form.excluded.offer(plans)
    return form


def _filled(source: Request, fund_years: Mapping[FundYear, str]) -> dict[str, object]:
    """An earlier request as the form's contents."""
    found: dict[str, object] = {
        name: source.ceilings.get(fund_year) for fund_year, name in fund_years.items()
    }
    found["mandatory"] = [str(number) for number in source.mandatory]
    found["excluded"] = [str(number) for number in source.excluded]
    for kind, pairs in (("either", source.either), ("needs", source.needs)):
        for place, (first, second) in enumerate(pairs):
            found[f"{kind}_a_{place}"], found[f"{kind}_b_{place}"] = str(first), str(second)
    return found


def _rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")
