"""What pages cost as people do more: the leadership's, plans, tasks, visits, the trail, the sheets.

    bin/bench activity                               300, 3,000 and 20,000 plans; 50 readings each
    bin/bench activity --plans 300 3000              two sizes only
    bin/bench activity --trail 0 --rounds 3 --json   no check of the trail, fewer rounds, for a program

For each page: milliseconds of the processor in this process (SQLite works in it too), the median of the
rounds, and the exponent e between the two largest sizes (cost grows as size^e). Signed in as the leadership
(the trail: as auditor; tasks: as operator), through the whole portal but without a network, on the shipped
library. Beside them the first look after a start, and the first after a change by somebody. Exit 1 where a
goal is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.filled import Measured, cpu, fill_trail, fill_visits, measure, prepare, signed_in
from portal import audit
from portal.access import Actor, Role
from portal.audit import verifying
from portal.db import reading, transaction
from portal.government import our_government

SIZES = (300, 3_000, 20_000)
VISITS, TRAIL = 2_000, 200_000
AFTER_CHANGE = "after a change: /dasbor/prioritas"


@dataclass(frozen=True)
class Page:
    """An address, who asks for it, and what it may cost at most (ms of the processor) with so many plans."""

    path: str
    role: Role = Role.LEADERSHIP
    goals: tuple[tuple[int, float], ...] = ()


PAGES = (
    Page("/dasbor/prioritas", goals=((3_000, 150), (20_000, 400))),
    Page("/dasbor", goals=((3_000, 60), (20_000, 150))),
    Page("/dasbor/peringatan", goals=((3_000, 40), (20_000, 100))),
    Page("/dasbor/peringatan?tingkat=keras&hal=2"),
    Page("/dasbor/kpi?keadaan=tercapai"),
    Page("/dasbor/opd/Dinkes"),
    Page("/"),
    Page("/rencana"),
    Page("/rencana?peringatan=keras"),
    Page("/rencana/papan"),
    Page("/rencana/30"),
    Page("/opd"),
    Page("/opd/Dinkes"),
    Page("/masalah"),
    Page("/cari?q=antrean"),
    Page("/kunjungan"),
    Page("/tugas", Role.OPERATOR),
    Page("/audit", Role.AUDITOR),
    Page("/audit?subjek=plan:5", Role.AUDITOR),
    Page("/audit?opd=Dinkes&dari=2026-11-01", Role.AUDITOR),
    Page("/audit?tindakan=adoption.edit", Role.AUDITOR),
    Page("/audit?orang=Pegawai+7", Role.AUDITOR),
)
FILES = (
    Page("/dasbor/prioritas/skor.xlsx"),
    Page("/dasbor/laporan/2026-10.xlsx"),
    Page("/rencana.xlsx"),
    Page("/rencana.csv"),
    Page("/kunjungan.xlsx"),
)
FILE_ROUNDS = 1
CHECK, CHECK_GOAL = "audit verify after 1,000 new entries", 200.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, measure, print; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--plans", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--visits", type=int, default=VISITS)
    parser.add_argument("--trail", type=int, default=TRAIL, help="entries of the trail")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    sizes = sorted(chosen.plans)
    found = {size: run(size, chosen.visits, chosen.trail, chosen.rounds) for size in sizes}
    missed = _missed(found)
    if chosen.json:
        costs = {path: {size: found[size][path].median for size in sizes} for path in found[sizes[0]]}
        print(json.dumps({"cpu_ms": costs, "missed": missed}, indent=1))
    else:
        _print(found)
        print("".join(f"\nmissed: {one}" for one in missed) or "\nevery goal is met")
    return 1 if missed else 0


def run(plans: int, visits: int, trail: int, rounds: int) -> dict[str, Measured]:
    """Every page at one size, by its address."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        app, leader = prepare(Path(name), plans)
        with app.app_context(), transaction() as session:
            opds = [opd.code for opd in our_government().opds]
            fill_visits(session, visits, opds)
            fill_trail(session, trail, plans, opds)
        clients = {
            Role.LEADERSHIP: leader,
            Role.AUDITOR: signed_in(app, Role.AUDITOR),
            Role.OPERATOR: signed_in(app, Role.OPERATOR, "Dinkes"),
        }
        leader.get("/bantuan")  # what every page costs once is no page's cost
        for page in PAGES:
            first = cpu(lambda page=page: clients[page.role].get(page.path))  # type: ignore[misc]
            found.append(measure(app, clients[page.role], page.path, rounds))
            if page.goals:
                found.append(Measured(f"first: {page.path}", first, first, 0))
        found.append(_after_change(app, leader, rounds))
        found += [measure(app, clients[page.role], page.path, FILE_ROUNDS) for page in FILES]
        found += _checks(app, plans)
        app.extensions["engine"].dispose()
    return {one.path: one for one in found}


def _after_change(app: Flask, client: FlaskClient, rounds: int) -> Measured:
    """The priorities each time after somebody has changed one plan."""
    times = []
    for number in range(rounds):
        with app.app_context(), transaction() as session:
            subject = f"plan:{number * 7 + 8}"
            audit.record(session, actor=Actor(name="contoh"), action="adoption.edit", subject=subject)
        times.append(cpu(lambda: client.get("/dasbor/prioritas")))
    times.sort()
    return Measured(AFTER_CHANGE, times[len(times) // 2], times[-1], 0)


def _checks(app: Flask, plans: int) -> list[Measured]:
    """The check of the whole trail, and the one after 1,000 entries more."""
    with app.app_context():
        whole = cpu(lambda: verifying.verify(reading()))
    with app.app_context(), transaction() as session:
        fill_trail(session, 1_000, plans, ["Dinkes"])
    with app.app_context():
        verdicts: list[object] = []
        since = cpu(lambda: verdicts.append(verifying.verify_since(reading())))
        assert isinstance(verdicts[0], verifying.Verdict)
        assert (verdicts[0].entries, verdicts[0].is_sound) == (1_000, True)
    return [Measured("audit verify --full", whole, whole, 0), Measured(CHECK, since, since, 0)]


def _missed(found: dict[int, dict[str, Measured]]) -> list[str]:
    return [
        f"{page.path} with {size} plans: {found[size][page.path].median:.0f} ms, goal {goal:.0f}"
        for page in PAGES
        for size, goal in page.goals
        if size in found and found[size][page.path].median > goal
    ] + [
        f"{CHECK}: {at[CHECK].median:.0f} ms, goal {CHECK_GOAL:.0f}"
        for at in found.values()
        if at[CHECK].median > CHECK_GOAL
    ]


def _print(found: dict[int, dict[str, Measured]]) -> None:
    sizes = list(found)
    print(f"{'CPU ms with so many plans':44}{''.join(f'{size:>10}' for size in sizes)}{'e':>7}{'SQL':>5}")
    for path, last in found[sizes[-1]].items():
        costs = [found[size][path].median for size in sizes]
        exponent = f"{_exponent(sizes, costs):7.2f}" if len(sizes) > 1 else f"{'':7}"
        print(f"{path:44}{''.join(f'{cost:10.1f}' for cost in costs)}{exponent}{last.statements:5}")


def _exponent(sizes: Sequence[int], costs: Sequence[float]) -> float:
    return log(costs[-1] / costs[-2]) / log(sizes[-1] / sizes[-2])


if __name__ == "__main__":
    sys.exit(main())
