"""The audit trail, and triggers that let it only grow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSE = "BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END"
TRIGGERS = (
    f"CREATE TRIGGER audit_entry_keep BEFORE UPDATE ON audit_entry {REFUSE}",
    f"CREATE TRIGGER audit_entry_stay BEFORE DELETE ON audit_entry {REFUSE}",
    # INSERT OR REPLACE deletes without asking the trigger above
    "CREATE TRIGGER audit_entry_next BEFORE INSERT ON audit_entry "  # noqa: S608 -- fixed texts
    f"WHEN NEW.seq <> 1 + (SELECT coalesce(max(seq), 0) FROM audit_entry) {REFUSE}",
    f"CREATE TRIGGER audit_head_stay BEFORE DELETE ON audit_head {REFUSE}",
    "CREATE TRIGGER audit_head_next BEFORE UPDATE ON audit_head "
    f"WHEN NEW.seq <> OLD.seq + 1 OR NEW.id <> OLD.id {REFUSE}",
    "CREATE TRIGGER audit_head_one BEFORE INSERT ON audit_head "  # noqa: S608 -- fixed texts
    f"WHEN NEW.id <> 1 OR EXISTS (SELECT 1 FROM audit_head) {REFUSE}",
)
# The same on PostgreSQL, whose triggers call a function; TRUNCATE deletes without asking them row by row.
ONLY_GROWS = """
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'audit_entry' AND TG_OP = 'INSERT' THEN
        IF NEW.seq = 1 + (SELECT coalesce(max(seq), 0) FROM audit_entry) THEN RETURN NEW; END IF;
    ELSIF TG_TABLE_NAME = 'audit_head' AND TG_OP = 'UPDATE' THEN
        IF NEW.seq = OLD.seq + 1 AND NEW.id = OLD.id THEN RETURN NEW; END IF;
    ELSIF TG_TABLE_NAME = 'audit_head' AND TG_OP = 'INSERT' THEN
        IF NEW.id = 1 AND NOT EXISTS (SELECT 1 FROM audit_head) THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'the audit trail only grows';
END $$
"""
ON_POSTGRESQL = (
    ONLY_GROWS,
    *(
        f"CREATE TRIGGER {table}_{when} BEFORE {what} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION audit_only_grows()"
        for table in ("audit_entry", "audit_head")
        for when, what, each in (
            ("grow", "INSERT OR UPDATE OR DELETE", "ROW"),
            ("stay", "TRUNCATE", "STATEMENT"),
        )
    ),
)


def upgrade() -> None:
    """Go to this revision."""
    _audit_entry()
    _audit_head()
    for trigger in ON_POSTGRESQL if is_postgresql() else TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("audit_head")
    op.drop_table("audit_entry")
    if is_postgresql():
        op.execute("DROP FUNCTION audit_only_grows()")


def is_postgresql() -> bool:
    """Is this a PostgreSQL server?"""
    return op.get_bind().dialect.name == "postgresql"


def _audit_entry() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("opd", sa.String(length=1000), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_entry"),
        sa.UniqueConstraint("hash", name="uq_audit_entry_hash"),
    )
    op.create_index("ix_audit_entry_account_id", "audit_entry", ["account_id"], unique=False)
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"], unique=False)
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject"], unique=False)


def _audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
