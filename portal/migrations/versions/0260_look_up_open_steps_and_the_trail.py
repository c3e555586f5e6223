"""Indexes for what many pages look up: steps that are open, and the trail by OPD and by action."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0260"
down_revision = "0252"
branch_labels = None
depends_on = None

OPEN = sa.text("removed_at IS NULL AND done IS NULL")


def upgrade() -> None:
    """Go to this revision."""
    op.create_index(
        "ix_adoption_milestone_open",
        "adoption_milestone",
        ["plan_id", "due"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_audit_entry_action", "audit_entry", ["action"])
    op.create_index("ix_audit_entry_opd", "audit_entry", ["opd"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_audit_entry_opd", "audit_entry")
    op.drop_index("ix_audit_entry_action", "audit_entry")
    op.drop_index("ix_adoption_milestone_open", "adoption_milestone")
