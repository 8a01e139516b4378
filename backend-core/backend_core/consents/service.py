"""Consents: what a candidate was told, and what was agreed to and refused."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.consents.errors import ConsentRequiredError, NoticeChangedError, PurposeNotOfferedError
from backend_core.consents.notice import (
    NOTICE_EDITION,
    REQUIRED_PURPOSES,
    Notice,
    build_notice,
    offered_purposes,
)
from backend_core.consents.repository import ConsentRepository
from backend_core.consents.schemas import ConsentDecision, ConsentOut, ConsentsOut
from backend_core.events.publish import publish
from backend_core.models import Consent, Interview, Job
from interview_contracts.events import ConsentsChanged
from interview_contracts.vocabulary import ConsentPurpose, Language


async def granted(session: AsyncSession, interview_id: UUID, purpose: ConsentPurpose) -> bool:
    """Return whether the candidate agrees to a purpose now. Nobody has agreed to what nobody was asked."""
    latest = await ConsentRepository(session).latest_of(interview_id, purpose)
    return latest is not None and latest.granted


async def granted_purposes(session: AsyncSession, interview_id: UUID) -> frozenset[ConsentPurpose]:
    """Return all purposes that the candidate agrees to now."""
    latest = await ConsentRepository(session).latest(interview_id)
    return frozenset(purpose for purpose, consent in latest.items() if consent.granted)


async def agreeing(session: AsyncSession, interviews: Iterable[UUID], purpose: ConsentPurpose) -> frozenset[UUID]:
    """Return those of the interviews whose candidates agree to a purpose now."""
    return await ConsentRepository(session).agreeing(interviews, purpose)


async def require(session: AsyncSession, interview_id: UUID, purpose: ConsentPurpose) -> None:
    """Raise `ConsentRequiredError` unless the candidate agrees to a purpose now."""
    if not await granted(session, interview_id, purpose):
        raise ConsentRequiredError


def notice_for_job(job: Job, language: Language, *, allow_emotion: bool) -> Notice:
    """Return the notice for candidates of a job."""
    return build_notice(language, _offered(job, allow_emotion=allow_emotion))


async def current(
    session: AsyncSession, interview: Interview, *, language: Language, allow_emotion: bool
) -> ConsentsOut:
    """Return the decisions that count."""
    job = await session.get_one(Job, interview.job_id)
    notice = notice_for_job(job, language, allow_emotion=allow_emotion)
    latest = await ConsentRepository(session).latest(interview.id)
    consents = [_out(entry.purpose, latest.get(entry.purpose)) for entry in notice.purposes]
    return ConsentsOut(
        complete=all(consent.granted for consent in consents if consent.required),
        current_version=notice.version,
        consents=consents,
    )


async def record(
    session: AsyncSession,
    interview: Interview,
    *,
    version: str,
    language: Language,
    decisions: Sequence[ConsentDecision],
    allow_emotion: bool,
) -> ConsentsOut:
    """Add the decisions to the record and return those that count now.

    Raises `NoticeChangedError` when `version` is not a notice that is shown today, `PurposeNotOfferedError` for a
    purpose that this notice does not ask about.
    """
    job = await session.get_one(Job, interview.job_id)
    shown = {
        notice.version: notice
        for notice in (notice_for_job(job, language, allow_emotion=allow_emotion), build_notice(language))
    }
    if (notice := shown.get(version)) is None:
        raise NoticeChangedError
    if not {decision.purpose for decision in decisions} <= {entry.purpose for entry in notice.purposes}:
        raise PurposeNotOfferedError

    latest = await ConsentRepository(session).latest(interview.id)
    now = _after(latest.values())
    decided = [
        Consent(
            company_id=interview.company_id,
            interview_id=interview.id,
            candidate_id=interview.candidate_id,
            purpose=purpose,
            granted=is_granted,
            notice_version=NOTICE_EDITION,
            text_sha256=notice.version,
            language=language,
            decided_at=now,
        )
        for purpose, is_granted in {decision.purpose: decision.granted for decision in decisions}.items()
        if not _says_the_same(latest.get(purpose), is_granted, notice)
    ]
    session.add_all(decided)
    await session.flush()
    if decided:
        agreed = await granted_purposes(session, interview.id)
        offered = _offered(job, allow_emotion=allow_emotion)
        face, emotion = (
            purpose in offered and purpose in agreed
            for purpose in (ConsentPurpose.FACE_OBSERVATION, ConsentPurpose.EMOTION_OBSERVATION)
        )
        await publish(session, ConsentsChanged(interview_id=interview.id, face=face, emotion=face and emotion))
    return await current(session, interview, language=language, allow_emotion=allow_emotion)


def _offered(job: Job, *, allow_emotion: bool) -> tuple[ConsentPurpose, ...]:
    return offered_purposes(
        recording=job.recording,
        face_observation=job.face_observation,
        emotion_observation=allow_emotion and job.face_observation and job.emotion_observation,
    )


def _after(earlier: Iterable[Consent]) -> datetime:
    """Return the present moment, or one later than all earlier decisions when the clock was set back."""
    return max([datetime.now(UTC), *(consent.decided_at + timedelta(microseconds=1) for consent in earlier)])


def _says_the_same(latest: Consent | None, is_granted: bool, notice: Notice) -> bool:
    return latest is not None and latest.granted == is_granted and latest.text_sha256 == notice.version


def _out(purpose: ConsentPurpose, consent: Consent | None) -> ConsentOut:
    return ConsentOut(
        purpose=purpose,
        required=purpose in REQUIRED_PURPOSES,
        granted=None if consent is None else consent.granted,
        version=None if consent is None else consent.text_sha256,
        language=None if consent is None else consent.language,
        decided_at=None if consent is None else consent.decided_at,
    )
