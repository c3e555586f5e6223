"""What waits for somebody here: reports to look at; and what others have answered, wherever one asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import url_for
from sqlalchemy import union_all
from sqlalchemy.orm import Session

from portal.access import Actor, Role
from portal.adoption import Task, TaskKind
from portal.adoption.comments import COMMENTS as ON_PLANS
from portal.keeping import speaking
from portal.keeping.models import VERDICTS, FaultReport
from portal.records.comments import Comments
from portal.register.comments import COMMENTS as ON_INNOVATIONS

MAX_EACH = 30
ANSWERED = "Baca jawaban atas pertanyaan Anda"
THREADS: dict[str, Comments[Any]] = {one.room: one for one in (ON_PLANS, ON_INNOVATIONS)}


def of(session: Session, actor: Actor, _ahead: timedelta) -> Iterator[Task]:
    """Reports of faults, for curators; answers to what they asked or reported, for everybody."""
    asked = [speaking.judged_for(actor), *(one.answered(actor) for one in THREADS.values())]
    if Role.CURATOR in actor.roles:
        asked.append(speaking.to_judge())
    for room, number, text in session.execute(union_all(*asked).limit(MAX_EACH)):
        if room == speaking.TO_JUDGE:
            url = url_for("keeping.judge", report_id=number)
            yield Task("menunggu", "Periksa laporan kesalahan", text, url, kind=TaskKind.QUESTION)
            continue
        what = ANSWERED
        if room in THREADS:
            url = THREADS[room].address(session.get_one(THREADS[room].row, number))
        else:
            row = session.get_one(FaultReport, number)
            what = f"Laporan kesalahan Anda: {VERDICTS[row.verdict].lower()}"
            url = url_for("cases.show", slug=row.slug)
        yield Task("menunggu", what, text[:100], url, kind=TaskKind.ANSWER)
