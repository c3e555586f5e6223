"""Alembic's door to the models: run by portal.db.upgrade and by bin/migration."""

from __future__ import annotations

from alembic import context

from portal.migrations.models import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=False
)
context.run_migrations()
