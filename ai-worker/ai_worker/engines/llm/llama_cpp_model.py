"""The engine `llama_cpp`: any GGUF model in this process, its answers held to a grammar.

Everything that touches the model happens in one thread; the caller waits and can be interrupted at any time.
"""

import time
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import structlog
from pydantic import ValidationError

from ai_worker.engines.base import NO_DEADLINE, Deadline, EngineConfig, EngineError
from ai_worker.engines.llm.llama import files, library
from ai_worker.engines.llm.llama.chat_format import ChatFormat
from ai_worker.engines.llm.llama.generation import generate
from ai_worker.engines.llm.llama.header import Header, read_header
from ai_worker.engines.llm.llama.memory import available_mb
from ai_worker.engines.llm.llama.placement import Placement, place
from ai_worker.engines.llm.llama.prompt_cache import PromptCache
from ai_worker.engines.llm.llama.session import Session
from ai_worker.engines.llm.options import LlmOptions
from ai_worker.engines.llm.prompted.chat_model import Completion
from ai_worker.engines.llm.prompted.grammar import gbnf, largest_bytes
from ai_worker.engines.llm.run import Run
from ai_worker.engines.work_thread import Stop, Stopped, WorkThread
from ai_worker.hardware import gpus, hardware
from ai_worker.model_files.manifest import damaged
from ai_worker.traces import where
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability

log = structlog.get_logger(__name__)

NAME: Final = "llama_cpp"
PACKAGE: Final = "llama-cpp-python"
_SMALLEST_ROOM: Final = 16


@dataclass(frozen=True, slots=True)
class _Loaded:
    session: Session
    cache: PromptCache
    format: ChatFormat


