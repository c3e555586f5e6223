"""Secrets that travel: made here, stored only as hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import current_app

BITS = 256


def make() -> str:
    """A fresh secret of 256 bits, fit for cookies and addresses."""
    return secrets.token_urlsafe(BITS // 8)


def digest(token: str) -> str:
    """What is stored of a random secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed(text: str) -> str:
    """What is stored of something guessable, such as an address: useless without the portal's own key."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
