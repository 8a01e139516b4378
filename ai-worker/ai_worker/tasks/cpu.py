"""Tasks of `cpu_worker`: speech, résumé text, vectors, faces, recordings."""

from typing import Any

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.language.lexemes import lexemes
from ai_worker.pipelines import embedding, faces, pdf_text, recording, transcription
from ai_worker.tasks.job import Job, Made, Toolbox, unavailable
from ai_worker.tasks.runner import utc_now
from interview_contracts.payloads.embeddings import EmbedPayload, EmbedResult
from interview_contracts.payloads.recordings import AssemblePayload, AssembleResult
from interview_contracts.payloads.resumes import ExtractTextPayload, ExtractTextResult
from interview_contracts.payloads.speech import (
    TranscribeAnswerPayload,
    TranscribeAnswerResult,
    TranscribeSegmentPayload,
    TranscribeSegmentResult,
)
from interview_contracts.payloads.vision import ObserveFacesPayload, ObserveFacesResult
from interview_contracts.registry import (
    EMBED_TEXTS,
    RECORDING_ASSEMBLE,
    REPORT_RENDER_PDF,
    RESUME_EXTRACT_TEXT,
    SPEECH_TRANSCRIBE_ANSWER,
    SPEECH_TRANSCRIBE_SEGMENT,
    VISION_INFER_EMOTION,
    VISION_OBSERVE_FACES,
)
from interview_contracts.vocabulary import Capability


def _extract_text(payload: ExtractTextPayload, tools: Toolbox, deadline: Deadline) -> Made[ExtractTextResult]:
    return Made(pdf_text.extract_text(payload, tools.uploads, deadline))


def _embed(payload: EmbedPayload, tools: Toolbox, deadline: Deadline) -> Made[EmbedResult]:
    engine = tools.engines.embeddings
    return Made(embedding.embed(payload, engine, lexemes, deadline), engine.describe())


def _transcribe_segment(
    payload: TranscribeSegmentPayload, tools: Toolbox, deadline: Deadline
) -> Made[TranscribeSegmentResult]:
    engine = tools.engines.stt
    return Made(transcription.transcribe_segment(payload, tools.uploads, engine, deadline), engine.describe())


def _transcribe_answer(
    payload: TranscribeAnswerPayload, tools: Toolbox, deadline: Deadline
) -> Made[TranscribeAnswerResult]:
    engine = tools.engines.stt
    return Made(transcription.transcribe_answer(payload, tools.uploads, engine, deadline), engine.describe())


def _observe_faces(payload: ObserveFacesPayload, tools: Toolbox, deadline: Deadline) -> Made[ObserveFacesResult]:
    try:
        engine = tools.engines.face
    except EngineError:
        faces.discard(payload, tools.uploads)
        raise
    return Made(faces.observe(payload, tools.uploads, engine, deadline, utc_now), engine.describe())


def _discard_frames(payload: ObserveFacesPayload, tools: Toolbox) -> None:
    faces.discard(payload, tools.uploads)


def _assemble(payload: AssemblePayload, tools: Toolbox, deadline: Deadline) -> Made[AssembleResult]:
    return Made(recording.assemble(payload, tools.uploads, deadline))


JOBS: tuple[Job[Any, Any], ...] = (
    Job(spec=RESUME_EXTRACT_TEXT, handle=_extract_text),
    Job(spec=SPEECH_TRANSCRIBE_SEGMENT, handle=_transcribe_segment, capabilities=(Capability.STT,)),
    Job(spec=SPEECH_TRANSCRIBE_ANSWER, handle=_transcribe_answer, capabilities=(Capability.STT,)),
    Job(spec=EMBED_TEXTS, handle=_embed, capabilities=(Capability.EMBEDDINGS,)),
    Job(spec=RECORDING_ASSEMBLE, handle=_assemble),
    Job(spec=VISION_OBSERVE_FACES, handle=_observe_faces, discard=_discard_frames, capabilities=(Capability.FACE,)),
    unavailable(VISION_INFER_EMOTION, capability=Capability.EMOTION),
    unavailable(REPORT_RENDER_PDF),
)
