"""Which vector space passages are kept in, and how far they have been moved there."""

from collections.abc import Sequence

from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE embedding_space (
            id UUID DEFAULT uuidv7() NOT NULL,
            space VARCHAR(200) NOT NULL,
            quality VARCHAR(40) NOT NULL,
            offered_since TIMESTAMP WITH TIME ZONE NOT NULL,
            offered_at TIMESTAMP WITH TIME ZONE NOT NULL,
            chosen_at TIMESTAMP WITH TIME ZONE,
            round INTEGER DEFAULT '0' NOT NULL,
            stage VARCHAR(40) DEFAULT 'done' NOT NULL,
            cursor UUID,
            round_ended_at TIMESTAMP WITH TIME ZONE,
            created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
            updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
            CONSTRAINT pk_embedding_space PRIMARY KEY (id),
            CONSTRAINT uq_embedding_space_space UNIQUE (space),
            CONSTRAINT ck_embedding_space_quality CHECK (quality IN ('production', 'basic', 'demo')),
            CONSTRAINT ck_embedding_space_stage CHECK (stage IN ('material', 'resumes', 'done'))
        )
    """)
    op.execute("CREATE INDEX ix_passage_model ON passage (model)")


def downgrade() -> None:
    op.execute("DROP INDEX ix_passage_model")
    op.execute("DROP TABLE embedding_space")
