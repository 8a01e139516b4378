"""The asked questions of an interview with their answers' transcripts, as evaluation and report read them."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from backend_core.evaluations.evidence import JoinedTranscript, SourcePiece
from backend_core.models import Answer, Question, Turn
from backend_core.models.vocabulary import TranscriptState
from interview_contracts.vocabulary import AnswerMode


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A planned question that was asked, with the turns of its follow-ups. `turns` begin with the question itself."""

    question: Question
    turns: tuple[Turn, ...]

    @property
    def id(self) -> UUID:
        """The turn of the question itself; reports name answers by it."""
        return self.turns[0].id

    @property
    def wording(self) -> str:
        """What was asked, follow-ups included."""
        return "\n".join(turn.text for turn in self.turns)

    @property
    def transcript(self) -> JoinedTranscript:
        """What was answered, follow-ups included."""
        return JoinedTranscript(piece for turn in self.turns for piece in pieces_of(turn))

    @property
    def transcript_missing(self) -> bool:
        """Whether something was answered of which no transcript exists: only a person can judge that."""
        return any(
            turn.answer is not None and turn.answer.transcript_state is not TranscriptState.READY for turn in self.turns
        )


def pieces_of(turn: Turn) -> list[SourcePiece]:
    """Return the transcript of one answer, of one source only."""
    answer = turn.answer
    if answer is None:
        return []
    if answer.mode is AnswerMode.TYPED:
        return [SourcePiece(turn.id, answer.typed_text)] if answer.typed_text else []
    return [
        SourcePiece(turn.id, entry.text, entry.start_s, entry.end_s)
        for entry in answer.entries
        if entry.source is answer.transcript_source
    ]


async def asked_questions(session: AsyncSession, interview_id: UUID) -> list[AskedQuestion]:
    """Return the questions that were asked in their order, as they are stored now."""
    statement = (
        select(Turn)
        .where(Turn.interview_id == interview_id)
        .join(Turn.question)
        .options(
            joinedload(Turn.question).joinedload(Question.competency),
            joinedload(Turn.answer).options(selectinload(Answer.entries)),
        )
        .order_by(Question.position, Turn.index)
        .execution_options(populate_existing=True)
    )
    turns = (await session.scalars(statement)).unique().all()
    return [
        AskedQuestion(group[0].question, group)
        for group in (tuple(items) for _, items in groupby(turns, key=lambda turn: turn.question_id))
    ]
