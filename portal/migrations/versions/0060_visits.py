"""Study visits: the visit, its parts, its history, rates and ceilings, offered facts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from portal.db import Moment

revision = "0060"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "visits_ceiling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opd", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visits_ceiling"),
        sa.UniqueConstraint("opd", "year", name="uq_visits_ceiling_opd"),
    )
    op.create_table(
        "visits_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opd", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("imported_at", Moment(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_visits_rate"),
    )
    op.create_index("ix_visits_rate_opd", "visits_rate", ["opd"])

    op.create_table(
        "visits_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opd", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("need_id", sa.String(length=80), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("indicator", sa.String(length=80), nullable=False),
        sa.Column("sector", sa.String(length=80), nullable=False),
        sa.Column("mode", sa.String(length=30), nullable=False),
        sa.Column("travel_reason", sa.Text(), nullable=False),
        sa.Column("alternatives", sa.Text(), nullable=False),
        sa.Column("known_read_at", Moment(), nullable=True),
        sa.Column("known_read_by", sa.Integer(), nullable=True),
        sa.Column("known_read_by_name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("assumptions", sa.Text(), nullable=False),
        sa.Column("runner_opd", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=80), nullable=False),
        sa.Column("host_name", sa.String(length=120), nullable=False),
        sa.Column("host_unit", sa.String(length=200), nullable=False),
        sa.Column("addressee", sa.String(length=200), nullable=False),
        sa.Column("host_contact", sa.String(length=300), nullable=False),
        sa.Column("objects", sa.Text(), nullable=False),
        sa.Column("meeting_place", sa.String(length=200), nullable=False),
        sa.Column("reply", sa.String(length=30), nullable=False),
        sa.Column("reply_number", sa.String(length=120), nullable=False),
        sa.Column("reply_day", sa.Date(), nullable=True),
        sa.Column("reply_officer", sa.String(length=200), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("other_day", sa.Date(), nullable=True),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("departs_from", sa.String(length=120), nullable=False),
        sa.Column("transport", sa.String(length=120), nullable=False),
        sa.Column("directions", sa.Text(), nullable=False),
        sa.Column("own_contact", sa.String(length=300), nullable=False),
        sa.Column("orderer_post", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("is_free", sa.Boolean(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("programme", sa.String(length=120), nullable=False),
        sa.Column("activity", sa.String(length=120), nullable=False),
        sa.Column("subactivity", sa.String(length=200), nullable=False),
        sa.Column("budget_account", sa.String(length=60), nullable=False),
        sa.Column("fund", sa.String(length=30), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("agreements", sa.Text(), nullable=False),
        sa.Column("no_follow_up_reason", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("stage", sa.String(length=30), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("submitted_at", Moment(), nullable=True),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("head_proposed", sa.Boolean(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("last_news_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["adoption_plan.id"], name="fk_visits_visit_plan_id_adoption_plan"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits_visit"),
    )
    op.create_index("ix_visits_visit_last_news_at", "visits_visit", ["last_news_at"])
    op.create_index("ix_visits_visit_need_id", "visits_visit", ["need_id"])
    op.create_index("ix_visits_visit_opd", "visits_visit", ["opd"])
    op.create_index("ix_visits_visit_plan_id", "visits_visit", ["plan_id"])
    op.create_index("ix_visits_visit_region", "visits_visit", ["region"])
    op.create_index("ix_visits_visit_stage_opd", "visits_visit", ["stage", "opd"])
    op.create_index("ix_visits_visit_start", "visits_visit", ["start"])
    op.create_index("ix_visits_visit_year", "visits_visit", ["year"])

    op.create_table(
        "visits_agenda_item",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("activity", sa.String(length=200), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("actual_starts", sa.Time(), nullable=True),
        sa.Column("actual_ends", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("speaker", sa.String(length=200), nullable=False),
        sa.Column("responsible", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits_visit.id"], name="fk_visits_agenda_item_visit_id_visits_visit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits_agenda_item"),
    )
    op.create_index("ix_visits_agenda_item_visit_id", "visits_agenda_item", ["visit_id"])

    op.create_table(
        "visits_case",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("advice", sa.String(length=30), nullable=True),
        sa.Column("advice_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits_visit.id"], name="fk_visits_case_visit_id_visits_visit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits_case"),
    )
    op.create_index("ix_visits_case_slug", "visits_case", ["slug"])
    op.create_index("ix_visits_case_visit_id", "visits_case", ["visit_id"])

    op.create_table(
        "visits_case_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("opd", sa.String(length=60), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_visits_case_read_account_id_account"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits_visit.id"], name="fk_visits_case_read_visit_id_visits_visit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits_case_read"),
        sa.UniqueConstraint("visit_id", "slug", "account_id", name="uq_visits_case_read_visit_id"),
    )
    op.create_index("ix_visits_case_read_account_id", "visits_case_read", ["account_id"])
    op.create_index("ix_visits_case_read_visit_id", "visits_case_read", ["visit_id"])

    op.create_table(
        "visits_cost_line",
        sa.Column("rate_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["rate_id"], ["visits_rate.id"], name="fk_visits_cost_line_rate_id_visits_rate"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits_visit.id"], name="fk_visits_cost_line_visit_id_visits_visit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits_cost_line"),
    )
    op.create_index("ix_visits_cost_line_visit_id", "visits_cost_line", ["visit_id"])

    op.create_table(
        "visits_follow_up",
        sa.Column("action", sa.String(length=200), nullable=False),
        sa.Column("case_slug", sa.String(length=80), nullable=False),
        sa.Column("output", sa.String(length=200), nullable=False),
        sa.Column("indicator", sa.String(length=200), nullable=False),
        sa.Column("baseline", sa.String(length=120), nullable=False),
        sa.Column("target", sa.String(length=120), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("fund", sa.String(length=30), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("risk", sa.String(length=200), nullable=False),
        sa.Column("dropped_reason", sa.Text(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["milestone_id"],
            ["adoption_milestone.id"],
            name="fk_visits_follow_up_milestone_id_adoption_milestone",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["adoption_plan.id"], name="fk_visits_follow_up_plan_id_adoption_plan"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits_visit.id"], name="fk_visits_follow_up_visit_id_visits_visit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits_follow_up"),
    )
    op.create_index("ix_visits_follow_up_plan_id", "visits_follow_up", ["plan_id"])
    op.create_index("ix_visits_follow_up_visit_id", "visits_follow_up", ["visit_id"])

    op.create_table(
        "visits_lesson",
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("fits", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits_visit.id"], name="fk_visits_lesson_visit_id_visits_visit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits_lesson"),
    )
    op.create_index("ix_visits_lesson_visit_id", "visits_lesson", ["visit_id"])

    op.create_table(
        "visits_member",
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("rank", sa.String(length=60), nullable=False),
        sa.Column("opd", sa.String(length=60), nullable=False),
        sa.Column("duty", sa.String(length=30), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_visits_member_account_id_account"),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits_visit.id"], name="fk_visits_member_visit_id_visits_visit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits_member"),
    )
    op.create_index("ix_visits_member_account_id", "visits_member", ["account_id"])
    op.create_index("ix_visits_member_visit_id", "visits_member", ["visit_id"])

    op.create_table(
        "visits_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("from_stage", sa.String(length=30), nullable=False),
        sa.Column("to_stage", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits_visit.id"], name="fk_visits_move_visit_id_visits_visit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits_move"),
    )
    op.create_index("ix_visits_move_visit_id", "visits_move", ["visit_id"])

    op.create_table(
        "visits_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=30), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits_visit.id"], name="fk_visits_review_visit_id_visits_visit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits_review"),
    )
    op.create_index("ix_visits_review_visit_id", "visits_review", ["visit_id"])

    op.create_table(
        "visits_question",
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("to_whom", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("case_slug", sa.String(length=80), nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.Column("known_url", sa.String(length=300), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("figure", sa.String(length=40), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("figure_year", sa.Integer(), nullable=True),
        sa.Column("stays_open", sa.Boolean(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("written_by_name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["visits_member.id"], name="fk_visits_question_member_id_visits_member"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits_visit.id"], name="fk_visits_question_visit_id_visits_visit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits_question"),
    )
    op.create_index("ix_visits_question_visit_id", "visits_question", ["visit_id"])

    op.create_table(
        "visits_answer_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_visits_answer_draft_account_id_account"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["visits_question.id"], name="fk_visits_answer_draft_question_id_visits_question"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits_answer_draft"),
        sa.UniqueConstraint("question_id", "account_id", name="uq_visits_answer_draft_question_id"),
    )
    op.create_index("ix_visits_answer_draft_account_id", "visits_answer_draft", ["account_id"])
    op.create_index("ix_visits_answer_draft_question_id", "visits_answer_draft", ["question_id"])

    op.create_table(
        "visits_fact_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("case_slug", sa.String(length=80), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("settled", sa.String(length=30), nullable=False),
        sa.Column("settled_reason", sa.Text(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_by_name", sa.String(length=200), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["visits_question.id"], name="fk_visits_fact_offer_question_id_visits_question"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits_visit.id"], name="fk_visits_fact_offer_visit_id_visits_visit"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits_fact_offer"),
    )
    op.create_index("ix_visits_fact_offer_case_slug", "visits_fact_offer", ["case_slug"])
    op.create_index("ix_visits_fact_offer_question_id", "visits_fact_offer", ["question_id"])
    op.create_index("ix_visits_fact_offer_visit_id", "visits_fact_offer", ["visit_id"])


def downgrade() -> None:
    """Go back to the one before."""

    op.drop_table("visits_fact_offer")

    op.drop_table("visits_answer_draft")

    op.drop_table("visits_question")

    op.drop_table("visits_review")

    op.drop_table("visits_move")

    op.drop_table("visits_member")

    op.drop_table("visits_lesson")

    op.drop_table("visits_follow_up")

    op.drop_table("visits_cost_line")

    op.drop_table("visits_case_read")

    op.drop_table("visits_case")

    op.drop_table("visits_agenda_item")

    op.drop_table("visits_visit")

    op.drop_table("visits_rate")
    op.drop_table("visits_ceiling")
