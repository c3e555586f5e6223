"""Which help belongs to which page, and where each help page is listed."""

from __future__ import annotations

from datetime import date

from portal.pages import RenderedPage
from portal.pages.shelf import about_portal, groups, help_for


def page(slug: str, *screens: str, audience: str = "semua") -> RenderedPage:
    return RenderedPage.model_validate(
        {
            "slug": slug,
            "title": slug,
            "summary": slug,
            "updated": date(2026, 12, 1),
            "order": 1,
            "sections": (),
            "audience": audience,
            "screens": screens,
        }
    )


PAGES = [
    page("rencana", "/rencana", "/rencana/*"),
    page("ukur", "/rencana/*/kpi/*"),
    page("sunting", "/sunting", "/sunting/*", audience="kurator"),
    page("privasi"),
]


def test_a_page_leads_to_the_help_that_names_it_most_closely() -> None:
    assert [
        found.slug if (found := help_for(path, PAGES)) else None
        for path in (
            "/rencana",
            "/rencana/12",
            "/rencana/12/kpi/3",
            "/sunting/jempol",
            "/",
            "/wilayah/rencana",
        )
    ] == ["rencana", "rencana", "ukur", "sunting", None, None]


def test_the_index_lists_every_help_page_once_by_whom_it_is_for() -> None:
    assert [(label, [one.slug for one in listed]) for label, listed in groups(PAGES)] == [
        ("Bekerja di portal", ["rencana", "ukur"]),
        ("Untuk kurator", ["sunting"]),
        ("Tentang portal", ["privasi"]),
    ]


def test_the_foot_of_every_page_keeps_to_what_visitors_ask() -> None:
    assert [one.slug for one in about_portal(PAGES)] == ["privasi"]
