"""Adoption plans, their parts and history; problems and escalations; questions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None

CODE = 30  # characters of a word from a fixed list
PARTS = ("milestone", "kpi", "budget_line", "risk", "team_post", "partner")


def upgrade() -> None:
    """Go to this revision."""
    _plan()
    _measures()
    _other_parts()
    _history()
    _problems()
    _comment()


def downgrade() -> None:
    """Go back to the one before."""
    for name in ("comment", "escalation", "problem", "review", "evaluation", "move", "reading"):
        op.drop_table(f"adoption_{name}")
    for name in reversed(PARTS):
        op.drop_table(f"adoption_{name}")
    op.drop_table("adoption_plan")


def _plan() -> None:
    _create(
        "plan",
        sa.Column("version", sa.Integer(), nullable=False),
        *_strings(opd=60, title=120, case_slug=80, case_title=120, case_edition=80, case_digest=64),
        *_strings(need_id=80, sector=80, indicator=80, document=30, document_number=120, document_page=40),
        *_strings(nomenclature=60, program_code=20, activity_code=20, subactivity_code=20, stage=CODE),
        *_strings(trial_place=200, owner_post=200, created_by_name=200, approved_by_name=200),
        *_texts("local_need", "target_group", "keep", "modify", "leave_out", "output_indicator"),
        *_optional(sa.String(CODE), "halted_from", "stop_reason"),
        *_optional(sa.Integer(), "mission", "planning_year", "created_by", "submitted_by", "approved_by"),
        *_optional(sa.Date(), "trial_start", "trial_end", "pause_until", "applied_on"),
        *_optional(sa.DateTime(), "submitted_at", "approved_at"),
        sa.Column("served_directly", sa.Boolean()),
        sa.Column("no_cost", sa.Boolean(), nullable=False),
        sa.Column("head_proposed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_news_at", sa.DateTime(), nullable=False),
    )
    for column in ("opd", "case_slug", "need_id", "sector", "mission", "last_news_at"):
        op.create_index(f"ix_adoption_plan_{column}", "adoption_plan", [column])
    op.create_index("ix_adoption_plan_stage_opd", "adoption_plan", ["stage", "opd"])


def _measures() -> None:
    _create_part("milestone", *_strings(title=200, phase=CODE), *_optional(sa.Date(), "due", "done"))
    _create_part(
        "kpi",
        *_strings(name=200, unit=40, direction=CODE, baseline_source=200),
        *_texts("definition", "formula"),
        *_optional(sa.String(40), "baseline", "target"),
        *_optional(sa.Date(), "baseline_date", "target_date"),
    )
    _create_part(
        "reading",
        _reference("reading", "kpi_id", "adoption_kpi"),
        sa.Column("day", sa.Date(), nullable=False),
        *_strings(value=40),
        *_texts("note"),
        *_signature(),
    )
    op.create_index("ix_adoption_reading_kpi_id", "adoption_reading", ["kpi_id"])


def _other_parts() -> None:
    _create_part(
        "budget_line",
        sa.Column("year", sa.Integer(), nullable=False),
        *_strings(fund=CODE, dpa_number=120),
        sa.Column("ceiling", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
    )
    _create_part(
        "risk",
        *_strings(risk=200, owner_post=200),
        *_texts("cause", "effect", "control"),
        sa.Column("likelihood", sa.Integer(), nullable=False),
        sa.Column("impact", sa.Integer(), nullable=False),
    )
    _create_part("team_post", *_strings(post=200, task=200))
    _create_part("partner", *_strings(kind=CODE, name=200, role=200))


def _history() -> None:
    _create_of_plan(
        "move",
        *_strings(what=CODE, from_stage=CODE, to_stage=CODE),
        *_texts("reason"),
        *_optional(sa.String(CODE), "stop_reason"),
        *_signature(),
    )
    _create_of_plan(
        "evaluation",
        sa.Column("version", sa.Integer(), nullable=False),
        *_texts("text", "lessons", "decision_note"),
        sa.Column("head_wrote", sa.Boolean(), nullable=False),
        sa.Column("is_superseded", sa.Boolean(), nullable=False),
        *_optional(sa.String(CODE), "decision"),
        *_optional(sa.DateTime(), "decided_at"),
        *_optional(sa.Integer(), "decided_by"),
        *_strings(decided_by_name=200),
        *_signature(),
    )
    _create_of_plan(
        "review",
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        *_strings(answer=CODE),
        *_texts("note"),
        *_signature(),
    )


def _problems() -> None:
    _create_of_plan(
        "problem",
        sa.Column("version", sa.Integer(), nullable=False),
        *_strings(title=120, waiting_at=CODE, closed_by_name=200),
        *_texts("text", "result"),
        sa.Column("due", sa.Date(), nullable=False),
        *_optional(sa.DateTime(), "closed_at"),
        *_optional(sa.String(CODE), "solved_at"),
        *_signature(),
    )
    op.create_index("ix_adoption_problem_waiting_at", "adoption_problem", ["waiting_at"])
    _create(
        "escalation",
        _reference("escalation", "problem_id", "adoption_problem"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_strings(level=CODE, post=200, answered_by_name=200),
        *_texts("tried", "answer"),
        sa.Column("due", sa.Date(), nullable=False),
        *_optional(sa.String(CODE), "ruling"),
        *_optional(sa.DateTime(), "answered_at"),
        *_signature(),
    )
    op.create_index("ix_adoption_escalation_problem_id", "adoption_escalation", ["problem_id"])


def _comment() -> None:
    _create(
        "comment",
        _reference("comment", "plan_id", "adoption_plan", is_optional=True),
        _reference("comment", "answer_to", "adoption_comment", is_optional=True),
        *_strings(case_slug=80, by_opd=60, withdrawn_by_name=200),
        *_texts("text", "withdrawn_why"),
        sa.Column("is_question", sa.Boolean(), nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        *_optional(sa.DateTime(), "withdrawn_at"),
        *_signature(),
    )
    for column in ("plan_id", "answer_to", "case_slug"):
        op.create_index(f"ix_adoption_comment_{column}", "adoption_comment", [column])


def _create(name: str, *columns: sa.Column[Any]) -> None:
    key = sa.PrimaryKeyConstraint("id", name=f"pk_adoption_{name}")
    op.create_table(f"adoption_{name}", sa.Column("id", sa.Integer(), nullable=False), *columns, key)


def _create_of_plan(name: str, *columns: sa.Column[Any]) -> None:
    _create(name, _reference(name, "plan_id", "adoption_plan"), *columns)
    op.create_index(f"ix_adoption_{name}_plan_id", f"adoption_{name}", ["plan_id"])


def _create_part(name: str, *columns: sa.Column[Any]) -> None:
    version = sa.Column("version", sa.Integer(), nullable=False)
    _create_of_plan(name, version, sa.Column("removed_at", sa.DateTime()), *columns)


def _reference(name: str, column: str, table: str, *, is_optional: bool = False) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{table}.id", name=f"fk_adoption_{name}_{column}_{table}")
    return sa.Column(column, sa.Integer(), key, nullable=is_optional)


def _strings(**sizes: int) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(size), nullable=False) for name, size in sizes.items()]


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _optional(kind: sa.types.TypeEngine[Any], *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind) for name in names]


def _signature() -> list[sa.Column[Any]]:
    return [
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.Integer()),
        *_strings(by_name=200),
    ]
