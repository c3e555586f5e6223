"""Verbs of the desk: claim a level, verify it, send or hold, fill in the government's sheet, confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.access import Actor, may
from portal.errors import Forbidden, NotFound, RuleViolation
from portal.iid.models import Confirmation, DeskRow, GovernmentRow, Judged, Sending
from portal.records.changes import Changes, assign, check_unchanged, created, plain, signed
from portal.records.kinds import Values
from portal.records.limits import check_reason, explains
from portal.records.privacy import REFUSAL, holds_nip
from portal.register.models import Edition, Innovation, Season
from portal.taxonomy.iid import IidIndicator

J = TypeVar("J", bound=Judged)
CLOSED = "Musim ini sudah ditutup; isinya tidak dapat diubah lagi."
MOST_FIGURE = {"%": 100}


def row_of(session: Session, innovation_id: int, season_id: int, no: str) -> DeskRow | None:
    """What is stored of an indicator of an innovation in a season."""
    wanted = select(DeskRow).where(
        DeskRow.innovation_id == innovation_id, DeskRow.season_id == season_id, DeskRow.no == no
    )
    return session.scalar(wanted)


def government_row(session: Session, season_id: int, no: str) -> GovernmentRow | None:
    """What is stored of an indicator of the government in a season."""
    wanted = select(GovernmentRow).where(GovernmentRow.season_id == season_id, GovernmentRow.no == no)
    return session.scalar(wanted)


def claim(
    session: Session,
    innovation: Innovation,
    season: Season,
    indicator: IidIndicator,
    values: Values,
    *,
    version: int,
    mark: str = "",
    actor: Actor,
) -> DeskRow:
    """Say what an indicator's measure is and which level is claimed; a verdict from before falls away."""
    _require(actor, "iid.claim", innovation.opd)
    _refuse_closed(session, season, innovation)
    _check_measure(indicator, values)
    row = row_of(session, innovation.id, season.id, indicator.no)
    if row is None:
        row = DeskRow(innovation_id=innovation.id, season_id=season.id, no=indicator.no, choice="", note="")
        session.add(row)
    subject = f"innovation:{innovation.id}:iid:{indicator.no}"
    _claim(session, row, values, subject, version=version, mark=mark, actor=actor)
    return row


def claim_government(
    session: Session,
    season: Season,
    no: str,
    values: Values,
    *,
    version: int,
    mark: str = "",
    actor: Actor,
) -> GovernmentRow:
    """Fill in a row of the government's sheet: owner, due date, value, level."""
    row = government_row(session, season.id, no)
    _require(actor, "iid.government", row.opd if row else str(values.get("opd") or ""))
    if season.closed_at is not None:
        raise RuleViolation(CLOSED)
    if row is None:
        row = GovernmentRow(season_id=season.id, no=no, opd="", post="", value="", note="")
        session.add(row)
    elif "opd" in values and values["opd"] != row.opd and not may(actor, "iid.decide"):
        raise Forbidden("Hanya kurator yang memindahkan pemilik data.")
    _claim(session, row, values, f"season:{season.id}:iid:{no}", version=version, mark=mark, actor=actor)
    return row


def _claim(
    session: Session, row: Judged, values: Values, subject: str, *, version: int, mark: str, actor: Actor
) -> None:
    session.flush()
    if row.claimed_at is not None:
        check_unchanged(row, values, version=version, mark=mark)
    changes = assign(row, values)
    if not changes:
        return
    if row.verified is not None:
        changes["verified"] = (row.verified, None)
        row.verified = row.verified_by = row.verified_at = None
        row.verified_by_name = row.verdict_note = ""
    row.version += 1
    row.claimed_by, row.claimed_by_name, row.claimed_at = actor.account_id, actor.name, clock.now()
    note(session, "claim", subject, changes, actor=actor)


def verify(
    session: Session,
    row: Judged,
    subject: str,
    level: int,
    said: str,
    *,
    seen: int,
    proposed: int = 0,
    actor: Actor,
) -> None:
    """Say which level was found, as somebody else than who claimed it; a lower one says why.

    Where nobody has claimed a level, what the record gave (`proposed`) stands as the claim from now on.
    """
    if row.version != seen:
        raise RuleViolation("Klaimnya berubah sejak Anda membukanya. Baca lagi, lalu putuskan.")
    if row.claimed_by is not None and row.claimed_by == actor.account_id:
        raise Forbidden("Yang mengklaim tidak dapat memverifikasi sendiri.")
    if not 0 <= level <= 3:
        raise RuleViolation("Pilih tingkat 0 sampai 3.", "level")
    claimed = proposed if row.claimed is None else row.claimed
    if level < claimed and not explains(said):
        raise RuleViolation("Tulis mengapa tingkatnya lebih rendah, paling sedikit 10 huruf.", "note")
    changes = assign(row, {"claimed": claimed, "verified": level, "verdict_note": said})
    row.verified_by, row.verified_by_name, row.verified_at = actor.account_id, actor.name, clock.now()
    row.version += 1
    note(session, "verify", subject, changes, actor=actor)


def row_to_verify(session: Session, innovation: Innovation, season: Season, no: str) -> DeskRow:
    """The row that a verdict is about; where nobody has claimed anything it is made."""
    _refuse_closed(session, season, innovation)
    return kept_row(session, innovation, season, no)


