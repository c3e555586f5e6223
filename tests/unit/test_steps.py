"""The steps of a publication are told as they are made, from the first case to the whole index."""

from __future__ import annotations

from portal.publishing.publish import publish
from tests.make import Maker


def test_a_publication_tells_each_case_of_each_stage_and_never_goes_back(make: Maker) -> None:
    make.library(["jempol", "gemas"])
    told: list[tuple[int, int, str]] = []

    publish(make.settings(), tell=lambda *step: told.append(step))

    assert [words for _, _, words in told] == [
        *(f"{stage} kasus {number} dari 2" for stage in ("Membaca", "Menata", "Mengindeks")
          for number in (1, 2)),
        "Menyusun indeks pencarian",
    ]  # fmt: skip
    assert [(done, total) for done, total, _ in told] == [(done, 7) for done in range(7)]
