"""Erasing interviews. Rows go with the transaction, files once it has committed (`retention.files`)."""

from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.audit import service as audit
from backend_core.interviews import runner, timers
from backend_core.interviews.machine import events as ev
from backend_core.interviews.machine.snapshot import CLOSED_STATES
from backend_core.interviews.repository import InterviewRepository
from backend_core.models import Interview
from backend_core.models.vocabulary import ErasureReason
from backend_core.persistence import Sessions
from backend_core.retention.repository import RetentionRepository

log = structlog.get_logger(__name__)

BATCH = 100
"""Interviews that one look erases at most."""

LEDGER_KEPT_FOR = timedelta(days=5 * 365 + 2)
"""How long consents and pseudonymous levels stay after the words are gone."""

_LOCK = 0x657261736564


async def erase_interview(
    session: AsyncSession,
    interview_id: UUID,
    *,
    reason: ErasureReason,
    actor: audit.Actor | None = None,
    person: bool = True,
) -> Interview:
    """Erase the content of an interview, and with `person` the name of a candidate who has no other one left.

    An interview that is still open is closed first. Erasing again is harmless. Raises `NotFoundError`.
    """
    repository = RetentionRepository(session)
    interview = await InterviewRepository(session).locked(interview_id)
    if interview.state not in CLOSED_STATES:
        await runner.apply(session, interview_id, ev.Withdraw())
    content = interview.erased_at is None
    if content:
        await session.flush()
        await repository.erase_content(interview_id)
        interview.erased_at = await timers.database_now(session)
        interview.plan_explanation = ""
        interview.turn_index = interview.seat_tab = None
        await session.flush()
    nameless = person and await repository.erase_candidate(interview.candidate_id)
    if content or nameless:
        audit.record(
            session,
            actor=actor,
            company_id=interview.company_id,
            action="interview.erased",
            object_type="interview",
            object_id=interview_id,
            detail={"reason": reason.value, "content": content, "person": nameless},
        )
        await session.flush()
        log.info("interview erased", interview_id=str(interview_id), reason=reason.value)
    return interview


async def erase_overdue(sessions: Sessions, *, kept_for: timedelta) -> int:
    """Erase a batch of what has been kept for too long; return the number of interviews.

    Each interview is a transaction of its own, so that a process that ends in between has lost nothing. While another
    process does the same, this one leaves it to that.
    """
    async with sessions() as guard, guard.begin():
        if not await guard.scalar(select(func.pg_try_advisory_xact_lock(_LOCK))):
            return 0
        repository = RetentionRepository(guard)
        overdue = await repository.overdue(kept_for, limit=BATCH)
        erased = 0
        for interview_id in overdue:
            try:
                async with sessions() as session, session.begin():
                    await erase_interview(session, interview_id, reason=ErasureReason.OVERDUE)
                erased += 1
            except Exception as error:  # one that cannot be erased must not keep the others
                log.error("interview not erased", interview_id=str(interview_id), error=type(error).__name__)
        await repository.erase_unused_invitations(kept_for)
        await repository.forget(LEDGER_KEPT_FOR)
    return erased
