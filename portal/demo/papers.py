"""The demo's evidence: a decree, a report, an attendance list, and what an examiner found in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.adoption import Plan, Stage
from portal.config import Settings
from portal.demo import people
from portal.documents import Document, Paragraph, Section, make_pdf, plain
from portal.evidence import EvidenceKind, SignerLevel, Store, Subject, Verdict
from portal.evidence.incoming import Incoming
from portal.evidence.models import Evidence
from portal.evidence.rules import Details
from portal.evidence.service import add_evidence, judge
from portal.evidence.uploads import Upload, receive

EXAMPLE = "Berkas contoh untuk peragaan, bukan dokumen resmi."
SHOWN = (Stage.TRIAL, Stage.APPLIED)


@dataclass(frozen=True)
class Papers:
    """The files of the demo, inspected once; several plans may show the same."""

    decree: Upload
    report: Upload
    attendance: Upload


@contextmanager
def prepared(app: Flask) -> Iterator[Papers]:
    """Make the files, send them through the inspection that every upload goes through, and keep them."""
    store: Store = app.extensions["evidence_store"]
    settings: Settings = app.extensions["settings"]
    with store.door(), ExitStack() as stack:

        def kept(name: str, content: bytes, kind: EvidenceKind) -> Upload:
            incoming = Incoming(store, settings, name, is_welcome=True)
            incoming.write(content)
            upload = stack.enter_context(receive(incoming, kind))
            upload.keep()
            return upload

        yield Papers(
            kept("contoh-sk-tim.pdf", _pdf("Contoh keputusan tentang tim"), EvidenceKind.SK),
            kept("contoh-laporan-uji-coba.pdf", _pdf("Contoh laporan uji coba"), EvidenceKind.LAPORAN),
            kept("contoh-daftar-hadir.pdf", _pdf("Contoh daftar hadir"), EvidenceKind.DAFTAR_HADIR),
        )


def add_everywhere(session: Session, papers: Papers, today: date) -> None:
    """Give plans that reached their trial evidence: examined and found good, sent back, or still waiting."""
    found = select(Plan).where(Plan.stage.in_(SHOWN)).order_by(Plan.id)
    for place, plan in enumerate(session.scalars(found)):
        operator = people.operator_of(session, plan.opd)
        subject = Subject(f"plan:{plan.id}", plan.opd, plan.title, f"/rencana/{plan.id}")
        begun = plan.trial_start or today
        decree = add_evidence(
            session,
            subject,
            Details(
                EvidenceKind.SK,
                begun - timedelta(days=10),
                number=f"contoh/{plan.id:03}",
                issuer=plan.opd,
                signer_level=SignerLevel.AGENCY,
                year=(begun - timedelta(days=10)).year,
            ),
            papers.decree,
            actor=operator,
        )
        add_evidence(
            session,
            subject,
            Details(EvidenceKind.DAFTAR_HADIR, min(begun + timedelta(days=30), today), note=EXAMPLE),
            papers.attendance,
            actor=operator,
        )
        if place % 3 == 0:
            _judge(session, decree, Verdict.VERIFIED, "")
        elif place % 3 == 1:
            dated = min(begun + timedelta(days=90), today)
            report = add_evidence(
                session,
                subject,
                Details(EvidenceKind.LAPORAN, dated, note=EXAMPLE),
                papers.report,
                actor=operator,
            )
            _judge(session, report, Verdict.REJECTED, "Halaman tanda tangan belum ada (contoh).")


def _judge(session: Session, evidence: Evidence, verdict: Verdict, note: str) -> None:
    session.flush()
    curator = people.actor_of(session, "kurator")
    judge(session, evidence, verdict, note, seen=evidence.version, actor=curator)


def _pdf(title: str) -> bytes:
    paragraph = Paragraph(plain("Isi berkas ini sengaja kosong."))
    section = Section("Keterangan", (paragraph,))
    return make_pdf(Document("id", title, "Demo", date(2026, 1, 1), warning=EXAMPLE, sections=(section,)))
