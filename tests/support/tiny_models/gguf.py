"""Tiny GGUF models: real architectures and tokenizers, two layers of random weights, about half a megabyte.

Their words are nonsense. Any text, Hangul included, goes through their tokenizer and comes back unchanged.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from gguf import GGUFWriter

ARCHITECTURES: Final = ("llama", "exaone", "exaone4", "qwen3")

CONTEXT: Final = 65_536
_LAYERS = 2
_WIDTH = 64
_HEADS = 4
_KV_HEADS = 2
_HEAD = _WIDTH // _HEADS
_HIDDEN = 128
_SEED = 20_240_131

_EXAONE = (
    "{% for message in messages %}"
    "{% if loop.first and message.role != 'system' %}[|system|][|endofturn|]\n{% endif %}"
    "[|{{ message.role }}|]{{ message.content }}"
    "{{ '\n' if message.role == 'user' else '[|endofturn|]\n' }}"
    "{% endfor %}{% if add_generation_prompt %}[|assistant|]{% endif %}"
)
_EXAONE4 = (
    "{% for message in messages %}"
    "[|{{ message.role }}|]\n{{ message.content }}[|endofturn|]\n"
    "{% endfor %}{% if add_generation_prompt %}[|assistant|]\n"
    "{% if enable_thinking is defined and enable_thinking %}<think>\n{% else %}<think>\n\n</think>\n\n{% endif %}"
    "{% endif %}"
)
_LLAMA = (
    "{{ bos_token }}{% for message in messages %}"
    "<|head|>{{ message.role }}<|body|>\n\n{{ message.content | trim }}<|eot_id|>"
    "{% endfor %}{% if add_generation_prompt %}<|head|>assistant<|body|>\n\n{% endif %}"
)
_QWEN3 = (
    "{% for message in messages %}"
    "<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}"
)

TEMPLATES: Final = {"llama": _LLAMA, "exaone": _EXAONE, "exaone4": _EXAONE4, "qwen3": _QWEN3}
"""Chat templates by architecture, in the manner of the real ones."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What differs between the architectures. `pre` is llama.cpp's name of the splitter; "" means SentencePiece."""

    pre: str
    special: tuple[str, ...]
    bos: str
    end: str
    template: str
    norms_of_heads: bool = False
    norms_after: bool = False


_KINDS: Final = {
    "llama": _Kind("", ("<|head|>", "<|body|>", "<|eot_id|>"), "<s>", "<|eot_id|>", _LLAMA),
    "exaone": _Kind(
        "exaone",
        ("[PAD]", "[BOS]", "[EOS]", "[|endofturn|]", "[|system|]", "[|user|]", "[|assistant|]"),
        "[BOS]",
        "[|endofturn|]",
        _EXAONE,
    ),
    "exaone4": _Kind(
        "exaone4",
        ("[PAD]", "[BOS]", "[EOS]", "[|endofturn|]", "[|system|]", "[|user|]", "[|assistant|]"),
        "[BOS]",
        "[|endofturn|]",
        _EXAONE4,
        norms_of_heads=True,
        norms_after=True,
    ),
    "qwen3": _Kind(
        "qwen2",
        ("<|endoftext|>", "<|im_start|>", "<|im_end|>"),
        "<|endoftext|>",
        "<|im_end|>",
        _QWEN3,
        norms_of_heads=True,
    ),
}


def make(folder: Path, *, architecture: str = "llama") -> Path:
    """Write `tiny-<architecture>.gguf` into a folder unless it is there, and return its path.

    The same architecture always gives the same bytes. `folder` is made where it is missing.
    """
    from gguf import GGUFWriter

    path = folder / f"tiny-{architecture}.gguf"
    if path.is_file():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{path.name}.{os.getpid()}"
    writer = GGUFWriter(unfinished, architecture)
    _describe(writer, architecture)
    size = _write_tokenizer(writer, _KINDS[architecture])
    _write_weights(writer, _KINDS[architecture], size)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    unfinished.replace(path)
    return path