def kept_row(session: Session, innovation: Innovation, season: Season, no: str) -> DeskRow:
    """A row of an innovation, made where there is none; of a closed season too."""
    row = row_of(session, innovation.id, season.id, no)
    if row is None:
        row = DeskRow(innovation_id=innovation.id, season_id=season.id, no=no, choice="", note="")
        session.add(row)
        session.flush()
    return row


def decide(
    session: Session, innovation: Innovation, season: Season, is_sent: bool, reason: str, *, actor: Actor
) -> None:
    """Send an innovation in a season, or hold it back with a reason."""
    _require(actor, "iid.decide", innovation.opd)
    _refuse_closed(session, season, innovation)
    if not is_sent:
        check_reason(reason, "reason", "Tulis mengapa ditahan")
    wanted = select(Sending).where(Sending.innovation_id == innovation.id, Sending.season_id == season.id)
    row = session.scalar(wanted)
    before = row.is_sent if row else None
    if row is None:
        row = Sending(innovation_id=innovation.id, season_id=season.id)
        session.add(row)
    row.is_sent, row.reason = is_sent, reason
    for name, value in signed(actor).items():
        setattr(row, name, value)
    changes: Changes = {"is_sent": (before, is_sent)}
    note(session, "decide", f"innovation:{innovation.id}", changes, actor=actor, reason=reason)


def confirm(session: Session, rules: str, values: Values, *, actor: Actor) -> Confirmation:
    """Write down that the rules of a version were compared with the letter of the year, and by whom."""
    _require(actor, "iid.confirm", None)
    first, last = values.get("applied_from"), values.get("applied_until")
    if (first is None) != (last is None):
        raise RuleViolation("Isi kedua hari rentang penerapan, atau kosongkan keduanya.", "applied_until")
    if first is not None and last is not None and str(last) < str(first):
        raise RuleViolation("Rentang penerapan berakhir sebelum mulai.", "applied_until")
    row = Confirmation(rules=rules, **values, **signed(actor))
    session.add(row)
    session.flush()
    note(session, "confirm", f"iid-rules:{row.id}", created(row, ("rules", *values)), actor=actor)
    return row


def unconfirm(session: Session, rules: str, reason: str, *, actor: Actor) -> None:
    """Take a comparison back: everything is a simulation again."""
    _require(actor, "iid.confirm", None)
    check_reason(reason, "reason")
    wanted = select(Confirmation).where(Confirmation.rules == rules, Confirmation.removed_at.is_(None))
    rows = list(session.scalars(wanted))
    if not rows:
        raise NotFound("Aturan ini belum dicocokkan dengan surat.")
    for row in rows:
        row.removed_at, row.removed_by_name, row.removed_reason = clock.now(), actor.name, reason
        changes: Changes = {"removed": (False, True)}
        note(session, "unconfirm", f"iid-rules:{row.id}", changes, actor=actor, reason=reason)


def note(
    session: Session,
    action: str,
    subject: str,
    changes: Changes,
    *,
    actor: Actor,
    reason: str = "",
) -> None:
    """Write it into the trail; nothing of it may hold a number of a person."""
    kept: Mapping[str, tuple[object, object]] = {
        name: (plain(before), plain(after)) for name, (before, after) in changes.items()
    }
    if any(
        holds_nip(text) for text in (reason, *(after for _, after in kept.values())) if isinstance(text, str)
    ):
        raise RuleViolation(REFUSAL)
    audit.record(session, actor=actor, action=f"iid.{action}", subject=subject, changes=kept, reason=reason)


def _check_measure(indicator: IidIndicator, values: Values) -> None:
    """Refuse a choice that the rules do not know, and a figure that no measure has."""
    measure, choice, figure = indicator.measure, str(values.get("choice") or ""), values.get("number")
    if choice and choice not in dict(measure.options):
        raise RuleViolation("Pilih salah satu dari daftar.", "choice")
    if figure is None:
        return
    unit = measure.unit
    if measure.kind == "basis":
        unit = next((one.unit for one in measure.bases if one.id == choice), "")
        if not choice:
            raise RuleViolation("Pilih dahulu dasar kemanfaatannya.", "choice")
    if not 0 <= float(str(figure)) <= MOST_FIGURE.get(unit, 10**9):
        raise RuleViolation("Angka ini di luar yang mungkin.", "number")


def _refuse_closed(session: Session, season: Season, innovation: Innovation) -> None:
    if season.closed_at is not None:
        raise RuleViolation(CLOSED)
    if innovation.removed_at is not None:
        raise RuleViolation("Inovasi ini sudah dikeluarkan dari register.")
    any_entered = session.scalar(select(Edition.id).where(Edition.season_id == season.id).limit(1))
    wanted = select(Edition.id).where(Edition.season_id == season.id, Edition.innovation_id == innovation.id)
    if any_entered is not None and session.scalar(wanted) is None:
        raise RuleViolation(f"Ikutkan dahulu inovasi ini dalam musim {season.year}.")


def _require(actor: Actor, permission: str, opd: str | None) -> None:
    if not may(actor, permission, opd=opd):
        raise Forbidden("Anda tidak berwenang melakukan ini untuk perangkat daerah tersebut.")
