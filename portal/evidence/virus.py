"""Asks a ClamAV daemon about a file, where the government runs one (INSTREAM, clamd protocol)."""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO

from portal.errors import PortalError
from portal.evidence.media import FileRefused

CHUNK = 64 * 1024
SECONDS = 60


class ScannerAway(PortalError):
    """The virus scanner does not answer, and nothing is taken unscanned."""

    status = 503
    title = "Pemindai virus tidak menjawab"


def scan(file: BinaryIO, address: str) -> None:
    """Refuse a file in which the scanner at `address` finds something.

    `address` is `unix:/path` or `host:port`. Raises FileRefused, and ScannerAway rather than taking a
    file unscanned.
    """
    file.seek(0)
    try:
        with _connect(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                connection.sendall(struct.pack(">L", len(chunk)) + chunk)
            connection.sendall(struct.pack(">L", 0))
            answer = _answer(connection)
    except OSError:
        answer = b""
    if answer.endswith(b" FOUND"):
        raise FileRefused(
            "Pemindai virus menemukan ancaman di berkas ini. Jangan dibuka; hubungi admin portal."
        )
    if not answer.endswith(b": OK"):
        raise ScannerAway("Pemindai virus tidak menjawab, jadi berkas belum disimpan. Coba lagi nanti.")


def _connect(address: str) -> socket.socket:
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(address.removeprefix("unix:"))
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _answer(connection: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 1024:
        piece = connection.recv(1024)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n")
