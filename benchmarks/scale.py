"""What the library costs as it grows: publishing all, publishing one change, pages, memory.

    bin/bench scale                            1,000 and 5,000 cases (some ten minutes)
    bin/bench scale --cases 249 1000 --json

Content comes from `benchmarks/library.py`. Seconds and milliseconds are of the processor, so that others on
the machine change little; an exponent e says that a page takes N^e between the smallest and the largest
size. Ends with 1 where a goal for 5,000 cases is missed.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient

from benchmarks.library import make

ROOT = Path(__file__).parent.parent
ROUNDS = 15
SIZE = 5_000  # of which the goals are
GOALS = {
    "one change, s": 2.0,
    "one change, MB": 600.0,
    "all, s": 150.0,
    "all, MB": 600.0,
    "/ ms": 6.0,
    "/wilayah ms": 15.0,
    "case ms": 8.0,
    "/saran ms": 4.0,
    "a worker, MB": 200.0,
}
STEEPEST = 0.3  # exponent of these pages
TYPED = ("ant", "sampa", "kese", "pasar", "xyzzy", "b")
PAGES = ("/ ms", "/wilayah ms", "case ms", "/saran ms")


@dataclass
class Size:
    """What one size costs."""

    cases: int
    costs: dict[str, float] = field(default_factory=dict)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each size; exit 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000, SIZE])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pages", metavar="FOLDER", help=argparse.SUPPRESS)  # the child that asks for pages
    chosen = parser.parse_args(arguments)
    if chosen.pages:
        print(json.dumps(ask_pages(Path(chosen.pages))))
        return
    sizes = [measure(count) for count in sorted(chosen.cases)]
    missed = [
        f"{name}: {size.costs[name]:.1f} > {goal:g}"
        for size in sizes
        if size.cases == SIZE
        for name, goal in GOALS.items()
        if size.costs[name] > goal
    ]
    slopes = exponents(sizes)
    missed += [f"{name}: N^{slope:.2f} > N^{STEEPEST}" for name, slope in slopes.items() if slope > STEEPEST]
    if chosen.json:
        print(json.dumps({"sizes": [asdict(size) for size in sizes], "exponents": slopes, "missed": missed}))
    else:
        tell(sizes, slopes, missed)
    sys.exit(1 if missed else 0)


def measure(count: int) -> Size:
    """Make a library of this size, publish it, change a case, publish again, ask for pages."""
    size = Size(count)
    with tempfile.TemporaryDirectory(dir=_memory()) as place:
        root = Path(place)
        content = make(root, count)
        (root / "settings.toml").write_bytes((ROOT / "settings.toml").read_bytes())
        _publish(root, size, "all")
        path = sorted((content / "cases").rglob("*.md"))[count // 2]
        path.write_text(path.read_text("utf-8").replace("\nsummary: ", "\nsummary: Baru. ", 1), "utf-8")
        _publish(root, size, "one change")
        run = [sys.executable, "-m", "benchmarks.scale", "--pages", str(root)]
        done = subprocess.run(run, capture_output=True, text=True, check=True, env=_environment(root))
        size.costs |= json.loads(done.stdout)
    return size


def _publish(root: Path, size: Size, name: str) -> None:
    """Publish in a process of its own; seconds of the processor with all its children, its largest size."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = (
        "import resource, sys; from portal.command import portal\n"
        "try:\n portal(['publish'], standalone_mode=False)\n"
        "finally:\n print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=_environment(root))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    size.costs[f"{name}, s"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size.costs[f"{name}, MB"] = int(done.stderr.split()[-1]) / 1024


def ask_pages(root: Path) -> dict[str, float]:
    """Milliseconds of the processor a page (median), and what a worker, forked as served, holds alone."""
    from portal import config, create_app
    from portal.cases import CASES
    from portal.db.beginning import stand_ready
    from portal.web.gunicorn import few_arenas

    few_arenas()
    settings = config.load(root)
    stand_ready(settings)
    app = create_app(settings)
    with app.app_context():
        app.extensions["warm"]()
        slugs = list(CASES.get())
    gc.freeze()
    receiving, sending = os.pipe()
    if os.fork() == 0:
        app.extensions["engine"].dispose(close=False)
        with os.fdopen(sending, "w") as out:
            out.write(json.dumps(_asked(app.test_client(), slugs)))
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving) as said:
        found: dict[str, float] = json.loads(said.read())
    os.wait()
    return found


def _asked(client: FlaskClient, slugs: Sequence[str]) -> dict[str, float]:
    """Each page as nobody asked for it before (`n` makes it another address), then once more."""
    chosen = slugs[:: max(1, len(slugs) // (2 * ROUNDS))]
    words = ("sampah", "antre+ktp", "stunting+balita", "pasar")
    paths = {
        "/ ms": [f"/?n={number}" for number in range(2 * ROUNDS)],
        "/wilayah ms": [f"/wilayah?n={number}" for number in range(2 * ROUNDS)],
        "case ms": [f"/inovasi/{slug}" for slug in chosen],
        "/saran ms": [f"/saran?q={letters}" for letters in TYPED] * 5,
        "/kebutuhan ms": [f"/kebutuhan?n={number}" for number in range(ROUNDS)],
        "/inovasi ms": [f"/inovasi?hal={number}" for number in range(1, ROUNDS)],
        "/cari ms": [f"/cari?q={word}" for word in words] * 4,
        "/pembanding/tetangga ms": [f"/pembanding/tetangga?n={number}" for number in range(ROUNDS)],
    }
    found = {name: _cost(client, each) for name, each in paths.items()}
    found["/ again ms"] = _cost(client, paths["/ ms"])
    found["case again ms"] = _cost(client, paths["case ms"])
    found["a worker, MB"] = _own_memory()
    return found


def _cost(client: FlaskClient, paths: Sequence[str]) -> float:
    """The median of what pages cost, in milliseconds of the processor."""
    times = []
    for path in paths:
        began = time.process_time()
        answer = client.get(path, headers={"Accept-Encoding": "gzip"})
        times.append(1_000 * (time.process_time() - began))
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
    return median(times[1:])


def _own_memory() -> float:
    """Megabytes that no other process shares."""
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    kilobytes = [int(line.split()[1]) for line in lines if line.startswith("Private_")]
    return sum(kilobytes) / 1024


def exponents(sizes: Sequence[Size]) -> dict[str, float]:
    """How the pages grow between the smallest size and the largest; nothing for a single size."""
    small, large = sizes[0], sizes[-1]
    if small.cases == large.cases:
        return {}
    width = math.log(large.cases / small.cases)
    return {name: math.log(large.costs[name] / small.costs[name]) / width for name in PAGES}


def tell(sizes: Sequence[Size], slopes: dict[str, float], missed: Sequence[str]) -> None:
    """Print a table, and what was missed."""
    print(f"{'':28}" + "".join(f"{size.cases:>12,}" for size in sizes) + f"{'e':>8}{'goal':>8}")
    for name in sizes[-1].costs:
        row = "".join(f"{size.costs[name]:12.2f}" for size in sizes)
        slope = f"{slopes[name]:8.2f}" if name in slopes else f"{'':8}"
        print(f"{name:28}{row}{slope}{GOALS.get(name, ''):>8}")
    for one in missed:
        print(f"missed: {one}")


def _environment(root: Path) -> dict[str, str]:
    return {**os.environ, "PORTAL_ROOT": str(root), "PYTHONPATH": str(ROOT)}


def _memory() -> str | None:
    """A folder in memory, so that no disk is measured."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


if __name__ == "__main__":
    main()
