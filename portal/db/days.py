"""The day of a moment on the office's wall, in SQL: the same on every database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Date, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.functions import FunctionElement

from portal import clock


class _shifted_day(FunctionElement[Any]):  # noqa: N801 -- reads as the function it is in SQL
    name = "shifted_day"
    type = Date()
    inherit_cache = True


def local_day(moment: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """What `clock.local(moment).date()` says; the zones of Indonesia have no summer time."""
    offset = clock.zone().utcoffset(None)
    return _shifted_day(moment, literal(f"{int(offset.total_seconds())} seconds"))


@compiles(_shifted_day)
def _in_file(element: _shifted_day, compiler: Any, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)})"


@compiles(_shifted_day, "postgresql")
def _on_server(element: _shifted_day, compiler: Any, **options: Any) -> str:
    moment, offset = (compiler.process(one, **options) for one in element.clauses)
    return f"CAST({moment} + CAST({offset} AS interval) AS date)"
