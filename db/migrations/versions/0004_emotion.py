"""Observations of emotions, apart from those of faces."""

from collections.abc import Sequence

from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE emotion_observation (
            id UUID DEFAULT uuidv7() NOT NULL,
            interview_id UUID NOT NULL,
            media_session VARCHAR(40) NOT NULL,
            sequence INTEGER NOT NULL,
            presentation_s DOUBLE PRECISION NOT NULL,
            captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
            dominant VARCHAR(40) NOT NULL,
            share DOUBLE PRECISION NOT NULL,
            engine JSONB,
            created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
            updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
            CONSTRAINT pk_emotion_observation PRIMARY KEY (id),
            CONSTRAINT uq_emotion_observation_interview_id_media_session_sequence
                UNIQUE (interview_id, media_session, sequence),
            CONSTRAINT ck_emotion_observation_share CHECK (share >= 0 AND share <= 1),
            CONSTRAINT ck_emotion_observation_dominant CHECK
                (dominant IN ('angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral')),
            CONSTRAINT fk_emotion_observation_interview_id
                FOREIGN KEY (interview_id) REFERENCES interview (id) ON DELETE CASCADE
        )
        """
    )
    op.execute("CREATE INDEX ix_emotion_observation_interview_id ON emotion_observation (interview_id)")


def downgrade() -> None:
    op.execute("DROP TABLE emotion_observation")