class LlamaCppModel:
    """A GGUF file's model. Requests of several threads wait for each other, each up to its deadline."""

    def __init__(self, config: EngineConfig) -> None:
        """Choose the file; it is read when it is loaded. Raises `EngineError(ENGINE_UNAVAILABLE)`."""
        self._file = files.chosen(config)
        if files.problem(config):
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
        self._config = config
        self._path = config.models_dir / self._file
        self._thread = WorkThread("llama_cpp")
        self._loaded: _Loaded | None = None
        self._header: Header | None = None
        self._placement: Placement | None = None
        self.last_run: Run | None = None

    def describe(self) -> EngineInfo:
        """Return the identity. The model's name ends with a mark that changes with the file's content."""
        header = self._header or _header_or_none(self._path)
        placement = self._placement or (self._planned(header, self._config.options) if header else None)
        return EngineInfo(
            capability=Capability.LLM,
            name=NAME,
            version=package_version(),
            model=_model_name(self._path, header)[:200],
            device=placement.device() if placement else "",
        )

    def load(self) -> None:
        """Load the model. Raises `EngineError`: ENGINE_UNAVAILABLE where the file is unsound, OUT_OF_MEMORY."""
        self._thread.run(self._ready, NO_DEADLINE)

    def complete(self, completion: Completion, *, deadline: Deadline) -> str:
        """Return JSON text of the shape; see `ChatModel`."""
        try:
            return self._thread.run(partial(self._complete, completion), deadline)
        except Stopped:
            raise EngineError(ErrorCode.ENGINE_TIMEOUT, retryable=True) from None
        except MemoryError:
            raise EngineError(ErrorCode.OUT_OF_MEMORY, retryable=True) from None

    def stuck_s(self) -> float:
        """Return for how many seconds the library has not heeded that its work should end; 0.0 where it has."""
        return self._thread.stuck_s()

    def close(self) -> None:
        """Give the model's memory back; the next request loads it again."""
        self._thread.run(self._unload, NO_DEADLINE)

    def _complete(self, completion: Completion, stop: Stop) -> str:
        try:
            return self._answer(completion, self._ready(stop), stop)
        except (EngineError, Stopped, MemoryError):
            raise
        except Exception as error:  # A template or the library; the text of the error may quote the prompt.
            log.error("llm.failed", engine=NAME, error_type=type(error).__name__, where=where(error))
            raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False) from None

    def _answer(self, completion: Completion, loaded: _Loaded, stop: Stop) -> str:
        started = time.monotonic()
        prompt = loaded.format.tokens(completion.messages)
        # The grammar ends every answer; a token of any tokenizer holds at least one byte.
        most = min(largest_bytes(completion.shape), loaded.session.context - len(prompt))
        if most < _SMALLEST_ROOM:
            raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False)
        grammar = gbnf(completion.shape)
        try:
            evaluated = loaded.cache.bring(prompt, stop)
            made = generate(loaded.session, grammar, completion, most, stop)
        except EngineError:
            # A computation that failed may have left anything behind.
            loaded.cache.clear()
            raise
        finally:
            loaded.cache.trim()
        self.last_run = Run(
            prompt_tokens=evaluated.prompt,
            evaluated_tokens=evaluated.evaluated,
            made_tokens=made.tokens,
            first_token_s=made.first_at - started,
            total_s=time.monotonic() - started,
        )
        return _checked(completion, made.data)

    def _ready(self, _: Stop) -> _Loaded:
        """Return the loaded model; the first call loads it."""
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded

    def _load(self) -> _Loaded:
        paths = [self._config.models_dir / part for part in files.parts(self._file)]
        before = [_identity(path) for path in paths]
        if damaged(self._config.models_dir, files.parts(self._file)):
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
        header = read_header(self._path)
        if len(paths) > 1:
            header = replace(header, size=sum(size for size, _, _ in before))
        try:
            session = self._open(header)
        except (ImportError, OSError):
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False) from None
        if [_identity(path) for path in paths] != before:
            session.close()
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=True)
        self._header, self._placement = header, session.placement
        format_ = ChatFormat(
            session.template(),
            bos=session.token_text("bos"),
            eos=session.token_text("eos"),
            tokenize=session.tokens,
            begin=session.begin_tokens(),
        )
        if format_.source != "file":
            log.warning("llm.no_usable_chat_template", instead=format_.source)
        return _Loaded(session, PromptCache(session, limit_mb=self._config.options.llama_cache_mb), format_)

    def _open(self, header: Header) -> Session:
        """Open the file with the layers on the GPU that fit; with fewer where the estimate was too hopeful."""
        options = self._config.options
        while True:
            placement = self._planned(header, options)
            if placement.memory_mb > available_mb():
                raise EngineError(ErrorCode.OUT_OF_MEMORY, retryable=False)
            try:
                return Session(self._path, placement)
            except EngineError as error:
                estimated = self._config.options.llama_gpu_layers is None and placement.gpu_layers > 0
                if error.code is not ErrorCode.OUT_OF_MEMORY or not estimated:
                    raise
            options = options.model_copy(update={"llama_gpu_layers": placement.gpu_layers // 2})

    def _planned(self, header: Header, options: LlmOptions) -> Placement:
        return place(header, options, hardware(), gpus() if library.can_offload() else ())

    def _unload(self, _: Stop) -> None:
        if self._loaded is not None:
            self._loaded.session.close()
        self._loaded = None


def package_version() -> str:
    """Return the version of the library's package, "" where it is not installed."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return ""


def _checked(completion: Completion, data: bytes) -> str:
    """Return the text if it fits the shape. Raises `EngineError(ENGINE_OUTPUT_INVALID)`."""
    try:
        text = data.decode("utf-8")
        completion.shape.model_validate_json(text)
    except (UnicodeDecodeError, ValidationError):
        raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True) from None
    return text


def _header_or_none(path: Path) -> Header | None:
    try:
        return read_header(path)
    except EngineError:
        return None


def _model_name(path: Path, header: Header | None) -> str:
    name = path.name.removesuffix(files.SUFFIX)
    if header is None:
        return name
    if header.quantisation.lower() not in name.lower():
        name = f"{name} {header.quantisation}"
    return f"{name} ({header.mark})"


def _identity(path: Path) -> tuple[int, int, int]:
    try:
        state = path.stat()
    except OSError:
        raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False) from None
    return state.st_size, state.st_mtime_ns, state.st_ino
