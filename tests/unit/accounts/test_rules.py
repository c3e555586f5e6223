"""Memberships, names and sign-in times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.access import Role
from portal.accounts import rules, sessions
from portal.accounts.models import LoginSession
from portal.accounts.rules import Tenure, Term
from portal.errors import RuleViolation
from portal.records import imports

CODES = frozenset({"Dinkes", "Disdikbud"})
NEW_YEAR, JUNE, DECEMBER = date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31)
NOW = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


def term(role: Role = Role.OPERATOR, opd: str | None = "Dinkes", **named: object) -> Term:
    given = {"since": NEW_YEAR, "until": None, "kind": Tenure.DEFINITIVE, **named}
    return Term(role, opd, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "good",
    [
        term(),
        term(Role.CURATOR, None),
        term(Role.READER, "Disdikbud"),
        term(Role.HEAD, kind=Tenure.ACTING, until=JUNE),
        term(Role.LEADERSHIP, None, kind=Tenure.STANDING_IN, until=NEW_YEAR),
    ],
)
def test_a_membership_that_can_be_is_taken(good: Term) -> None:
    rules.check_term(good, CODES)


@pytest.mark.parametrize(
    ("bad", "part"),
    [
        (term(opd=None), "harus di sebuah OPD"),
        (term(Role.HEAD, None), "harus di sebuah OPD"),
        (term(opd="Dinas Sihir"), "tidak ada di daftar"),
        (term(Role.AUDITOR, "dinkes"), "tidak ada di daftar"),
        (term(since=DECEMBER, until=JUNE), "lebih awal"),
        (term(Role.HEAD, kind=Tenure.ACTING), "tanggal akhir"),
        (term(Role.HEAD, kind=Tenure.STANDING_IN), "tanggal akhir"),
    ],
)
def test_a_membership_that_cannot_be_is_refused(bad: Term, part: str) -> None:
    with pytest.raises(RuleViolation, match=part):
        rules.check_term(bad, CODES)


def test_a_role_holds_from_its_first_to_its_last_day() -> None:
    half = term(since=NEW_YEAR, until=JUNE)

    held = [half.holds_on(day) for day in (NEW_YEAR - date.resolution, NEW_YEAR, JUNE, date(2026, 7, 1))]

    assert held == [False, True, True, False]
    assert term().holds_on(date(2099, 1, 1))


def test_the_same_role_is_not_held_twice_at_a_time() -> None:
    first = term(since=NEW_YEAR, until=JUNE)

    rules.check_alone(term(since=date(2026, 7, 1)), [first], [])
    rules.check_alone(term(opd="Disdikbud"), [first], [])
    rules.check_alone(term(Role.HEAD), [first], [])
    with pytest.raises(RuleViolation, match="sudah memegang"):
        rules.check_alone(term(since=JUNE), [first], [])


def test_an_opd_has_one_definitive_head_at_a_time_and_may_have_an_acting_one() -> None:
    head = term(Role.HEAD, since=NEW_YEAR, until=JUNE)

    rules.check_alone(term(Role.HEAD, since=date(2026, 7, 1)), [], [head])
    rules.check_alone(term(Role.HEAD, kind=Tenure.STANDING_IN, until=JUNE), [], [head])
    rules.check_alone(term(Role.OPERATOR, since=JUNE), [], [head])
    with pytest.raises(RuleViolation, match="kepala definitif"):
        rules.check_alone(term(Role.HEAD, since=JUNE), [], [head])


@pytest.mark.parametrize("text", ["budi", "Budi.Santoso", " budi-2 ", "a1_", "x" * 40, "budi1234567"])
def test_a_user_name_is_taken_in_small_letters(text: str) -> None:
    assert rules.username(text) == text.strip().lower()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ab",
        "x" * 41,
        ".budi",
        "budi santoso",
        "büdi",
        "budi@batang",
        "198502282010011001",
        "b\u0131di",
        "budi12345678",
    ],
)
def test_a_user_name_with_anything_else_or_a_long_number_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation):
        rules.username(text)


@pytest.mark.parametrize("text", ["nama@batangkab.go.id", "", "a.b+c@contoh.id", f"a@{'x' * 195}.id"])
def test_an_address_or_none_is_taken(text: str) -> None:
    assert rules.email(text) == text


@pytest.mark.parametrize(
    "text", ["nama", "@batang.go.id", "a b@c.id", "a@b", "a@b..id", f"{'x' * 250}@b.id", f"a@{'x' * 196}.id"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation):
        rules.email(text)


@pytest.mark.parametrize("text", ["Al", "dr. Sri Wahyuni, M.Kes.", "x" * 120])
def test_a_name_is_taken_with_its_titles(text: str) -> None:
    assert rules.person_name(f" {text} ") == text


def test_five_tries_in_a_quarter_of_an_hour_a_link_for_three_days_a_preview_for_two_hours() -> None:
    assert (5, 50, timedelta(minutes=15)) == (rules.MAX_TRIES, rules.MAX_TRIES_ADDRESS, rules.WINDOW)
    assert (timedelta(minutes=10), timedelta(hours=72)) == (rules.PENDING, rules.LINK_LIFE)
    assert timedelta(hours=2) == imports.LIFE


@pytest.mark.parametrize("text", ["", "A", "1234", "Budi\u202eodnU", "x" * 121])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation):
        rules.person_name(text)


def sign_in(created: timedelta, seen: timedelta, *, revoked: bool = False) -> LoginSession:
    return LoginSession(
        created_at=NOW - created, last_seen_at=NOW - seen, revoked_at=NOW if revoked else None
    )


MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("row", "alive"),
    [
        (sign_in(HOUR, MINUTE), True),
        (sign_in(HOUR, 29 * MINUTE), True),
        (sign_in(HOUR, 30 * MINUTE), False),
        (sign_in(12 * HOUR - MINUTE, MINUTE), True),
        (sign_in(12 * HOUR, MINUTE), False),
        (sign_in(HOUR, MINUTE, revoked=True), False),
        (sign_in(-24 * HOUR, -24 * HOUR), False),  # the clock went back a day
        (sign_in(-365 * 24 * HOUR, MINUTE), False),  # or a year
        (sign_in(365 * 24 * HOUR, 365 * 24 * HOUR), False),  # or ahead
    ],
)
def test_a_sign_in_ends_idle_old_revoked_or_when_the_clock_jumps(row: LoginSession, alive: bool) -> None:
    assert sessions.is_alive(row, NOW) is alive


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/156.0 Safari/537.36 Edg/156.0", "Edge di Windows"),
        ("Mozilla/5.0 (Linux; Android 15; SM-A245F) Chrome/156.0 Mobile Safari/537.36", "Chrome di Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox di Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1", "Safari di iPhone"),
        ("curl/8.0", "Peramban lain"),
        ("", "Peramban lain"),
        ("<script>alert(1)</script>" * 500, "Peramban lain"),
    ],
)
def test_of_a_browser_only_its_kind_is_kept(agent: str, shown: str) -> None:
    assert sessions.device(agent) == shown
