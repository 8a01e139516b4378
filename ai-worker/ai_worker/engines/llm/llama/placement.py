"""Where a model computes and how large its context is: from the options, else from the hardware found."""

from dataclasses import dataclass
from typing import Final

from ai_worker.engines.llm.llama.header import Header
from ai_worker.engines.llm.options import LlmOptions
from ai_worker.engines.llm.prompted.limits import CONTEXT_TOKENS
from ai_worker.hardware import Gpu, Hardware

_MIB: Final = 1024**2
_LARGER: Final = (16_384, 32_768, 65_536)
_CHEAP_MB: Final = 128
_SMALLEST: Final = 512
_GPU_RESERVE_MB: Final = 1_024
_OVERHEAD_MB: Final = 256
_GPU_CHUNK: Final = 128
_CPU_CHUNK: Final = 32


@dataclass(frozen=True, slots=True)
class Placement:
    """`gpu_layers` on GPUs (the output layer counts as one), `context` in tokens, `threads`.

    `chunk` is how many tokens of a prompt are evaluated at a time. It is small without a GPU, where a deadline would
    otherwise pass while a chunk computes; and it is part of a result's identity, as sums of floats depend on it.
    """

    gpu_layers: int
    context: int
    threads: int
    chunk: int
    memory_mb: int
    devices: tuple[str, ...]
    layers: int

    def device(self) -> str:
        """Return where it computes, for people."""
        if not self.gpu_layers:
            return f"cpu ({self.threads} {'thread' if self.threads == 1 else 'threads'})"
        return f"{', '.join(self.devices)} ({min(self.gpu_layers, self.layers + 1)} of {self.layers + 1} layers)"[:80]


def place(header: Header, options: LlmOptions, machine: Hardware, gpus: tuple[Gpu, ...]) -> Placement:
    """Return the placement of a model.

    `gpus` are those that the library can use, with what is free on them now; none where it is built without. Layers
    go to the GPUs as far as they fit beside the context, the rest stays in memory.
    """
    context = min(options.llama_context or _context(header), max(header.context, _SMALLEST))
    layers = _layers(header, options, gpus, context)
    share = 1 - layers / (header.layers + 1)
    held = header.size + context * header.kv_bytes
    return Placement(
        gpu_layers=layers,
        context=context,
        threads=options.llama_threads or machine.cores,
        chunk=_GPU_CHUNK if layers else _CPU_CHUNK,
        memory_mb=round(held * share / _MIB) + _OVERHEAD_MB,
        devices=tuple(f"cuda:{gpu.index}" for gpu in gpus) if layers else (),
        layers=header.layers,
    )


def _context(header: Header) -> int:
    """Return the context that the longest prompt needs; a larger one where that costs next to nothing."""
    cheap = [tokens for tokens in _LARGER if tokens * header.kv_bytes <= _CHEAP_MB * _MIB]
    return max([CONTEXT_TOKENS, *cheap])


def _layers(header: Header, options: LlmOptions, gpus: tuple[Gpu, ...], context: int) -> int:
    most = header.layers + 1
    if not gpus:
        return 0
    if options.llama_gpu_layers is not None:
        return most if options.llama_gpu_layers < 0 else min(options.llama_gpu_layers, most)
    room = sum(max(0, gpu.free_mb - _GPU_RESERVE_MB) for gpu in gpus) * _MIB
    a_layer = header.size / most + context * header.kv_bytes / header.layers
    return min(most, int(room / a_layer))
