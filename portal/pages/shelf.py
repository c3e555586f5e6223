"""Which help belongs to which page of the portal, and how the index lists it."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from portal.pages.files import RenderedPage


def about_portal(pages: Iterable[RenderedPage]) -> list[RenderedPage]:
    """The pages that no screen leads to: what every visitor may want to know, so they stand in the foot."""
    return [page for page in pages if not page.screens]


def groups(pages: Iterable[RenderedPage]) -> list[tuple[str, list[RenderedPage]]]:
    """The index: jobs of everyone, jobs of curators, the portal itself."""
    pages = list(pages)
    jobs = [page for page in pages if page.screens]
    return [
        ("Bekerja di portal", [page for page in jobs if page.audience == "semua"]),
        ("Untuk kurator", [page for page in jobs if page.audience == "kurator"]),
        ("Tentang portal", about_portal(pages)),
    ]


def help_for(path: str, pages: Iterable[RenderedPage]) -> RenderedPage | None:
    """The help for a page of the portal: where several fit, the one that says its address most closely."""
    fitting = [(len(screen), page) for page in pages for screen in page.screens if fnmatchcase(path, screen)]
    return max(fitting, key=lambda one: one[0])[1] if fitting else None
