"""How gunicorn serves the portal: processes with threads, each looking at content/ now and then.

The app is made once, with all that it reads of the edition, before the workers are forked: they start at
once and share its memory.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from contextlib import suppress
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from portal.web.worker import PatientWorker

THREADS = 16  # cheap: only requests that are there take one
SWITCH = 0.001  # seconds after which a thread that computes lets others on; Python's own is 0.005
ARENA_MAX, ARENAS = -8, 2  # M_ARENA_MAX of <malloc.h>
HEARTBEAT = "/dev/shm"  # noqa: S108 -- gunicorn's heartbeat file; a disk would stall it


class Server(BaseApplication):
    """gunicorn, run from the process that prepared the portal."""

    def __init__(self, address: str, workers: int, trusted_proxies: int = 0) -> None:
        self.address, self.workers, self.trusted_proxies = address, workers, trusted_proxies
        self.notes: list[str] = []
        self.path = ""  # below which the portal stands on its host
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn what to do."""
        options: dict[str, Any] = {
            "bind": self.address,
            "workers": self.workers,
            "worker_class": PatientWorker,
            "threads": THREADS,
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 5,
            "worker_connections": 500,
            "limit_request_line": 8190,
            # What a proxy says is believed by the app alone, and only where the settings count one.
            "forwarded_allow_ips": "",
            "forwarder_headers": "",
            "secure_scheme_headers": {},
            "control_socket_disable": True,
            "preload_app": True,
            "loglevel": "warning",
            "proc_name": "portal",
            "when_ready": self.say_ready,
            "post_fork": _start_worker,
        }
        if os.path.isdir(HEARTBEAT):
            options["worker_tmp_dir"] = HEARTBEAT
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:  # type: ignore[override]  # a Flask app is a WSGI callable
        """The portal."""
        from portal import create_app
        from portal.web.addresses import path_of

        app = create_app()
        with app.app_context():
            app.extensions["warm"]()
        self.path = path_of(app.extensions["settings"].address)
        self.notes = [note() for note in app.extensions.get("start_notes", [])]
        gc.freeze()
        return app

    def say_ready(self, _server: object) -> None:
        """Print the address once the portal listens."""
        address = f"http://{self.address}{self.path}"
        print(f"Portal siap di {address} (hentikan dengan Ctrl+C)", flush=True)
        for note in self.notes:
            if note:
                print(note.format(address=address), flush=True)


def few_arenas() -> None:
    """Let glibc give all threads two arenas together: with one for each a worker keeps hundreds of
    megabytes.
    """
    with suppress(OSError, AttributeError):  # another libc
        ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS)


def run(address: str, workers: int, trusted_proxies: int = 0) -> None:
    """Serve until stopped; so many proxies before us are believed when they say who asks."""
    few_arenas()
    Server(address, workers, trusted_proxies).run()


def _start_worker(_server: object, worker: Any) -> None:
    """Give a forked worker connections of its own, and let it watch content/ and the queue."""
    sys.setswitchinterval(SWITCH)
    app: Flask = worker.app.wsgi()
    app.extensions["engine"].dispose(close=False)
    app.extensions["watch"](app)
    app.extensions["keep_jobs"](app)
    app.extensions["misses"].start()
