"""Count searches whose reader asked again in other words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("search_miss", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "again",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                server_default="0",
                nullable=False,
            )
        )


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("search_miss", schema=None) as batch_op:
        batch_op.drop_column("again")
