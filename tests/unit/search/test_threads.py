"""Publishing shares the machine: it takes one core for its linear algebra, however many there are."""

from __future__ import annotations

import os
import subprocess
import sys

COUNT = "import os; from portal.search import similarity; print(len(os.listdir('/proc/self/task')))"


def test_linear_algebra_begins_no_threads_of_its_own() -> None:
    surrounding = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}

    said = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, env=surrounding, check=True)

    assert said.stdout.split() == [b"1"]
