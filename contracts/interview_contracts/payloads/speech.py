"""Speech to text and text to speech."""

from uuid import UUID

from pydantic import Field

from interview_contracts.base import Message
from interview_contracts.files import FileRef, RelativePath
from interview_contracts.payloads.common import TimedText
from interview_contracts.vocabulary import Language


class SynthesizePayload(Message):
    """Speak a text. The worker writes the file at `target` under the uploads root (WAV, mono, 16-bit PCM)."""

    text: str = Field(min_length=1, max_length=1000)
    language: Language
    target: RelativePath


class SynthesizeResult(Message):
    """The spoken file and its length in seconds."""

    file: FileRef
    duration_s: float = Field(ge=0)


class TranscribeSegmentPayload(Message):
    """A stretch of speech between two pauses, cut by the media server (WAV, 16 kHz, mono, 16-bit PCM).

    `index` counts from 0 within one turn and one media session; `offset_s` is its start within the answer.
    """

    interview_id: UUID
    turn_id: UUID
    media_session: str = Field(max_length=40)
    index: int = Field(ge=0)
    offset_s: float = Field(ge=0)
    language: Language
    file: FileRef


class TranscribeSegmentResult(Message):
    """Text of one segment; an empty text means that nothing was said."""

    interview_id: UUID
    turn_id: UUID
    media_session: str
    index: int
    pieces: tuple[TimedText, ...] = ()


class TranscribeAnswerPayload(Message):
    """The stored recording of one answer: uploaded parts in order; each part is a whole media file cut into chunks."""

    interview_id: UUID
    turn_id: UUID
    language: Language
    parts: tuple[tuple[FileRef, ...], ...]
    max_seconds: float = 900.0


class TranscribeAnswerResult(Message):
    """The transcript of the stored recording and the length of its sound in seconds."""

    pieces: tuple[TimedText, ...] = ()
    duration_s: float = Field(default=0.0, ge=0)
