"""Requests and responses of answers."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from backend_core.answers.limits import MAX_CHUNKS_PER_PART, MAX_PARTS, TYPED_MAX_CHARS
from interview_contracts.vocabulary import AnswerEndReason, AnswerMode, InterviewState


class RecordedPartIn(BaseModel):
    """A part of the recording, and how many chunks the browser made of it."""

    part: Annotated[int, Field(ge=0, lt=MAX_PARTS)]
    chunks: Annotated[int, Field(ge=0, le=MAX_CHUNKS_PER_PART)]


class AnswerEndIn(BaseModel):
    """The end of an answer. `text` is the answer of mode `typed`; `parts` list what was recorded in mode `spoken`."""

    mode: AnswerMode
    reason: AnswerEndReason = AnswerEndReason.CANDIDATE
    text: Annotated[str, Field(max_length=TYPED_MAX_CHARS)] | None = None
    parts: Annotated[list[RecordedPartIn], Field(max_length=MAX_PARTS)] = []


class MissingChunksOut(BaseModel):
    """Chunks of a part that are not stored yet; the browser sends them now."""

    part: int
    seqs: list[int]


class AnswerEndOut(BaseModel):
    """Where the interview stands after the end of an answer, and what is missing of the recording."""

    state: InterviewState
    version: int
    missing: list[MissingChunksOut]


class ChunkOut(BaseModel):
    """A stored chunk. `next_seq` is the first chunk of the part that is not stored."""

    part: int
    seq: int
    size: int
    sha256: str
    next_seq: int


class UploadedAudioOut(BaseModel):
    """A whole recording, uploaded as one part of the answer. The answer ends with mode `spoken` as always."""

    turn_id: UUID
    part: int
    size: int
    sha256: str
