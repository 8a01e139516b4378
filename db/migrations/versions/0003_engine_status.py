"""How engines do, which engines a task passed over, and when a task was last heard of."""

from collections.abc import Sequence

from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ERROR_CODES = (
    "'internal', 'deadline_passed', 'invalid_payload', 'file_missing', 'file_corrupt', 'engine_unavailable', "
    "'engine_timeout', 'engine_failed', 'engine_output_invalid', 'out_of_memory', 'language_unsupported', "
    "'capability_unavailable', 'pdf_not_a_pdf', 'pdf_encrypted', 'pdf_empty', 'pdf_too_large', 'pdf_too_many_pages', "
    "'pdf_no_text', 'audio_unreadable', 'audio_too_long', 'worker_lost'"
)


def upgrade() -> None:
    op.execute("ALTER TABLE engine_status ADD COLUMN device varchar(80) NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE engine_status ADD COLUMN loaded boolean NOT NULL DEFAULT false")
    op.execute("ALTER TABLE engine_status ADD COLUMN memory_mb integer")
    op.execute("ALTER TABLE engine_status ADD COLUMN device_memory_mb integer")
    op.execute("ALTER TABLE engine_status ADD COLUMN latency_ms integer")
    op.execute("ALTER TABLE engine_status ADD COLUMN last_error varchar(40)")
    op.execute("ALTER TABLE engine_status ADD COLUMN last_error_at timestamptz")
    op.execute("ALTER TABLE engine_status ADD COLUMN passed_over jsonb")
    op.execute(
        f"ALTER TABLE engine_status ADD CONSTRAINT ck_engine_status_last_error CHECK (last_error IN ({_ERROR_CODES}))"
    )
    op.execute("ALTER TABLE task_record ADD COLUMN progressed_at timestamptz")
    op.execute("ALTER TABLE task_record ADD COLUMN passed_over jsonb")
    op.execute(
        "CREATE INDEX ix_task_record_progressed_at ON task_record (progressed_at) WHERE progressed_at IS NOT NULL"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_task_record_progressed_at")
    op.execute("ALTER TABLE task_record DROP COLUMN passed_over")
    op.execute("ALTER TABLE task_record DROP COLUMN progressed_at")
    op.execute("ALTER TABLE engine_status DROP CONSTRAINT ck_engine_status_last_error")
    for column in (
        "passed_over",
        "last_error_at",
        "last_error",
        "latency_ms",
        "device_memory_mb",
        "memory_mb",
        "loaded",
        "device",
    ):
        op.execute(f"ALTER TABLE engine_status DROP COLUMN {column}")
