"""The first schema."""

from collections.abc import Sequence
from pathlib import Path

from alembic import context, op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


def upgrade() -> None:
    if context.is_offline_mode():
        op.execute(SQL)
        return
    # The driver's own cursor takes many statements at once and leaves percent signs alone.
    cursor = op.get_bind().connection.cursor()
    cursor.execute(SQL)
    cursor.close()


def downgrade() -> None:
    for line in reversed(SQL.splitlines()):
        if line.startswith("CREATE TABLE "):
            op.execute(f"DROP TABLE {line.split()[2]}")
    op.execute("DROP FUNCTION refuse_change()")
