"""Every way to alter the database that the documentation gives works with people's rows in it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, String, Table, inspect

from portal import db
from portal.adoption.measures import Direction
from portal.db import Moment, upgrading
from portal.errors import PortalError
from portal.migrations.models import metadata
from portal.migrations.writing import write
from portal.records.columns import Coded, Exact
from tests.conftest import ROOT
from tests.filled import columns, lost, rows
from tests.integration.migrations.conftest import Ground

PAGE = (ROOT / "docs/altering-the-database.md").read_text("utf-8")


def in_the_page(heading: str) -> str:
    """The code that the page gives under a heading."""
    found = re.search(rf"^## {heading}\n(?:(?!## )[^\n]*\n)*?```python\n(.*?)```", PAGE, re.M | re.S)
    assert found
    return found[1]


def changed(table: str, *added: Column[Any], new: str = "") -> MetaData:
    """The models with columns added to a table, or to a new one."""
    models = MetaData(naming_convention=db.NAMES)
    for one in metadata.tables.values():
        one.to_metadata(models)
    if new:
        Table(new, models, Column("id", Integer, primary_key=True), *added)
    else:
        for column in added:
            models.tables[table].append_column(column)
    return models


def broken(ground: Ground) -> list[object]:
    """Rows that point at nothing."""
    with ground.engine.connect() as connection:
        return list(connection.exec_driver_sql("PRAGMA foreign_key_check"))


def test_a_field_is_added_to_rows_that_stand_with_what_the_model_says(ground: Ground) -> None:
    before = ground.numbers[0]
    models = changed(
        "adoption_kpi",
        Column("pace", String(40), nullable=False, default="tiap bulan"),
        Column("way", Coded(Direction), nullable=False, default=Direction.DOWN),
        Column("weight", Exact, nullable=False, default=Decimal("1.50")),
        Column("rounds", Integer, nullable=False, default=3),
        Column("is_public", Boolean, nullable=False, default=True),
        Column("looked_at", Moment),
        Column("other_plan_id", ForeignKey("adoption_plan.id"), index=True),
    )

    written = write("KPI pace", models)
    ground.upgrade()

    assert written.name == f"{int(before) // 10 * 10 + 10:04}_kpi_pace.py"
    text = written.read_text("utf-8")
    assert f"down_revision = {before!r}" in text
    assert "portal" not in text
    assert lost(ground.old, ground.path) == []
    new = ["pace", "way", "weight", "rounds", "is_public", "looked_at", "other_plan_id"]
    found = rows(ground.path, {"adoption_kpi": new})["adoption_kpi"]
    assert set(found) == {("tiap bulan", "turun", "1.50", 3, 1, None, None)}
    assert len(found) == len(rows(ground.old)["adoption_kpi"]) > 20
    assert broken(ground) == []
    with ground.engine.connect() as connection:
        keys = inspect(connection).get_foreign_keys("adoption_kpi")
    assert {key["constrained_columns"][0] for key in keys} == {"plan_id", "other_plan_id"}


def test_a_field_that_rows_which_stand_cannot_have_is_refused_with_the_way_out(ground: Ground) -> None:
    for column in (
        Column("since", db.Moment, nullable=False),
        Column("since", db.Moment, nullable=False, default=date.today),
    ):
        with pytest.raises(PortalError, match=r"adoption_kpi\.since wajib diisi.*Beri default="):
            write("since", changed("adoption_kpi", column))

    assert ground.numbers == [path.name[:4] for path in sorted(ground.folder.glob("versions/*.py"))][::-1]


def test_a_table_is_added(ground: Ground) -> None:
    write("inventory", changed("", Column("plan_id", ForeignKey("adoption_plan.id")), new="inventory"))

    ground.upgrade()

    assert lost(ground.old, ground.path) == []
    assert columns(ground.path)["inventory"] == ["id", "plan_id"]


def test_numbers_follow_each_other(ground: Ground) -> None:
    first = write("satu", changed("", new="satu"))
    second = write("dua", changed("", new="dua"))

    numbers = [int(path.name.split("_")[0]) for path in (first, second)]
    assert numbers[1] == numbers[0] + 10
    assert not upgrading.is_newest(ground.engine)


def test_columns_and_tables_are_renamed(ground: Ground) -> None:
    ground.migration(in_the_page("Rename"))

    ground.upgrade()

    moved = {"adoption_kpi.unit": "measured_in", "adoption_team_post": "adoption_post"}
    assert lost(ground.old, ground.path, moved) == []
    assert lost(ground.old, ground.path) == ["adoption_kpi.unit"] + [
        f"adoption_team_post.{name}" for name in columns(ground.old)["adoption_team_post"]
    ]
    assert broken(ground) == []


def test_columns_and_tables_are_dropped_after_what_they_held_was_moved(ground: Ground) -> None:
    ground.migration(in_the_page("Drop"))
    before = rows(ground.old, {"adoption_risk": ["effect", "cause"]})["adoption_risk"]

    ground.upgrade()

    dropped = {"adoption_risk.cause", "adoption_risk.effect", "search_miss"}
    assert lost(ground.old, ground.path, dropped=dropped) == []
    after = rows(ground.path, {"adoption_risk": ["effect"]})["adoption_risk"]
    assert after == sorted((f"{effect}{cause}",) for effect, cause in before)
    assert "cause" not in columns(ground.path)["adoption_risk"]
    assert broken(ground) == []


def test_a_column_is_made_obligatory_in_a_table_that_many_point_at(ground: Ground) -> None:
    ground.migration(in_the_page("Make a column obligatory"))

    ground.upgrade()

    assert lost(ground.old, ground.path, dropped={"adoption_plan.people_served"}) == []
    with ground.engine.connect() as connection:
        stands = {column["name"]: column for column in inspect(connection).get_columns("adoption_plan")}
    assert not stands["people_served"]["nullable"]
    assert broken(ground) == []


def test_a_swap_of_two_rows_is_seen(ground: Ground) -> None:
    ground.migration(
        'op.execute("UPDATE adoption_kpi SET target = CASE id WHEN 1 THEN '
        "(SELECT target FROM adoption_kpi WHERE id = 2) ELSE "
        '(SELECT target FROM adoption_kpi WHERE id = 1) END WHERE id IN (1, 2)")'
    )

    ground.upgrade()

    assert lost(ground.old, ground.path) == ["adoption_kpi"]
