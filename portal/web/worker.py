"""gunicorn's worker with threads, but a thread is taken only by a request that is there.

gunicorn gives a thread to a connection as soon as a byte of it has come; a few senders who then stop would
hold them all. Here the event loop collects a request first: its head within `HEAD_SECONDS`, a body of
ordinary size within `BODY_SECONDS`. A connection that ends is left by the event loop too, which drops
what still comes, so that whoever sent too much can read the answer that says so.
"""

from __future__ import annotations

import errno
import resource
import selectors
import socket
import time
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from threading import BoundedSemaphore
from typing import Any, cast

from gunicorn.workers.gthread import TConn, ThreadWorker

from portal.web.arriving import Arrival
from portal.web.pace import PacedSocket
from portal.web.queueing import Turn, Turns

CHUNK = 64 * 1024
LEAVE_SECONDS = 10.0  # in which what still comes is dropped
LEAVE_BYTES = 256 * 1024**2
STOP_SECONDS = 2.0  # a stopping worker waits so long for requests on their way
_AGAIN = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)
_NO_PLACE = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


def refusal(status: str, title: str, text: str) -> bytes:
    """An answer that costs nothing to make, for whoever cannot be let in."""
    body = (
        f'<!doctype html><html lang="id"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><h1>{title}</h1><p>{text}</p></html>'
    ).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        "Retry-After: 5\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
        "Content-Security-Policy: default-src 'none'\r\nConnection: close\r\n\r\n"
    )
    return head.encode("ascii") + body


BUSY = refusal("503 Service Unavailable", "Portal sedang sibuk", "Tunggu beberapa detik, lalu coba lagi.")
SLOW = refusal("408 Request Timeout", "Kiriman terlalu lambat", "Periksa sambungan Anda, lalu coba lagi.")
LONG = refusal(
    "431 Request Header Fields Too Large", "Permintaan terlalu panjang", "Pendekkan, lalu coba lagi."
)


