"""Keep a queue of jobs with the files they made, and say of a publication which job and draft it is of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("lane", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("held", sa.JSON(), nullable=False),
        sa.Column("next_page", sa.String(length=400), nullable=False),
        sa.Column("back_page", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("run_after", sa.DateTime(), nullable=False),
        sa.Column("deadline", sa.DateTime(), nullable=False),
        sa.Column("claim", sa.String(length=200), nullable=False),
        sa.Column("claimed_until", sa.DateTime(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(
            "ix_job_living_key",
            ["key"],
            unique=True,
            sqlite_where=sa.text("state IN ('menunggu', 'berjalan') AND key <> ''"),
            postgresql_where=sa.text("state IN ('menunggu', 'berjalan') AND key <> ''"),
        )
        batch_op.create_index("ix_job_state_run_after", ["state", "run_after"], unique=False)

    op.create_table(
        "job_file",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=200), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_job_file_job_id_job")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_file")),
    )
    with op.batch_alter_table("case_publication", schema=None) as batch_op:
        batch_op.add_column(sa.Column("draft_version", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("job_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("case_publication", schema=None) as batch_op:
        batch_op.drop_column("job_id")
        batch_op.drop_column("draft_version")

    op.drop_table("job_file")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_state_run_after")
        batch_op.drop_index(
            "ix_job_living_key",
            sqlite_where=sa.text("state IN ('menunggu', 'berjalan') AND key <> ''"),
            postgresql_where=sa.text("state IN ('menunggu', 'berjalan') AND key <> ''"),
        )
        batch_op.drop_index(batch_op.f("ix_job_ended_at"))
        batch_op.drop_index(batch_op.f("ix_job_account_id"))

    op.drop_table("job")
