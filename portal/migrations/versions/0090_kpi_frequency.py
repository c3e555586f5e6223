"""Say of a KPI how often it is measured; of those that stand it is not known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("adoption_kpi") as batch:
        batch.add_column(sa.Column("frequency", sa.String(length=30), nullable=True))


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("adoption_kpi") as batch:
        batch.drop_column("frequency")
