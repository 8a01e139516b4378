"""Queries of answers: chunks, live segments, transcripts."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from backend_core.models import (
    Answer,
    AudioChunk,
    MediaSession,
    SpeechClosing,
    SpeechSegment,
    TranscriptEntry,
    Turn,
    uuid7,
)
from backend_core.models.vocabulary import TranscriptSource
from backend_core.persistence import Repository
from interview_contracts.files import FileRef
from interview_contracts.payloads.common import TimedText


class AnswerRepository(Repository[Answer]):
    """Answers with what was recorded and heard of them."""

    model = Answer

    async def of_turn(self, turn_id: UUID) -> Answer | None:
        """Return the answer to a turn as it is now."""
        return await self.one_or_none(
            select(Answer).where(Answer.turn_id == turn_id).execution_options(populate_existing=True)
        )

    async def turn(self, interview_id: UUID, turn_id: UUID) -> Turn | None:
        """Return a turn of an interview."""
        found: Turn | None = await self.session.scalar(
            select(Turn).where(Turn.id == turn_id, Turn.interview_id == interview_id)
        )
        return found

    async def chunk(self, turn_id: UUID, part: int, seq: int) -> AudioChunk | None:
        """Return a stored chunk."""
        found: AudioChunk | None = await self.session.scalar(
            select(AudioChunk).where(AudioChunk.turn_id == turn_id, AudioChunk.part == part, AudioChunk.seq == seq)
        )
        return found

    async def add_chunk(self, turn: Turn, *, part: int, seq: int, file: FileRef) -> None:
        """Add a chunk unless one is stored under the same numbers."""
        await self.session.execute(
            insert(AudioChunk)
            .values(
                id=uuid7(),
                interview_id=turn.interview_id,
                turn_id=turn.id,
                part=part,
                seq=seq,
                size=file.size,
                sha256=file.sha256,
                mime=file.mime,
                path=file.path,
            )
            .on_conflict_do_nothing(index_elements=[AudioChunk.turn_id, AudioChunk.part, AudioChunk.seq])
        )

    async def chunks(self, turn_id: UUID) -> dict[int, dict[int, FileRef]]:
        """Return the stored chunks of a turn: by part, then by number."""
        rows = await self.session.scalars(
            select(AudioChunk).where(AudioChunk.turn_id == turn_id).order_by(AudioChunk.part, AudioChunk.seq)
        )
        parts: dict[int, dict[int, FileRef]] = {}
        for row in rows:
            file = FileRef(path=row.path, size=row.size, sha256=row.sha256, mime=row.mime)
            parts.setdefault(row.part, {})[row.seq] = file
        return parts

    async def stored_bytes(self, turn_id: UUID) -> int:
        """Return how much a turn has stored."""
        total = await self.session.scalar(
            select(func.coalesce(func.sum(AudioChunk.size), 0)).where(AudioChunk.turn_id == turn_id)
        )
        return int(total or 0)

    async def add_segment(self, segment: SpeechSegment) -> bool:
        """Add the result of a live segment; returns False when it is known."""
        values = {
            "id": uuid7(),
            "interview_id": segment.interview_id,
            "turn_id": segment.turn_id,
            "media_session": segment.media_session,
            "index": segment.index,
            "pieces": segment.pieces,
            "engine": segment.engine,
            "error_code": segment.error_code,
        }
        added = await self.session.scalar(
            insert(SpeechSegment)
            .values(values)
            .on_conflict_do_nothing(
                index_elements=[SpeechSegment.turn_id, SpeechSegment.media_session, SpeechSegment.index]
            )
            .returning(SpeechSegment.id)
        )
        return added is not None

    async def segments(self, turn_id: UUID) -> list[SpeechSegment]:
        """Return the live segments of a turn: session by session in the order in which they began, then by index."""
        rows = list(
            await self.session.scalars(
                select(SpeechSegment).where(SpeechSegment.turn_id == turn_id).order_by(SpeechSegment.created_at)
            )
        )
        order: dict[str, int] = {}
        for row in rows:
            order.setdefault(row.media_session, len(order))
        return sorted(rows, key=lambda row: (order[row.media_session], row.index))

    async def add_closing(self, interview_id: UUID, turn_id: UUID, closing: SpeechClosing) -> bool:
        """Add the media server's word that an answer's speech is cut; returns False when it is known."""
        added = await self.session.scalar(
            insert(SpeechClosing)
            .values(
                id=uuid7(),
                interview_id=interview_id,
                turn_id=turn_id,
                media_session=closing.media_session,
                segments=closing.segments,
                speech_s=closing.speech_s,
                complete=closing.complete,
            )
            .on_conflict_do_nothing(index_elements=[SpeechClosing.turn_id, SpeechClosing.media_session])
            .returning(SpeechClosing.id)
        )
        return added is not None

    async def closings(self, turn_id: UUID) -> list[SpeechClosing]:
        """Return what the media server said about the end of an answer."""
        return list(
            await self.session.scalars(
                select(SpeechClosing).where(SpeechClosing.turn_id == turn_id).order_by(SpeechClosing.created_at)
            )
        )

    async def has_live_speech(self, interview_id: UUID) -> bool:
        """Return whether a live connection with sound stands, so that a live transcript may come."""
        statement = (
            select(MediaSession.id)
            .where(
                MediaSession.interview_id == interview_id,
                MediaSession.connected_at.is_not(None),
                MediaSession.disconnected_at.is_(None),
                MediaSession.audio,
            )
            .limit(1)
        )
        return (await self.session.scalar(statement)) is not None

    async def add_entries(
        self,
        answer: Answer,
        turn: Turn,
        source: TranscriptSource,
        pieces: list[tuple[TimedText, str | None]],
    ) -> None:
        """Add transcript entries in their order. Each is text with the media session that heard it, if it was live."""
        self.session.add_all(
            TranscriptEntry(
                interview_id=turn.interview_id,
                answer_id=answer.id,
                turn_id=turn.id,
                question_id=turn.question_id,
                source=source,
                index=index,
                text=piece.text,
                start_s=piece.start_s,
                end_s=piece.end_s,
                media_session=media_session,
            )
            for index, (piece, media_session) in enumerate(pieces)
        )
        await self.session.flush()

    async def unheard(self, turn_id: UUID) -> bool:
        """Return whether no speech of a turn has become text, neither live nor from its recording."""
        entries = select(TranscriptEntry.id).where(TranscriptEntry.turn_id == turn_id).limit(1)
        if await self.session.scalar(entries) is not None:
            return False
        return not any(segment.pieces for segment in await self.segments(turn_id))

    async def text_of(self, answer: Answer) -> str:
        """Return the transcript of an answer as one text, empty while there is none."""
        return (await self.texts_of([answer]))[answer.id]

    async def texts_of(self, answers: Iterable[Answer]) -> dict[UUID, str]:
        """Return the transcripts of answers by their ids, each as one text, empty while there is none."""
        sources = {answer.id: answer.transcript_source for answer in answers}
        rows = await self.session.execute(
            select(TranscriptEntry.answer_id, TranscriptEntry.source, TranscriptEntry.text)
            .where(TranscriptEntry.answer_id.in_(sources))
            .order_by(TranscriptEntry.answer_id, TranscriptEntry.index)
        )
        texts: dict[UUID, list[str]] = {answer_id: [] for answer_id in sources}
        for answer_id, source, text in rows:
            if source == sources[answer_id]:
                texts[answer_id].append(text)
        return {answer_id: " ".join(parts) for answer_id, parts in texts.items()}
