"""Whether others can still read while somebody does his worst: pages and /sehat under four attacks.

    bin/bench abuse                   each attack for a minute
    bin/bench abuse --seconds 15      shorter
    bin/bench abuse --only searches   one of: slow, uploads, papers, searches

A demo portal of two workers is filled and served on loopback, behind one trusted proxy as far as it knows:
attackers and readers come from addresses of their own, as that header says. Three readers open pages all the
time, one asks /sehat. Told are the readers' times, what attackers were answered, the processor time of the
server and of the attackers' own process, and the load of the machine: all of them share it.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import random
import re
import resource
import socket
import string
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.cookies import SimpleCookie
from multiprocessing.queues import Queue
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent
SLOW, UPLOADS, PAPERS, SEARCHES = 96, 20, 16, 200
GOAL_MS = 500
PASSWORD = "sandi demo untuk mengukur"
PAGES = ("/", "/inovasi", "/cari?q=posyandu", "/kebutuhan", "/wilayah", "/pembanding")
PATIENCE = 300  # seconds until the demo is filled and answers
FORM = b"POST /masuk HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
BEGINNINGS = (
    b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
    FORM + b"Content-Length: 5000\r\n",
    FORM + b"Content-Length: 900000\r\n",
    FORM + b"Transfer-Encoding: chunked\r\n",
)


def ask(
    port: int, path: str, address: str, *, body: bytes | None = None, timeout: float = 30, **headers: str
) -> tuple[int, bytes, http.client.HTTPMessage]:
    """One request from an address: status (0 where none came), body, headers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    given = {"X-Forwarded-For": address, **{name.replace("_", "-"): value for name, value in headers.items()}}
    try:
        connection.request("GET" if body is None else "POST", path, body=body, headers=given)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers
    except (OSError, http.client.HTTPException):
        return 0, b"", http.client.HTTPMessage()
    finally:
        connection.close()


