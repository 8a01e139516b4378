"""A voice behind an OpenAI-compatible server: `audio/speech`.

The whole text is one request, so that the server decides on the melody across sentences. Whether the same text gives
the same sound is up to the server.
"""

from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from ai_worker.engines.base import Deadline, EngineConfig, EngineError
from ai_worker.engines.remote import body_of, call, connect, patience
from ai_worker.engines.tts.loudness import PAUSE_S, join_calmly
from ai_worker.engines.tts.port import SpeakRequest, Speech
from ai_worker.engines.tts.spoken_text import spoken_sentences
from ai_worker.engines.tts.wave_sound import read_sound
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality, Language

if TYPE_CHECKING:
    from openai import OpenAI

MOST_BYTES: Final = 32 * 2**20
"""More than the longest question takes: three minutes of 48 kHz stereo."""


class OpenAiEngine:
    """A speech server. Thread-safe: all calls share one connection pool."""

    def __init__(self, config: EngineConfig) -> None:
        options = config.options
        self._url = options.tts_url
        self._key = options.tts_api_key.get_secret_value()
        self._model = options.tts_model
        self._voices = {Language.KO: options.tts_voice_ko, Language.EN: options.tts_voice_en}
        self._client: OpenAI | None = None

    def describe(self) -> EngineInfo:
        """Return the identity; `model` names everything on which the sound depends, as far as it is known here."""
        voices = ", ".join(f"{language.value} {voice or 'default'}" for language, voice in self._voices.items())
        return EngineInfo(
            capability=Capability.TTS,
            name="openai",
            version=version("openai"),
            model=f"{self._model or 'default'} ({voices})"[:200],
            quality=EngineQuality.PRODUCTION,
            device="remote",
        )

    def load(self) -> None:
        """Make the connection pool; nobody is called yet."""
        if self._client is None:
            self._client = connect(self._url, self._key)

    def synthesize(self, request: SpeakRequest) -> Speech:
        """Have the server speak, and bring its sound to our loudness."""
        voice = self._voices.get(request.language)
        if voice is None:
            raise EngineError(ErrorCode.LANGUAGE_UNSUPPORTED, retryable=False)
        text = " ".join(spoken_sentences(request.text, request.language))
        if not text:
            raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False)
        speech = call(lambda seconds: self._ask(text, voice, seconds), request.deadline)
        samples = join_calmly([speech.samples], speech.sample_rate_hz, pause_s=PAUSE_S)
        if not len(samples):
            raise EngineError(ErrorCode.ENGINE_FAILED, retryable=True)
        return Speech(samples=samples, sample_rate_hz=speech.sample_rate_hz)

    def _ask(self, text: str, voice: str, seconds: float) -> Speech:
        from openai import omit

        self.load()
        assert self._client is not None
        # What is not configured is left out of the request, and the server takes its own.
        model: Any = self._model or omit
        spoken_by: Any = voice or omit
        until = Deadline.after(seconds)
        with self._client.audio.speech.with_streaming_response.create(
            input=text, model=model, voice=spoken_by, response_format="wav", timeout=patience(seconds)
        ) as response:
            kind = response.headers.get("content-type", "")
            return read_sound(body_of(response, most=MOST_BYTES, until=until), kind)
