"""Reading lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Moment

revision = "0280"
down_revision = "0270"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "keeping_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("owner_name", sa.String(200), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("purpose", sa.String(30), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("reach", sa.String(30), nullable=False),
        sa.Column("opd", sa.String(60), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_keeping_list_account_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_keeping_list"),
    )
    op.create_index("ix_keeping_list_account_id", "keeping_list", ["account_id"])
    op.create_index("ix_keeping_list_reach_opd", "keeping_list", ["reach", "opd"])
    op.create_table(
        "keeping_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["keeping_list.id"], name="fk_keeping_item_list_id_keeping_list"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_keeping_item"),
    )
    op.create_index("ix_keeping_item_list_id", "keeping_item", ["list_id"])
    op.create_index("ix_keeping_item_slug", "keeping_item", ["slug"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("keeping_item")
    op.drop_table("keeping_list")
