"""Let one living plan of an OPD for a case, one reading a day and one place in a delegation be the only one.

Release 0.1.0 let second ones in: a stopped plan was opened again, a removed member put back. They stay as
they are; all but the first are marked, and the new indexes leave them out.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0090"
branch_labels = None
depends_on = None

RULES = (
    (
        "adoption_plan",
        "ix_adoption_plan_living",
        ("opd", "case_slug"),
        "case_slug <> '' AND stage <> 'dihentikan'",
    ),
    ("adoption_reading", "ix_adoption_reading_one_a_day", ("kpi_id", "day"), "removed_at IS NULL"),
    ("visits_member", "ix_visits_member_once", ("visit_id", "account_id"), "removed_at IS NULL"),
)


def upgrade() -> None:
    """Go to this revision."""
    for table, index, columns, where in RULES:
        op.add_column(table, sa.Column("predates_rule", sa.Boolean(), server_default="0", nullable=False))
        same = " AND ".join(f"first.{name} = {table}.{name}" for name in columns)
        op.execute(
            f"UPDATE {table} SET predates_rule = '1' WHERE {where} AND EXISTS "  # noqa: S608 -- fixed texts
            f"(SELECT 1 FROM (SELECT * FROM {table} WHERE {where}) AS first "
            f"WHERE {same} AND first.id < {table}.id)"
        )
        among = sa.text(f"{where} AND NOT predates_rule")
        op.create_index(index, table, columns, unique=True, sqlite_where=among, postgresql_where=among)


def downgrade() -> None:
    """Go back to the one before."""
    for table, index, _columns, _where in RULES:
        op.drop_index(index, table)
        with op.batch_alter_table(table) as batch:
            batch.drop_column("predates_rule")
