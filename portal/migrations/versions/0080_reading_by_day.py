"""Find the last reading of a KPI without reading them all; keep a preview of imported figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Moment

revision = "0080"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_index("ix_adoption_reading_kpi_id_day", "adoption_reading", ["kpi_id", "day"])
    op.create_table(
        "benchmark_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_benchmark_import_account_id_account"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_benchmark_import"),
    )


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("benchmark_import")
    op.drop_index("ix_adoption_reading_kpi_id_day", "adoption_reading")
