"""Every task of the product, declared once."""

from typing import Any

from interview_contracts.payloads import (
    embeddings,
    evaluations,
    interviews,
    planned,
    recordings,
    resumes,
    speech,
    vision,
)
from interview_contracts.queues import Queue
from interview_contracts.reports import Acknowledgement, Report
from interview_contracts.spec import TaskSpec

RESUME_EXTRACT_TEXT = TaskSpec(
    name="resume.extract_text",
    queue=Queue.CPU,
    payload=resumes.ExtractTextPayload,
    result=resumes.ExtractTextResult,
    time_limit_s=40,
    lease_s=45,
)
RESUME_STRUCTURE = TaskSpec(
    name="resume.structure",
    queue=Queue.GPU,
    payload=resumes.StructurePayload,
    result=resumes.StructureResult,
    time_limit_s=120,
    lease_s=20,
)
EMBED_TEXTS = TaskSpec(
    name="embedding.embed_texts",
    queue=Queue.CPU_BATCH,
    payload=embeddings.EmbedPayload,
    result=embeddings.EmbedResult,
    time_limit_s=120,
    lease_s=30,
)
EMBED_AGAIN = TaskSpec(
    name="embedding.embed_again",
    queue=Queue.CPU_BATCH,
    payload=embeddings.EmbedPayload,
    result=embeddings.EmbedResult,
    time_limit_s=300,
    lease_s=60,
    priority=9,
)
INTERVIEW_PLAN = TaskSpec(
    name="interview.plan",
    queue=Queue.GPU,
    payload=interviews.PlanPayload,
    result=interviews.PlanResult,
    time_limit_s=60,
    lease_s=8,
    priority=3,
)
INTERVIEW_FOLLOW_UP = TaskSpec(
    name="interview.follow_up",
    queue=Queue.GPU,
    payload=interviews.FollowUpPayload,
    result=interviews.FollowUpResult,
    time_limit_s=8,
    lease_s=2,
    priority=0,
)
SPEECH_SYNTHESIZE = TaskSpec(
    name="speech.synthesize",
    queue=Queue.GPU,
    payload=speech.SynthesizePayload,
    result=speech.SynthesizeResult,
    time_limit_s=20,
    lease_s=5,
    priority=4,
)
SPEECH_SYNTHESIZE_CLIP = TaskSpec(
    name="speech.synthesize_clip",
    queue=Queue.GPU,
    payload=speech.SynthesizePayload,
    result=speech.SynthesizeResult,
    time_limit_s=8,
    lease_s=4,
    max_attempts=2,
    priority=1,
)
SPEECH_TRANSCRIBE_SEGMENT = TaskSpec(
    name="speech.transcribe_segment",
    queue=Queue.CPU,
    payload=speech.TranscribeSegmentPayload,
    result=speech.TranscribeSegmentResult,
    time_limit_s=30,
    lease_s=6,
    priority=2,
    recorded=False,
)
SPEECH_TRANSCRIBE_ANSWER = TaskSpec(
    name="speech.transcribe_answer",
    queue=Queue.CPU,
    payload=speech.TranscribeAnswerPayload,
    result=speech.TranscribeAnswerResult,
    time_limit_s=600,
    lease_s=60,
    priority=5,
)
VISION_OBSERVE_FACES = TaskSpec(
    name="vision.observe_faces",
    queue=Queue.CPU_VISION,
    payload=vision.ObserveFacesPayload,
    result=vision.ObserveFacesResult,
    time_limit_s=5,
    lease_s=2,
    recorded=False,
)
RECORDING_ASSEMBLE = TaskSpec(
    name="recording.assemble",
    queue=Queue.CPU_BATCH,
    payload=recordings.AssemblePayload,
    result=recordings.AssembleResult,
    time_limit_s=300,
    lease_s=60,
)
EVALUATION_RATE_ANSWER = TaskSpec(
    name="evaluation.rate_answer",
    queue=Queue.GPU_BATCH,
    payload=evaluations.RateAnswerPayload,
    result=evaluations.RateAnswerResult,
    time_limit_s=900,
    lease_s=60,
)
EVALUATION_WRITE_REPORT = TaskSpec(
    name="evaluation.write_report",
    queue=Queue.GPU_BATCH,
    payload=evaluations.WriteReportPayload,
    result=evaluations.WriteReportResult,
    time_limit_s=900,
    lease_s=60,
)
JOB_DRAFT = TaskSpec(
    name="job.draft",
    queue=Queue.GPU_BATCH,
    payload=planned.DraftJobPayload,
    result=planned.DraftJobResult,
    time_limit_s=300,
    lease_s=60,
)
FEEDBACK_WRITE = TaskSpec(
    name="feedback.write",
    queue=Queue.GPU_BATCH,
    payload=planned.WriteFeedbackPayload,
    result=planned.WriteFeedbackResult,
    time_limit_s=300,
    lease_s=60,
)
QUESTION_LINT = TaskSpec(
    name="question.lint",
    queue=Queue.GPU_BATCH,
    payload=planned.LintQuestionPayload,
    result=planned.LintQuestionResult,
    time_limit_s=60,
    lease_s=60,
)
REPORT_RENDER_PDF = TaskSpec(
    name="report.render_pdf",
    queue=Queue.CPU_BATCH,
    payload=planned.RenderReportPayload,
    result=planned.RenderReportResult,
    time_limit_s=120,
    lease_s=60,
)
CORE_RECORD_RESULT = TaskSpec(
    name="core.record_result",
    queue=Queue.CORE_RESULTS,
    payload=Report,
    result=Acknowledgement,
    time_limit_s=30,
    lease_s=30,
    recorded=False,
)

ALL_TASKS: tuple[TaskSpec[Any, Any], ...] = (
    RESUME_EXTRACT_TEXT,
    RESUME_STRUCTURE,
    EMBED_TEXTS,
    EMBED_AGAIN,
    INTERVIEW_PLAN,
    INTERVIEW_FOLLOW_UP,
    SPEECH_SYNTHESIZE,
    SPEECH_SYNTHESIZE_CLIP,
    SPEECH_TRANSCRIBE_SEGMENT,
    SPEECH_TRANSCRIBE_ANSWER,
    VISION_OBSERVE_FACES,
    RECORDING_ASSEMBLE,
    EVALUATION_RATE_ANSWER,
    EVALUATION_WRITE_REPORT,
    JOB_DRAFT,
    FEEDBACK_WRITE,
    QUESTION_LINT,
    REPORT_RENDER_PDF,
    CORE_RECORD_RESULT,
)

BY_NAME: dict[str, TaskSpec[Any, Any]] = {spec.name: spec for spec in ALL_TASKS}
