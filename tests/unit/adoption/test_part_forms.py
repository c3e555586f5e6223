"""What a form asks for and a row can hold is stored: nothing typed is dropped on the way."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import inspect

from portal.adoption import part_forms as plan_forms
from portal.visits import part_forms as visit_forms

PAGES = [*plan_forms.PARTS.values(), *visit_forms.PARTS.values()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_every_column_that_a_form_asks_for_is_stored(page: Any) -> None:
    asked = {name for name in dir(page.form) if hasattr(getattr(page.form, name), "_formfield")}
    columns = {column.key for column in inspect(page.kind).columns}

    assert asked & columns
    assert asked & columns & page.form.not_stored <= {"version"}
