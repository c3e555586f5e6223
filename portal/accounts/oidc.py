"""Signing in through the government's own OpenID Connect provider; off unless the settings name one.

Authlib does the protocol (code flow with PKCE, state and nonce, signed ID token). It is imported only when
somebody uses this door. Accounts are never made here: an admin knows the person already, by NIP.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from portal.config import Settings
from portal.errors import PortalError

TIMEOUT = 10  # seconds for each question to the provider
MAX_ANSWER = 512 * 1024  # bytes
LEEWAY = 60  # seconds that the two clocks may differ
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")


class ProviderFailed(PortalError):
    """The provider did not answer, or not as it must."""

    status = 502
    title = "Masuk lewat SSO gagal"


@dataclass(frozen=True)
class Claims:
    """Who the provider says this is."""

    subject: str
    nip: str
    name: str


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_given: Any, **_named: Any) -> None:
        return None


class _Answer:
    """As much of an HTTP answer as Authlib looks at."""

    def __init__(self, status_code: int, body: bytes) -> None:
        self.status_code, self.body = status_code, body

    def json(self) -> Any:
        return json.loads(self.body)

    def raise_for_status(self) -> None:
        if self.status_code >= 300:
            raise ProviderFailed("Penyedia SSO menolak permintaan portal. Masuk dengan kata sandi dulu.")


class _Transport:
    """Questions to the provider over the standard library: no redirects, a time limit, small answers."""

    def get(self, url: str) -> _Answer:
        """Ask for a document."""
        return self._ask(url, {}, "")

    def post(self, url: str, *, data: Mapping[str, str], headers: Mapping[str, str], auth: Any) -> _Answer:
        """Send a form, with the client's own credentials as Authlib prepares them."""
        return self._ask(*auth.prepare("POST", url, dict(headers), urlencode(data)))

    def _ask(self, url: str, headers: Mapping[str, str], body: str) -> _Answer:
        if not url.startswith(("https://", "http://")):
            raise ProviderFailed("Alamat penyedia SSO keliru. Hubungi admin portal.")
        question = Request(url, data=body.encode() or None, headers=dict(headers))  # noqa: S310 -- checked
        try:
            with build_opener(_NoRedirect).open(question, timeout=TIMEOUT) as answer:
                return _Answer(answer.status, answer.read(MAX_ANSWER))
        except HTTPError as error:
            return _Answer(error.code, error.read(MAX_ANSWER))
        except (URLError, OSError):
            raise ProviderFailed(
                "Penyedia SSO tidak menjawab. Coba lagi, atau masuk dengan kata sandi."
            ) from None


def begin(settings: Settings, redirect_uri: str) -> tuple[str, dict[str, str]]:
    """Where to send the browser, and what to remember until it comes back."""
    from authlib.common.security import generate_token

    metadata = _metadata(settings)
    kept = {"state": generate_token(43), "nonce": generate_token(43), "verifier": generate_token(64)}
    url, _ = _client(settings, redirect_uri).create_authorization_url(
        metadata["authorization_endpoint"],
        state=kept["state"],
        nonce=kept["nonce"],
        code_verifier=kept["verifier"],
    )
    return url, kept


def finish(settings: Settings, redirect_uri: str, answer_url: str, kept: Mapping[str, str]) -> Claims:
    """Who came back: the code exchanged, the ID token's signature and claims checked."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError

    answered = {name: values[0] for name, values in parse_qs(urlsplit(answer_url).query).items()}
    is_ours = hmac.compare_digest(answered.get("state", "").encode(), kept["state"].encode())
    if not answered.get("code") or not is_ours:
        raise ProviderFailed("Masuk lewat SSO dibatalkan atau tidak lengkap. Ulangi dari halaman masuk.")
    metadata = _metadata(settings)
    try:
        token = _client(settings, redirect_uri).fetch_token(
            metadata["token_endpoint"],
            authorization_response=answer_url,
            state=kept["state"],
            code_verifier=kept["verifier"],
        )
        claims = _checked(settings, metadata, token, kept["nonce"])
    except (AuthlibBaseError, JoseError, KeyError, ValueError):
        raise ProviderFailed(
            "Jawaban penyedia SSO tidak dapat dipercaya. Ulangi dari halaman masuk."
        ) from None
    named = settings.oidc_claim_nip, settings.oidc_claim_name
    nip, name = (str(claims.get(claim) or "") for claim in named)
    return Claims(subject=str(claims["sub"]), nip="".join(nip.split()), name=name)


def _checked(
    settings: Settings, metadata: Mapping[str, Any], token: Mapping[str, Any], nonce: str
) -> Mapping[str, Any]:
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.jwk import KeySet

    keys = KeySet.import_key_set(_get(metadata["jwks_uri"]))
    decoded = jwt.decode(token["id_token"], keys, algorithms=list(ALGORITHMS))
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        {
            "iss": {"essential": True, "value": settings.oidc_issuer},
            "aud": {"essential": True, "value": settings.oidc_client},
        },
        {"nonce": nonce, "client_id": settings.oidc_client, "access_token": token.get("access_token")},
    )
    claims.validate(leeway=LEEWAY)
    checked: Mapping[str, Any] = claims
    return checked


def _client(settings: Settings, redirect_uri: str) -> Any:
    from authlib.oauth2.client import OAuth2Client

    return OAuth2Client(
        _Transport(),
        client_id=settings.oidc_client,
        client_secret=os.environ.get(settings.oidc_secret_env) or None,
        scope="openid profile",
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )


def _metadata(settings: Settings) -> dict[str, Any]:
    metadata: dict[str, Any] = _get(settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration")
    if metadata.get("issuer") != settings.oidc_issuer:
        raise ProviderFailed("Penyedia SSO menyebut nama lain daripada yang diatur. Hubungi admin portal.")
    return metadata


def _get(url: str) -> Any:
    answer = _Transport().get(url)
    answer.raise_for_status()
    try:
        return answer.json()
    except ValueError:
        raise ProviderFailed("Jawaban penyedia SSO tidak terbaca. Coba lagi nanti.") from None
