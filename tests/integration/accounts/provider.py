"""A fake OpenID Connect provider on the loopback: it signs what the test tells it to say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "satu"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "satu"})


@dataclass
class Provider:
    """What the provider says, and what it was asked."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "satu"})
    key: RSAKey = field(default_factory=lambda: KEY)
    status: int = 200
    body: bytes | None = None
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    credentials: list[str] = field(default_factory=list)

    def answer(self, path: str) -> Any:
        """What a GET or POST of this path gets."""
        if path.startswith("/.well-known"):
            ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            return {
                "issuer": self.issuer,
                **{name: f"{self.issuer}/{end}" for name, end in ends.items()},
                **self.metadata,
            }
        if path.startswith("/keys"):
            return {"keys": [KEY.as_dict(private=False)]}
        token = jwt.encode(self.header, self.claims, self.key)
        return {"access_token": "akses", "token_type": "Bearer", "id_token": token}


@contextmanager
def serving(provider: Provider) -> Iterator[Provider]:
    """Serve on a free port until the test is done."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = (
                provider.body
                if provider.body is not None
                else json.dumps(provider.answer(self.path)).encode()
            )
            self.send_response(provider.status)
            if provider.status in (301, 302):
                self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            provider.asked.append(parse_qs(sent))
            provider.credentials.append(self.headers.get("Authorization", ""))
            self.do_GET()

        def log_message(self, *_given: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
