"""The cage for tests: its examiners are forked, so that none reads its libraries (0.2 s of work) anew.

Limits, arguments and answers are the portal's own; `tests/unit/test_cage.py` starts them as the portal does.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from portal import cage
from tests import warm_cage_child


class WarmCage:
    """A process that forks examiners; begun with the first file."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.asking: socket.socket | None = None

    def run(
        self, media: str, file: BinaryIO, cleaned: BinaryIO | None, wanted: dict[str, Any]
    ) -> dict[str, Any]:
        """What `portal.cage` does, with a forked examiner."""
        file.seek(0)
        told, telling = os.pipe()
        files = [file.fileno(), telling, *([cleaned.fileno()] if cleaned is not None else [])]
        with self.lock:
            socket.send_fds(self._begun(), [json.dumps([media, json.dumps(wanted)]).encode()], files)
        os.close(telling)
        with os.fdopen(told, "rb") as answers:
            content = answers.read()
        try:
            answer: dict[str, Any] = json.loads(content)
        except ValueError:
            return {"refused": cage.TOO_HEAVY}
        return answer

    def close(self) -> None:
        """End it."""
        if self.process is not None and self.asking is not None:
            self.asking.close()
            self.process.wait()

    def _begun(self) -> socket.socket:
        if self.asking is None:
            self.asking, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            number, folder = str(theirs.fileno()), str(Path(cage.__file__).parent)
            command = [sys.executable, "-P", "-E", "-s", warm_cage_child.__file__, number, folder]
            self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env={}, cwd="/")
            theirs.close()
        return self.asking
