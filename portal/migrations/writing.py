"""Writing a migration from the difference between models and migrations; bin/migration runs it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate.rewriter import Rewriter
from alembic.operations import ops
from alembic.script import Script, ScriptDirectory

from portal.db import open_engine, upgrading
from portal.errors import PortalError

STEP = 10  # between two numbers, so that a branch's migration still finds room
rewriter = Rewriter()


def write(message: str, metadata: sa.MetaData | None = None) -> Path:
    """Write the next migration; it leads from the newest one to `metadata` (that of the models)."""
    with TemporaryDirectory() as folder:
        engine = open_engine(Path(folder) / "portal.sqlite3")
        upgrading.upgrade(engine)
        with engine.connect() as connection:
            configuration = upgrading.alembic_configuration(connection)
            configuration.attributes["metadata"] = metadata
            numbers = [
                int(one.revision) for one in ScriptDirectory.from_config(configuration).walk_revisions()
            ]
            written = command.revision(
                configuration,
                message,
                autogenerate=True,
                rev_id=f"{(max(numbers, default=0) // STEP + 1) * STEP:04}",
                process_revision_directives=cast(Any, rewriter),
            )
        engine.dispose()
    return Path(cast(Script, written).path)


@rewriter.rewrites(ops.AddColumnOp)
def _fill_rows_that_stand(_context: object, _revision: object, op: ops.AddColumnOp) -> ops.AddColumnOp:
    """A new column that must hold something gets the model's default for the rows that are there."""
    column = op.column
    if column.nullable or column.server_default is not None:
        return op
    default: Any = column.default
    if default is None or not default.is_scalar:
        raise PortalError(
            f"Kolom baru {op.table_name}.{column.name} wajib diisi, padahal baris yang sudah ada tidak punya "
            "isinya. Beri default= yang tetap di modelnya, atau biarkan boleh kosong (| None)."
        )
    store = column.type.bind_processor(sa.create_engine("sqlite://").dialect)
    value = store(default.arg) if store else default.arg
    filled: sa.Column[Any] = sa.Column(column.name, column.type, nullable=False, server_default=str(value))
    return ops.AddColumnOp(op.table_name, filled, schema=op.schema)
