"""Documents are set in child processes: few at a time, none for longer than it may, public ones once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Barrier, Thread

import pytest

from portal import places
from portal.documents import press, typeset
from portal.documents.press import PRESS, DocumentBusy, NotSet, TooLong

DAY = date(2026, 11, 21)
HEAVY = "#for a in range(0, 100000000) { let b = range(0, 100000).map(x => x * a).sum() }"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(typeset, "TEMPLATES", tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def _no_child_left() -> Iterator[None]:
    yield
    PRESS.close()


def template(folder: Path, source: str) -> str:
    (folder / "coba.typ").write_text('#set document(title: "x")\n' + source)
    return "coba.typ"


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_set(folder: Path) -> None:
    with pytest.raises(TooLong, match="Persempit"):
        typeset.typeset(template(folder, HEAVY), {"title": "x"}, dated=DAY, seconds=0.5)

    assert typeset.typeset(template(folder, "kata"), {"title": "x"}, dated=DAY).startswith(b"%PDF-")


def test_a_child_that_dies_is_told_and_replaced(folder: Path) -> None:
    name = template(folder, "kata")
    typeset.typeset(name, {"title": "x"}, dated=DAY)
    [idle] = PRESS._idle
    idle.kill()
    idle.wait()

    assert typeset.typeset(name, {"title": "x"}, dated=DAY).startswith(b"%PDF-")


def test_when_all_presses_are_at_work_the_reader_is_told_soon(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "WAIT_SECONDS", 0.01)
    name = template(folder, "kata")

    with PRESS.compositor(20), PRESS.compositor(20), pytest.raises(DocumentBusy) as told:
        typeset.typeset(name, {"title": "x"}, dated=DAY)

    assert told.value.status == 503


@pytest.mark.usefixtures("folder")
def test_a_refused_document_keeps_its_child_for_the_next() -> None:
    with pytest.raises(NotSet), PRESS.compositor(20) as compositor:
        typeset._compile(compositor, b"#panic()", {}, DAY)

    with PRESS.compositor(20) as again:
        assert again.process.pid == compositor.process.pid


def test_what_is_kept_is_set_once_for_all_who_ask(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, kept, made = template(folder, "kata"), folder / "edition" / "papers", []
    kept.parent.mkdir()
    compile_ = typeset._compile

    def count(*given: object) -> bytes:
        made.append(1)
        return compile_(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(typeset, "_compile", count)
    barrier = Barrier(8)
    bodies: list[bytes] = []

    def ask() -> None:
        barrier.wait(30)
        bodies.append(typeset.typeset(name, {"title": "x"}, dated=DAY, keep=kept))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(made) == 1
    assert len(bodies) == 8
    assert len(set(bodies)) == 1
    assert len(list(kept.iterdir())) == 1


@pytest.mark.parametrize("change", ["values", "day", "template"])
def test_what_is_made_from_something_else_is_another_paper(folder: Path, change: str) -> None:
    kept = folder / "edition"
    kept.mkdir()
    name = template(folder, "#sys.inputs.values")
    first = typeset.typeset(name, {"title": "x"}, dated=DAY, keep=kept)

    values, day = {"title": "x"}, DAY
    if change == "values":
        values = {"title": "lain"}
    elif change == "day":
        day = date(2026, 11, 22)
    else:
        template(folder, "lain #sys.inputs.values")

    assert typeset.typeset(name, values, dated=day, keep=kept) != first
    assert len(list(kept.iterdir())) == 2


def test_where_nothing_can_be_kept_the_paper_is_made_all_the_same(folder: Path) -> None:
    swept = folder / "swept" / "papers"

    assert typeset.typeset(template(folder, "kata"), {"title": "x"}, dated=DAY, keep=swept).startswith(
        b"%PDF"
    )
    assert not swept.parent.exists()


def test_only_so_many_papers_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.documents.kept.MOST", 2)
    kept = folder / "papers"
    for number in range(4):
        typeset.typeset(template(folder, "kata"), {"title": str(number)}, dated=DAY, keep=kept)

    assert len(list(kept.iterdir())) == 2


def test_a_press_of_a_forked_process_starts_children_of_its_own(folder: Path) -> None:
    typeset.typeset(template(folder, "kata"), {"title": "x"}, dated=DAY)
    other = press.Press()
    other._idle = list(PRESS._idle)

    other.forget()

    assert other._idle == []
    assert all(process.poll() is None for process in other._foreign)
