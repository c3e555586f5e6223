"""Queries that found nothing, counted per week."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "search_miss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("text", sa.String(100), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_miss"),
        sa.UniqueConstraint("week", "text", name="uq_search_miss_week"),
    )
    op.create_index("ix_search_miss_week", "search_miss", ["week"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("search_miss")
