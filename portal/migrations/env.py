"""Alembic's door to the models: run by portal.db.upgrade and by bin/migration."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator


def as_stored(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write a type of ours as what the database stores; then a migration outlives the class."""
    return f"sa.{item.impl_instance!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


def run() -> None:
    """Go through the migrations, or compare them with the models."""
    metadata = context.config.attributes.get("metadata")
    if metadata is None:
        from portal.migrations.models import metadata
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        render_item=as_stored,
        transactional_ddl=False,
    )
    context.run_migrations()


run()
