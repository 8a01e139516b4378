"""An embeddings model of the shape of KURE-v1 and bge-m3 with random weights: XLM-R large, 568 million parameters.

What is measured with it is what the real files take. Its tokenizer is the tiny model's, which makes one token of a
syllable: `text_of` gives texts of as many tokens as wanted.
"""

from pathlib import Path
from typing import Final

from tests.support.tiny_models.xlm_roberta import write_layout, write_weights

SHAPE: Final = {
    "hidden_size": 1024,
    "num_hidden_layers": 24,
    "num_attention_heads": 16,
    "intermediate_size": 4096,
    "max_position_embeddings": 8194,
    "vocab_size": 250_002,
}
LAYER_WEIGHTS: Final = 24 * (4 * 1024 * 1024 + 2 * 1024 * 4096)
"""Weights with which every token is multiplied."""

_SEED: Final = 20_260_311


def make_full(folder: Path) -> Path:
    """Write the model into a folder, 2.3 GB in 32-bit numbers as the real ones, and return it.

    One that is there already is left alone. Takes some 5 GB of memory and a minute.
    """
    if (folder / "model.safetensors").is_file():
        return folder
    part = folder.with_name(f".{folder.name}.part")
    write_layout(part, dimensions=1024, longest=8192)
    write_weights(part, {**SHAPE, "initializer_range": 0.02}, seed=_SEED)
    return part.rename(folder)


def text_of(tokens: int, number: int = 0) -> str:
    """Return a Korean text of so many tokens, the marks at its beginning and end included; each number has its own."""
    words = "이력서에적힌경험을바탕으로질문합니다"
    first = chr(ord("가") + 28 * number)
    return (first + words * (tokens // len(words) + 1))[: tokens - 3]
