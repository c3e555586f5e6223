"""Nobody waits behind the many requests of somebody else."""

from __future__ import annotations

from portal.web.queueing import (
    COMPUTES,
    FOR_MUCH,
    HALF_LIFE,
    LONGEST_WAIT,
    MUCH,
    REMEMBERED,
    WAITING,
    WAITING_IN_ALL,
    WAITING_LARGE,
    Turns,
)


class Clock:
    """A clock that stands still until it is moved."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def waiting(turns: Turns[str], sender: str, *requests: str, is_large: bool = False) -> None:
    for request in requests:
        assert turns.add(sender, request, is_large=is_large) is None


def served(turns: Turns[str]) -> list[str]:
    return [turn.request for turn in iter(turns.next, None)]


def spend(turns: Turns[str], sender: str, used: float) -> None:
    waiting(turns, sender, "spends")
    turn = turns.next()
    assert turn is not None
    turns.done(turn, used)


def test_who_has_used_least_comes_first() -> None:
    turns: Turns[str] = Turns(2, Clock())
    spend(turns, "busy", 0.4)
    spend(turns, "reader", 0.1)
    waiting(turns, "busy", "1", "2", "3")
    waiting(turns, "reader", "page")
    waiting(turns, "new", "first page")

    assert served(turns) == ["first page", "page"]


def test_what_was_used_is_forgotten_by_and_by() -> None:
    clock = Clock()
    turns: Turns[str] = Turns(4, clock)
    spend(turns, "busy", 8.0)

    clock.now += HALF_LIFE

    assert 3.99 < turns.used("busy") < 4.01


def test_all_who_use_much_share_a_few_threads() -> None:
    turns: Turns[str] = Turns(16, Clock())
    for number in range(10):
        spend(turns, f"robot {number}", MUCH * 2)
        waiting(turns, f"robot {number}", f"search {number}")
    assert len(served(turns)) == FOR_MUCH

    waiting(turns, "reader", "page")

    assert served(turns) == ["page"]


def test_a_request_that_takes_long_because_it_waits_keeps_nobody_of_its_office_waiting() -> None:
    clock = Clock()
    turns: Turns[str] = Turns(16, clock)
    spend(turns, "office", MUCH * 4)
    waiting(turns, "office", *(f"upload {number}" for number in range(FOR_MUCH)), "page")
    assert len(served(turns)) == FOR_MUCH

    clock.now += COMPUTES

    assert served(turns) == ["page"]


def test_one_sender_keeps_at_most_half_of_the_threads() -> None:
    turns: Turns[str] = Turns(8, Clock())
    waiting(turns, "many", *"12345678")

    assert served(turns) == list("1234")
    waiting(turns, "other", "page")
    assert served(turns) == ["page"]


def test_bodies_on_their_way_leave_half_of_the_threads_to_others() -> None:
    turns: Turns[str] = Turns(8, Clock())
    for number in range(30):
        waiting(turns, f"sender {number}", "upload", is_large=True)

    assert len(served(turns)) == 4
    waiting(turns, "reader", "page")
    assert served(turns) == ["page"]


def test_of_one_sender_a_large_body_does_not_stop_his_pages() -> None:
    turns: Turns[str] = Turns(8, Clock())
    waiting(turns, "office", *("upload",) * 5, is_large=True)
    waiting(turns, "office", "page")

    assert served(turns) == ["upload", "upload", "page"]


def test_who_asks_for_more_than_can_wait_is_sent_away() -> None:
    turns: Turns[str] = Turns(2, Clock())
    waiting(turns, "many", *map(str, range(WAITING)))

    assert turns.add("many", "one more", is_large=False) == "one more"
    waiting(turns, "other", "page")


def test_when_too_many_wait_the_last_of_who_has_used_most_makes_room() -> None:
    turns: Turns[str] = Turns(2, Clock())
    spend(turns, "robot", 9.0)
    waiting(turns, "robot", *(f"robot {number}" for number in range(WAITING)))
    for number in range(WAITING_IN_ALL - WAITING):
        waiting(turns, f"sender {number}", "page")

    assert turns.add("reader", "page", is_large=False) == f"robot {WAITING - 1}"
    assert turns.add("robot", "more", is_large=False) == "more"


def test_large_bodies_that_wait_have_a_bound_of_their_own() -> None:
    turns: Turns[str] = Turns(2, Clock())
    for number in range(WAITING_LARGE):
        waiting(turns, f"large {number}", "upload", is_large=True)

    assert turns.add("another", "upload", is_large=True) == "upload"
    waiting(turns, "reader", "page")


def test_a_thread_that_is_free_goes_to_the_next() -> None:
    turns: Turns[str] = Turns(2, Clock())
    waiting(turns, "many", "1", "2", is_large=True)
    first = turns.next()
    assert first is not None
    assert turns.next() is None

    turns.done(first)

    assert served(turns) == ["2"]


def test_nobody_waits_without_end() -> None:
    clock = Clock()
    turns: Turns[str] = Turns(1, clock)
    waiting(turns, "many", "runs", "waits")
    turns.next()
    clock.now += LONGEST_WAIT + 1
    waiting(turns, "other", "page")

    assert turns.overdue() == ["waits"]
    assert turns.overdue() == []


def test_not_everybody_who_ever_came_is_remembered() -> None:
    turns: Turns[str] = Turns(2, Clock())
    for number in range(REMEMBERED * 2):
        spend(turns, f"reader {number}", 0.01)

    assert len(turns._used) <= REMEMBERED