def together(number: int, work: Callable[[int], None]) -> None:
    """Run so many threads of an attack to their end."""
    threads = [threading.Thread(target=work, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def slow(port: int, until: float, told: Counter[str]) -> None:
    """Connections that send a byte now and then, and begin again when they are ended."""

    def hold(place: int) -> None:
        beginning = BEGINNINGS[place % len(BEGINNINGS)]
        who = b"X-Forwarded-For: 10.1.0.%d\r\n" % place
        opening = beginning + who if place % len(BEGINNINGS) == 0 else beginning + who + b"\r\n1"
        while time.time() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 10) as held:
                told["connections"] += 1
                held.sendall(opening)
                while time.time() < until:
                    time.sleep(1.0)
                    held.sendall(b"1")

    together(SLOW, hold)


def uploads(port: int, until: float, told: Counter[str]) -> None:
    """One operator who sends twenty costly files at a time."""
    address = "10.2.0.1"
    cookie = sign_in(port, address)
    plans = re.findall(r'href="/rencana/(\d+)"', ask(port, "/rencana", address, Cookie=cookie)[1].decode())
    for plan in dict.fromkeys(plans):
        path = f"/bukti/baru?subjek=plan:{plan}"
        status, page, headers = ask(port, path, address, Cookie=cookie)
        if status == 200:
            break
    else:
        raise RuntimeError("no plan of the operator to send evidence to")
    cookie, token = _cookie(headers) or cookie, csrf(page)  # the token's other half comes with the page
    fields = {
        "csrf_token": token, "kind": "sk", "number": "1/2026", "dated": "2026-03-02", "issuer": "Bupati",
        "signer": "Bupati", "signer_level": "kdh", "year": "2026", "page": "1", "note": "",
    }  # fmt: skip
    parts = "".join(
        f'--batas\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head = '--batas\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    file = b"%PDF-1.7\n" + b"stream\n" * 1_500_000 + b"%%EOF\n"
    body = (parts + head).encode() + file + b"\r\n--batas--\r\n"

    def send(_place: int) -> None:
        while time.time() < until:
            kind = "multipart/form-data; boundary=batas"
            status, _, _ = ask(port, path, address, body=body, timeout=90, Cookie=cookie, Content_Type=kind)
            told[str(status)] += 1

    together(UPLOADS, send)


def papers(port: int, until: float, told: Counter[str]) -> None:
    """Clients who take papers of cases, each from an address and under a name of its own."""
    slugs = cases(port)

    def take(place: int) -> None:
        rng = random.Random(place)
        while time.time() < until:
            host = f"portal-{rng.randrange(10**9)}.example" if place % 2 else "portal.example"
            path = f"/inovasi/{rng.choice(slugs)}.pdf"
            told[str(ask(port, path, f"10.3.0.{place}", Host=host)[0])] += 1

    together(PAPERS, take)


def searches(port: int, until: float, told: Counter[str]) -> None:
    """So many searches a second that find nothing, from twenty addresses."""
    each, begun = 20, time.time()

    def search(place: int) -> None:
        rng, sent = random.Random(place), 0
        while time.time() < until:
            time.sleep(max(0.0, begun + sent * each / SEARCHES - time.time()))
            sent += 1
            word = "".join(rng.choices(string.ascii_lowercase, k=12))
            told[str(ask(port, f"/cari?q={word}", f"10.4.0.{place}", timeout=10)[0])] += 1

    together(each, search)


ATTACKS: dict[str, Callable[[int, float, Counter[str]], None]] = {
    "slow": slow,
    "uploads": uploads,
    "papers": papers,
    "searches": searches,
}


def sign_in(port: int, address: str) -> str:
    """Sign the demo's operator in; the cookie."""
    _, page, headers = ask(port, "/masuk", address)
    form = {"csrf_token": csrf(page), "login": "operator", "password": PASSWORD}
    cookie, kind = _cookie(headers), "application/x-www-form-urlencoded"
    body = urlencode(form).encode()
    status, _, headers = ask(port, "/masuk", address, body=body, Cookie=cookie, Content_Type=kind)
    if status != 303:
        raise RuntimeError(f"the operator could not sign in: {status}")
    return _cookie(headers)


def csrf(page: bytes) -> str:
    """The token in a page's form."""
    found = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page)
    return found[1].decode() if found else ""


def cases(port: int) -> list[str]:
    """The slugs on the first page of the catalogue."""
    return sorted(
        set(re.findall(r'href="/inovasi/([a-z0-9-]+)"', ask(port, "/inovasi", "10.0.0.1")[1].decode()))
    )


def _cookie(headers: http.client.HTTPMessage) -> str:
    read = SimpleCookie(headers.get("Set-Cookie", ""))
    return "; ".join(f"{name}={one.value}" for name, one in read.items())


def _attack(name: str, port: int, until: float, answers: Queue[tuple[Counter[str], float]]) -> None:
    told: Counter[str] = Counter()
    try:
        ATTACKS[name](port, until, told)
    except RuntimeError as error:
        told[f"not begun: {error}"] += 1
    used = resource.getrusage(resource.RUSAGE_SELF)
    answers.put((told, used.ru_utime + used.ru_stime))


def watch(port: int, seconds: float) -> tuple[list[float], Counter[str], list[float], int]:
    """Times of pages in ms and their answers; times of /sehat in ms, and how often it did not answer."""
    times: list[float] = []
    answers: Counter[str] = Counter()
    health: list[float] = []
    silent = 0
    until = time.time() + seconds

    def read(place: int) -> None:
        number = place
        while time.time() < until:
            begun = time.perf_counter()
            status = ask(port, PAGES[number % len(PAGES)], f"10.9.0.{place}")[0]
            times.append((time.perf_counter() - begun) * 1000)
            answers[str(status)] += 1
            number += 1
            time.sleep(0.3)

    def look(_place: int) -> None:
        nonlocal silent
        while time.time() < until:
            begun = time.perf_counter()
            if ask(port, "/sehat", "10.9.1.1", timeout=5)[0] != 200:
                silent += 1
            health.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.5)

    together(4, lambda place: look(place) if place == 3 else read(place))
    return times, answers, health, silent


