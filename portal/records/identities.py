"""Where rows name something of `content/`: a case, an agency, a region; and how they follow a new name.

Such a name is no foreign key, because files hold what it means. So the list stands here, by table and column
(a test compares it with the tables), and publishing asks it before it lets a name go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnClause, Connection, column, func, inspect, select, table, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.errors import RuleViolation

OPD, CASE, REGION = "opd", "case", "region"
KINDS = {OPD: "OPD", CASE: "kasus", REGION: "wilayah"}


@dataclass(frozen=True)
class Reference:
    """A column that holds such names; `living` says in SQL which rows publishing must not leave behind."""

    table: str
    column: str
    called: str  # what a reader calls such a row
    living: str = ""


REFERENCES: Mapping[str, tuple[Reference, ...]] = {
    OPD: (
        Reference("adoption_plan", "opd", "rencana"),
        Reference("visits_visit", "opd", "kunjungan"),
        Reference("visits_visit", "runner_opd", "kunjungan"),
        Reference("visits_member", "opd", "peserta kunjungan", "removed_at IS NULL"),
        Reference("visits_case_read", "opd", "bacaan kunjungan"),
        Reference("visits_rate", "opd", "tarif", "removed_at IS NULL"),
        Reference("visits_ceiling", "opd", "pagu"),
        Reference("membership", "opd", "keanggotaan"),
        Reference("evidence", "opd", "bukti"),
        Reference("records_import", "subject", "impor", "accepted_at IS NOT NULL"),
        Reference("register_innovation", "opd", "inovasi sendiri"),
        Reference("register_alias", "opd", "nama pemilik"),
        Reference("contest_proposal", "opd", "usulan lomba"),
        Reference("iid_government", "opd", "indikator pemerintah"),
        Reference("quarter_report", "opd", "evaluasi triwulan"),
        Reference("keeping_list", "opd", "daftar bacaan"),
        Reference("keeping_opinion", "opd", "pendapat pembaca"),
    ),
    CASE: (
        Reference("adoption_plan", "case_slug", "rencana", "stage <> 'dihentikan'"),
        Reference("adoption_comment", "case_slug", "tanya jawab"),
        Reference("visits_case", "slug", "bacaan kunjungan", "removed_at IS NULL"),
        Reference("visits_case_read", "slug", "bacaan kunjungan"),
        Reference("visits_question", "case_slug", "pertanyaan kunjungan", "removed_at IS NULL"),
        Reference("visits_follow_up", "case_slug", "tindak lanjut", "removed_at IS NULL"),
        Reference("visits_fact_offer", "case_slug", "fakta kunjungan"),
        Reference("register_innovation", "case_slug", "inovasi sendiri"),
        Reference("keeping_item", "slug", "daftar bacaan"),
        Reference("keeping_opinion", "slug", "pendapat pembaca"),
        Reference("keeping_report", "slug", "laporan kesalahan"),
        Reference("case_draft", "slug", "konsep"),
        Reference("case_revision", "slug", "terbitan"),
        Reference("case_publication", "slug", "terbitan"),
        Reference("approved_site", "slug", "situs"),
    ),
    REGION: (Reference("visits_visit", "region", "kunjungan"),),
}
HOLDING = {"adoption_plan", "visits_visit", "visits_case", "membership", "register_innovation"}
"""The tables whose living rows hold a name back from being dropped; the others only follow."""


def held(connection: Connection, kind: str) -> dict[str, dict[str, int]]:
    """Every name that living rows hold: name -> what they are called -> how many."""
    there = set(inspect(connection).get_table_names())
    found: dict[str, dict[str, int]] = {}
    for one in REFERENCES[kind]:
        if one.table in HOLDING and one.table in there:
            name: ColumnClause[str] = column(one.column)
            counted = select(name, func.count()).select_from(table(one.table)).group_by(name)
            counted = counted.where(name.is_not(None), name != "", text(one.living or "1 = 1"))
            for value, count in connection.execute(counted):
                rows = found.setdefault(str(value), {})
                rows[one.called] = rows.get(one.called, 0) + count
    return found


def said(rows: Mapping[str, int]) -> str:
    """4 rencana, 2 kunjungan."""
    return ", ".join(f"{count} {called}" for called, count in rows.items())


def count(session: Session, kind: str, name: str) -> dict[str, int]:
    """All rows with a name, by what they are called."""
    rows: dict[str, int] = {}
    for one in REFERENCES[kind]:
        counted = select(func.count()).select_from(table(one.table)).where(column(one.column) == name)
        rows[one.called] = rows.get(one.called, 0) + (session.scalar(counted) or 0)
    return {called: number for called, number in rows.items() if number}


def move(session: Session, kind: str, old: str, new: str) -> dict[str, int]:
    """Let every row with a name follow to another; what was moved. RuleViolation where two rows would clash.

    Nobody's work is merged: where both agencies have what only one may have, people decide first.
    """
    moved: dict[str, int] = {}
    for one in REFERENCES[kind]:
        changing = (
            update(table(one.table, column(one.column)))
            .where(column(one.column) == old)
            .values({one.column: new})
        )
        try:
            with session.begin_nested():
                number = session.execute(changing).rowcount  # type: ignore[attr-defined]
        except IntegrityError:
            raise RuleViolation(
                f"{one.called.capitalize()} {old} dan {new} bertabrakan: keduanya punya yang hanya boleh "
                "satu, misalnya rencana hidup untuk inovasi yang sama atau pagu tahun yang sama. Hentikan "
                "salah satunya, lalu ulangi. Belum ada yang dipindahkan."
            ) from None
        if number:
            moved[one.called] = moved.get(one.called, 0) + number
    return moved
