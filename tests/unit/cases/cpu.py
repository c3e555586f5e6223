"""CPU time of the sandbox's child: what is measured does not depend on what else the machine does."""

from __future__ import annotations

import os
from pathlib import Path

from portal.cases.sandbox import Sandbox


def cpu_of(sandbox: Sandbox) -> float:
    """Seconds of CPU that the child has used, from /proc/<pid>/stat."""
    assert sandbox._child is not None
    fields = Path(f"/proc/{sandbox._child.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
