"""The leadership's page: each figure is the number of lines in the list it opens."""

from __future__ import annotations

import html
import re
from datetime import timedelta

from sqlalchemy import update

from portal.adoption import BudgetLine, Milestone, Plan, Stage
from portal.adoption.measures import Phase
from tests.integration.adoption.conftest import TODAY, Office
from tests.integration.adoption.test_lists import many

LINK = re.compile(r'<a href="([^"]+)"><span>[^<]*</span> <strong>([\d.]+)</strong>')
TILE = re.compile(r'<a href="(/(?:rencana|masalah)[^"]*)"><strong>([\d.]+)</strong>')
TOTAL = re.compile(r'role="status">([\d.]+) (?:rencana|KPI|OPD|masalah)')


def figures(page: str) -> dict[str, int]:
    """Every figure of a page: the address behind it, and its number."""
    found = {**dict(TILE.findall(page)), **dict(LINK.findall(page))}
    return {html.unescape(url): int(number.replace(".", "")) for url, number in found.items()}


def total(office: Office, url: str) -> int:
    """How many things the list says it lists."""
    page = office.get("pimpinan", url).text
    said = TOTAL.search(page)
    assert said is not None, url
    return int(said[1].replace(".", ""))


def varied(office: Office) -> None:
    """Plans of every kind that the page tells apart."""
    many(office, 60)
    with office.inside() as session:
        for number in range(1, 61):
            session.execute(
                update(Plan)
                .where(Plan.id == number)
                .values(
                    mission=None if number % 4 else 1,
                    served_directly=[True, False, None][number % 3],
                    program_code=["", "1.02.02", "2.10.01", "1.06.03"][number % 4],
                    last_news_at=Plan.last_news_at if number % 5 else office.clock_now - timedelta(days=95),
                )
            )
            session.add(BudgetLine(plan_id=number, year=TODAY.year, fund="pad", ceiling=1_000_000 * number))
        draft = {"stage": Stage.PROPOSED, "halted_from": None, "submitted_at": None}
        session.execute(update(Plan).where(Plan.id == 9).values(draft))  # the leadership does not see it
        session.add(
            Milestone(plan_id=8, title="Lama", phase=Phase.DESIGN, due=TODAY - timedelta(days=50), done=None)
        )


def test_every_figure_links_to_a_list_that_gives_the_same_number(office: Office) -> None:
    varied(office)

    shown = figures(office.get("pimpinan", "/dasbor").text)

    assert len(shown) > 20
    lists = {url: number for url, number in shown.items() if not url.startswith("/masalah")}
    assert {url: total(office, url) for url in lists} == lists
