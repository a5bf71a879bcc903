"""Users, and attempts to be one."""

import sqlalchemy as sa
from alembic import op

from dashboard.database import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables of the login."""
    op.create_table(
        "account",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("password", sa.String(255), nullable=False),
        sa.Column("epoch", sa.String(32), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
    )
    op.create_table(
        "attempt",
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires", sa.Float(), nullable=False),
    )
    op.create_index("ix_attempt_expires", "attempt", ["expires"])


def downgrade() -> None:
    """Take the two tables away."""
    op.drop_table("attempt")
    op.drop_table("account")
