"""The engine that spoke a planned question."""

from collections.abc import Sequence

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("ALTER TABLE question ADD COLUMN speech_engine VARCHAR(60)")
    op.execute("""
        UPDATE question SET speech_engine = task_record.engine->>'name'
        FROM task_record
        WHERE question.speech IS NOT NULL AND task_record.key = 'speech.synthesize:question:' || question.id
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE question DROP COLUMN speech_engine")
