"""Publishing facts: a row in the same transaction, carried to the interview's stream after the commit."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models import Outbox
from backend_core.models.vocabulary import OutboxKind
from backend_core.tasks.send import wake_relay
from interview_contracts import events

Fact = (
    events.StateChanged
    | events.QuestionAsked
    | events.SpeechReady
    | events.AnswerOpened
    | events.AnswerClosed
    | events.CaptionFinal
    | events.TranscriptReady
    | events.ResumeChanged
    | events.MediaChanged
    | events.ConsentsChanged
    | events.ReportReady
)


async def publish(session: AsyncSession, event: Fact) -> None:
    """Tell the browsers that follow an interview, once this transaction has committed."""
    interview_id: UUID = event.interview_id
    session.add(
        Outbox(
            kind=OutboxKind.EVENT,
            name=event.type,
            interview_id=interview_id,
            payload=event.model_dump(mode="json"),
        )
    )
    await session.flush()
    await wake_relay(session)
