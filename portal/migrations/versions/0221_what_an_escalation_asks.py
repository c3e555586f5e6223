"""Let an escalation say what it asks for; of those that stand it is not known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0221"
down_revision = "0220"
branch_labels = None
depends_on = None
TEXTS = ("asked", "option_a", "option_b")


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("adoption_escalation") as batch:
        batch.add_column(sa.Column("wanted", sa.String(length=30), nullable=True))
        batch.add_column(sa.Column("amount", sa.BigInteger(), nullable=True))
        for name in TEXTS:
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("chosen", sa.String(length=1), nullable=False, server_default=""))


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("adoption_escalation") as batch:
        for name in ("wanted", "amount", *TEXTS, "chosen"):
            batch.drop_column(name)
