"""What people wait for when many come at once: 110 readers who think between pages, 20 writers, two minutes.

    bin/bench load                                  the shipped library, 3,000 plans
    bin/bench load --content FOLDER                 another content folder (5,000 cases: see docs/scale.md)
    bin/bench load --readers 20 --writers 4 --seconds 30

The portal is served as `portal serve` does it, two workers, on this machine; each person has an address of
his own, as behind a proxy. Readers open the home page, cases, lists, searches and papers, and think one to
three seconds; writers open a form of their plan, fill it in and send it. It ends by itself. Milliseconds on
the clock (50, 95, 99 of 100), errors, and the processor time of the server: on a busy machine only the last
says something. Exit 1 where 95 of 100 readers waited longer than 400 ms, or anything failed.
"""

from __future__ import annotations

import argparse
import html
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

from sqlalchemy import select

from benchmarks.filled import fill, signed_in
from portal import config, create_app
from portal.access import Role
from portal.adoption import Kpi, Plan, Stage
from portal.cases import CASES
from portal.db import reading, transaction
from portal.db.beginning import stand_ready
from portal.government import our_government
from portal.publishing.publish import publish
from portal.web.cookies import NAME

GOAL = 400  # milliseconds, for 95 of 100 pages that readers open
ROOT = Path(__file__).parent.parent
WORKERS = 2
WRITING = ("form", "write")
THINK = (1.0, 3.0)  # seconds between two pages of one person
START = 120  # seconds until the server must answer
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
FIRST_DAY = date(2023, 12, 31)  # of the readings that writers write, going back from here
QUESTIONS = ("antrean puskesmas", "sampah", "izin usaha", "stunting", "layanan keliling", "air bersih desa")


@dataclass
class Measured:
    """What was waited for, by kind of page: milliseconds; and what failed."""

    waits: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def note(self, kind: str, begun: float, status: int, path: str) -> None:
        """Take down one answer."""
        self.waits.setdefault(kind, []).append(1_000 * (time.monotonic() - begun))
        if status >= 400:
            self.errors.append(f"{status} {path}")


