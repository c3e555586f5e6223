"""How long the upload pack of one innovation takes: twenty papers of a megabyte, and a film of twenty.

    bin/bench pack

The whole answer is read, through the whole portal but without a network. The goal: 3 seconds.
"""

from __future__ import annotations

import secrets
import tempfile
import time
from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.filled import NOW, TODAY, prepare
from portal.access import Actor
from portal.accounts.models import Account
from portal.db import transaction
from portal.evidence import Store
from portal.evidence.indicators import indicators
from portal.evidence.links import Use, add
from portal.evidence.models import Evidence, EvidenceFile
from portal.evidence.rules import EvidenceKind
from portal.evidence.subjects import Subject
from portal.register import Innovation, Stage
from portal.register.rules import State

GOAL = 3.0  # seconds
MEGABYTE = 1024 * 1024
ROUNDS = 9


def fill(session: Session, store: Store) -> int:
    """An innovation with a paper for every indicator; its number."""
    account = session.scalars(select(Account)).one()
    innovation = Innovation(opd="Disdukcapil", title="Antar KTP", state=State.ENDORSED, created_at=NOW)
    innovation.last_news_at, innovation.stage, innovation.design = NOW, Stage.APPLIED, "Kata " * 400
    session.add(innovation)
    session.flush()
    subject = Subject(f"innovation:{innovation.id}", innovation.opd, innovation.title, "")
    actor = Actor(account_id=account.id, name=account.name)
    for number, indicator in enumerate(indicators()):
        is_film = indicator.no == "35"
        size = (20 if is_film else 1) * MEGABYTE
        draft = store.draft()
        draft.write(secrets.token_bytes(size))
        store.keep(draft)
        paper = _paper(subject, account, draft.sha256, size, "mp4" if is_film else "pdf", number)
        draft.close()
        session.add(paper)
        session.flush()
        add(session, paper, [Use(subject, indicator.no, "3", "Nama inovasi")], actor=actor)
    return innovation.id


def _paper(subject: Subject, account: Account, sha256: str, size: int, media: str, number: int) -> Evidence:
    paper = Evidence(
        subject=subject.key,
        opd=subject.opd,
        kind=EvidenceKind.VIDEO.value if media == "mp4" else EvidenceKind.SK.value,
        number=f"contoh/{number}",
        dated=date(TODAY.year, 1, 1),
        issuer="Bupati",
        author_id=account.id,
        created_at=NOW,
        changed_at=NOW,
    )
    paper.files.append(
        EvidenceFile(
            number=1,
            sha256=sha256,
            size=size,
            media=media,
            name=f"a.{media}",
            original_sha256=sha256,
            uploader_id=account.id,
            uploader=account.name,
            uploaded_at=NOW,
        )
    )
    return paper


def main() -> None:
    """Fill, measure, print; exit 1 where the goal is missed."""
    with tempfile.TemporaryDirectory() as folder:
        app: Flask
        app, client = prepare(Path(folder), 1)
        with app.app_context(), app.extensions["evidence_store"].door(), transaction() as session:
            number = fill(session, app.extensions["evidence_store"])
        times, size = [], 0
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            with client.get(f"/register/{number}/paket.zip", buffered=True) as answer:
                assert answer.status_code == 200, answer.status
                size = len(answer.data)
            times.append(time.perf_counter() - begun)
    times.sort()
    print(f"pack of {size / MEGABYTE:.0f} MB: median {times[ROUNDS // 2]:.2f} s, slowest {times[-1]:.2f} s")
    if times[ROUNDS // 2] > GOAL:
        raise SystemExit(f"slower than {GOAL} s")


if __name__ == "__main__":
    main()
