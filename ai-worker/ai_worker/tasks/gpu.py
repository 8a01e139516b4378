"""Tasks of `gpu_worker`: language and voice."""

from typing import Any

from ai_worker.engines.base import Deadline
from ai_worker.pipelines import follow_up, planning, rating, report_writing, structuring, synthesis
from ai_worker.tasks.job import Job, Made, Toolbox, unavailable
from interview_contracts.payloads.evaluations import (
    RateAnswerPayload,
    RateAnswerResult,
    WriteReportPayload,
    WriteReportResult,
)
from interview_contracts.payloads.interviews import FollowUpPayload, FollowUpResult, PlanPayload, PlanResult
from interview_contracts.payloads.resumes import StructurePayload, StructureResult
from interview_contracts.payloads.speech import SynthesizePayload, SynthesizeResult
from interview_contracts.registry import (
    EVALUATION_RATE_ANSWER,
    EVALUATION_WRITE_REPORT,
    FEEDBACK_WRITE,
    INTERVIEW_FOLLOW_UP,
    INTERVIEW_PLAN,
    JOB_DRAFT,
    QUESTION_LINT,
    RESUME_STRUCTURE,
    SPEECH_SYNTHESIZE,
)
from interview_contracts.vocabulary import Capability


def _structure(payload: StructurePayload, tools: Toolbox, deadline: Deadline) -> Made[StructureResult]:
    engine = tools.engines.llm
    return Made(structuring.structure(payload, engine, deadline=deadline), engine.describe())


def _plan(payload: PlanPayload, tools: Toolbox, deadline: Deadline) -> Made[PlanResult]:
    engine = tools.engines.llm
    return Made(planning.plan(payload, engine, deadline=deadline), engine.describe())


def _follow_up(payload: FollowUpPayload, tools: Toolbox, deadline: Deadline) -> Made[FollowUpResult]:
    engine = tools.engines.llm
    return Made(follow_up.follow_up(payload, engine, deadline=deadline), engine.describe())


def _rate_answer(payload: RateAnswerPayload, tools: Toolbox, deadline: Deadline) -> Made[RateAnswerResult]:
    engine = tools.engines.llm
    return Made(rating.rate_answer(payload, engine, deadline=deadline), engine.describe())


def _write_report(payload: WriteReportPayload, tools: Toolbox, deadline: Deadline) -> Made[WriteReportResult]:
    engine = tools.engines.llm
    return Made(report_writing.write_report(payload, engine, deadline=deadline), engine.describe())


def _synthesize(payload: SynthesizePayload, tools: Toolbox, _: Deadline) -> Made[SynthesizeResult]:
    engine = tools.engines.tts
    return Made(synthesis.synthesize(payload, tools.uploads, engine), engine.describe())


_LLM = (Capability.LLM,)

JOBS: tuple[Job[Any, Any], ...] = (
    Job(spec=RESUME_STRUCTURE, handle=_structure, capabilities=_LLM),
    Job(spec=INTERVIEW_PLAN, handle=_plan, capabilities=_LLM),
    Job(spec=INTERVIEW_FOLLOW_UP, handle=_follow_up, capabilities=_LLM),
    Job(spec=SPEECH_SYNTHESIZE, handle=_synthesize, capabilities=(Capability.TTS,)),
    Job(spec=EVALUATION_RATE_ANSWER, handle=_rate_answer, capabilities=_LLM),
    Job(spec=EVALUATION_WRITE_REPORT, handle=_write_report, capabilities=_LLM),
    unavailable(JOB_DRAFT),
    unavailable(FEEDBACK_WRITE),
    unavailable(QUESTION_LINT),
)
