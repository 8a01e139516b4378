"""A loaded model with one context that holds one sequence of tokens."""

import ctypes
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ai_worker.engines.base import EngineError
from ai_worker.engines.llm.llama import library
from ai_worker.engines.llm.llama.placement import Placement
from ai_worker.engines.work_thread import Stop, Stopped
from interview_contracts.errors import ErrorCode

_SEQUENCE: Final = 0
_ABORTED: Final = 2
_NO_MEMORY: Final = -2
_LONGEST_PIECE: Final = 256
_OFF: Final = 0
_AUTOMATIC: Final = -1

State = npt.NDArray[np.uint8]


class Session:
    """Model and context. Only one thread may use it. The sequence starts empty.

    Weights are read into memory and not mapped: a mapped file that somebody shortens ends the process with SIGBUS.
    """

    def __init__(self, path: Path, placement: Placement) -> None:
        """Load the model. Raises `EngineError`: OUT_OF_MEMORY, or ENGINE_UNAVAILABLE where the file does not load."""
        self._c = library.open_library()
        self.placement = placement
        self._flag = _Flag()
        # The library keeps only the address of the function.
        self._abort = self._c.ggml_abort_callback(self._flag.should_abort)
        self._length = 0
        library.forget_failures()
        self._model = self._load_model(path)
        try:
            self._context = self._new_context()
        except EngineError:
            self._c.llama_model_free(self._model)
            raise
        self._batch = self._c.llama_batch_init(placement.chunk, 0, 1)
        self._free = weakref.finalize(self, _free, self._c, self._batch, self._context, self._model)
        # At the end of a process the library may be gone already; the memory goes back by itself.
        self._free.atexit = False
        self._vocabulary = self._c.llama_model_get_vocab(self._model)
        self._memory = self._c.llama_get_memory(self._context)
        self.context = int(self._c.llama_n_ctx(self._context))
        self.vocabulary_size = int(self._c.llama_vocab_n_tokens(self._vocabulary))

    def _load_model(self, path: Path) -> Any:
        model = self._c.llama_model_default_params()
        model.load_mode = self._c.LLAMA_LOAD_MODE_NONE
        model.n_gpu_layers = self.placement.gpu_layers
        loaded = self._c.llama_model_load_from_file(str(path).encode(), model)
        if not loaded:
            raise _load_error()
        return loaded

    def _new_context(self) -> Any:
        context = self._c.llama_context_default_params()
        context.n_ctx = self.placement.context
        context.n_batch = context.n_ubatch = self.placement.chunk
        context.n_threads = context.n_threads_batch = self.placement.threads
        context.flash_attn_type = _AUTOMATIC if self.placement.gpu_layers else _OFF
        context.offload_kqv = context.op_offload = bool(self.placement.gpu_layers)
        # Models with a sliding window could otherwise not go back to an earlier position.
        context.swa_full = True
        context.no_perf = True
        context.abort_callback = self._abort
        made = self._c.llama_init_from_model(self._model, context)
        if not made:
            raise _load_error()
        return made

    @property
    def length(self) -> int:
        """Return how many tokens the sequence holds."""
        return self._length

    def template(self) -> str:
        """Return the chat template of the file, "" where it has none."""
        found = self._c.llama_model_chat_template(self._model, None)
        return found.decode("utf-8", "replace") if found else ""

    def token_text(self, name: str) -> str:
        """Return the text of a special token, `bos` or `eos`; "" where the model has none."""
        token = int(getattr(self._c, f"llama_vocab_{name}")(self._vocabulary))
        if token < 0:
            return ""
        return (self._c.llama_vocab_get_text(self._vocabulary, token) or b"").decode("utf-8", "replace")

    def begin_tokens(self) -> list[int]:
        """Return the token that the model wants in front of every text, where it wants one."""
        if not self._c.llama_vocab_get_add_bos(self._vocabulary):
            return []
        return [int(self._c.llama_vocab_bos(self._vocabulary))]

    def tokens(self, text: str, *, special: bool) -> list[int]:
        """Return the tokens of a text. Without `special`, the names of special tokens in it are plain text."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        while True:
            buffer = (self._c.llama_token * room)()
            count = self._c.llama_tokenize(self._vocabulary, data, len(data), buffer, room, False, special)
            if count >= 0:
                return list(buffer[:count])
            room = -count

    def piece(self, token: int) -> bytes:
        """Return the bytes of a token; a sign of several bytes may be spread over tokens."""
        room = _LONGEST_PIECE
        while True:
            buffer = ctypes.create_string_buffer(room)
            count = self._c.llama_token_to_piece(self._vocabulary, token, buffer, room, 0, False)
            if count >= 0:
                return buffer.raw[:count]
            room = -count

    def ends(self, token: int) -> bool:
        """Tell whether a token ends a turn."""
        return bool(self._c.llama_vocab_is_eog(self._vocabulary, token))

    def end_token(self) -> int:
        """Return a token that ends a turn, -1 where the model names none."""
        for name in ("eot", "eos"):
            token = int(getattr(self._c, f"llama_vocab_{name}")(self._vocabulary))
            if token >= 0 and self.ends(token):
                return token
        return -1

    def append(self, tokens: Sequence[int], *, stop: Stop, logits: bool) -> None:
        """Evaluate up to a chunk of tokens behind the sequence; with `logits`, keep those of the last one.

        Raises `Stopped`, then the sequence is as before; `EngineError` OUT_OF_MEMORY or ENGINE_FAILED.
        """
        stop.check()
        batch, count = self._batch, len(tokens)
        batch.n_tokens = count
        for index, token in enumerate(tokens):
            batch.token[index] = token
            batch.pos[index] = self._length + index
            batch.n_seq_id[index] = 1
            batch.seq_id[index][0] = _SEQUENCE
            batch.logits[index] = logits and index == count - 1
        self._flag.stop = stop
        try:
            status = self._c.llama_decode(self._context, batch)
        finally:
            self._flag.stop = None
        if status == 0:
            self._length += count
            return
        self._cut_memory(self._length)
        if status == _ABORTED:
            raise Stopped
        if status == _NO_MEMORY:
            raise EngineError(ErrorCode.OUT_OF_MEMORY, retryable=True)
        raise EngineError(ErrorCode.ENGINE_FAILED, retryable=True)

    def logits(self) -> npt.NDArray[np.float32]:
        """Return the logits of the last token that was appended with them: a view that the next `append` changes."""
        address = self._c.llama_get_logits_ith(self._context, -1)
        return np.ctypeslib.as_array(address, shape=(self.vocabulary_size,))

    def cut(self, length: int) -> None:
        """Forget what stands behind the first `length` tokens. Models that cannot go back forget everything."""
        if length < self._length:
            self._cut_memory(length)

    def _cut_memory(self, length: int) -> None:
        if length and self._c.llama_memory_seq_rm(self._memory, _SEQUENCE, length, -1):
            self._length = length
            return
        self._c.llama_memory_clear(self._memory, False)
        self._length = 0

    def state_bytes(self) -> int:
        """Return how many bytes `state` would take."""
        return int(self._c.llama_state_seq_get_size(self._context, _SEQUENCE))

    def state(self) -> State | None:
        """Return a copy of what the model keeps of the sequence; None where it could not be had."""
        size = self.state_bytes()
        copy = np.empty(size, dtype=np.uint8)
        written = self._c.llama_state_seq_get_data(self._context, _address(copy), size, _SEQUENCE)
        return copy if written == size else None

    def restore(self, state: State, length: int) -> None:
        """Replace the sequence by one of `length` tokens that `state` returned; it is empty where that fails."""
        self._cut_memory(0)
        if self._c.llama_state_seq_set_data(self._context, _address(state), state.size, _SEQUENCE):
            self._length = length
        else:
            self._cut_memory(0)

    def new_grammar(self, gbnf: str) -> Any:
        """Return a sampler that allows what a GBNF grammar allows. Raises `EngineError(ENGINE_FAILED)`."""
        sampler = self._c.llama_sampler_init_grammar(self._vocabulary, gbnf.encode(), b"root")
        if not sampler:
            raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False)
        return sampler

    def close(self) -> None:
        """Give the memory back; the session cannot be used any more."""
        self._free()


class _Flag:
    """Whether the computation that is going on should end: the library asks after every operation."""

    stop: Stop | None = None

    def should_abort(self, _: object) -> bool:
        return self.stop is not None and self.stop.is_set()


def _free(c: Any, batch: Any, context: Any, model: Any) -> None:
    c.llama_batch_free(batch)
    c.llama_free(context)
    c.llama_model_free(model)


def _address(data: State) -> Any:
    return data.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8))


def _load_error() -> EngineError:
    if library.lacked_memory():
        return EngineError(ErrorCode.OUT_OF_MEMORY, retryable=False)
    return EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False)
