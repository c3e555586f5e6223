"""Replications in the national network, with the day of each step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0270"
down_revision = "0260"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "contest_replication",
        sa.Column("innovation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("direction", sa.String(length=30), nullable=False),
        sa.Column("partner", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("interest_on", sa.Date(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("implemented_on", sa.Date(), nullable=True),
        sa.Column("certified_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["innovation_id"],
            ["register_innovation.id"],
            name=op.f("fk_contest_replication_innovation_id_register_innovation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_replication")),
    )
    with op.batch_alter_table("contest_replication", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contest_replication_innovation_id"), ["innovation_id"], unique=False
        )


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("contest_replication", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contest_replication_innovation_id"))

    op.drop_table("contest_replication")