def _describe(writer: "GGUFWriter", architecture: str) -> None:
    from gguf import LlamaFileType

    writer.add_name(f"tiny {architecture}")
    writer.add_file_type(LlamaFileType.ALL_F32)
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(_LAYERS)
    writer.add_feed_forward_length(_HIDDEN)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_KV_HEADS)
    writer.add_key_length(_HEAD)
    writer.add_value_length(_HEAD)
    writer.add_rope_dimension_count(_HEAD)
    writer.add_rope_freq_base(1_000_000.0)
    writer.add_layer_norm_rms_eps(1e-5)


def _write_tokenizer(writer: "GGUFWriter", kind: _Kind) -> int:
    from gguf import TokenType

    if kind.pre:
        plain = [*printable_bytes(), "Ġt"]
        tokens = [*kind.special, *plain]
        types = [TokenType.CONTROL] * len(kind.special) + [TokenType.NORMAL] * len(plain)
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre(kind.pre)
        # A list of merges must not be empty.
        writer.add_token_merges(["Ġ t"])
    else:
        first = ["<unk>", "<s>", "</s>"]
        # SentencePiece writes a space as this sign; without a token of its own it would come back as three bytes.
        tokens = [*first, *(f"<0x{byte:02X}>" for byte in range(256)), "▁", *kind.special]
        types = [TokenType.UNKNOWN, TokenType.CONTROL, TokenType.CONTROL, *[TokenType.BYTE] * 256, TokenType.NORMAL]
        types += [TokenType.CONTROL] * len(kind.special)
        writer.add_tokenizer_model("llama")
        writer.add_tokenizer_pre("default")
        writer.add_token_scores([float(-index) for index in range(len(tokens))])
        writer.add_unk_token_id(0)
        writer.add_add_space_prefix(False)
    writer.add_vocab_size(len(tokens))
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_bos_token_id(tokens.index(kind.bos))
    writer.add_eos_token_id(tokens.index(kind.end))
    writer.add_add_bos_token(False)
    writer.add_chat_template(kind.template)
    return len(tokens)


def printable_bytes() -> list[str]:
    """Return the 256 signs that byte-level BPE writes for the bytes 0 to 255."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) if byte in printable else chr(256 + others.index(byte)) for byte in range(256)]


def _write_weights(writer: "GGUFWriter", kind: _Kind, vocabulary: int) -> None:
    draws = np.random.default_rng(_SEED)

    def matrix(name: str, rows: int, columns: int) -> None:
        weights = draws.standard_normal((rows, columns), dtype=np.float32)
        writer.add_tensor(f"{name}.weight", weights * np.float32(columns**-0.5))

    def ones(name: str, size: int) -> None:
        writer.add_tensor(f"{name}.weight", np.ones(size, dtype=np.float32))

    matrix("token_embd", vocabulary, _WIDTH)
    ones("output_norm", _WIDTH)
    matrix("output", vocabulary, _WIDTH)
    for layer in range(_LAYERS):
        block = f"blk.{layer}"
        matrix(f"{block}.attn_q", _HEADS * _HEAD, _WIDTH)
        matrix(f"{block}.attn_k", _KV_HEADS * _HEAD, _WIDTH)
        matrix(f"{block}.attn_v", _KV_HEADS * _HEAD, _WIDTH)
        matrix(f"{block}.attn_output", _WIDTH, _HEADS * _HEAD)
        matrix(f"{block}.ffn_gate", _HIDDEN, _WIDTH)
        matrix(f"{block}.ffn_up", _HIDDEN, _WIDTH)
        matrix(f"{block}.ffn_down", _WIDTH, _HIDDEN)
        places = ("post_attention_norm", "post_ffw_norm") if kind.norms_after else ("attn_norm", "ffn_norm")
        for place in places:
            ones(f"{block}.{place}", _WIDTH)
        if kind.norms_of_heads:
            ones(f"{block}.attn_q_norm", _HEAD)
            ones(f"{block}.attn_k_norm", _HEAD)
