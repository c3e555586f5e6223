"""Files from outside are examined a few at a time, one at a time of a person, and nobody waits long."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest

from portal import cage, places
from portal.cage import ExaminationBusy
from portal.cage.examiner import pdf
from portal.errors import Busy
from portal.places import Places
from tests.unit.evidence import papers


def busy() -> Busy:
    return Busy("Tunggu sebentar.")


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch, cold_cage: None) -> None:  # noqa: ARG001
    monkeypatch.setattr(places, "WAIT_SECONDS", 0.05)


def test_who_finds_all_places_taken_is_told_after_a_while() -> None:
    some = Places(2, 1, busy)

    with some.one(), some.one(), pytest.raises(Busy), some.one():
        pytest.fail("there was no place")


def test_who_comes_when_the_queue_is_full_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "WAIT_SECONDS", 3_600)
    some = Places(1, 0, busy)

    with some.one(), pytest.raises(Busy), some.one():
        pytest.fail("nobody may wait here")


def test_a_person_has_one_place_and_gets_it_back() -> None:
    some = Places(2, 2, busy)

    with some.one("7"):
        with pytest.raises(Busy), some.one("7"):
            pytest.fail("one at a time")
        with some.one("8"):
            pass
    with some.one("7"):
        pass


def test_a_place_is_free_again_after_an_error() -> None:
    some = Places(1, 0, busy)
    with pytest.raises(ZeroDivisionError), some.one("7"):
        1 / 0  # noqa: B018
    with some.one("7"):
        pass


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    with TemporaryFile() as file:
        file.write(content)
        file.flush()
        yield file


def test_the_same_person_is_not_examined_twice_at_once() -> None:
    with opened(papers.pdf()) as file, cage.PLACES.one("7"):
        with pytest.raises(ExaminationBusy) as told:
            cage.examine("pdf", file, person="7")
        assert told.value.status == 503
        assert "refused" not in cage.examine("pdf", file, person="8")


def test_a_row_of_a_million_cells_is_refused_in_the_cage() -> None:
    row = "<row>" + "<c/>" * 1_000_000 + "</row>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{row}</sheetData></worksheet>")
    wanted = {"sheets": 1, "rows": 10, "columns": 10, "cell": 10}

    with opened(out.getvalue()) as file:
        assert "terlalu banyak sel" in cage.examine("grid", file, wanted=wanted)["refused"]


def test_the_raw_scan_of_a_pdf_takes_time_as_its_size_and_not_more() -> None:
    """Looked at in calls, not in seconds: each byte is passed by two searches at most."""

    class Counted(bytes):
        looked = 0

        def find(self, sub: Any, start: Any = 0, _end: Any = None) -> int:
            found = super().find(sub, start)
            type(self).looked += (found if found >= 0 else len(self)) - start
            return found

    for content in (
        b"stream\n" * 20_000,
        b"stream\nendstream" * 20_000,
        b"stream " * 20_000 + b"endstream",
        b"endstream\n" * 20_000,
    ):
        Counted.looked = 0
        pdf._without_streams(Counted(content))
        assert Counted.looked <= 3 * len(content)


def test_streams_are_left_out_and_nothing_else() -> None:
    content = b"a stream\nJS endstream b stream x endstream c stream\r\n\0endstream d stream\nopen"

    assert pdf._without_streams(content) == b"a  b stream x endstream c  d stream\nopen"


def test_nothing_of_the_portal_is_at_hand_in_the_cage() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(cage.__file__).parent.glob("examiner/*.py"))

    assert "from portal" not in source
    assert "import portal" not in source
