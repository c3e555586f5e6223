"""Commands: `portal plan list` and `portal plan remind`."""

from __future__ import annotations

import click

from portal import clock, edition, opened
from portal.adoption import queries, reminders
from portal.adoption.filters import PlanFilters, limits_of
from portal.adoption.models import Plan
from portal.adoption.rules import STAGE_NAMES, Stage
from portal.db import reading
from portal.web import chat


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
@click.option("--wa", "as_chat", is_flag=True, help="Satu alamat WhatsApp per OPD, dengan teks siap kirim.")
def remind(as_chat: bool) -> None:
    """Tampilkan yang perlu diingatkan: terlambat, tanpa kabar, tinjauan, masalah lewat tenggat."""
    with opened():
        found = reminders.due(reading(), clock.today())
        if as_chat:
            _print_chats(found)
            return
        for reminder in found:
            print(f"{reminder.opd}\trencana {reminder.plan_id}\t{reminder.text}")
        print(f"{len(found)} pengingat.")


def _print_chats(found: list[reminders.Reminder]) -> None:
    """An agency a line: its code, and the address that opens a chat with what it is reminded of."""
    root = edition.settings().address
    for opd in sorted({reminder.opd for reminder in found}):
        texts = [reminder.text for reminder in found if reminder.opd == opd]
        text = chat.list_of(f"Mohon ditindaklanjuti {opd}", texts, f"{root}/tugas" if root else "")
        print(f"{opd}\t{chat.chat_address(text)}")


def line(found: Plan) -> str:
    """A plan on one line."""
    percent = "-" if found.progress.percent is None else f"{found.progress.percent}%"
    return f"{found.id}\t{found.opd}\t{STAGE_NAMES[found.stage]}\t{percent}\t{found.title}"
