"""The demo's proofs: one decree for seven innovations, papers in every state, a team that lacks people."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.demo import people
from portal.demo.papers import EXAMPLE, Papers
from portal.demo.story_clock import StoryClock
from portal.evidence import EvidenceKind, SignerLevel, Subject, Verdict
from portal.evidence.links import Use, add
from portal.evidence.models import Evidence
from portal.evidence.rules import Details
from portal.evidence.service import add_evidence, judge
from portal.register.changes import INNOVATION
from portal.register.models import Innovation, TeamRow
from portal.register.rules import Stage, State

ANNEX = 7  # innovations in the annex of the demo's decree
TEAM = (
    ("Dinas Kependudukan dan Pencatatan Sipil", "pemerintah", "Ketua dan petugas", 12),
    ("Dinas Kesehatan", "pemerintah", "Bidan desa", 8),
    ("Dinas Pemberdayaan Masyarakat dan Desa", "pemerintah", "Pendamping desa", 6),
    ("Kampus contoh", "akademisi", "Penilai", 2),
    ("Kelompok warga contoh", "komunitas", "Relawan", 3),
)


def play(session: Session, story: StoryClock, papers: Papers) -> None:
    """Prove what the register holds, as far as a demo may."""
    wanted = select(Innovation).where(Innovation.state == State.ENDORSED, Innovation.stage == Stage.APPLIED)
    order = Innovation.opd != people.OWN_OPD, Innovation.id  # its coach judges what the curator brings
    proved = list(session.scalars(wanted.order_by(*order).limit(ANNEX)))
    if not proved:
        return
    with story.days_ago(6):
        decree = _decree(session, proved, papers)
    with story.days_ago(4):
        _judge(session, decree, Verdict.VERIFIED, {})
    with story.days_ago(3):
        _of_first(session, proved[0], papers)
    _team(session, story, proved[0])


def _subject(one: Innovation) -> Subject:
    return Subject(f"innovation:{one.id}", one.opd, one.title, f"/register/{one.id}")


def _decree(session: Session, proved: list[Innovation], papers: Papers) -> Evidence:
    """The signed penetapan, uploaded once by the curator and linked to all in its annex."""
    curator, day = (
        people.actor_of(session, "kurator"),
        (proved[0].applied_on or clock.local(proved[0].created_at).date()),
    )
    details = Details(
        EvidenceKind.SK,
        day,
        number="contoh/penetapan",
        issuer="Bupati Batang (contoh)",
        signer="Bupati Batang",
        signer_level=SignerLevel.HEAD,
        year=day.year,
        note=EXAMPLE,
    )
    decree = add_evidence(session, _subject(proved[0]), details, papers.decree, actor=curator)
    uses = [Use(_subject(one), "16", str(page), "Nama inovasi") for page, one in enumerate(proved, 3)]
    add(session, decree, uses, actor=curator)
    return decree


def _judge(session: Session, paper: Evidence, verdict: Verdict, fields: dict[str, str]) -> None:
    """The coach judges what the curator proposed."""
    coach = people.actor_of(session, "pendamping")
    session.flush()
    session.refresh(paper)
    judge(session, paper, verdict, "", seen=paper.version, fields=fields, actor=coach)


def _of_first(session: Session, one: Innovation, papers: Papers) -> None:
    """Two more papers: one sent back with notes at its fields, one that waits."""
    curator, day = people.actor_of(session, "kurator"), clock.local(one.created_at).date()
    report = Details(EvidenceKind.LAPORAN, day, year=day.year, note=EXAMPLE)
    returned = add_evidence(session, _subject(one), report, papers.report, actor=curator)
    add(session, returned, [Use(_subject(one), "34", "", "")], actor=curator)
    notes = {"page": "Sebut halaman kesimpulannya (contoh).", "signer": "Belum ada penanda tangan (contoh)."}
    _judge(session, returned, Verdict.REJECTED, notes)
    attendance = Details(EvidenceKind.DAFTAR_HADIR, day + timedelta(days=1), year=day.year, note=EXAMPLE)
    waiting = add_evidence(session, _subject(one), attendance, papers.attendance, actor=curator)
    add(session, waiting, [Use(_subject(one), "20", "1", "Jumlah peserta")], actor=curator)


def _team(session: Session, story: StoryClock, one: Innovation) -> None:
    curator = people.actor_of(session, "kurator")
    with story.days_ago(2):
        for office, actor, role, count in TEAM:
            values = {"office": office, "actor": actor, "role": role, "task": "", "people": count}
            INNOVATION.add(session, one, TeamRow, values, actor=curator)
