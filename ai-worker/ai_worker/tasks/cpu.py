"""Tasks of `cpu_worker`: speech, résumé text, vectors, faces, recordings."""

from typing import Any

from ai_worker.engines.base import Deadline
from ai_worker.engines.embeddings.port import EmbeddingsEngine
from ai_worker.engines.stt.port import SttEngine
from ai_worker.language.lexemes import lexemes
from ai_worker.pipelines import embedding, pdf_text, recording, transcription
from ai_worker.tasks.job import Job, Toolbox, unavailable
from ai_worker.tasks.use import Made
from ai_worker.tasks.vision import vision_job
from interview_contracts.payloads.embeddings import EmbedPayload, EmbedResult
from interview_contracts.payloads.recordings import AssemblePayload, AssembleResult
from interview_contracts.payloads.resumes import ExtractTextPayload, ExtractTextResult
from interview_contracts.payloads.speech import (
    TranscribeAnswerPayload,
    TranscribeAnswerResult,
    TranscribeSegmentPayload,
    TranscribeSegmentResult,
)
from interview_contracts.registry import (
    EMBED_AGAIN,
    EMBED_TEXTS,
    RECORDING_ASSEMBLE,
    REPORT_RENDER_PDF,
    RESUME_EXTRACT_TEXT,
    SPEECH_TRANSCRIBE_ANSWER,
    SPEECH_TRANSCRIBE_SEGMENT,
)
from interview_contracts.vocabulary import Capability


def _extract_text(payload: ExtractTextPayload, tools: Toolbox, deadline: Deadline) -> Made[ExtractTextResult]:
    return Made(pdf_text.extract_text(payload, tools.uploads, deadline))


def _embed(payload: EmbedPayload, tools: Toolbox, deadline: Deadline) -> Made[EmbedResult]:
    def work(engine: EmbeddingsEngine, until: Deadline) -> EmbedResult:
        return embedding.embed(payload, engine, lexemes, until)

    return tools.use(Capability.EMBEDDINGS, work, deadline=deadline)


def _transcribe_segment(
    payload: TranscribeSegmentPayload, tools: Toolbox, deadline: Deadline
) -> Made[TranscribeSegmentResult]:
    def work(engine: SttEngine, until: Deadline) -> TranscribeSegmentResult:
        return transcription.transcribe_segment(payload, tools.uploads, engine, until)

    return tools.use(Capability.STT, work, deadline=deadline)


def _transcribe_answer(
    payload: TranscribeAnswerPayload, tools: Toolbox, deadline: Deadline
) -> Made[TranscribeAnswerResult]:
    def work(engine: SttEngine, until: Deadline) -> TranscribeAnswerResult:
        return transcription.transcribe_answer(payload, tools.uploads, engine, until)

    return tools.use(Capability.STT, work, deadline=deadline)


def _assemble(payload: AssemblePayload, tools: Toolbox, deadline: Deadline) -> Made[AssembleResult]:
    return Made(recording.assemble(payload, tools.uploads, deadline))


_JOBS: tuple[Job[Any, Any], ...] = (
    Job(spec=RESUME_EXTRACT_TEXT, handle=_extract_text),
    Job(spec=SPEECH_TRANSCRIBE_SEGMENT, handle=_transcribe_segment, capabilities=(Capability.STT,)),
    Job(spec=SPEECH_TRANSCRIBE_ANSWER, handle=_transcribe_answer, capabilities=(Capability.STT,)),
    Job(spec=EMBED_TEXTS, handle=_embed, capabilities=(Capability.EMBEDDINGS,)),
    Job(spec=EMBED_AGAIN, handle=_embed, capabilities=(Capability.EMBEDDINGS,)),
    Job(spec=RECORDING_ASSEMBLE, handle=_assemble),
    unavailable(REPORT_RENDER_PDF),
)


def jobs(*, allow_emotion: bool) -> tuple[Job[Any, Any], ...]:
    """Return all jobs; only with `allow_emotion` one of them knows of expressions."""
    return (*_JOBS, vision_job(allow_emotion=allow_emotion))
