"""How gunicorn serves the portal: processes with threads, and one look at content/ now and then."""

from __future__ import annotations

from flask import Flask

from portal import create_app

worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 10
keepalive = 5
limit_request_line = 8190
worker_tmp_dir = "/dev/shm"  # noqa: S108 -- the heartbeat file; a disk would stall it
accesslog = None
errorlog = "-"
loglevel = "warning"
preload_app = False


def app() -> Flask:
    """One worker's app, which also watches content/."""
    from portal.publishing.watch import start

    portal = create_app()
    start(portal)
    return portal