@contextmanager
def demo() -> Iterator[tuple[int, int]]:
    """A filled demo portal on a free port: (port, process id)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "content").symlink_to(ROOT / "content")
        (Path(folder) / "settings.toml").write_bytes((ROOT / "settings.toml").read_bytes())
        given = {"PORTAL_ROOT": folder, "DEMO": "1", "DEMO_PASSWORD": PASSWORD, "PORTAL_TRUSTED_PROXIES": "1"}
        command = [sys.executable, "-m", "portal", "serve", "--port", str(port), "--workers", "2"]
        with (Path(folder) / "log").open("w") as log:
            process = subprocess.Popen(command, env=os.environ | given, stdout=log, stderr=log)
            try:
                _wait(port, process)
                yield port, process.pid
            finally:
                process.terminate()
                process.wait(60)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.time() + PATIENCE
    while time.time() < until and process.poll() is None:
        if ask(port, "/sehat", "10.9.1.1")[0] == 200:
            for path in PAGES * 6:  # every worker has seen every page
                ask(port, path, "10.9.0.1")
            return
        time.sleep(0.5)
    raise RuntimeError("the demo does not answer")


def cpu(pid: int) -> float:
    """Seconds of the processor that a process, its living children and their dead ones have used."""
    total, tick = 0.0, os.sysconf("SC_CLK_TCK")
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            rest = path.read_text().rpartition(") ")[2].split()
            parents[int(path.parent.name)] = (int(rest[1]), sum(map(int, rest[11:15])) / tick)
    family = {pid}
    for _ in range(4):
        family |= {one for one, (parent, _) in parents.items() if parent in family}
    for one in family & parents.keys():
        total += parents[one][1]
    return total


def measure(name: str, port: int, pid: int, seconds: float) -> None:
    """Run one attack (or none) and print what came of it."""
    answers: Queue[tuple[Counter[str], float]] = multiprocessing.get_context("spawn").Queue()
    arguments = name, port, time.time() + seconds + 2, answers
    attacker = multiprocessing.get_context("spawn").Process(target=_attack, args=arguments)
    before = cpu(pid)
    if name in ATTACKS:
        attacker.start()
        time.sleep(2)
    times, pages, health, silent = watch(port, seconds)
    told, used = answers.get(timeout=120) if name in ATTACKS else (Counter(), 0.0)
    if name in ATTACKS:
        attacker.join()
    p50, p95 = quantiles(times, n=20)[9], quantiles(times, n=20)[18]
    spent = f"server {cpu(pid) - before:.1f} s, attackers {used:.1f} s; load {os.getloadavg()[0]:.1f}"
    figures = f"p50 {p50:.0f}, p95 {p95:.0f}, longest {max(times):.0f} ms"
    print(f"{name:9} {len(times)} pages, {figures}; answers {dict(pages)}")
    print(f"{'':9} /sehat asked {len(health)} times, silent {silent} times, longest {max(health):.0f} ms")
    print(f"{'':9} attackers {dict(told)}; processor: {spent}")
    is_met = p95 <= GOAL_MS and silent == 0 and set(pages) == {"200"}
    goal = f"goal (pages' p95 <= {GOAL_MS} ms, every page and /sehat answered)"
    print(f"{'':9} {goal}: {'met' if is_met else 'MISSED'}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure calm, then each attack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="for each attack")
    parser.add_argument("--only", choices=tuple(ATTACKS), action="append")
    chosen = parser.parse_args(arguments)
    with demo() as (port, pid):
        for name in ("calm", *(chosen.only or ATTACKS)):
            measure(name, port, pid, min(chosen.seconds, 15.0) if name == "calm" else chosen.seconds)


if __name__ == "__main__":
    main()
