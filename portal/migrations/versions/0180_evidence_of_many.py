"""Evidence states calendar years, at which level it was signed, what it proves where, notes at its fields."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0180"
down_revision = "0120"
branch_labels = None
depends_on = None

BUDGET_PAPERS = ("dpa", "rkpd")  # written in one year for another


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "evidence_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("indicator", sa.String(length=10), nullable=False),
        sa.Column("page", sa.String(length=50), nullable=False),
        sa.Column("marked", sa.Text(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("after_verdict", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_evidence_link_by_account")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_link_evidence_id_evidence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_link")),
    )
    op.create_index(op.f("ix_evidence_link_evidence_id"), "evidence_link", ["evidence_id"])
    op.create_index(op.f("ix_evidence_link_subject"), "evidence_link", ["subject"])
    op.create_index(
        "ix_evidence_link_once",
        "evidence_link",
        ["evidence_id", "subject", "indicator"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    with op.batch_alter_table("evidence", schema=None) as batch:
        batch.add_column(sa.Column("signer_level", sa.String(length=30), nullable=True))
        batch.add_column(sa.Column("year", sa.Integer(), nullable=True))
        batch.create_index(batch.f("ix_evidence_year"), ["year"], unique=False)
    with op.batch_alter_table("evidence_verdict", schema=None) as batch:
        batch.add_column(sa.Column("fields", sa.JSON(), server_default="{}", nullable=False))
    _years()


def _years() -> None:
    """T-n becomes the year of the paper's own date, for "T-1" meant another year every January.

    A budget paper is dated in one year for another: its date counts only where T-n, counted from the year it
    was stored in, says the same. Otherwise its year stays empty and is asked. The old word stays in `slot`.
    """
    evidence = sa.table(
        "evidence",
        sa.column("id", sa.Integer()),
        sa.column("kind", sa.String()),
        sa.column("dated", sa.Date()),
        sa.column("slot", sa.String()),
        sa.column("year", sa.Integer()),
        sa.column("created_at", sa.DateTime()),
    )
    wanted = sa.select(evidence).where(evidence.c.slot.is_not(None))
    connection = op.get_bind()
    for row in connection.execute(wanted).all():
        back = row.slot.removeprefix("T-")
        meant = row.created_at.year - int(back) if back.isdigit() else None
        if row.dated is not None and (row.kind not in BUDGET_PAPERS or row.dated.year == meant):
            connection.execute(sa.update(evidence).where(evidence.c.id == row.id).values(year=row.dated.year))


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("evidence_verdict", schema=None) as batch:
        batch.drop_column("fields")
    with op.batch_alter_table("evidence", schema=None) as batch:
        batch.drop_index(batch.f("ix_evidence_year"))
        batch.drop_column("year")
        batch.drop_column("signer_level")
    op.drop_index("ix_evidence_link_once", table_name="evidence_link")
    op.drop_index(op.f("ix_evidence_link_subject"), table_name="evidence_link")
    op.drop_index(op.f("ix_evidence_link_evidence_id"), table_name="evidence_link")
    op.drop_table("evidence_link")
