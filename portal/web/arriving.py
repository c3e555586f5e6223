"""A request on its way in: what has come of it, and whether a thread has all it needs."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

HEAD_SECONDS = 10.0  # until the head of a request must be whole
BODY_SECONDS = 20.0  # more until a small body must be
MAX_HEAD = 64 * 1024  # bytes
MAX_WAITED_FOR = 256 * 1024  # bytes of a body that is waited for; a larger one is read by a thread
_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"(?i)\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n")
_UNKNOWN = re.compile(rb"(?i)\r\n(?:transfer-encoding|expect):")
_FORWARDED = re.compile(rb"(?i)\r\nx-forwarded-for:([^\r\n]*)")


@dataclass
class Arrival:
    """The bytes of one request, as far as they have come."""

    data: bytearray = field(default_factory=bytearray)
    deadline: float = field(default_factory=lambda: time.monotonic() + HEAD_SECONDS)
    is_large: bool = False  # a thread will have to wait for the rest of its body
    head_end: int = -1
    wanted: int = 0  # bytes of head and body together, once the head is whole

    def take(self, chunk: bytes) -> None:
        """Add what has come."""
        searched = max(0, len(self.data) - len(_END) + 1)
        self.data += chunk
        if self.head_end < 0 and (end := self.data.find(_END, searched)) >= 0:
            self.head_end = end
            self._read_head()

    @property
    def is_ready(self) -> bool:
        """Whether a thread may have it."""
        return self.head_end >= 0 and (self.is_large or len(self.data) >= self.wanted)

    @property
    def is_too_long(self) -> bool:
        """Whether its head does not end."""
        return self.head_end < 0 and len(self.data) > MAX_HEAD

    def sender(self, peer: str, trusted_proxies: int) -> str:
        """Who asks: the peer, or what as many trusted proxies say of him."""
        if not trusted_proxies:
            return peer
        head = bytes(self.data[: self.head_end + 2])
        said = [part.strip() for part in b",".join(_FORWARDED.findall(head)).split(b",")]
        named = said[-trusted_proxies] if len(said) >= trusted_proxies else b""
        return named.decode("latin-1") or peer

    def _read_head(self) -> None:
        head = bytes(self.data[: self.head_end + 2])
        length = _LENGTH.search(head)
        size = int(length[1]) if length else 0
        self.wanted = self.head_end + len(_END) + size
        self.is_large = size > MAX_WAITED_FOR or _UNKNOWN.search(head) is not None
        if size:
            self.deadline += BODY_SECONDS
