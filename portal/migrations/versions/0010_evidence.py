"""Evidence: papers, the versions of their files, and what others found in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("opd", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("number", sa.String(100), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(150), nullable=False),
        sa.Column("signer", sa.String(150), nullable=False),
        sa.Column("slot", sa.String(3), nullable=True),
        sa.Column("page", sa.String(50), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name="fk_evidence_author_id_account"),
    )
    op.create_index("ix_evidence_subject", "evidence", ["subject"])
    op.create_index("ix_evidence_opd_subject", "evidence", ["opd", "subject"])
    _file()
    _verdict()


def _file() -> None:
    op.create_table(
        "evidence_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media", sa.String(4), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("original_sha256", sa.String(64), nullable=False),
        sa.Column("taken_at", sa.String(19), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("uploader_id", sa.Integer(), nullable=False),
        sa.Column("uploader", sa.String(200), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_file"),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_evidence_file_evidence_id_evidence"
        ),
        sa.ForeignKeyConstraint(["uploader_id"], ["account.id"], name="fk_evidence_file_uploader_id_account"),
        sa.UniqueConstraint("evidence_id", "number", name="uq_evidence_file_evidence_id"),
    )
    op.create_index("ix_evidence_file_sha256", "evidence_file", ["sha256"])


def _verdict() -> None:
    op.create_table(
        "evidence_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("file_number", sa.Integer(), nullable=False),
        sa.Column("evidence_version", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("judge_id", sa.Integer(), nullable=False),
        sa.Column("judge", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_verdict"),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name="fk_evidence_verdict_evidence_id_evidence"
        ),
        sa.ForeignKeyConstraint(["judge_id"], ["account.id"], name="fk_evidence_verdict_judge_id_account"),
    )
    op.create_index("ix_evidence_verdict_evidence_id", "evidence_verdict", ["evidence_id"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("evidence_verdict")
    op.drop_table("evidence_file")
    op.drop_table("evidence")
