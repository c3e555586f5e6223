"""The real server, as `portal serve` starts it, on a free port of this machine."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 60  # seconds until it must answer


@contextmanager
def served(root: Path, environ: Mapping[str, str]) -> Iterator[int]:
    """Serve the portal in a folder; answers its port, ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "portal", "serve", "--port", str(port), "--workers", "1"]
    own = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    with (root / "server.log").open("w") as log:
        process = subprocess.Popen(
            command, env=own | {"PORTAL_ROOT": str(root), **environ}, stdout=log, stderr=log
        )
        try:
            _wait(process, port, root / "server.log")
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError):
            connection.request("GET", "/sehat")
            connection.getresponse().read()
            connection.close()
            return
        connection.close()
    raise AssertionError(f"the server does not answer: {log.read_text('utf-8')}")
