"""What follows from the outcome of each task: the literal table of all handlers."""

from backend_core.answers import handlers as answers
from backend_core.answers import recordings
from backend_core.evaluations import handlers as evaluations
from backend_core.interviews import handlers as interviews
from backend_core.interviews import speech, vision
from backend_core.resumes import handlers as resumes
from backend_core.retrieval import handlers as retrieval
from backend_core.tasks.handler import Handler, LiveHandler
from interview_contracts import registry

HANDLERS: dict[str, Handler] = {
    registry.RESUME_EXTRACT_TEXT.name: Handler(resumes.text_extracted, resumes.reading_failed),
    registry.RESUME_STRUCTURE.name: Handler(resumes.structured, resumes.reading_failed),
    registry.EMBED_TEXTS.name: Handler(retrieval.embedded, retrieval.embedding_failed),
    registry.EMBED_AGAIN.name: Handler(retrieval.embedded_again, retrieval.embedding_failed),
    registry.INTERVIEW_PLAN.name: Handler(interviews.planned, interviews.planning_failed),
    registry.INTERVIEW_FOLLOW_UP.name: Handler(interviews.follow_up_found, interviews.follow_up_failed),
    registry.SPEECH_SYNTHESIZE.name: Handler(speech.spoken, speech.not_spoken),
    registry.SPEECH_SYNTHESIZE_CLIP.name: Handler(speech.clip_spoken, speech.not_spoken),
    registry.SPEECH_TRANSCRIBE_ANSWER.name: Handler(answers.answer_transcribed, answers.transcription_failed),
    registry.RECORDING_ASSEMBLE.name: Handler(recordings.joined, recordings.joining_failed),
    registry.EVALUATION_RATE_ANSWER.name: Handler(evaluations.answer_rated, evaluations.rating_failed),
    registry.EVALUATION_WRITE_REPORT.name: Handler(evaluations.report_written, evaluations.report_failed),
}
"""Tasks that the core sends and keeps a record of."""

LIVE_HANDLERS: dict[str, LiveHandler] = {
    registry.SPEECH_TRANSCRIBE_SEGMENT.name: LiveHandler(answers.segment_transcribed, answers.segment_failed),
    registry.VISION_OBSERVE_FACES.name: LiveHandler(vision.faces_observed),
}
"""Tasks that the media server sends by itself."""
