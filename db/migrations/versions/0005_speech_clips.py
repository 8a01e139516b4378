"""Follow-up questions that are spoken sentence by sentence."""

from collections.abc import Sequence

from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("ALTER TABLE turn ADD COLUMN speech_clips jsonb DEFAULT '[]' NOT NULL")


def downgrade() -> None:
    op.execute("ALTER TABLE turn DROP COLUMN speech_clips")
