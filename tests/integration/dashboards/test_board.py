"""The leadership's page: each figure is the number of lines in the list it opens."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.accounts.models import Account
from portal.adoption import BudgetLine, Kpi, Milestone, Plan, PlanProblem, Reading, Stage, problems
from portal.adoption.escalation import Wanted
from portal.adoption.measures import Phase
from tests.integration.adoption.conftest import OPD, OTHER_OPD, TODAY, Office
from tests.integration.adoption.test_lists import counting, many

pytestmark = pytest.mark.both_engines("dashboards")

LINK = re.compile(r'<a href="([^"]+)"><span>[^<]*</span> <strong>([\d.]+)</strong>')
TILE = re.compile(r'<a href="(/(?:rencana|masalah)[^"]*)"><strong>([\d.]+)</strong>')
TOTAL = re.compile(r'role="status">([\d.]+) (?:rencana|KPI|OPD|masalah)')


def figures(page: str) -> dict[str, int]:
    """Every figure of a page: the address behind it, and its number."""
    found = {**dict(TILE.findall(page)), **dict(LINK.findall(page))}
    return {html.unescape(url): int(number.replace(".", "")) for url, number in found.items()}


def test_money_for_direct_service_is_the_sum_of_the_list_behind_it(office: Office) -> None:
    varied(office)

    page = office.get("pimpinan", "/dasbor").text
    shown = re.findall(
        r'<a href="([^"]+anggaran=2026)"><span>[^:]*: ([\d.]+) rencana</span> <strong>(Rp[\d.]+)</strong>',
        page,
    )

    assert len(shown) == 3
    for url, plans, money in shown:
        assert (
            f'role="status">{plans} rencana, pagu 2026 {money}</p>'
            in office.get("pimpinan", html.unescape(url)).text
        )


def test_the_escalations_for_my_own_post_stand_on_the_page_oldest_first(office: Office) -> None:
    plan_id = office.plan(Stage.TRIAL)
    for title in ("Tidak ada listrik", "Kurang petugas"):
        escalate(office, plan_id, title)
        office.pass_days(1)
    with office.inside() as session:
        session.execute(
            update(Account).where(Account.username == "pimpinan").values(position="Plt. Sekretaris Daerah")
        )

    page = office.get("pimpinan", "/dasbor").text

    assert "Menunggu saya (Sekretaris Daerah)" in page
    assert page.index("Tidak ada listrik") < page.index("Kurang petugas")
    assert figures(page)["/masalah?tingkat=sekda"] == 2
    assert total(office, "/masalah?tingkat=sekda") == 2


def test_the_head_of_government_is_not_shown_what_waits_for_the_secretary(office: Office) -> None:
    escalate(office, office.plan(Stage.TRIAL), "Tidak ada listrik")
    with office.inside() as session:
        session.execute(
            update(Account).where(Account.username == "pimpinan").values(position="Bupati Contoh")
        )

    page = office.get("pimpinan", "/dasbor").text

    assert "Menunggu saya (Bupati)" in page
    assert "Tidak ada listrik" not in page


def test_the_way_to_the_priorities_stands_at_the_top_for_those_who_read_them(office: Office) -> None:
    page = office.get("pimpinan", "/dasbor").text

    link = page.index('href="/dasbor/prioritas">Prioritas</a>')
    assert page.index("<h1>") < link < page.index("<h2")


def test_a_degree_of_warning_that_no_plan_has_gets_no_bar(office: Office) -> None:
    quiet = office.get("pimpinan", "/dasbor").text
    office.plan(Stage.TRIAL)
    office.pass_days(20)

    page = office.get("pimpinan", "/dasbor").text
    bars = r'href="/rencana\?peringatan=[^"]*"><span>[^<]*</span> <strong>([\d.]+)</strong>'

    assert re.findall(bars, quiet) == []
    assert re.findall(bars, page) == ["1"]


def escalate(office: Office, plan_id: int, title: str) -> None:
    """A problem that its OPD could not solve goes to the secretary."""
    made: list[PlanProblem] = []
    due = office.clock_now.date() + timedelta(days=7)

    def open_it(session: Session, plan: Plan, actor: Actor) -> None:
        made.append(problems.open_problem(session, plan, title=title, text="", due=due, actor=actor))

    def raise_it(session: Session, plan: Plan, actor: Actor) -> None:
        problem = session.get_one(PlanProblem, made[0].id)
        tried, post = "Sudah meminta ke dua dinas lain.", "Sekretaris Daerah"
        asked = problems.Request(Wanted.PERMIT, "Boleh meminjam petugas")
        problems.escalate(session, plan, problem, request=asked, tried=tried, post=post, due=due, actor=actor)

    office.change("operator", plan_id, open_it)
    office.change("kepala", plan_id, raise_it)


def test_a_warning_says_why_and_which_rule_fired(office: Office) -> None:
    office.plan(Stage.TRIAL)
    office.pass_days(70)

    page = office.get("pimpinan", "/dasbor/peringatan").text

    assert "Peringatan keras" in page
    assert "langkah kerja lewat tenggat 65 hari (batas: 45 hari)" in page
    assert "masa uji coba lewat 40 hari (batas: 14 hari)" in page
    assert "tanpa kabar 70 hari (batas: lebih dari 60 hari)" in page
    assert "“Latih petugas”" in page
    assert "Penanggung jawab: Kepala Bidang Pelayanan" in page


def test_the_pages_ask_as_little_for_a_thousand_plans_as_for_few(office: Office) -> None:
    pages = ("/dasbor", "/dasbor/peringatan", "/dasbor/kpi", f"/dasbor/opd/{OPD}")
    many(office, 20)
    for path in pages:
        office.get("pimpinan", path)

    def asked() -> list[int]:
        found = []
        for path in pages:
            office.forget()
            with counting(office) as sent:
                assert office.get("pimpinan", path).status_code == 200
            found.append(len(sent))
        return found

    few = asked()
    with office.inside() as session:
        for kind in (Reading, Kpi, Milestone, Plan):
            session.execute(delete(kind))
    many(office)

    assert asked() == few
    assert max(few) <= 21


@pytest.mark.parametrize(
    ("who", "board", "own", "other"),
    [
        ("pimpinan", 200, 200, 200),
        ("kurator", 200, 200, 200),
        ("auditor", 200, 200, 200),
        ("kepala", 403, 200, 403),
        ("operator", 403, 200, 403),
        ("pembaca", 403, 403, 403),
    ],
)
def test_the_page_is_for_the_leadership_and_a_scorecard_also_for_its_own_opd(
    office: Office, who: str, board: int, own: int, other: int
) -> None:
    office.plan(Stage.TRIAL)

    def status(path: str) -> int:
        return office.get(who, path).status_code

    assert [status(path) for path in ("/dasbor", "/dasbor/peringatan", "/dasbor/kpi")] == [board] * 3
    assert status(f"/dasbor/opd/{OPD}") == own
    assert status(f"/dasbor/opd/{OTHER_OPD}") == other


def test_a_scorecard_of_few_peers_shows_no_median_that_would_point_at_one(office: Office) -> None:
    office.plan(Stage.APPLIED)
    office.plan(Stage.TRIAL, who="-lain")

    page = office.get("kepala", f"/dasbor/opd/{OPD}").text

    assert "100%" in page
    assert "terlalu sedikit" in page
    assert OTHER_OPD not in page


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

    page = office.get("pimpinan", "/dasbor").text
    table = re.findall(r'<a href="([^"]+)" aria-label="(\d+) rencana ', page)
    without = re.findall(r'<a href="(/opd[^"]*)">(\d+) OPD</a>', page)
    shown = {**figures(page), **{html.unescape(url): int(number) for url, number in (*table, *without)}}

    assert len(shown) > 30
    lists = {url: number for url, number in shown.items() if not url.startswith("/masalah")}
    assert {url: total(office, url) for url in lists} == lists
