"""Note when the owner of a sign-in last gave the password; of those that stand it is not known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0222"
down_revision = "0221"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("login_session") as batch:
        batch.add_column(sa.Column("confirmed_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("login_session") as batch:
        batch.drop_column("confirmed_at")
