"""Keep the team that carries an innovation out: offices, their part, how many people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0210"
down_revision = "0200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "register_team",
        sa.Column("innovation_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("actor", sa.String(length=30), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("task", sa.String(length=200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["innovation_id"],
            ["register_innovation.id"],
            name=op.f("fk_register_team_innovation_id_register_innovation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_team")),
    )
    op.create_index(op.f("ix_register_team_innovation_id"), "register_team", ["innovation_id"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index(op.f("ix_register_team_innovation_id"), table_name="register_team")
    op.drop_table("register_team")
