"""How many answers a second the real server gives for /cari, beside the same page without the search.

    python -m benchmarks.serving [--seconds 6] [--json]

Two servers of two workers each, one after the other in turns: the portal as it is, and the portal whose
search answers from a table that was filled before the clock starts, so that only the page is left. Clients
and server share this machine; read the ratio.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count, cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import quote

from benchmarks.judged import questions

WORKERS, CLIENTS = 2, 4
TURNS = 3
PATIENCE = 60  # seconds until a server must answer
ROOT = Path(__file__).parent.parent
AS_IS, WITHOUT = "with the search", "without the search"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure both servers and print requests per second and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=6.0, help="per server, over all turns")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    found = measure(chosen.seconds)
    if chosen.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:40}{value:10.2f}")


def measure(seconds: float) -> dict[str, float]:
    """Requests per second of both servers, medians over the turns, and their ratio."""
    paths = [f"/cari?q={quote(one.text)}" for one in questions("dev")]
    rates: dict[str, list[float]] = {AS_IS: [], WITHOUT: []}
    with TemporaryDirectory() as folder:
        (Path(folder) / "content").symlink_to(ROOT / "content")
        (Path(folder) / "settings.toml").write_bytes((ROOT / "settings.toml").read_bytes())
        with serving(Path(folder), False) as live, serving(Path(folder), True) as frozen:
            for port in (live, frozen):
                _ask(port, paths)
            for _ in range(TURNS):
                for name, port in ((AS_IS, live), (WITHOUT, frozen)):
                    rates[name].append(_rate(port, paths, seconds / TURNS))
    found = {f"/cari {name}, requests/s": median(values) for name, values in rates.items()}
    found["/cari with / without"] = median(rates[AS_IS]) / median(rates[WITHOUT])
    return found


@contextmanager
def serving(root: Path, is_frozen: bool) -> Iterator[int]:
    """Serve a portal on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(str(root), port, is_frozen))
    process.start()
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.join()


def _serve(root: str, port: int, is_frozen: bool) -> None:
    os.environ["PORTAL_ROOT"] = root
    from portal import config
    from portal.search import service
    from portal.start import prepare
    from portal.web.gunicorn import run

    if is_frozen:
        find = service.find
        known = cache(lambda text, page: find(text, page=page))
        service.find = lambda text, *, page=1, **_: known(text, page)
    prepare(config.load())
    run(f"127.0.0.1:{port}", WORKERS)


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.1)
    raise TimeoutError("the server does not answer")


def _ask(port: int, paths: Sequence[str]) -> None:
    """Ask every path often enough that every worker has seen it."""
    for path in paths:
        for _ in range(3 * WORKERS):
            _get(http.client.HTTPConnection("127.0.0.1", port), path)


def _rate(port: int, paths: Sequence[str], seconds: float) -> float:
    until = time.monotonic() + seconds
    done = count()

    def work(start: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for path in cycle([*paths[start:], *paths[:start]]):
            if time.monotonic() >= until:
                return
            _get(connection, path)
            next(done)

    clients = [
        threading.Thread(target=work, args=(number * len(paths) // CLIENTS,)) for number in range(CLIENTS)
    ]
    begun = time.monotonic()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return next(done) / (time.monotonic() - begun)


def _get(connection: http.client.HTTPConnection, path: str) -> None:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")


if __name__ == "__main__":
    main()
