"""Priorities: people served by a plan, weights, scenarios, and what people changed in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Moment

revision = "0070"
down_revision = "0060"
branch_labels = None
depends_on = None

CODE = 30  # characters of a word from a fixed list


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("adoption_plan", sa.Column("people_served", sa.Integer()))
    op.create_table(
        "portfolio_weights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *_signature(),
        sa.PrimaryKeyConstraint("id", name="pk_portfolio_weights"),
    )
    op.create_table(
        "portfolio_scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("status", sa.String(CODE), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("inputs", "result", "package", "reason")),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("decided_at", Moment()),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("decided_by_name", sa.String(200), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        *_signature(),
        sa.PrimaryKeyConstraint("id", name="pk_portfolio_scenario"),
    )
    op.create_index("ix_portfolio_scenario_decided_at", "portfolio_scenario", ["decided_at"])
    op.create_table(
        "portfolio_overrule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("added", "removed", "reason")),
        *_signature(),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["portfolio_scenario.id"],
            name="fk_portfolio_overrule_scenario_id_portfolio_scenario",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_portfolio_overrule"),
    )
    op.create_index("ix_portfolio_overrule_scenario_id", "portfolio_overrule", ["scenario_id"])


def downgrade() -> None:
    """Go back to the one before."""
    for name in ("overrule", "scenario", "weights"):
        op.drop_table(f"portfolio_{name}")
    with op.batch_alter_table("adoption_plan") as table:
        table.drop_column("people_served")


def _signature() -> tuple[sa.Column[object], ...]:
    """Who wrote a row and when."""
    return (
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.Integer()),
        sa.Column("by_name", sa.String(200), nullable=False),
    )
