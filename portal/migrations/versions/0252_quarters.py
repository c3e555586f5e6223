"""Quarters of agencies, frozen when they are settled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0252"
down_revision = "0251"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "quarter_report",
        sa.Column("id", BIG, nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("year", BIG, nullable=False),
        sa.Column("quarter", BIG, nullable=False),
        sa.Column("opd", sa.String(length=60), nullable=False),
        sa.Column("driving", sa.Text(), nullable=False),
        sa.Column("hindering", sa.Text(), nullable=False),
        sa.Column("follow_up", sa.Text(), nullable=False),
        sa.Column("next_plan", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", BIG, nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_report")),
        sa.UniqueConstraint("year", "quarter", "opd", name="uq_quarter_report"),
    )


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("quarter_report")
