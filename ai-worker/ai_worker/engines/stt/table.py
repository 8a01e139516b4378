"""Speech-to-text engines by name, best first."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.stt import whisper_files
from ai_worker.engines.stt.port import SttEngine
from ai_worker.hardware import hardware
from interview_contracts.vocabulary import EngineQuality, Language


def _openai(config: EngineConfig) -> SttEngine:
    from ai_worker.engines.stt.openai import OpenAiSttEngine

    return OpenAiSttEngine(config)


def _openai_missing(config: EngineConfig) -> str:
    return "" if config.options.stt_url else "No speech server is configured (STT_URL)."


def _faster_whisper(config: EngineConfig) -> SttEngine:
    from ai_worker.engines.stt.faster_whisper import FasterWhisperEngine

    return FasterWhisperEngine(config)


def _faster_whisper_missing(config: EngineConfig) -> str:
    if not find_spec("faster_whisper"):
        return "The package faster-whisper is not installed."
    return whisper_files.why_none(config.models_dir, config.options)


def _faster_whisper_files(config: EngineConfig) -> tuple[str, ...]:
    return whisper_files.files_of(config.models_dir, config.options, hardware())


def _faster_whisper_remark(config: EngineConfig) -> str:
    return whisper_files.remark(config.models_dir, config.options, hardware())


def _faster_whisper_languages(config: EngineConfig) -> tuple[Language, ...]:
    folder = whisper_files.choose(config.models_dir, config.options, hardware())
    return folder.languages if folder is not None else (Language.KO, Language.EN)


def _pocketsphinx(_: EngineConfig) -> SttEngine:
    from ai_worker.engines.stt.pocketsphinx import PocketsphinxEngine

    return PocketsphinxEngine()


def _pocketsphinx_missing(_: EngineConfig) -> str:
    return "" if find_spec("pocketsphinx") else "The package pocketsphinx is not installed."


ENGINES: Final[Mapping[str, EngineEntry[SttEngine]]] = {
    "openai": EngineEntry(create=_openai, missing=_openai_missing),
    "faster_whisper": EngineEntry(
        create=_faster_whisper,
        missing=_faster_whisper_missing,
        files=_faster_whisper_files,
        remark=_faster_whisper_remark,
        languages=_faster_whisper_languages,
    ),
    "pocketsphinx": EngineEntry(
        create=_pocketsphinx,
        missing=_pocketsphinx_missing,
        languages=(Language.EN,),
        quality=EngineQuality.DEMO,
    ),
}
