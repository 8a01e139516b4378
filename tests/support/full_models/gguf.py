"""GGUF models of full size: shape, quantisation and vocabulary size of real ones, weights drawn at random.

What is measured with them is what the real file takes: bytes read a token, memory, the grammar's work on a vocabulary
of this size. A Korean text has somewhat more tokens than with the real vocabulary.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from tests.support.tiny_models.gguf import TEMPLATES, printable_bytes

if TYPE_CHECKING:
    from gguf import GGMLQuantizationType, GGUFWriter

_VOCABULARY: Final = 102_400
_CONTEXT: Final = 32_768
_SPECIAL: Final = ("[PAD]", "[BOS]", "[EOS]", "[|endofturn|]", "[|system|]", "[|user|]", "[|assistant|]")
_HANGUL: Final = range(0xAC00, 0xD7A4)
_SCALE: Final = 0.02
_SEED: Final = 35


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a model; `tied` where the embedding is also the output layer."""

    layers: int
    width: int
    heads: int
    kv_heads: int
    head: int
    hidden: int
    tied: bool


SHAPES: Final = {
    "exaone-3.5-2.4b": Shape(30, 2560, 32, 8, 80, 7168, tied=True),
    "exaone-3.5-7.8b": Shape(32, 4096, 32, 8, 128, 14336, tied=False),
}


def make_full(folder: Path, name: str) -> Path:
    """Write `<name>-random-Q4_K_M.gguf` into a folder unless it is there, tensor by tensor, and return its path.

    `name` is one of `SHAPES`: 1.6 GB and 4.8 GB. Takes some seconds a gigabyte and little memory.
    """
    from gguf import GGUFWriter

    path = folder / f"{name}-random-Q4_K_M.gguf"
    if path.is_file():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{path.name}.{os.getpid()}"
    writer = GGUFWriter(unfinished, "exaone")
    _describe(writer, name, SHAPES[name])
    _write_tokenizer(writer)
    plan = list(_tensors(SHAPES[name]))
    for tensor, rows, columns, kind in plan:
        writer.add_tensor_info(tensor, *_info(rows, columns, kind))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    draws = np.random.default_rng(_SEED)
    for _, rows, columns, kind in plan:
        writer.write_tensor_data(_weights(draws, rows, columns, kind))
    writer.close()
    unfinished.replace(path)
    return path


def _describe(writer: "GGUFWriter", name: str, shape: Shape) -> None:
    from gguf import LlamaFileType

    writer.add_name(f"{name} with random weights")
    writer.add_file_type(LlamaFileType.MOSTLY_Q4_K_M)
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_key_length(shape.head)
    writer.add_value_length(shape.head)
    writer.add_rope_dimension_count(shape.head)
    writer.add_rope_freq_base(1_000_000.0)
    writer.add_layer_norm_rms_eps(1e-5)


def _write_tokenizer(writer: "GGUFWriter") -> None:
    """Write a byte-level vocabulary with every Hangul syllable, alone and behind a space."""
    from gguf import TokenType

    signs = printable_bytes()
    space = signs[0x20]
    starts: dict[str, None] = {}
    syllables: list[str] = []
    merges: list[str] = []
    for code in _HANGUL:
        first, second, third = (signs[byte] for byte in chr(code).encode())
        starts[first + second] = None
        syllables.append(first + second + third)
        merges.append(f"{first + second} {third}")
    merges = [*(f"{pair[0]} {pair[1]}" for pair in starts), *merges, *(f"{space} {each}" for each in syllables)]
    plain = [*signs, *starts, *syllables, *(space + each for each in syllables)]
    unused = [f"<unused{index}>" for index in range(_VOCABULARY - len(_SPECIAL) - len(plain))]
    tokens = [*_SPECIAL, *plain, *unused]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("exaone")
    writer.add_vocab_size(len(tokens))
    writer.add_token_list(tokens)
    writer.add_token_types([TokenType.CONTROL] * len(_SPECIAL) + [TokenType.NORMAL] * (len(tokens) - len(_SPECIAL)))
    writer.add_token_merges(merges)
    writer.add_bos_token_id(tokens.index("[BOS]"))
    writer.add_eos_token_id(tokens.index("[|endofturn|]"))
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATES["exaone"])


def _tensors(shape: Shape) -> "Iterator[tuple[str, int, int, GGMLQuantizationType]]":
    """Yield name, rows, columns (0: a vector) and type, in the mixture that Q4_K_M files have."""
    from gguf import GGMLQuantizationType as Kind

    yield "token_embd.weight", _VOCABULARY, shape.width, Kind.Q6_K if shape.tied else Kind.Q4_K
    yield "output_norm.weight", shape.width, 0, Kind.F32
    if not shape.tied:
        yield "output.weight", _VOCABULARY, shape.width, Kind.Q6_K
    for layer in range(shape.layers):
        eighth = shape.layers // 8
        more_bits = layer < eighth or layer >= 7 * eighth or (layer - eighth) % 3 == 2
        better = Kind.Q6_K if more_bits else Kind.Q4_K
        block = f"blk.{layer}"
        yield f"{block}.attn_norm.weight", shape.width, 0, Kind.F32
        yield f"{block}.attn_q.weight", shape.heads * shape.head, shape.width, Kind.Q4_K
        yield f"{block}.attn_k.weight", shape.kv_heads * shape.head, shape.width, Kind.Q4_K
        yield f"{block}.attn_v.weight", shape.kv_heads * shape.head, shape.width, better
        yield f"{block}.attn_output.weight", shape.width, shape.heads * shape.head, Kind.Q4_K
        yield f"{block}.ffn_norm.weight", shape.width, 0, Kind.F32
        yield f"{block}.ffn_gate.weight", shape.hidden, shape.width, Kind.Q4_K
        yield f"{block}.ffn_up.weight", shape.hidden, shape.width, Kind.Q4_K
        yield f"{block}.ffn_down.weight", shape.width, shape.hidden, better


def _info(
    rows: int, columns: int, kind: "GGMLQuantizationType"
) -> "tuple[tuple[int, ...], np.dtype[np.generic], int, GGMLQuantizationType | None]":
    from gguf import quant_shape_to_byte_shape

    if not columns:
        return (rows,), np.dtype(np.float32), rows * 4, None
    packed = quant_shape_to_byte_shape((rows, columns), kind)
    return packed, np.dtype(np.uint8), packed[0] * packed[1], kind


def _weights(
    draws: np.random.Generator, rows: int, columns: int, kind: "GGMLQuantizationType"
) -> npt.NDArray[np.uint8] | npt.NDArray[np.float32]:
    """Return random blocks whose weights have a mean of nought and a spread that keeps activations in range."""
    from gguf import GGML_QUANT_SIZES
    from gguf import GGMLQuantizationType as Kind

    if not columns:
        return np.ones(rows, dtype=np.float32)
    values, size = GGML_QUANT_SIZES[kind]
    count = rows * columns // values
    blocks = np.frombuffer(draws.bytes(count * size), dtype=np.uint8).reshape(count, size).copy()
    if kind is Kind.Q4_K:
        # A weight is step * scale * (0 to 15) - least * offset, scale and offset being 0 to 63.
        step = _SCALE / 220
        blocks[:, 0:2] = np.array([step], dtype=np.float16).view(np.uint8)
        blocks[:, 2:4] = np.array([7.5 * step], dtype=np.float16).view(np.uint8)
    else:
        # A weight is step * scale * (-32 to 31), scale being -128 to 127.
        blocks[:, -2:] = np.array([_SCALE / 1350], dtype=np.float16).view(np.uint8)
    return blocks.reshape(rows, -1)