class PatientWorker(ThreadWorker):
    """A worker whose threads wait for nobody."""

    def init_process(self) -> None:
        """Begin: with as many open files as this machine allows."""
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        self.turns: Turns[TConn] = Turns(self.cfg.threads)
        self.arriving: dict[TConn, Arrival] = {}
        self.leaving: dict[TConn, tuple[float, int]] = {}  # until when, and bytes dropped
        self.slow = BoundedSemaphore(max(1, self.cfg.threads // 2))
        self.trusted_proxies: int = getattr(self.app, "trusted_proxies", 0)
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection; its request is waited for without a thread."""
        try:
            accepted, client = listener.accept()
        except OSError as error:
            if error.errno in _NO_PLACE:
                self._make_room()
            elif error.errno not in _AGAIN:
                raise
            return
        self.nr_conns += 1
        conn = TConn(self.cfg, PacedSocket(accepted, self.slow), client, listener.getsockname())
        if self.nr_conns >= self.worker_connections:
            self._make_room()
        self._await(conn, Arrival())

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """The next request on a kept connection begins to come."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn, Arrival())

    def murder_pending(self) -> None:
        """End what takes too long to come or to go; gunicorn asks for this every second."""
        now = time.monotonic()
        for conn, arrival in list(self.arriving.items()):
            if not self.alive:
                arrival.deadline = min(arrival.deadline, now + STOP_SECONDS)
            if arrival.deadline <= now:
                del self.arriving[conn]
                self._turn_away(conn, SLOW if arrival.data else b"")
        for conn in self.turns.overdue():
            self._turn_away(conn, BUSY, is_watched=False)
        for conn, (until, _) in list(self.leaving.items()):
            if until <= now or not self.alive:
                self._end(conn)
        self._serve()  # what only waits for somebody else counts as computing for a second; then others may

    def handle(self, conn: TConn) -> bool:
        """Serve one request; in a thread."""
        sock = cast(PacedSocket, conn.sock)
        sock.begin()
        try:
            return super().handle(conn)
        finally:
            sock.begin()

    def _finish(self, conn: TConn, *, is_kept: bool) -> None:
        """A thread is done: keep the connection for its next request, or leave it."""
        try:
            rest = conn.parser.unreader.take_buffered() if conn.parser else b""  # type: ignore[union-attr]
            if not is_kept:
                self._leave(conn)
            elif rest:  # a beginning of the next request
                conn.sock.setblocking(False)
                arrival = Arrival()
                arrival.take(rest)
                self._await(conn, arrival)
            else:
                self._keep(conn)
        except Exception:
            self._end(conn)

    def _keep(self, conn: TConn) -> None:
        conn.sock.setblocking(False)
        conn.set_timeout()
        if not self.alive and conn.timeout is not None:
            conn.timeout = min(conn.timeout, time.monotonic() + STOP_SECONDS)
        self.keepalived_conns.append(conn)
        self._watch(conn, self.on_client_socket_readable)

    def _await(self, conn: TConn, arrival: Arrival) -> None:
        self.arriving[conn] = arrival
        self._watch(conn, self._on_arriving)
        self._on_arriving(conn, conn.sock)  # mostly it is all there

    def _watch(self, conn: TConn, callback: Any) -> None:
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(callback, conn))

    def _on_arriving(self, conn: TConn, sock: socket.socket) -> None:
        arrival = self.arriving.get(conn)
        if arrival is None:
            return  # it has made room for another
        if not arrival.is_ready:
            try:
                chunk = cast(PacedSocket, sock).arrived(CHUNK)
            except BlockingIOError:
                return
            except OSError:
                chunk = b""
            if not chunk:
                del self.arriving[conn]
                self._end(conn)
                return
            arrival.take(chunk)
        if arrival.is_too_long:
            del self.arriving[conn]
            self._turn_away(conn, LONG)
        elif arrival.is_ready:
            del self.arriving[conn]
            self.poller.unregister(sock)
            self._line_up(conn, arrival)

    def _line_up(self, conn: TConn, arrival: Arrival) -> None:
        conn.init()
        conn.data_ready = True
        conn.parser.unreader.unread(bytes(arrival.data))  # type: ignore[union-attr]
        peer = conn.client[0] if isinstance(conn.client, tuple) else ""
        sender = arrival.sender(str(peer), self.trusted_proxies)
        sent_away = self.turns.add(sender, conn, is_large=arrival.is_large)
        if sent_away is not None:
            self._turn_away(sent_away, BUSY, is_watched=False)
        self._serve()

    def _serve(self) -> None:
        while (turn := self.turns.next()) is not None:
            done = partial(self._done, turn)
            submitted = self.tpool.submit(self._timed, turn.request)
            submitted.add_done_callback(partial(self.method_queue.defer, done))

    def _timed(self, conn: TConn) -> tuple[bool, float]:
        """Serve one request; in a thread. Whether the connection is kept, and processor seconds it took."""
        begun = time.thread_time()
        is_kept = self.handle(conn)
        return is_kept, time.thread_time() - begun

    def _done(self, turn: Turn[TConn], fs: Future[tuple[bool, float]]) -> None:
        is_well = not fs.cancelled() and fs.exception() is None
        is_kept, used = fs.result() if is_well else (False, 0.0)
        self.turns.done(turn, used)
        self._finish(turn.request, is_kept=is_kept)
        self._serve()

    def _make_room(self) -> None:
        """End the connection that has done nothing for longest, so that the next can come in."""
        if self.leaving:
            self._end(next(iter(self.leaving)))
        elif self.arriving:
            conn = next(iter(self.arriving))
            del self.arriving[conn]
            self._end(conn)
        elif self.keepalived_conns:
            self._end(self.keepalived_conns.popleft())

    def _turn_away(self, conn: TConn, answer: bytes, *, is_watched: bool = True) -> None:
        """Send an answer without a thread, as far as it goes at once, and leave."""
        if is_watched:
            self.poller.unregister(conn.sock)
        try:
            conn.sock.setblocking(False)
            conn.sock.send(answer)
        except OSError:
            self._end(conn)
            return
        self._leave(conn)

    def _leave(self, conn: TConn) -> None:
        """Say that no more is coming, and drop what still comes: a reset would take the answer away."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self._watch(conn, self._on_leaving)
        except OSError:
            self._end(conn)
            return
        self.leaving[conn] = (time.monotonic() + LEAVE_SECONDS, 0)

    def _on_leaving(self, conn: TConn, sock: socket.socket) -> None:
        if conn not in self.leaving:
            return
        until, dropped = self.leaving[conn]
        try:
            chunk = cast(PacedSocket, sock).arrived(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        self.leaving[conn] = (until, dropped + len(chunk))
        if not chunk or dropped > LEAVE_BYTES:
            self._end(conn)

    def _end(self, conn: TConn) -> None:
        """Close a connection, whatever it was at."""
        self.leaving.pop(conn, None)
        with suppress(OSError, KeyError, ValueError):  # it may be watched no more
            self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()
