"""Seasons of many kinds: their windows one beside the other, and what became of their steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0250"
down_revision = "0245"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("register_season") as batch:
        batch.add_column(sa.Column("kind", sa.String(length=30), nullable=False, server_default="iid"))
        batch.drop_constraint("uq_register_season_year", type_="unique")
        batch.create_unique_constraint("uq_register_season_kind_year", ["kind", "year"])
    op.create_table(
        "register_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=True),
        sa.Column("closes", sa.Date(), nullable=True),
        sa.Column("letter", sa.String(length=200), nullable=False),
        sa.Column("letter_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", BIG, nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["season_id"], ["register_season.id"], name=op.f("fk_register_window_season_id_register_season")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_window")),
    )
    op.create_index(op.f("ix_register_window_season_id"), "register_window", ["season_id"])
    op.create_table(
        "register_season_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["season_id"],
            ["register_season.id"],
            name=op.f("fk_register_season_step_season_id_register_season"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_season_step")),
        sa.UniqueConstraint("season_id", "step", name="uq_register_season_step"),
    )
    op.create_index(op.f("ix_register_season_step_season_id"), "register_season_step", ["season_id"])
    _keep_windows()


def _keep_windows() -> None:
    """The days that stand become windows: the first end, and the end now where it was extended."""
    first = (
        "(SELECT min(at) FROM audit_entry WHERE subject = 'season:' || s.id)"  # 2026-12-01T03:00:00.000000Z
    )
    if op.get_bind().dialect.name == "postgresql":
        since = f"coalesce(({first})::timestamptz AT TIME ZONE 'UTC', timestamp '1970-01-01 00:00:00')"
    else:
        since = f"coalesce(replace(rtrim({first}, 'Z'), 'T', ' '), '1970-01-01 00:00:00.000000')"
    into = "INSERT INTO register_window (season_id, opens, closes, letter, at, by_name) "
    op.execute(
        f"{into} SELECT s.id, s.opens, coalesce(s.closes_first, s.closes), '', {since}, '' "  # noqa: S608 -- our own words
        "FROM register_season s WHERE s.opens IS NOT NULL OR s.closes IS NOT NULL"
    )
    op.execute(
        f"{into} SELECT s.id, s.opens, s.closes, '', {since}, '' "  # noqa: S608 -- our own words
        "FROM register_season s WHERE s.closes_first IS NOT NULL AND s.closes IS NOT NULL "
        "AND s.closes <> s.closes_first"
    )


def downgrade() -> None:
    """Go back to the one before; seasons of other kinds than the IID's are not kept."""
    op.drop_table("register_season_step")
    op.drop_table("register_window")
    op.execute("DELETE FROM register_season WHERE kind <> 'iid'")
    with op.batch_alter_table("register_season") as batch:
        batch.drop_constraint("uq_register_season_kind_year", type_="unique")
        batch.create_unique_constraint("uq_register_season_year", ["year"])
        batch.drop_column("kind")
