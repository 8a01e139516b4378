"""Running a failed evaluation again."""

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.audit import service as audit
from backend_core.auth.current_user import CurrentUser
from backend_core.interviews.machine.events import EvaluationRetried
from backend_core.interviews.machine.snapshot import Snapshot
from backend_core.interviews.runner import apply
from backend_core.models import Interview


async def retry_evaluation(session: AsyncSession, interview: Interview, user: CurrentUser) -> Snapshot:
    """Have the evaluation run again and return how the interview stands then; one that is running goes on.

    Raises `NothingToRetryError` when the evaluation has not failed.
    """
    version = interview.version
    after = await apply(session, interview.id, EvaluationRetried())
    if after.version != version:
        audit.record(
            session,
            actor=user,
            company_id=interview.company_id,
            action="evaluation.retried",
            object_type="interview",
            object_id=interview.id,
            detail={"attempt": interview.evaluation_attempt},
        )
    return after
