"""How gunicorn serves the portal: processes with threads, and one look at content/ now and then."""

from __future__ import annotations

import os
from typing import Any

worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 10
keepalive = 5
limit_request_line = 8190
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 -- a disk would stall the heartbeat
accesslog = None
errorlog = "-"
loglevel = "warning"


def when_ready(_server: Any) -> None:
    """Print the address once the portal listens."""
    print(f"Portal siap di {os.environ.get('PORTAL_SHOWN_ADDRESS', '')} (hentikan dengan Ctrl+C)", flush=True)


def post_worker_init(worker: Any) -> None:
    """Let each worker watch content/; the lock in `generations` lets one of them build."""
    watch = worker.wsgi.extensions["watch"]
    watch(worker.wsgi)
