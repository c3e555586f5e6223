"""What was searched and not found reaches the curators, and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.access import Role
from tests.integration.editing.desk import Desk

pytestmark = pytest.mark.both_engines("search")

Sit = Callable[..., Desk]


def test_a_curator_sees_what_readers_did_not_find(sit_down: Sit) -> None:
    reader, curator = sit_down("budi", Role.READER), sit_down("sari", Role.CURATOR)
    reader.get("/cari", q="zxqwv")
    reader.get("/cari", q="zxqwv")
    reader.get("/cari", q="198501012010011001 zxqwv")

    page = curator.get("/kurator/pencarian").text

    assert "zxqwv" in page
    assert "198501012010011001" not in page


def test_a_reader_does_not_see_the_list(sit_down: Sit) -> None:
    reader = sit_down("budi", Role.READER)

    assert reader.get("/kurator/pencarian").status_code == 403
