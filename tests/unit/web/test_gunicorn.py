"""How gunicorn is told to serve: it believes nobody by itself, and opens no other door."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portal.cage import AT_WORK as EXAMINED
from portal.cage import WAITING as WAITING_FILES
from portal.config import Settings
from portal.documents.press import AT_WORK as SET
from portal.documents.press import WAITING as WAITING_DOCUMENTS
from portal.web.gunicorn import THREADS, Server
from portal.web.worker import PatientWorker


@pytest.fixture
def server() -> Server:
    return Server("127.0.0.1:0", 2)


def test_gunicorn_believes_no_header_of_a_proxy_and_has_no_control_socket(server: Server) -> None:
    assert server.cfg.forwarded_allow_ips == []
    assert not any(server.cfg.forwarder_headers)
    assert server.cfg.secure_scheme_headers == {}
    assert server.cfg.control_socket_disable is True
    assert server.cfg.http2_cleartext == "off"
    assert not server.cfg.is_ssl


def test_what_is_loaded_before_workers_are_made_is_no_garbage_to_them(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, frozen = Flask("contoh"), list[Flask]()
    app.extensions.update(warm=lambda: None, settings=Settings(government="contoh", name="Contoh"))
    monkeypatch.setattr("portal.create_app", lambda: app)
    monkeypatch.setattr("gc.freeze", lambda: frozen.append(app))

    assert server.cfg.preload_app is True
    assert server.load() is app
    assert frozen == [app]


def test_requests_are_collected_before_they_get_a_thread(server: Server) -> None:
    assert server.cfg.worker_class is PatientWorker
    assert server.cfg.threads == THREADS


@pytest.mark.parametrize("kept_busy", [EXAMINED + WAITING_FILES, SET + WAITING_DOCUMENTS])
def test_those_who_wait_for_heavy_work_leave_half_of_the_threads_to_others(kept_busy: int) -> None:
    assert kept_busy <= THREADS // 2


def test_the_number_of_threads_is_the_one_in_the_handbook() -> None:
    operations = Path(__file__).parents[3] / "docs" / "operations.md"

    assert f"each with {THREADS} threads" in operations.read_text("utf-8")
