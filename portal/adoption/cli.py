"""Commands: `portal plan list` and `portal plan remind`."""

from __future__ import annotations

import click

from portal import clock, edition, opened
from portal.adoption import queries, reminders
from portal.adoption.filters import PlanFilters, limits_of
from portal.adoption.models import Plan
from portal.adoption.rules import STAGE_NAMES, Stage
from portal.db import reading


@click.group()
def plan() -> None:
    """Rencana adopsi."""


@plan.command("list")
@click.option("--opd", default="", help="Kode OPD.")
@click.option("--stage", type=click.Choice([stage.value for stage in Stage]), help="Tahap.")
@click.option("--late", is_flag=True, help="Hanya yang terlambat.")
@click.option("--silent", is_flag=True, help="Hanya yang lama tanpa kabar.")
def list_plans(opd: str, stage: str | None, late: bool, silent: bool) -> None:
    """Tampilkan rencana, satu per baris."""
    with opened():
        chosen = Stage(stage) if stage else None
        filters = PlanFilters(opd=opd, stage=chosen, is_late=late, is_silent=silent)
        where = filters.conditions(today=clock.today(), limits=limits_of(edition.settings()))
        for found in queries.listed(reading(), where):
            print(line(found))


@plan.command()
def remind() -> None:
    """Tampilkan yang perlu diingatkan: terlambat, tanpa kabar, tinjauan, masalah lewat tenggat."""
    with opened():
        found = reminders.due(reading(), clock.today())
        for reminder in found:
            print(f"{reminder.opd}\trencana {reminder.plan_id}\t{reminder.text}")
        print(f"{len(found)} pengingat.")


def line(found: Plan) -> str:
    """A plan on one line."""
    percent = "-" if found.progress.percent is None else f"{found.progress.percent}%"
    return f"{found.id}\t{found.opd}\t{STAGE_NAMES[found.stage]}\t{percent}\t{found.title}"
