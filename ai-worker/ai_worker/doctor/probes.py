"""A small real request to an engine of each capability."""

import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from ai_worker.engines.base import Deadline, EngineError
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.embeddings import DIMENSIONS
from interview_contracts.vocabulary import Capability, Language, Section

SENTENCES: Final[Mapping[Language, str]] = {
    Language.KO: "안녕하세요. 오늘 면접에 와 주셔서 감사합니다.",
    Language.EN: "Hello, and thank you for coming to the interview today.",
}

_QUESTION: Final = {
    Language.KO: ("최근에 해결한 문제를 말씀해 주세요.", "응답 시간이 느려져서 캐시를 두었고 절반으로 줄었습니다."),
    Language.EN: (
        "Tell me about a problem that you solved.",
        "Responses were slow, so I added a cache and halved them.",
    ),
}


def probe(capability: Capability, engine: Any, languages: tuple[Language, ...], folder: Path, until: Deadline) -> str:
    """Ask the engine for something small; return in one phrase what came of it. Raises `EngineError`.

    `folder` takes the sentences that the voice speaks, for the recogniser.
    """
    if capability is Capability.TTS:
        return _tts(engine, languages, folder, until)
    language = Language.KO if Language.KO in languages or not languages else languages[0]
    return _PROBES[capability](engine, language, folder, until)


def _llm(engine: Any, language: Language, _: Path, until: Deadline) -> str:
    from ai_worker.engines.llm.port import FollowUpRequest

    question, answer = _QUESTION[language]
    request = FollowUpRequest(
        language=language,
        question=question,
        section=Section.PROBLEM_SOLVING,
        competency=None,
        answer=answer,
        history=(),
        asked=(question,),
        seed=str(uuid.UUID(int=1)),
    )
    result = engine.run(request, deadline=until)
    return "a follow-up question" if result.follow_up else "no follow-up question, with a reason"


def _tts(engine: Any, languages: tuple[Language, ...], folder: Path, until: Deadline) -> str:
    from ai_worker.engines.tts.port import SpeakRequest

    seconds = 0.0
    for language in languages:
        speech = engine.synthesize(SpeakRequest(text=SENTENCES[language], language=language, deadline=until))
        np.savez(_spoken(folder, language), samples=speech.samples, rate=speech.sample_rate_hz)
        seconds += speech.duration_s
    return f"{seconds:.1f} s of speech ({', '.join(languages)})"


def _stt(engine: Any, language: Language, folder: Path, until: Deadline) -> str:
    from ai_worker.engines.stt.port import SAMPLE_RATE_HZ, TranscribeRequest

    heard, samples = "silence", np.zeros(SAMPLE_RATE_HZ, dtype=np.int16)
    spoken = _spoken(folder, language)
    if spoken.is_file():
        with np.load(spoken) as speech:
            samples, heard = _at_rate(speech["samples"], int(speech["rate"]), SAMPLE_RATE_HZ), "a spoken sentence"
    result = engine.transcribe(TranscribeRequest(samples=samples, language=language, deadline=until))
    return f"{len(result.words)} words in {heard} ({language.value})"


def _spoken(folder: Path, language: Language) -> Path:
    return folder / f"{language.value}.npz"


def _at_rate(samples: Any, rate_hz: int, wanted_hz: int) -> Any:
    places = np.arange(0, len(samples), rate_hz / wanted_hz)
    return np.interp(places, np.arange(len(samples)), samples).astype(np.int16)


def _embeddings(engine: Any, language: Language, _: Path, until: Deadline) -> str:
    vectors = engine.embed([SENTENCES[language], _QUESTION[language][1]], deadline=until)
    lengths = np.linalg.norm(vectors, axis=1)
    if vectors.shape != (2, DIMENSIONS) or not np.allclose(lengths, 1.0, atol=1e-3):
        raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=False)
    return f"2 vectors of {DIMENSIONS} values"


def _face(engine: Any, _: Language, __: Path, ___: Deadline) -> str:
    from ai_worker.engines.face.port import Look

    faces = engine.detect(Look(picture=np.full((480, 640, 3), 128, dtype=np.uint8), track="doctor", at_ms=0))
    if faces:
        raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=False)
    return "no face in an empty picture"


def _emotion(engine: Any, _: Language, __: Path, ___: Deadline) -> str:
    from ai_worker.engines.emotion.port import Expression
    from ai_worker.engines.face.port import Box

    # No face is shown: the model answers with some name, which says nothing about anybody.
    middle = Box(left=0.25, top=0.25, width=0.5, height=0.5)
    engine.infer(Expression(picture=np.full((480, 640, 3), 128, dtype=np.uint8), box=middle))
    return "an answer to an empty picture"


_PROBES: Final[Mapping[Capability, Callable[[Any, Language, Path, Deadline], str]]] = {
    Capability.LLM: _llm,
    Capability.STT: _stt,
    Capability.EMBEDDINGS: _embeddings,
    Capability.FACE: _face,
    Capability.EMOTION: _emotion,
}
