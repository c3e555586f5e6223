"""A season that was closed: whatever is written about its innovations afterwards, its score stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portal import clock
from portal.evidence import Evidence
from portal.iid import desk as desks
from portal.iid import told
from portal.register import Innovation, seasons
from portal.register.models import Season
from portal.taxonomy.iid import IID
from tests.integration.iid.conftest import Desk
from tests.integration.iid.test_claims import upload

pytestmark = pytest.mark.both_engines("iid")


def score_of(desk: Desk) -> dict[str, Any]:
    """What the command prints of the season."""
    with desk.office.inside() as session:
        loaded = desks.load(session, session.get_one(Season, desk.season), IID.get().version("iid-2026"))
        return told.of_desk(loaded, Decimal(50))


def version_of(desk: Desk, paper: int) -> str:
    with desk.office.inside() as session:
        return str(session.get_one(Evidence, paper).version)


def close(desk: Desk) -> None:
    kurator = desk.office.actor("kurator")
    with desk.office.inside() as session:
        seasons.close(session, session.get_one(Season, desk.season), actor=kurator)


def join(desk: Desk, number: int, office: str, people: int) -> None:
    """More people carry it out."""
    row = {"office": office, "actor": "pemerintah", "role": "Anggota", "task": "", "people": str(people)}
    assert desk.office.post("operator", f"/register/{number}/bagian/tim/baru", **row).status_code == 303


def test_team_papers_and_register_after_the_closing_move_no_score(desk: Desk) -> None:
    number = desk.enter(affair="1.02", video="https://video.contoh.go.id/1")
    other = desk.enter(title="Posyandu Malam", affair="1.01", claimed_score=Decimal(84))
    join(desk, number, "Dinas Kesehatan", 12)
    shown, kept = upload(desk, number, "17"), upload(desk, number, "34")
    before = score_of(desk)
    assert before["parts"]["sum"] == 84 + 4 + 2  # twelve people, a report

    close(desk)
    assert score_of(desk) == before
    join(desk, number, "Dinas Sosial", 40)
    upload(desk, other, "34")  # it would count by its rows, no longer by its file
    upload(desk, number, "17", dated="2025-10-01")
    withdrawn = desk.office.post(
        "operator", f"/bukti/{shown}/tarik", reason="Salah berkas.", version=version_of(desk, shown)
    )
    refused = {"verdict": "ditolak", "note": "Tidak terbaca.", "version": version_of(desk, kept)}
    judged = desk.office.post("kurator", f"/bukti/{kept}/periksa", **refused)
    assert (withdrawn.status_code, judged.status_code) == (303, 303)
    desk.register.endorsed(title="Datang kemudian", affair="1.03", claimed_score=Decimal(90))
    with desk.office.inside() as session:
        session.get_one(Innovation, other).removed_at = clock.now()
    desk.office.forget()

    assert score_of(desk) == before
    assert "yang ditambahkan sesudahnya tidak mengubah skor" in desk.page("kurator")


def test_before_anything_was_entered_what_was_put_forward_counts_and_after_the_closing_nothing(
    desk: Desk,
) -> None:
    desk.register.endorsed(stage="penerapan", applied_on=date(2025, 3, 15), claimed_score=Decimal(84))
    assert score_of(desk)["parts"]["sent"] == 1

    close(desk)

    assert score_of(desk)["parts"]["sent"] == 0
