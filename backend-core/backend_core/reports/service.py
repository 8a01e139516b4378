"""Reading a report, and noting who read it."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.audit import service as audit
from backend_core.auth.current_user import CurrentUser
from backend_core.consents.service import granted_purposes
from backend_core.decisions.repository import DecisionRepository, HumanRatingRepository
from backend_core.decisions.schemas import HumanRatingOut
from backend_core.decisions.service import ANSWERED_STATES, decision_out
from backend_core.emotions.repository import EmotionFigures, EmotionRepository
from backend_core.emotions.service import PURPOSES as EMOTION_PURPOSES
from backend_core.evaluations.answers import AskedQuestion, asked_questions
from backend_core.evaluations.repository import EvaluationRepository
from backend_core.models import Candidate, Interview, Job, Report, Resume
from backend_core.reports.assembly import (
    answer_out,
    dimensions_out,
    distinct_engines,
    engines_of,
    human_ratings_by_question,
)
from backend_core.reports.errors import ReportNotReadyError
from backend_core.reports.repository import FaceFigures, FaceRepository
from backend_core.reports.schemas import (
    EmotionShareOut,
    EmotionSummaryOut,
    FaceSummaryOut,
    HiddenTextOut,
    ReportCandidateOut,
    ReportOut,
    ReportPointOut,
    ReportResumeOut,
)
from backend_core.resumes.repository import ResumeRepository
from backend_core.retention.errors import InterviewErasedError
from interview_contracts.payloads.evaluations import ReportPoint
from interview_contracts.vocabulary import ConsentPurpose, Language

FRAME_S = 0.2
"""Seconds that one sampled frame stands for (5 frames a second)."""


async def read(session: AsyncSession, interview: Interview, user: CurrentUser, *, allow_emotion: bool) -> ReportOut:
    """Return the report as far as it exists and note in the audit log that it was read.

    Raises `InterviewErasedError`, and `ReportNotReadyError` while the candidate is answering and for interviews that
    ended without a report.
    """
    if interview.erased_at is not None:
        raise InterviewErasedError
    if interview.state not in ANSWERED_STATES:
        raise ReportNotReadyError
    report = await EvaluationRepository(session).report(interview.id)
    out = await _assemble(session, interview, report, allow_emotion=allow_emotion)
    audit.record(
        session,
        actor=user,
        company_id=interview.company_id,
        action="report.viewed",
        object_type="interview",
        object_id=interview.id,
        detail={"written": report is not None},
    )
    return out


async def _assemble(
    session: AsyncSession, interview: Interview, report: Report | None, *, allow_emotion: bool
) -> ReportOut:
    evaluations = EvaluationRepository(session)
    agreed = await granted_purposes(session, interview.id)
    job = await session.get_one(Job, interview.job_id)
    candidate = await session.get_one(Candidate, interview.candidate_id)
    asked = await asked_questions(session, interview.id)
    latest = await evaluations.latest(interview.id)
    rubrics = await evaluations.rubrics({entry.rubric_id for entry in latest.values() if entry.rubric_id is not None})
    human = human_ratings_by_question(asked, await _human_ratings(session, interview, asked))
    decision = await DecisionRepository(session).latest(interview.id)
    resume = await ResumeRepository(session).current(interview.id)
    faces = await FaceRepository(session).figures(interview.id) if ConsentPurpose.FACE_OBSERVATION in agreed else None
    shown = allow_emotion and agreed.issuperset(EMOTION_PURPOSES)
    emotions = await EmotionRepository(session).figures(interview.id) if shown else None
    engines = [interview.plan_engine, None if report is None else report.engine]
    engines += [None if resume is None else resume.engine, *(() if faces is None else faces.engines)]
    engines += [] if emotions is None else emotions.engines
    answers = []
    for index, entry in enumerate(asked, start=1):
        evaluation = latest.get(entry.question.id)
        engines += engines_of(entry, evaluation)
        rubric = rubrics.get(evaluation.rubric_id) if evaluation is not None and evaluation.rubric_id else None
        answers.append(
            answer_out(
                entry,
                evaluation,
                rubric,
                index=index,
                language=interview.language,
                human_ratings=human[entry.question.id],
                recordings=ConsentPurpose.RECORDING in agreed,
            )
        )
    return ReportOut(
        interview_id=interview.id,
        candidate=ReportCandidateOut(name=candidate.name),
        job=job.title_ko if interview.language is Language.KO else job.title_en,
        language=interview.language,
        created_at=None if report is None else report.generated_at,
        state=interview.state,
        summary="" if report is None else report.summary,
        strengths=[] if report is None else _points(report.strengths),
        improvements=[] if report is None else _points(report.improvements),
        dimensions=dimensions_out(report, job.weights if report is None else report.weights),
        overall=None if report is None else report.overall,
        answers=answers,
        engine=None if report is None else report.engine,
        engines=distinct_engines(engines),
        face_summary=_face_summary(faces),
        emotion_summary=_emotion_summary(emotions),
        resume=_resume_out(resume),
        decision=None if decision is None else decision_out(*decision),
    )


def _points(points: Iterable[ReportPoint]) -> list[ReportPointOut]:
    return [ReportPointOut(text=point.text, quote=point.quote, answer_ids=list(point.answer_ids)) for point in points]


async def _human_ratings(
    session: AsyncSession, interview: Interview, asked: list[AskedQuestion]
) -> list[tuple[UUID, HumanRatingOut]]:
    turn_of = {entry.question.id: entry.id for entry in asked}
    return [
        (
            rating.question_id,
            HumanRatingOut(
                turn_id=turn_of[rating.question_id],
                level=rating.level,
                reason=rating.reason,
                rated_by=name,
                rated_at=rating.created_at,
            ),
        )
        for rating, name in await HumanRatingRepository(session).current(interview.id)
    ]


def _resume_out(resume: Resume | None) -> ReportResumeOut | None:
    """Return what there is to know of the file; None where there is no file."""
    if resume is None or resume.file is None:
        return None
    hidden = resume.hidden_text or ()
    places = [HiddenTextOut(page=entry.page, reason=entry.reason) for entry in hidden]
    return ReportResumeOut(hidden_text_found=bool(hidden), hidden_text=places)


def _face_summary(figures: FaceFigures | None) -> FaceSummaryOut | None:
    """Return what the camera showed, while the candidate agrees to that; it stands apart from every score."""
    if figures is None or figures.frames == 0:
        return None
    return FaceSummaryOut(
        frames=figures.frames,
        observed_s=round(figures.frames * FRAME_S, 1),
        share_present=figures.present / figures.frames,
        share_several_faces=figures.several / figures.frames,
        mean_abs_yaw=figures.mean_abs_yaw,
        mean_abs_pitch=figures.mean_abs_pitch,
        mean_abs_gaze_x=figures.mean_abs_gaze_x,
        mean_abs_gaze_y=figures.mean_abs_gaze_y,
        engine=next(iter(figures.engines), None),
    )


def _emotion_summary(figures: EmotionFigures | None) -> EmotionSummaryOut | None:
    """Return what expressions were taken for, where deployment and candidate agree to that; apart from every score."""
    if figures is None or not figures.counts:
        return None
    looks = sum(count for _, count in figures.counts)
    return EmotionSummaryOut(
        looks=looks,
        shares=[EmotionShareOut(emotion=emotion, share=count / looks) for emotion, count in figures.counts],
        engine=next(iter(figures.engines), None),
    )
