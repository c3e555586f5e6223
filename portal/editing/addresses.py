"""Web addresses outside the portal: which sites a text leads to, and which of them are known already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from portal.disk import is_leftover

_ADDRESS = re.compile(r"(?:https?:)?[/\\]{2}[^\s\"'<>|]+|\bwww\.[^\s\"'<>|]+", re.I)
_HREF = re.compile(r'href="([^"]*)"')


def site_of(address: str) -> str:
    """The site of an address as it is compared and shown: 'kompas.com'; '' where there is none.

    International names are given in their ASCII form, so that look-alike letters show.
    """
    address = address.replace("\\", "/")
    if not re.match(r"[a-z]+:", address, re.I):
        address = "https://" + address.lstrip("/")
    try:
        host = unquote(urlsplit(address).hostname or "").rstrip(".").casefold()
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except (ValueError, UnicodeError):
        return ""
    host = host.removeprefix("www.")
    return host if re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+|\[?[0-9a-f:.]+\]?", host) else ""


def sites_in(text: str) -> set[str]:
    """Every site that a text names by a full address."""
    return {site for match in _ADDRESS.finditer(text) if (site := site_of(match[0].rstrip(".,;:)]}*_")))}


def sites_linked(html: str) -> set[str]:
    """Every site that rendered HTML links to, however the link was written."""
    targets = (unescape(match[1]) for match in _HREF.finditer(html))
    return {site for target in targets if not target.startswith(("#", "/")) and (site := site_of(target))}


@lru_cache(maxsize=4)
def known_sites(folder: Path) -> frozenset[str]:
    """Every site that an edition names; read once an edition, since an edition never changes."""
    files = [*folder.glob("*.json"), *(folder / "articles").glob("*.json")]
    return _sites_of(files)


def sites_of_files(content: Path) -> frozenset[str]:
    """Every site that the files of content/ name; for a portal where nothing is published."""
    return _sites_of(
        path for path in content.rglob("*") if path.suffix in (".md", ".yaml") and not is_leftover(path)
    )


def _sites_of(paths: Iterable[Path]) -> frozenset[str]:
    found: set[str] = set()
    for path in paths:
        try:
            found |= sites_in(path.read_text("utf-8", "replace"))
        except OSError:
            continue
    return frozenset(found)
