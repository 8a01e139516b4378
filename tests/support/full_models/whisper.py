"""Whisper of the real sizes with random weights, as CTranslate2 and faster-whisper load it (int8).

Each window is encoded as with real weights and decoded for as many tokens as ten seconds of speech take, word times
included, so that its time is that of the real model.
"""

from pathlib import Path
from typing import Any, Final

from tests.support.whisper_files import Vocabulary, convert, random_model, speak

TOKENS: Final = 45
"""Tokens of a window: ten seconds of Korean or English speech."""

_SEED: Final = 20_260_215
_HOLD: Final = 60.0


def _shape(width: int, heads: int, encoder: int, decoder: int, mels: int = 80) -> dict[str, Any]:
    return {
        "d_model": width,
        "num_mel_bins": mels,
        "encoder_layers": encoder,
        "decoder_layers": decoder,
        **{f"{side}_attention_heads": heads for side in ("encoder", "decoder")},
        **{f"{side}_ffn_dim": 4 * width for side in ("encoder", "decoder")},
    }


SHAPES: Final = {
    "tiny": (_shape(384, 6, 4, 4), 51_865),
    "base": (_shape(512, 8, 6, 6), 51_865),
    "small": (_shape(768, 12, 12, 12), 51_865),
    "medium": (_shape(1024, 16, 24, 24), 51_865),
    "large-v3-turbo": (_shape(1280, 20, 32, 4, mels=128), 51_866),
}
"""Shape and size of the vocabulary of each size."""


def make_full(folder: Path, size: str) -> Path:
    """Write a model of that size into `folder` and return it; one that is there already is left alone.

    Takes about five bytes a weight of memory at its peak and one of disk.
    """
    if (folder / "model.bin").is_file():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    shape, tokens = SHAPES[size]
    vocabulary = Vocabulary.of([], multilingual=True, size=tokens)
    model = random_model(shape, vocabulary, seed=_SEED, lean=True)
    speak(model, vocabulary, [(256 + number,) for number in range(TOKENS)], hold=_HOLD)
    part = convert(model, vocabulary, folder.with_name(f"{folder.name}.part"), quantization="int8_float32")
    return part.rename(folder)
