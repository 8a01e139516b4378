"""When interviews and candidates were erased."""

from collections.abc import Sequence

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("ALTER TABLE interview ADD COLUMN erased_at timestamptz")
    op.execute("CREATE INDEX ix_interview_erased_at ON interview (erased_at)")
    op.execute("ALTER TABLE candidate ADD COLUMN erased_at timestamptz")


def downgrade() -> None:
    op.execute("ALTER TABLE candidate DROP COLUMN erased_at")
    op.execute("ALTER TABLE interview DROP COLUMN erased_at")
