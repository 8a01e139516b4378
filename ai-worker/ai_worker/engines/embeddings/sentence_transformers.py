"""Embeddings by a model in the layout of sentence-transformers, such as KURE-v1 and bge-m3 (XLM-R, 1024 dimensions).

The model computes in 32-bit numbers everywhere, so that a processor and a GPU give the same vectors up to rounding.
Nothing is fetched and no program code of a model is run.
"""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import numpy as np

from ai_worker.engines.base import NO_DEADLINE, Deadline, EngineConfig, EngineError
from ai_worker.engines.embeddings import device as devices
from ai_worker.engines.embeddings.folder import ModelFolder, find, identity
from ai_worker.engines.embeddings.port import Vectors
from ai_worker.engines.embeddings.texts import embed_visible
from ai_worker.model_files.manifest import damaged
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.embeddings import DIMENSIONS
from interview_contracts.vocabulary import Capability, EngineQuality

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MAX_TOKENS: Final = 1024
"""Tokens of a text that count; passages of a résumé have fewer, and a long text's words are found by keyword search."""

_PASSAGE_PROMPTS: Final = ("document", "passage", "corpus")

_OFFLINE: Final = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_PROGRESS_BARS")


class SentenceTransformersEngine:
    """One model in this process. Safe for several threads, which take turns."""

    def __init__(self, config: EngineConfig) -> None:
        found = find(config).model
        if found is None:
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
        self._folder: ModelFolder = found
        self._option = config.options.sentence_transformers_device
        self._device = ""
        self._space = ""
        self._model: SentenceTransformer | None = None
        self._turn = threading.RLock()

    def describe(self) -> EngineInfo:
        """Return the identity. Once loaded, the model is the one in memory, whatever became of its files."""
        try:
            space = self._space or identity(self._folder)
        except OSError:
            space = ""
        return EngineInfo(
            capability=Capability.EMBEDDINGS,
            name="sentence_transformers",
            version=version("sentence-transformers"),
            model=space,
            quality=EngineQuality.PRODUCTION,
            device=devices.describe(self._device) if self._device else "",
        )

    def load(self) -> None:
        """Check the files against their checksums and bring the model into memory.

        Raises `EngineError`: ENGINE_UNAVAILABLE when a file is damaged or the model is not what it should be,
        OUT_OF_MEMORY.
        """
        with self._turn:
            if self._model is None:
                self._load()

    def embed(self, texts: Sequence[str], *, deadline: Deadline = NO_DEADLINE) -> Vectors:
        """Return one unit vector a text; see the port."""
        with self._turn:
            return embed_visible(texts, lambda lettered: self._encoded(lettered, deadline))

    def _load(self) -> None:
        if damaged(self._folder.models_dir, self._folder.files):
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
        try:
            space = identity(self._folder)
            model = self._loaded()
            sound = not _missing_weights(model, self._folder)
        except EngineError:
            raise
        except Exception as error:
            if devices.is_out_of_memory(error):
                raise EngineError(ErrorCode.OUT_OF_MEMORY, retryable=True) from None
            raise _translated(error, ErrorCode.ENGINE_UNAVAILABLE, retryable=False) from None
        # Files that were replaced while they were read may have been mixed.
        if not sound or model.get_embedding_dimension() != DIMENSIONS or space != self._space_on_disk():
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
        model.max_seq_length = min(MAX_TOKENS, model.max_seq_length or MAX_TOKENS)
        self._space, self._model = space, model

    def _loaded(self) -> "SentenceTransformer":
        for name in _OFFLINE:
            os.environ.setdefault(name, "1")
        # The pool's processes are forked; the tokenizer's own threads do not survive that.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import torch
        from huggingface_hub import constants
        from sentence_transformers import SentenceTransformer

        constants.HF_HUB_OFFLINE = True
        weights = sum((self._folder.models_dir / file).stat().st_size for file in self._folder.files)
        device = devices.choose(self._option, weights_bytes=weights)
        torch.set_num_threads(devices.threads())
        model = SentenceTransformer(
            str(self._folder.path),
            device=device,
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True, "dtype": torch.float32},
        )
        model.eval()
        devices.load_to(model, device)
        self._device = device
        return model

    def _space_on_disk(self) -> str:
        try:
            return identity(self._folder)
        except OSError:
            return ""

    def _encoded(self, texts: list[str], deadline: Deadline) -> Vectors:
        """Return the vectors of texts; those of like length go through the model together, the longest first."""
        self.load()
        assert self._model is not None
        lengths = self._lengths(texts)
        waiting = sorted(range(len(texts)), key=lambda number: -lengths[number])
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        tokens = devices.tokens_at_once(self._device)
        while waiting:
            deadline.check()
            batch = waiting[: max(1, tokens // lengths[waiting[0]])]
            try:
                vectors[batch] = self._model.encode(
                    [texts[number] for number in batch],
                    prompt=_passage_prompt(self._model.prompts),
                    batch_size=len(batch),
                    show_progress_bar=False,
                )
            except Exception as error:
                if not devices.is_out_of_memory(error):
                    raise _translated(error, ErrorCode.ENGINE_FAILED, retryable=True) from None
                if len(batch) == 1:
                    raise EngineError(ErrorCode.OUT_OF_MEMORY, retryable=True) from None
                tokens = lengths[waiting[0]] * (len(batch) // 2)
                devices.release(self._device)
                continue
            waiting = waiting[len(batch) :]
        return vectors

    def _lengths(self, texts: list[str]) -> list[int]:
        assert self._model is not None
        encoded = self._model.tokenizer(texts, truncation=True, max_length=self._model.max_seq_length)
        return [len(ids) for ids in encoded["input_ids"]]


def _passage_prompt(prompts: Mapping[str, str | None]) -> str:
    """Return what a model wants before a passage, "" where it does not tell passages from queries."""
    return next((prompt for name in _PASSAGE_PROMPTS if (prompt := prompts.get(name))), "")


def _missing_weights(model: "SentenceTransformer", folder: ModelFolder) -> bool:
    """Tell whether a weight of the model is in none of its files: the library would leave it at random."""
    from safetensors import safe_open

    stored: set[str] = set()
    for file in folder.files:
        if file.endswith(".safetensors") and (folder.models_dir / file).parent == folder.path:
            with safe_open(folder.models_dir / file, framework="numpy") as weights:
                stored.update(weights.keys())
    transformer = model.transformers_model
    assert transformer is not None
    prefix = f"{transformer.base_model_prefix}."
    known = {name.removeprefix(prefix) for name in stored}
    return any(name not in known for name in _used_weights(transformer.named_parameters()))


def _used_weights(parameters: Iterator[tuple[str, object]]) -> Iterator[str]:
    """Yield the names of the weights on which a vector depends; the pooler of XLM-R is for classification."""
    yield from (name for name, _ in parameters if not name.startswith("pooler."))


def _translated(error: Exception, code: ErrorCode, *, retryable: bool) -> Exception:
    """Return an error of the library as one with this code; what others raise, such as a time limit, as it is.

    The tokenizer's library raises bare `Exception`.
    """
    from safetensors import SafetensorError

    known = (OSError, RuntimeError, ValueError, LookupError, TypeError, AttributeError, ImportError, SafetensorError)
    if isinstance(error, known) or type(error) is Exception:
        return EngineError(code, retryable=retryable)
    return error
