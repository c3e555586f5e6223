"""The first 90 days of a kind become steps of a plan."""

from __future__ import annotations

from portal.adoption.measures import EVALUATION_STEP, Phase
from portal.adoption.ninety import steps_of
from portal.guides.model import InnovationKind
from portal.guides.model import Step as GuideStep


def a_kind(*weeks: tuple[int, int]) -> InnovationKind:
    steps = tuple(
        GuideStep(weeks=span, what=f"Langkah {number}.", doer="Petugas", paper="Catatan")
        for number, span in enumerate(weeks, 1)
    )
    return InnovationKind(id="satu", label="Satu", about="Satu.", steps=steps)


def test_each_step_is_due_at_the_end_of_its_last_week_and_within_90_days() -> None:
    steps = steps_of(a_kind((1, 2), (2, 3), (4, 6), (7, 7), (8, 12), (12, 13)))

    assert [step.days for step in steps] == [14, 21, 42, 49, 84, 90, 90]
    assert steps[0].title == "Langkah 1 (Petugas; naskah: Catatan)"


def test_steps_stand_in_the_phases_of_replication_and_end_with_the_heads_decision() -> None:
    steps = steps_of(a_kind((1, 2), (2, 3), (4, 6), (7, 7), (8, 12), (12, 13)))

    assert [step.phase for step in steps] == [
        Phase.PREPARATION,
        Phase.PREPARATION,
        Phase.DESIGN,
        Phase.REPLICATION,
        Phase.REPLICATION,
        Phase.EVALUATION,
        Phase.EVALUATION,
    ]
    assert steps[-1].title == EVALUATION_STEP
