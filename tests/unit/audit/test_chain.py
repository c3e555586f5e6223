"""The chain shows what was done to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.audit.chain import GENESIS, Damage, Finding, Link, canonical, digest, examine

Entry = dict[str, Any]


def trail(length: int) -> list[Entry]:
    entries: list[Entry] = []
    previous = GENESIS
    for seq in range(1, length + 1):
        entry: Entry = {
            "seq": seq,
            "at": f"2026-11-21T05:00:{seq:02}.000000Z",
            "account_id": 7,
            "actor": "Sri",
            "role": "admin",
            "opd": "Dinkes",
            "action": "plan.move",
            "subject": f"plan:{seq}",
            "changes": "{}",
            "reason": "",
            "previous": previous,
        }
        entry["hash"] = previous = digest(entry)
        entries.append(entry)
    return entries


def look(entries: list[Entry], head: tuple[int, str] | None) -> list[str]:
    links = [Link(one["seq"], one["previous"], one["hash"], digest(one) == one["hash"]) for one in entries]
    return [str(finding) for finding in examine(links, head)]


def ending(entries: list[Entry]) -> tuple[int, str]:
    return entries[-1]["seq"], entries[-1]["hash"]


def again(entry: Entry, **changed: Any) -> Entry:
    """An entry altered together with its own digest."""
    altered = {**entry, **changed}
    return {**altered, "hash": digest(altered)}


def test_a_chain_nobody_touched_is_sound() -> None:
    entries = trail(12)

    assert look(entries, ending(entries)) == []
    assert look([], None) == []


@given(
    st.integers(1, 12),
    st.sampled_from(["at", "actor", "role", "opd", "action", "subject", "changes", "reason"]),
)
def test_an_altered_entry_is_named(seq: int, field: str) -> None:
    entries = trail(12)
    head = ending(entries)
    entries[seq - 1] = {**entries[seq - 1], field: "lain"}

    assert look(entries, head) == [f"Baris {seq} diubah."]


@given(st.integers(1, 11))
def test_an_entry_altered_together_with_its_digest_is_named(seq: int) -> None:
    entries = trail(12)
    head = ending(entries)
    entries[seq - 1] = again(entries[seq - 1], reason="lain")

    assert look(entries, head) == [f"Baris {seq} diubah."]


def test_a_last_entry_altered_together_with_its_digest_does_not_fit_the_head() -> None:
    entries = trail(12)
    head = ending(entries)
    entries[11] = again(entries[11], reason="lain")

    assert look(entries, head) == ["Baris 12 tidak cocok dengan ujung rantai yang tercatat."]


@given(
    st.integers(1, 12),
    st.sampled_from(["previous", "hash", "account_id"]),
    st.sampled_from([GENESIS, "f" * 64, "x"]),
)
def test_an_altered_link_is_named(seq: int, field: str, value: str) -> None:
    entries = trail(12)
    head = ending(entries)
    if entries[seq - 1][field] == value:
        return
    entries[seq - 1] = {**entries[seq - 1], field: value}

    assert look(entries, head) == [f"Baris {seq} diubah."]


def test_a_link_turned_to_an_older_entry_blames_no_other_entry() -> None:
    entries = trail(12)
    head = ending(entries)
    entries[8]["previous"] = entries[2]["hash"]

    assert look(entries, head) == ["Baris 9 diubah."]


@given(st.integers(1, 12), st.integers(1, 12))
def test_removed_entries_are_named(first: int, last: int) -> None:
    first, last = min(first, last), max(first, last)
    entries = trail(12)
    head = ending(entries)
    kept = [one for one in entries if not first <= one["seq"] <= last]

    numbers = f"{first}" if first == last else f"{first}–{last}"
    assert look(kept, head) == [f"Baris {numbers} dihapus."]


def test_an_entry_after_the_head_was_put_in() -> None:
    entries = trail(12)
    head = ending(entries)
    extra = again(entries[0], seq=13, previous=head[1])

    assert look([*entries, extra], head) == ["Baris 13 disisipkan."]
    assert look([*entries, again(extra, seq=0)], head) == ["Baris 0 disisipkan."]


def test_an_entry_put_in_between_with_the_rest_renumbered_is_named() -> None:
    entries = trail(12)
    head = ending(entries)
    moved = [{**one, "seq": one["seq"] + 1} for one in entries[5:]]
    extra = again(entries[4], seq=6, previous=entries[4]["hash"], reason="palsu")

    found = look([*entries[:5], extra, *moved], head)

    assert found == ["Baris 6 disisipkan.", "Baris 7–13 dinomori ulang."]


def test_two_entries_that_changed_places_are_named() -> None:
    entries = trail(12)
    head = ending(entries)
    entries[3]["seq"], entries[4]["seq"] = 5, 4

    assert look(entries, head) == ["Baris 4–5 dinomori ulang."]


def test_two_entries_that_exchanged_their_content_are_named() -> None:
    entries = trail(12)
    head = ending(entries)
    entries[3]["actor"], entries[4]["subject"] = "Budi", entries[3]["subject"]

    assert look(entries, head) == ["Baris 4–5 diubah."]


def test_a_cut_tail_is_named() -> None:
    entries = trail(12)

    assert look(entries[:9], ending(entries)) == ["Baris 10–12 dihapus."]
    assert look([], ending(entries)) == ["Baris 1–12 dihapus."]


def test_a_missing_head_is_named() -> None:
    assert look(trail(3), None) == ["Baris 3 tidak punya catatan ujung rantai."]


def test_a_head_set_back_shows_what_came_after_it() -> None:
    entries = trail(12)

    assert look(entries, (10, entries[9]["hash"])) == ["Baris 11–12 disisipkan."]
    assert look(entries, (12, "f" * 64)) == ["Baris 12 tidak cocok dengan ujung rantai yang tercatat."]


@given(
    st.lists(
        st.tuples(st.integers(0, 11), st.sampled_from(["cut", "alter", "forge", "double"])),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_is_done_without_rewriting_the_rest_is_found(deeds: list[tuple[int, str]]) -> None:
    entries = trail(12)
    original = [dict(one) for one in entries]
    head = ending(entries)
    for place, deed in deeds:
        if place >= len(entries):
            continue
        if deed == "cut":
            del entries[place]
        elif deed == "alter":
            entries[place] = {**entries[place], "reason": "lain"}
        elif deed == "forge":
            entries[place] = again(entries[place], reason="palsu")
        else:
            entries.append(again(entries[place], seq=100 + place))

    found = look(entries, head)

    assert bool(found) == (entries != original)


def test_json_has_one_spelling_whatever_the_order_and_the_letters() -> None:
    assert canonical({"b": 1, "a": "ü"}) == canonical({"a": "ü", "b": 1}) == '{"a":"\\u00fc","b":1}'
    assert canonical("\ud800") == '"\\ud800"'  # a lone surrogate cannot stop the trail


def test_a_run_of_findings_is_told_as_one() -> None:
    one = Finding(Damage.REMOVED, 3, 3)

    assert str(one) == "Baris 3 dihapus."
    assert str(replace(one, last=7)) == "Baris 3–7 dihapus."
