"""Routes of the AI notice and of consents."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from backend_core.auth.access import OwnInterview, find_interview
from backend_core.auth.current_user import AnyUser
from backend_core.consents import service
from backend_core.consents.errors import NoticeChangedError, PurposeNotOfferedError
from backend_core.consents.notice import REQUIRED_PURPOSES, Notice, build_notice
from backend_core.consents.schemas import (
    ConsentsIn,
    ConsentsOut,
    NoticeOut,
    NoticePurposeOut,
    NoticeSectionOut,
)
from backend_core.error_handlers import problems
from backend_core.errors import NotFoundError
from backend_core.models import Job
from backend_core.persistence import DbSession
from backend_core.resources import ProcessResources
from interview_contracts.vocabulary import Language

router = APIRouter(tags=["consents"])


@router.get("/notice", responses=problems(NotFoundError))
async def read_notice(
    language: Language,
    user: AnyUser,
    session: DbSession,
    resources: ProcessResources,
    interview_id: Annotated[UUID | None, Query(description="Ask only about what this interview's job uses")] = None,
) -> NoticeOut:
    """Return the AI notice that a candidate reads before anything is recorded."""
    if interview_id is None:
        return _notice_out(build_notice(language))
    interview = await find_interview(session, user, interview_id)
    job = await session.get_one(Job, interview.job_id)
    return _notice_out(service.notice_for_job(job, language, allow_emotion=resources.settings.allow_emotion))


@router.get("/interviews/{interview_id}/consents")
async def read_consents(
    interview: OwnInterview, session: DbSession, resources: ProcessResources, language: Language | None = None
) -> ConsentsOut:
    """Return the decisions that count, and the version of the notice that holds now."""
    return await service.current(
        session,
        interview,
        language=language or interview.language,
        allow_emotion=resources.settings.allow_emotion,
    )


@router.put("/interviews/{interview_id}/consents", responses=problems(NoticeChangedError, PurposeNotOfferedError))
async def record_consents(
    body: ConsentsIn, interview: OwnInterview, session: DbSession, resources: ProcessResources
) -> ConsentsOut:
    """Record decisions about the notice. Optional purposes may be refused, and changed at any time."""
    return await service.record(
        session,
        interview,
        version=body.version,
        language=body.language,
        decisions=body.decisions,
        allow_emotion=resources.settings.allow_emotion,
    )


def _notice_out(notice: Notice) -> NoticeOut:
    return NoticeOut(
        version=notice.version,
        language=notice.language,
        title=notice.text.title,
        introduction=notice.text.introduction,
        sections=[NoticeSectionOut.model_validate(section) for section in notice.text.sections],
        purposes=[
            NoticePurposeOut(
                purpose=entry.purpose, title=entry.title, text=entry.text, required=entry.purpose in REQUIRED_PURPOSES
            )
            for entry in notice.purposes
        ],
    )
