"""Keep what the desk of an index knows: claims and verdicts, what is sent, its government, letters read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0245"
down_revision = "0230"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "iid_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("applied_from", sa.Date(), nullable=True),
        sa.Column("applied_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_by_name", sa.String(length=200), nullable=False),
        sa.Column("removed_reason", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_iid_confirmation")),
    )
    op.create_index(op.f("ix_iid_confirmation_rules"), "iid_confirmation", ["rules"])

    op.create_table(
        "iid_government",
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("opd", sa.String(length=60), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(length=10), nullable=False),
        sa.Column("claimed", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("claimed_by", sa.Integer(), nullable=True),
        sa.Column("claimed_by_name", sa.String(length=200), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("verified", sa.Integer(), nullable=True),
        sa.Column("verdict_note", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.Column("verified_by_name", sa.String(length=200), nullable=False),
        sa.Column("verified_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["season_id"], ["register_season.id"], name=op.f("fk_iid_government_season_id_register_season")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_iid_government")),
        sa.UniqueConstraint("season_id", "no", name="uq_iid_government"),
    )
    op.create_index(op.f("ix_iid_government_season_id"), "iid_government", ["season_id"])

    op.create_table(
        "iid_row",
        sa.Column("innovation_id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("choice", sa.String(length=30), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(length=10), nullable=False),
        sa.Column("claimed", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("claimed_by", sa.Integer(), nullable=True),
        sa.Column("claimed_by_name", sa.String(length=200), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("verified", sa.Integer(), nullable=True),
        sa.Column("verdict_note", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Integer(), nullable=True),
        sa.Column("verified_by_name", sa.String(length=200), nullable=False),
        sa.Column("verified_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["innovation_id"],
            ["register_innovation.id"],
            name=op.f("fk_iid_row_innovation_id_register_innovation"),
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["register_season.id"], name=op.f("fk_iid_row_season_id_register_season")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_iid_row")),
        sa.UniqueConstraint("innovation_id", "season_id", "no", name="uq_iid_row"),
    )
    op.create_index(op.f("ix_iid_row_innovation_id"), "iid_row", ["innovation_id"])
    op.create_index(op.f("ix_iid_row_season_id"), "iid_row", ["season_id"])

    op.create_table(
        "iid_sending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("innovation_id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("is_sent", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["innovation_id"],
            ["register_innovation.id"],
            name=op.f("fk_iid_sending_innovation_id_register_innovation"),
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["register_season.id"], name=op.f("fk_iid_sending_season_id_register_season")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_iid_sending")),
        sa.UniqueConstraint("innovation_id", "season_id", name="uq_iid_sending"),
    )
    op.create_index(op.f("ix_iid_sending_innovation_id"), "iid_sending", ["innovation_id"])
    op.create_index(op.f("ix_iid_sending_season_id"), "iid_sending", ["season_id"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index(op.f("ix_iid_sending_season_id"), table_name="iid_sending")
    op.drop_index(op.f("ix_iid_sending_innovation_id"), table_name="iid_sending")

    op.drop_table("iid_sending")
    op.drop_index(op.f("ix_iid_row_season_id"), table_name="iid_row")
    op.drop_index(op.f("ix_iid_row_innovation_id"), table_name="iid_row")

    op.drop_table("iid_row")
    op.drop_index(op.f("ix_iid_government_season_id"), table_name="iid_government")

    op.drop_table("iid_government")
    op.drop_index(op.f("ix_iid_confirmation_rules"), table_name="iid_confirmation")

    op.drop_table("iid_confirmation")