@dataclass
class Person:
    """A browser: an address of its own, perhaps signed in."""

    port: int
    number: int
    cookie: str = ""

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Open a page, or send a form; its status and text. A connection that breaks is an error (599)."""
        number = self.number
        headers = {"X-Forwarded-For": f"10.0.{number // 250}.{number % 250 + 1}", "Host": "localhost"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        body = None
        if form is not None:
            body, headers["Content-Type"] = urlencode(form), "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET" if form is None else "POST", path, body, headers)
            answer = connection.getresponse()
            if given := answer.getheader("Set-Cookie"):
                self.cookie = given.partition(";")[0]  # it holds what the token of a form is checked against
            return answer.status, answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return 599, ""
        finally:
            connection.close()


def read(person: Person, slugs: Sequence[str], until: float, found: Measured) -> None:
    """One reader, until the time is over."""
    chance = random.Random(person.number)
    time.sleep(chance.uniform(0, THINK[1]))
    while time.monotonic() < until:
        slug = chance.choice(slugs)
        kind, path = chance.choices(
            [
                ("case", f"/inovasi/{slug}"),
                ("search", f"/cari?q={quote(chance.choice(QUESTIONS))}"),
                ("list", f"/inovasi?hal={chance.randint(1, 5)}"),
                ("home", "/"),
                ("regions", "/wilayah"),
                ("pdf", f"/inovasi/{slug}.pdf"),
            ],
            (50, 25, 12, 6, 4, 3),
        )[0]
        begun = time.monotonic()
        status, _ = person.ask(path)
        found.note(kind, begun, status, path)
        time.sleep(chance.uniform(*THINK))


def write(person: Person, plan: int, kpi: int, until: float, found: Measured) -> None:
    """One writer: a reading of a KPI of the own plan, another day each time."""
    chance, path = random.Random(person.number), f"/rencana/{plan}/kpi/{kpi}/bacaan"
    day = FIRST_DAY
    while time.monotonic() < until:
        time.sleep(chance.uniform(*THINK))
        begun = time.monotonic()
        status, page = person.ask(path)
        found.note("form", begun, status, path)
        fields = {name: html.unescape(value) for name, value in HIDDEN.findall(page)}
        begun = time.monotonic()
        status, page = person.ask(path, {**fields, "day": day.isoformat(), "value": "12"})
        found.note("write", begun, status, f"POST {path}")
        day -= timedelta(days=1)


@dataclass
class Portal:
    """A portal in a folder of its own: its people and what they open."""

    folder: Path
    slugs: list[str]
    writers: list[tuple[str, int, int]]  # cookie, plan, KPI


def make(folder: Path, content: Path, plans: int, writers: int) -> Portal:
    """Fill a portal: plans with readings, and as many operators as write."""
    (folder / "content").symlink_to(content)
    text = (ROOT / "settings.toml").read_text("utf-8")
    behind_a_proxy = re.sub(r"(?m)^trusted_proxies\b.*", "trusted_proxies = 1", text)
    (folder / "settings.toml").write_text(behind_a_proxy, "utf-8")
    os.environ["PORTAL_ROOT"] = str(folder)
    settings = config.load()
    stand_ready(settings)
    publish(settings)
    app = create_app(settings)
    with app.app_context(), transaction() as session:
        fill(session, plans, [opd.code for opd in our_government().opds])
    with app.app_context():
        moving = select(Plan.id, Plan.opd, Kpi.id).join(Kpi, Kpi.plan_id == Plan.id)
        rows = reading().execute(moving.where(Plan.stage == Stage.TRIAL).order_by(Plan.id, Kpi.id)).all()
        slugs = sorted(CASES.get())
    chosen = [row for row in rows if row[2] % 2 == 0][:writers]
    people = []
    for number, (plan, opd, kpi) in enumerate(chosen):
        client = signed_in(app, Role.OPERATOR, opd, f"operator-{number}")
        cookie = client.get_cookie(NAME)
        assert cookie is not None
        people.append((f"{cookie.key}={cookie.value}", plan, kpi))
    app.extensions["engine"].dispose()
    return Portal(folder, slugs, people)


@contextmanager
def serving(folder: Path, port: int) -> Iterator[int]:
    """`portal serve` on a port; the number of its process. It is ended whatever happens."""
    command = [sys.executable, "-m", "portal", "serve"]
    surrounding = {**os.environ, "PORTAL_ROOT": str(folder), "PORT": str(port), "WORKERS": str(WORKERS)}
    process = subprocess.Popen(command, env=surrounding, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + START
        while Person(port, 0).ask("/")[0] != 200:
            if time.monotonic() > until or process.poll() is not None:
                raise TimeoutError("the server does not answer")
            time.sleep(0.5)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def busy(root: int) -> float:
    """Seconds of the processor that a process and those it began have used so far."""
    used, parents = {}, {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = place.read_text().rpartition(")")[2].split()
            parents[int(place.parent.name)], used[int(place.parent.name)] = int(fields[1]), fields[11:15]
    ours = {root}
    while more := {number for number, parent in parents.items() if parent in ours} - ours:
        ours |= more
    ticks = sum(int(one) for number in ours & used.keys() for one in used[number])
    return ticks / os.sysconf("SC_CLK_TCK")


def run(portal: Portal, port: int, readers: int, seconds: float) -> tuple[Measured, float]:
    """Let everybody come; what they waited for, and the server's seconds of the processor."""
    found = Measured()
    with serving(portal.folder, port) as process:
        before, until = busy(process), time.monotonic() + seconds
        people = [
            threading.Thread(target=read, args=(Person(port, number), portal.slugs, until, found))
            for number in range(1, readers + 1)
        ]
        people += [
            threading.Thread(
                target=write, args=(Person(port, 1_000 + place, cookie), plan, kpi, until, found)
            )
            for place, (cookie, plan, kpi) in enumerate(portal.writers)
        ]
        for one in people:
            one.start()
        for one in people:
            one.join()
        used = busy(process) - before
    return found, used


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, serve, measure, print; 1 where the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--content", type=Path, default=ROOT / "content")
    parser.add_argument("--plans", type=int, default=3_000)
    parser.add_argument("--readers", type=int, default=110)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--port", type=int, default=8_365)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server ends too
    with tempfile.TemporaryDirectory() as name:
        portal = make(Path(name), chosen.content.resolve(), chosen.plans, chosen.writers)
        found, used = run(portal, chosen.port, chosen.readers, chosen.seconds)
    opened = [wait for kind, waits in found.waits.items() if kind not in WRITING for wait in waits]
    each = 1_000 * used / max(1, sum(len(waits) for waits in found.waits.values()))
    table = {
        kind: [len(waits), *(_at(waits, share) for share in (0.5, 0.95, 0.99))]
        for kind, waits in (*sorted(found.waits.items()), ("all that readers open", opened))
    }
    if chosen.json:
        print(json.dumps({"pages": table, "errors": found.errors, "server_cpu_s": used, "cpu_ms": each}))
    else:
        print(f"{len(portal.slugs)} cases, {chosen.plans} plans, {chosen.readers} readers, ", end="")
        print(f"{len(portal.writers)} writers\n{'page':26}{'n':>7}{'p50 ms':>9}{'p95':>9}{'p99':>9}")
        for kind, (count, *shares) in table.items():
            print(f"{kind:26}{count:7}{''.join(f'{share:9.0f}' for share in shares)}")
        print(f"server: {used:.0f} s of the processor, {each:.0f} ms a request")
        print(f"errors: {len(found.errors)} {sorted(set(found.errors))[:5]}")
    return 1 if found.errors or _at(opened, 0.95) > GOAL else 0


def _at(waits: Sequence[float], share: float) -> float:
    ordered = sorted(waits)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


if __name__ == "__main__":
    sys.exit(main())
