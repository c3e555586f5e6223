"""The virus scanner's protocol, against a stand-in for the daemon."""

from __future__ import annotations

import io
import socket
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from portal.evidence.media import FileRefused
from portal.evidence.virus import ScannerAway, scan
from tests.patience import WAIT

pytestmark = pytest.mark.enable_socket
Daemon = Callable[[bytes], tuple[str, list[bytes]]]


@pytest.fixture(name="daemon")
def _daemon(tmp_path: Path) -> Iterator[Daemon]:
    """Starts a stand-in that gives one answer; tells its address and what it was sent."""
    threads: list[Thread] = []

    def start(answer: bytes) -> tuple[str, list[bytes]]:
        path = tmp_path / "clamd.sock"
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(str(path))
        listening.listen(1)
        seen: list[bytes] = []

        def serve() -> None:
            with listening, listening.accept()[0] as connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                while size := struct.unpack(">L", stream.read(4))[0]:
                    seen.append(stream.read(size))
                connection.sendall(answer)

        threads.append(Thread(target=serve))
        threads[-1].start()
        return f"unix:{path}", seen

    yield start
    for thread in threads:
        thread.join(WAIT)


def test_a_clean_file_passes_and_was_sent_whole(daemon: Daemon) -> None:
    content = bytes(range(256)) * 1000
    address, seen = daemon(b"stream: OK\0")

    scan(io.BytesIO(content), address)

    assert b"".join(seen) == content
    assert len(seen) > 1


def test_an_infected_file_is_refused(daemon: Daemon) -> None:
    address, _ = daemon(b"stream: Eicar-Test-Signature FOUND\0")

    with pytest.raises(FileRefused, match="menemukan ancaman"):
        scan(io.BytesIO(b"x"), address)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK FOUND not\0"])
def test_nothing_is_taken_unscanned(answer: bytes, daemon: Daemon) -> None:
    address, _ = daemon(answer)

    with pytest.raises(ScannerAway, match="belum disimpan"):
        scan(io.BytesIO(b"x"), address)


def test_a_scanner_that_is_away_is_told(tmp_path: Path) -> None:
    with pytest.raises(ScannerAway):
        scan(io.BytesIO(b"x"), f"unix:{tmp_path}/none.sock")
