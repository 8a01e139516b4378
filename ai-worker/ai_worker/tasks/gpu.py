"""Tasks of `gpu_worker`: language and voice."""

from typing import Any

from ai_worker.engines.base import Deadline
from ai_worker.engines.llm.port import LlmEngine
from ai_worker.engines.tts.port import TtsEngine
from ai_worker.pipelines import follow_up, planning, rating, report_writing, structuring, synthesis
from ai_worker.tasks.job import Job, Toolbox, unavailable
from ai_worker.tasks.use import Made
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
    SPEECH_SYNTHESIZE_CLIP,
)
from interview_contracts.vocabulary import Capability


def _structure(payload: StructurePayload, tools: Toolbox, deadline: Deadline) -> Made[StructureResult]:
    def work(engine: LlmEngine, until: Deadline) -> StructureResult:
        return structuring.structure(payload, engine, deadline=until)

    return tools.use(Capability.LLM, work, deadline=deadline, spare=True)


def _plan(payload: PlanPayload, tools: Toolbox, deadline: Deadline) -> Made[PlanResult]:
    def work(engine: LlmEngine, until: Deadline) -> PlanResult:
        return planning.plan(payload, engine, deadline=until)

    return tools.use(Capability.LLM, work, deadline=deadline, spare=True)


def _follow_up(payload: FollowUpPayload, tools: Toolbox, deadline: Deadline) -> Made[FollowUpResult]:
    def work(engine: LlmEngine, until: Deadline) -> FollowUpResult:
        return follow_up.follow_up(payload, engine, deadline=until)

    return tools.use(Capability.LLM, work, deadline=deadline, spare=True)


def _rate_answer(payload: RateAnswerPayload, tools: Toolbox, deadline: Deadline) -> Made[RateAnswerResult]:
    def work(engine: LlmEngine, until: Deadline) -> RateAnswerResult:
        return rating.rate_answer(payload, engine, deadline=until)

    return tools.use(Capability.LLM, work, deadline=deadline)


def _write_report(payload: WriteReportPayload, tools: Toolbox, deadline: Deadline) -> Made[WriteReportResult]:
    def work(engine: LlmEngine, until: Deadline) -> WriteReportResult:
        return report_writing.write_report(payload, engine, deadline=until)

    return tools.use(Capability.LLM, work, deadline=deadline)


def _synthesize(payload: SynthesizePayload, tools: Toolbox, deadline: Deadline) -> Made[SynthesizeResult]:
    def work(engine: TtsEngine, until: Deadline) -> SynthesizeResult:
        return synthesis.synthesize(payload, tools.uploads, engine, until)

    return tools.use(Capability.TTS, work, deadline=deadline, spare=True)


_LLM = (Capability.LLM,)

JOBS: tuple[Job[Any, Any], ...] = (
    Job(spec=RESUME_STRUCTURE, handle=_structure, capabilities=_LLM),
    Job(spec=INTERVIEW_PLAN, handle=_plan, capabilities=_LLM),
    Job(spec=INTERVIEW_FOLLOW_UP, handle=_follow_up, capabilities=_LLM),
    Job(spec=SPEECH_SYNTHESIZE, handle=_synthesize, capabilities=(Capability.TTS,)),
    Job(spec=SPEECH_SYNTHESIZE_CLIP, handle=_synthesize, capabilities=(Capability.TTS,)),
    Job(spec=EVALUATION_RATE_ANSWER, handle=_rate_answer, capabilities=_LLM),
    Job(spec=EVALUATION_WRITE_REPORT, handle=_write_report, capabilities=_LLM),
    unavailable(JOB_DRAFT),
    unavailable(FEEDBACK_WRITE),
    unavailable(QUESTION_LINT),
)
