"""What a GGUF file says about itself before it is loaded: architecture, sizes, quantisation, vocabulary size.

Reading the header here keeps files that are no GGUF, or end within the header, away from the C library.
"""

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from ai_worker.engines.base import EngineError
from interview_contracts.errors import ErrorCode

_MAGIC: Final = b"GGUF"
_VERSIONS: Final = (2, 3)
_SCALARS: Final = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_VOCABULARY: Final = "tokenizer.ggml.tokens"
_TEXT: Final = 8
_ARRAY: Final = 9
_MOST_ENTRIES: Final = 4096
_LONGEST_TEXT: Final = 16 << 20
_MARK_BYTES: Final = 1 << 20
# Names of the values of `general.file_type`.
_FILE_TYPES: Final = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S", 12: "Q3_K_M",
    13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS",
    21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16",
}  # fmt: skip

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Header:
    """Sizes of a model: `size` of the file in bytes, `context` it was trained for in tokens, `kv_bytes` of one token.

    `mark` tells files of the same name apart: it changes with the size, the beginning and the end of the file.
    """

    architecture: str
    quantisation: str
    size: int
    layers: int
    width: int
    vocabulary: int
    context: int
    kv_bytes: int
    mark: str


def read_header(path: Path) -> Header:
    """Read a file's header. Raises `EngineError(ENGINE_UNAVAILABLE)`, not retryable, where it is no sound GGUF file."""
    try:
        with path.open("rb") as file:
            values, lengths = _entries(file)
        return _header(path, values, lengths)
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=False) from None


def _header(path: Path, values: dict[str, Value], lengths: dict[str, int]) -> Header:
    architecture = str(values["general.architecture"])

    def number(key: str, default: int | None = None) -> int:
        found = values.get(f"{architecture}.{key}", default)
        if not isinstance(found, int) or found <= 0:
            raise ValueError(key)
        return found

    layers, width = number("block_count"), number("embedding_length")
    heads = number("attention.head_count", 1)
    kv_heads = number("attention.head_count_kv", heads)
    head = max(1, width // heads)
    per_head = number("attention.key_length", head) + number("attention.value_length", head)
    kind = values.get("general.file_type", -1)
    return Header(
        architecture=architecture,
        quantisation=_FILE_TYPES.get(kind, "") if isinstance(kind, int) else "",
        size=path.stat().st_size,
        layers=layers,
        width=width,
        vocabulary=lengths[_VOCABULARY],
        context=number("context_length"),
        kv_bytes=2 * layers * kv_heads * per_head,
        mark=_mark(path),
    )


def _entries(file: BinaryIO) -> tuple[dict[str, Value], dict[str, int]]:
    """Return the header's single values, and the lengths of its lists."""
    if file.read(4) != _MAGIC or _scalar(file, "I") not in _VERSIONS:
        raise ValueError("not a GGUF file of a known version")
    _scalar(file, "Q")
    count = int(_scalar(file, "Q"))
    if count > _MOST_ENTRIES:
        raise ValueError("too many entries")
    values: dict[str, Value] = {}
    lengths: dict[str, int] = {}
    for _ in range(count):
        key, kind = _text(file), int(_scalar(file, "I"))
        if kind == _ARRAY:
            lengths[key] = _tokens(file) if key == _VOCABULARY else _skip_array(file)
        else:
            values[key] = _text(file) if kind == _TEXT else _scalar(file, _SCALARS[kind])
    return values, lengths


def _scalar(file: BinaryIO, code: str) -> int | float | bool:
    found: int | float | bool = struct.unpack(f"<{code}", _bytes(file, struct.calcsize(f"<{code}")))[0]
    return found


def _text(file: BinaryIO) -> str:
    return _counted_bytes(file).decode("utf-8", "replace")


def _counted_bytes(file: BinaryIO) -> bytes:
    length = int.from_bytes(_bytes(file, 8), "little")
    if length > _LONGEST_TEXT:
        raise ValueError("a text is too long")
    return _bytes(file, length)


def _bytes(file: BinaryIO, count: int) -> bytes:
    found = file.read(count)
    if len(found) != count:
        raise ValueError("the file ends within its header")
    return found


def _array(file: BinaryIO) -> tuple[int, int]:
    """Return kind and number of the values of a list."""
    kind, count = int(_scalar(file, "I")), int(_scalar(file, "Q"))
    if count > _LONGEST_TEXT:
        raise ValueError("a list is too long")
    return kind, count


def _tokens(file: BinaryIO) -> int:
    """Return the number of tokens. One that is there twice would make the library end the process."""
    kind, count = _array(file)
    if kind != _TEXT:
        raise ValueError("tokens are no texts")
    named = [token for _ in range(count) if (token := _counted_bytes(file))]
    if len(set(named)) != len(named):
        raise ValueError("a token is there twice")
    return count


def _skip_array(file: BinaryIO) -> int:
    kind, count = _array(file)
    if kind == _TEXT:
        for _ in range(count):
            _counted_bytes(file)
    else:
        _bytes(file, count * struct.calcsize(f"<{_SCALARS[kind]}"))
    return count


def _mark(path: Path) -> str:
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        digest.update(file.read(_MARK_BYTES))
        file.seek(max(0, size - _MARK_BYTES))
        digest.update(file.read(_MARK_BYTES))
    return digest.hexdigest()[:8]
