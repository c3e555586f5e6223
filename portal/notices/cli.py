"""Commands: `portal notices gather`, `portal notices send`, `portal notices letters`."""

from __future__ import annotations

import json
from threading import Event

import click
from sqlalchemy import select

from portal.db import reading, transaction
from portal.errors import RuleViolation

SHOWN = 100


@click.group()
def notices() -> None:
    """Pemberitahuan: yang menunggu atau jatuh tempo, surat, dan ringkasan mingguan."""


@notices.command()
@click.option("--digest", is_flag=True, help="Sekaligus tulis ringkasan minggu ini.")
def gather(digest: bool) -> None:
    """Susun pemberitahuan sekarang; portal yang berjalan melakukannya sendiri."""
    from portal import opened
    from portal.notices import ordered

    with opened():
        with transaction() as session:
            ordered.ask_to_gather(session, with_digest=digest)
        _work()


@notices.command()
def send() -> None:
    """Kirim surat yang menunggu; portal yang berjalan melakukannya sendiri."""
    from portal import edition, opened
    from portal.notices import ordered

    with opened():
        if not edition.settings().mail_server:
            raise RuleViolation("Pengaturan 'mail_server' masih kosong, jadi tidak ada surat yang dikirim.")
        with transaction() as session:
            ordered.ask_to_post(session)
        _work()


@notices.command()
@click.option("--json", "as_json", is_flag=True, help="Satu objek JSON per baris.")
def letters(as_json: bool) -> None:
    """Tunjukkan surat terakhir dan nasibnya, yang terbaru dahulu; isinya tidak ditampilkan."""
    from portal import opened
    from portal.notices.models import Letter

    with opened():
        for one in reading().scalars(select(Letter).order_by(Letter.id.desc()).limit(SHOWN)):
            found = {
                "id": one.id,
                "account": one.account_id,
                "kind": one.kind,
                "state": one.state,
                "tries": one.tries,
                "said": one.said,
                "created_at": one.created_at.isoformat(timespec="seconds"),
            }
            print(json.dumps(found, ensure_ascii=False) if as_json else "\t".join(map(str, found.values())))


def _work() -> None:
    """Do what was just asked for, unless the portal's own process is quicker."""
    from flask import current_app

    from portal.jobs.worker import Worker

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    worker, count = Worker(app, Event()), 0
    while worker.work_one():
        count += 1
    print(f"{count} pekerjaan dikerjakan.")
