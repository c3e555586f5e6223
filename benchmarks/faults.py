"""Fault injection: an error, a full disk, a dead disk and a kill at every point of what writes.

    bin/bench faults                          every point of every operation
    bin/bench faults --every 10               every tenth point
    bin/bench faults --only restore backup    some operations

A point is a file opened for writing, a folder made, a write, sync, rename or link below the portal's folder,
a statement that changes the database, a commit; of many writes into one file the first and the last are
tried. Afterwards all is as before or as after, whoever asked was told in a sentence, nothing half lies about,
and the next try works; what is otherwise is a finding.
"""

from __future__ import annotations

import argparse
import logging
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.integration.faults.operations import OPERATIONS
from tests.integration.faults.test_faults import FAULTS
from tests.integration.faults.trying import course_of, sweep
from tests.integration.faults.world import make_base


def main() -> None:
    """Sweep, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=OPERATIONS, default=list(OPERATIONS))
    given = parser.parse_args()
    logging.disable()
    with TemporaryDirectory() as folder:
        base = make_base(Path(folder) / "dasar")
        for name in given.only:
            began = time.monotonic()
            course = course_of(OPERATIONS[name], base, Path(folder))
            points = course.telling[:: given.every]
            tried = sweep(course, base, Path(folder), FAULTS, points)
            kinds = ", ".join(f"{count} {kind}" for kind, count in course.kinds.most_common())
            print(
                f"{name}: {tried.points} points ({kinds}), {len(points)} tried, {tried.tries} tries,", end=" "
            )
            print(f"{len(tried.findings)} findings, {time.monotonic() - began:.0f} s", flush=True)
            for finding in tried.findings:
                print(f"  {finding}", flush=True)


if __name__ == "__main__":
    main()
