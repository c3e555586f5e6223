"""Proposals in contests: their sections, what assessors gave, the selection, earlier wins, JIPPNas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0251"
down_revision = "0250"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "contest_selection",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("season_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["season_id"], ["register_season.id"], name=op.f("fk_contest_selection_season_id_register_season")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_selection")),
        sa.UniqueConstraint("season_id", name=op.f("uq_contest_selection_season_id")),
    )
    op.create_table(
        "contest_jippnas",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("innovation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.Column("replications", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["innovation_id"],
            ["register_innovation.id"],
            name=op.f("fk_contest_jippnas_innovation_id_register_innovation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_jippnas")),
        sa.UniqueConstraint("innovation_id", name=op.f("uq_contest_jippnas_innovation_id")),
    )
    op.create_table(
        "contest_proposal",
        sa.Column("season_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("innovation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opd", sa.String(length=60), nullable=False),
        sa.Column("group", sa.String(length=30), nullable=False),
        sa.Column("category", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("return_note", sa.Text(), nullable=False),
        sa.Column("rank", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("last_news_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["innovation_id"],
            ["register_innovation.id"],
            name=op.f("fk_contest_proposal_innovation_id_register_innovation"),
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["register_season.id"], name=op.f("fk_contest_proposal_season_id_register_season")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_proposal")),
        sa.UniqueConstraint("season_id", "innovation_id", name="uq_contest_proposal"),
    )
    with op.batch_alter_table("contest_proposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contest_proposal_innovation_id"), ["innovation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_contest_proposal_last_news_at"), ["last_news_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_contest_proposal_opd"), ["opd"], unique=False)
        batch_op.create_index(batch_op.f("ix_contest_proposal_season_id"), ["season_id"], unique=False)

    op.create_table(
        "contest_win",
        sa.Column("innovation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest", sa.String(length=30), nullable=False),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rank", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["innovation_id"],
            ["register_innovation.id"],
            name=op.f("fk_contest_win_innovation_id_register_innovation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_win")),
    )
    with op.batch_alter_table("contest_win", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contest_win_innovation_id"), ["innovation_id"], unique=False)

    op.create_table(
        "contest_assessment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["contest_proposal.id"],
            name=op.f("fk_contest_assessment_proposal_id_contest_proposal"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_assessment")),
        sa.UniqueConstraint("proposal_id", "by", name="uq_contest_assessment"),
    )
    with op.batch_alter_table("contest_assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contest_assessment_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "contest_section",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("proposal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["contest_proposal.id"],
            name=op.f("fk_contest_section_proposal_id_contest_proposal"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_section")),
        sa.UniqueConstraint("proposal_id", "section", name="uq_contest_section"),
    )
    with op.batch_alter_table("contest_section", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contest_section_proposal_id"), ["proposal_id"], unique=False)


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("contest_section", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contest_section_proposal_id"))

    op.drop_table("contest_section")
    with op.batch_alter_table("contest_assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contest_assessment_proposal_id"))

    op.drop_table("contest_assessment")
    with op.batch_alter_table("contest_win", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contest_win_innovation_id"))

    op.drop_table("contest_win")
    with op.batch_alter_table("contest_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contest_proposal_season_id"))
        batch_op.drop_index(batch_op.f("ix_contest_proposal_opd"))
        batch_op.drop_index(batch_op.f("ix_contest_proposal_last_news_at"))
        batch_op.drop_index(batch_op.f("ix_contest_proposal_innovation_id"))

    op.drop_table("contest_proposal")
    op.drop_table("contest_jippnas")
    op.drop_table("contest_selection")
