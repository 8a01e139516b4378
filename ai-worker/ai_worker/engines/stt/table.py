"""Speech-to-text engines by name, best first."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.stt.port import SttEngine
from interview_contracts.vocabulary import Language


def _pocketsphinx(_: EngineConfig) -> SttEngine:
    from ai_worker.engines.stt.pocketsphinx import PocketsphinxEngine

    return PocketsphinxEngine()


def _pocketsphinx_missing(_: EngineConfig) -> str:
    return "" if find_spec("pocketsphinx") else "The package pocketsphinx is not installed."


ENGINES: Final[Mapping[str, EngineEntry[SttEngine]]] = {
    "pocketsphinx": EngineEntry(create=_pocketsphinx, missing=_pocketsphinx_missing, languages=(Language.EN,)),
}
