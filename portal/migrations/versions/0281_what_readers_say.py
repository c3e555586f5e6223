"""What readers say of a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Moment

revision = "0281"
down_revision = "0280"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "keeping_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("voter", sa.String(64), nullable=False),
        sa.Column("opd", sa.String(60), nullable=False),
        sa.Column("is_helpful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_keeping_opinion"),
    )
    op.create_index("ix_keeping_opinion_slug_voter", "keeping_opinion", ["slug", "voter"])
    op.create_index("ix_keeping_opinion_at", "keeping_opinion", ["at"])
    op.create_table(
        "keeping_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(30), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("answered_by_name", sa.String(200), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_keeping_report"),
    )
    op.create_index("ix_keeping_report_slug", "keeping_report", ["slug"])
    op.create_index("ix_keeping_report_verdict", "keeping_report", ["verdict"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("keeping_report")
    op.drop_table("keeping_opinion")
