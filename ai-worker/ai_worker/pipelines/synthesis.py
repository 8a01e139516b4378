"""Speaks a text into a WAV file."""

import wave

from ai_worker.engines.base import NO_DEADLINE, Deadline
from ai_worker.engines.tts.port import SpeakRequest, TtsEngine
from ai_worker.files import Uploads
from interview_contracts.payloads.speech import SynthesizePayload, SynthesizeResult

WAV = "audio/wav"


def synthesize(
    payload: SynthesizePayload, uploads: Uploads, engine: TtsEngine, deadline: Deadline = NO_DEADLINE
) -> SynthesizeResult:
    """Write the spoken text at the payload's target, mono, 16-bit PCM; running twice leaves the same file.

    Raises `EngineError`; then nothing is written, also when a part of the text had been spoken already.
    """
    speech = engine.synthesize(SpeakRequest(text=payload.text, language=payload.language, deadline=deadline))
    with uploads.writing(payload.target) as part, wave.open(str(part), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(speech.sample_rate_hz)
        file.writeframes(speech.samples.astype("<i2", copy=False).tobytes())
    return SynthesizeResult(file=uploads.reference(payload.target, WAV), duration_s=round(speech.duration_s, 3))
