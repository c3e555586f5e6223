"""Commands: `portal jobs run`, `portal jobs work`, `portal jobs list`."""

from __future__ import annotations

import json
from threading import Event

import click
from sqlalchemy import select

from portal import config
from portal.db import reading
from portal.errors import RuleViolation
from portal.jobs import running
from portal.jobs.models import Job
from portal.jobs.worker import Worker

SHOWN = 50


@click.group()
def jobs() -> None:
    """Pekerjaan di belakang layar: penerbitan, impor, dokumen."""


@jobs.command()
@click.option("--with-parent", is_flag=True, hidden=True)
def run(with_parent: bool) -> None:
    """Kerjakan antrean sampai dihentikan; satu proses di setiap mesin."""
    from portal import create_app

    with running.alone(config.load().instance) as is_alone:
        if is_alone:
            running.run(create_app(), with_parent=with_parent)
        elif not with_parent:
            raise RuleViolation("Antrean sudah dikerjakan proses lain di mesin ini (misalnya portal serve).")


@jobs.command()
@click.option("--once", is_flag=True, help="Hanya satu pekerjaan.")
def work(once: bool) -> None:
    """Kerjakan yang sudah waktunya, lalu selesai."""
    from portal import create_app

    worker = Worker(create_app(), Event())
    count = 0
    while worker.work_one():
        count += 1
        if once:
            break
    print(f"{count} pekerjaan dikerjakan.")


@jobs.command("list")
@click.option("--json", "as_json", is_flag=True, help="Satu objek JSON per baris.")
def list_jobs(as_json: bool) -> None:
    """Tunjukkan pekerjaan terakhir, yang terbaru dahulu."""
    from portal import opened

    with opened():
        for job in reading().scalars(select(Job).order_by(Job.id.desc()).limit(SHOWN)):
            print(_as_json(job) if as_json else _as_line(job))


def _as_line(job: Job) -> str:
    far = f" {job.done}/{job.total}" if job.is_living and job.total else ""
    return f"{job.id}\t{job.state}{far}\t{job.title}\t{job.account}\t{job.said}"


def _as_json(job: Job) -> str:
    names = ("id", "kind", "state", "title", "account", "attempts", "done", "total", "words", "said")
    found = {name: getattr(job, name) for name in names}
    for name in ("created_at", "started_at", "ended_at"):
        moment = getattr(job, name)
        found[name] = moment.isoformat(timespec="seconds") if moment else None
    return json.dumps(found, ensure_ascii=False)
