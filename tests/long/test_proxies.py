"""The sample proxies before the real server: who asks is known, slow senders stay outside, size has a limit.

The samples are used as they are; only names, ports, files and deadlines (a tenth) are put in.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.make import Maker
from tests.patience import WAIT

pytestmark = [pytest.mark.long, pytest.mark.enable_socket]
NAME = "tiru.example.go.id"
PROXIES = ("nginx", "caddy")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(happened: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for something that takes as long as it takes."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: list[str], port: int, environ: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env=environ, cwd=ROOT, start_new_session=True)
    try:
        until(lambda: answers(port))
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(WAIT)


@pytest.fixture(scope="module")
def portal(small: Maker) -> Iterator[int]:
    """The real server, told that one proxy stands before it."""
    port = free_port()
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PORTAL_ROOT": str(small.root),
        "PORTAL_TRUSTED_PROXIES": "1",
        "PORTAL_ADDRESS": f"https://{NAME}",
        "PORT": str(port),
        "WORKERS": "1",
    }
    with running([sys.executable, "-m", "portal", "serve"], port, environ):
        yield port


@pytest.fixture(scope="module", params=PROXIES)
def proxy(
    request: pytest.FixtureRequest, portal: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    """A sample proxy before it; its port."""
    folder = tmp_path_factory.mktemp("proxy")
    port, other = free_port(), free_port()
    key, certificate = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    program = shutil.which(request.param)
    assert program, f"{request.param} is missing; run: apt-get install --yes nginx-light caddy openssl"
    made = _nginx if request.param == "nginx" else _caddy
    command = made(program, folder, portal, port, other, (certificate, key))
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with running(command, port, environ):
        yield port


def _replaced(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def _nginx(
    program: str, folder: Path, portal: int, port: int, other: int, tls: tuple[Path, Path]
) -> list[str]:
    sample = _replaced(
        (ROOT / "deploy/nginx.conf").read_text("utf-8"),
        {
            "127.0.0.1:8000": f"127.0.0.1:{portal}",
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            "listen 80;": f"listen 127.0.0.1:{other};",
            "/etc/ssl/tiru/fullchain.pem": str(tls[0]),
            "/etc/ssl/tiru/privkey.pem": str(tls[1]),
            "client_header_timeout 10s": "client_header_timeout 1s",
            "client_body_timeout 20s": "client_body_timeout 2s",
        },
    )
    places = "\n".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{places}\n{sample}\n}}\n"
    )
    if os.geteuid() == 0:
        text = (folder / "nginx.conf").read_text()
        (folder / "nginx.conf").write_text("user root;\n" + text)
    return [program, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", str(folder / "error.log")]


def _caddy(
    program: str, folder: Path, portal: int, port: int, other: int, tls: tuple[Path, Path]
) -> list[str]:
    sample = _replaced(
        (ROOT / "deploy/Caddyfile").read_text("utf-8"),
        {
            "127.0.0.1:8000": f"127.0.0.1:{portal}",
            f"{NAME} {{\n": f"https://{NAME}:{port} {{\n\tbind 127.0.0.1\n\ttls {tls[0]} {tls[1]}\n",
            "{\n\tservers": f"{{\n\tadmin off\n\thttp_port {other}\n\thttps_port {port}\n\tservers",
            "read_header 10s": "read_header 1s",
            "read_body 5m": "read_body 2s",
        },
    )
    (folder / "Caddyfile").write_text(sample)
    return [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


class Named(HTTPSConnection):
    """A connection to this machine under the sample's name; its certificate was made a moment ago."""

    def connect(self) -> None:
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        plain = socket.create_connection((self.host, self.port), 30)
        self.sock = trusting.wrap_socket(plain, server_hostname=NAME)


def connection(port: int) -> HTTPSConnection:
    return Named("127.0.0.1", port)


def everything(sender: socket.socket) -> bytes:
    """What is said until the other side closes."""
    said = b""
    while chunk := sender.recv(4096):
        said += chunk
    return said


def get(port: int, path: str, **headers: str) -> tuple[int, bytes]:
    with closing(connection(port)) as asked:
        asked.request("GET", path, headers={"Host": NAME} | headers)
        answer = asked.getresponse()
        return answer.status, answer.read()


def test_readers_get_pages_that_know_their_public_address(proxy: int) -> None:
    status, page = get(proxy, "/inovasi/jempol")

    assert status == 200
    assert f"https://{NAME}/inovasi/jempol".encode() in page


def test_what_a_sender_claims_of_himself_is_not_believed(proxy: int) -> None:
    status, page = get(proxy, "/", **{"X-Forwarded-For": "8.8.8.8", "X-Forwarded-Host": "jahat.example"})

    assert status == 200
    assert b"jahat.example" not in page


def test_a_sender_who_stops_in_the_middle_is_dropped_and_holds_nobody_up(proxy: int) -> None:
    slow = [connection(proxy) for _ in range(24)]
    for sender in slow:
        sender.connect()
        sender.sock.sendall(
            f"POST /masuk HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 1000\r\n\r\nnama=".encode()
        )

    status, _ = get(proxy, "/sehat")

    assert status == 200
    for sender in slow:
        with closing(sender):
            sender.sock.settimeout(30)
            said = everything(sender.sock)
            assert b"<html" not in said


def test_more_than_the_largest_upload_is_refused_before_it_reaches_the_portal(proxy: int) -> None:
    with closing(connection(proxy)) as asked:
        asked.putrequest("POST", "/masuk", skip_host=True)
        asked.putheader("Host", NAME)
        asked.putheader("Content-Length", str(200 * 1024**2))
        asked.endheaders()
        asked.send(b"x" * 1000)
        status = asked.getresponse().status

    assert status == 413


def test_the_portal_itself_is_reached_without_the_proxy_on_loopback_only(portal: int) -> None:
    with closing(HTTPConnection("127.0.0.1", portal, timeout=30)) as asked:
        asked.request("GET", "/sehat")

        assert asked.getresponse().status == 200
