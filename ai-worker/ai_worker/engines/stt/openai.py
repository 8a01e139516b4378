"""Speech to text by an OpenAI-compatible server: `audio/transcriptions`, as speaches, vLLM and others offer it.

The server gets speech only: the sound is searched for it here first, and what comes back passes the guards against
made-up words. Each window is a request of its own.
"""

import io
import wave
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

from ai_worker.engines.base import Deadline, EngineConfig, EngineError
from ai_worker.engines.remote import body_of, call, connect, patience
from ai_worker.engines.stt.guards import said
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, Samples, TranscribeRequest, Transcription
from ai_worker.engines.stt.regions import regions
from ai_worker.engines.stt.server_answer import MOST_BYTES, Answer, heard, read
from ai_worker.engines.stt.windows import windows
from ai_worker.engines.stt.word_times import Timed, ordered
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, Language

if TYPE_CHECKING:
    from openai import OpenAI

_FORMS: Final = (("verbose_json", ("word", "segment")), ("verbose_json", ("segment",)), ("json", ()))
"""What to ask for, best first: format, and for which parts times are wanted. Not every server knows all of it."""


class OpenAiSttEngine:
    """A speech server. Thread-safe: all calls share one connection pool."""

    def __init__(self, config: EngineConfig) -> None:
        options = config.options
        self._url = options.stt_url
        self._key = options.stt_api_key.get_secret_value()
        self._model_name = options.stt_model
        self._client: OpenAI | None = None
        self._form = 0

    def describe(self) -> EngineInfo:
        """Return the identity; which model stands behind the name is the server's affair."""
        return EngineInfo(
            capability=Capability.STT,
            name="openai",
            version=version("openai"),
            model=(self._model_name or "default")[:200],
            device="remote",
        )

    def load(self) -> None:
        """Make the connection pool; nobody is called yet."""
        if self._client is None:
            self._client = connect(self._url, self._key)

    def transcribe(self, request: TranscribeRequest) -> Transcription:
        """Recognise speech; the server is not asked about sound without any."""
        request.deadline.check()
        found: list[Timed] = []
        for window in windows(request.samples, regions(request.samples, request.deadline)):
            answer = self._asked(_wav(window.sound(request.samples)), request.language, request.deadline)
            words = said(heard(answer, window), window.regions, request.language)
            found.extend((word.text, word.start_s, word.end_s) for word in words)
        return Transcription(ordered(found, end_s=len(request.samples) / SAMPLE_RATE_HZ))

    def _asked(self, sound: bytes, language: Language, deadline: Deadline) -> Answer:
        """Return the server's answer in the best form that it knows; that it refused a better one is remembered."""
        for form in range(self._form, len(_FORMS)):
            try:
                answer = call(partial(self._ask, sound, language, form), deadline)
            except EngineError as error:
                refused = error.code is ErrorCode.ENGINE_FAILED and not error.retryable
                if not refused or form + 1 == len(_FORMS):
                    raise
            else:
                self._form = form
                return answer
        raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False)

    def _ask(self, sound: bytes, language: Language, form: int, seconds: float) -> Answer:
        from openai import omit

        self.load()
        assert self._client is not None
        until = Deadline.after(seconds)
        model: Any = self._model_name or omit
        wanted: Any = _FORMS[form][0]
        timed: Any = list(_FORMS[form][1]) or omit
        with self._client.audio.transcriptions.with_streaming_response.create(
            file=("speech.wav", sound, "audio/wav"),
            model=model,
            language=language.value,
            response_format=wanted,
            timestamp_granularities=timed,
            temperature=0.0,
            timeout=patience(seconds),
        ) as response:
            return read(body_of(response, most=MOST_BYTES, until=until))


def _wav(samples: Samples) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(samples.astype("<i2", copy=False).tobytes())
    return target.getvalue()
