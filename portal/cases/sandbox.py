"""The sandbox: Markdown is rendered in a child process whose CPU time per article is limited.

The parent sends one JSON line per article and reads one back. A child that uses more than its time is
killed by the kernel, its article refused, and a new child goes on with the next one.
"""

from __future__ import annotations

import json
import selectors
import subprocess
import sys
from types import TracebackType

from portal.cases import markup

WALL_SECONDS = 30


class TooHeavy(Exception):
    """An article took more time or memory than it may."""


class Sandbox:
    """A child process that renders articles, started when first needed."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def render(self, body: str, numbers: dict[str, int]) -> tuple[list[tuple[str, str]], dict[str, int]]:
        """Convert one body (see `markup.convert`); raises TooHeavy."""
        child = self._start()
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("the sandbox has no pipes")
        try:
            child.stdin.write(json.dumps([body, numbers]).encode("ascii") + b"\n")
            child.stdin.flush()
        except BrokenPipeError:
            self._kill()
            raise TooHeavy from None
        with selectors.DefaultSelector() as selector:
            selector.register(child.stdout, selectors.EVENT_READ)
            answer = child.stdout.readline() if selector.select(WALL_SECONDS) else b""
        if not answer:
            self._kill()
            raise TooHeavy
        value = json.loads(answer)
        if value is None:
            raise TooHeavy
        sections, seen = value
        return [(heading, html) for heading, html in sections], seen

    def close(self) -> None:
        """End the child."""
        if self._child is not None and self._child.stdin is not None:
            self._child.stdin.close()
            try:
                self._child.wait(5)
            except subprocess.TimeoutExpired:
                self._kill()
            self._forget()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            self._child = subprocess.Popen(
                [sys.executable, "-P", markup.__file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        return self._child

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._forget()

    def _forget(self) -> None:
        if self._child is not None:
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except BrokenPipeError:
                        continue
            self._child = None
