"""The Gantt of a plan names what is late, and says what it does not draw."""

from __future__ import annotations

from datetime import date

from portal.adoption.charts import steps_chart, steps_finding
from portal.adoption.models import Milestone, Plan

TODAY = date(2026, 12, 1)


def steps() -> list[Milestone]:
    """Done, late twice, ahead, and without a day."""
    days = {
        "Surat minat": (date(2026, 9, 1), date(2026, 9, 3)),
        "Latih petugas": (date(2026, 11, 26), None),
        "Tetapkan SOP": (date(2026, 11, 1), None),
        "Uji coba": (date(2027, 1, 10), None),
        "Evaluasi": (None, None),
    }
    return [
        Milestone(id=number, title=title, due=due, done=done)
        for number, (title, (due, done)) in enumerate(days.items(), 1)
    ]


def test_the_finding_counts_names_the_latest_first_and_says_what_is_next_and_undrawn() -> None:
    assert steps_finding(steps(), TODAY, has_band=False).startswith(
        "1 dari 5 langkah selesai; terlambat: Tetapkan SOP (30 hari), Latih petugas (5 hari); "
        "berikutnya Uji coba, 10 Januari 2027. 1 langkah tanpa tenggat tidak digambar."
    )


def test_a_plan_with_fewer_than_two_days_has_no_drawing() -> None:
    plan = Plan(id=1, title="Jempol", milestones=steps()[3:])

    assert steps_chart(plan, TODAY) == ("", "")


def test_the_trial_lies_behind_the_steps_and_each_late_one_is_a_bar() -> None:
    trial = {"trial_start": date(2026, 10, 1), "trial_end": date(2026, 12, 31)}

    drawing, finding = steps_chart(Plan(id=1, title="Jempol", milestones=steps(), **trial), TODAY)

    assert finding in drawing
    assert drawing.count('class="gantt-band"') == 1
    assert (drawing.count('class="gantt-late"'), drawing.count('class="gantt-over"')) == (2, 1)
