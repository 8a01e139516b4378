"""Events that reach a browser over one stream per interview.

Facts are published by the core after its transaction has committed and can always be read again by GET.
Progress (`caption.partial`, `speech.activity`) is published by workers and the media server and is never stored.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, RootModel

from interview_contracts.base import Message
from interview_contracts.vocabulary import InterviewState


class StateChanged(Message):
    """The interview is in another state, or another turn is open. `version` grows with every change."""

    type: Literal["interview.state"] = "interview.state"
    interview_id: UUID
    state: InterviewState
    version: int
    turn_id: UUID | None = None


class QuestionAsked(Message):
    """A question is open. The browser reads the snapshot for speech and limits."""

    type: Literal["question.asked"] = "question.asked"
    interview_id: UUID
    turn_id: UUID
    index: int
    total: int
    text: str
    follow_up: bool
    speech_ready: bool


class SpeechReady(Message):
    """A clip of the question's spoken version can be fetched; clips count from 0 and are played in this order."""

    type: Literal["question.speech_ready"] = "question.speech_ready"
    interview_id: UUID
    turn_id: UUID
    clip: int = Field(default=0, ge=0)


class AnswerOpened(Message):
    """The candidate is answering; the media server starts to cut speech."""

    type: Literal["answer.opened"] = "answer.opened"
    interview_id: UUID
    turn_id: UUID
    language: str


class AnswerClosed(Message):
    """The answer has ended; the media server cuts the last segment."""

    type: Literal["answer.closed"] = "answer.closed"
    interview_id: UUID
    turn_id: UUID


class CaptionFinal(Message):
    """Text of one finished speech segment."""

    type: Literal["caption.final"] = "caption.final"
    interview_id: UUID
    turn_id: UUID
    index: int
    text: str


class CaptionPartial(Message):
    """Text of speech that goes on; replaced by the next partial or the final caption."""

    type: Literal["caption.partial"] = "caption.partial"
    interview_id: UUID
    turn_id: UUID
    text: str


class SpeechActivity(Message):
    """The media server hears speech, or has heard none for `silence_s` seconds since the last speech of this answer."""

    type: Literal["speech.activity"] = "speech.activity"
    interview_id: UUID
    turn_id: UUID
    speaking: bool
    silence_s: float = Field(default=0.0, ge=0)


class TranscriptReady(Message):
    """The transcript of an answer is stored."""

    type: Literal["answer.transcript_ready"] = "answer.transcript_ready"
    interview_id: UUID
    turn_id: UUID


class ResumeChanged(Message):
    """The reading of a résumé went on; the browser reads it by GET."""

    type: Literal["resume.changed"] = "resume.changed"
    interview_id: UUID


class MediaChanged(Message):
    """The candidate's live connection began or ended."""

    type: Literal["media.changed"] = "media.changed"
    interview_id: UUID
    connected: bool


class ConsentsChanged(Message):
    """The candidate has decided anew.

    The media server samples pictures only while `face` holds, and marks them for emotion only while `emotion` does too.
    """

    type: Literal["consents.changed"] = "consents.changed"
    interview_id: UUID
    face: bool
    emotion: bool = False


class ReportReady(Message):
    """The report can be read."""

    type: Literal["report.ready"] = "report.ready"
    interview_id: UUID
    at: AwareDatetime


class BrowserEvent(
    RootModel[
        Annotated[
            StateChanged
            | QuestionAsked
            | SpeechReady
            | AnswerOpened
            | AnswerClosed
            | CaptionFinal
            | CaptionPartial
            | SpeechActivity
            | TranscriptReady
            | ResumeChanged
            | MediaChanged
            | ConsentsChanged
            | ReportReady,
            Field(discriminator="type"),
        ]
    ]
):
    """Any event of an interview's stream."""


STREAM_MAX_LENGTH = 2000
"""Entries kept in a stream; older ones are trimmed."""

STREAM_FIELD = "event"
"""Field of a stream entry that holds the event as JSON."""


def stream_key(interview_id: UUID) -> str:
    """Return the Redis key of an interview's stream."""
    return f"interview:{interview_id}:events"
