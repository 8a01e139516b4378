"""Tiny Whisper models for CTranslate2: under a megabyte, int8, some hundredths of a second for a window.

They say a few made-up words: Hangul where the language is Korean and Latin letters otherwise, which of them depends on
the sound. The same folder comes out of every run.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from tests.support.whisper_files import Vocabulary, as_token, convert, random_model, speak

if TYPE_CHECKING:
    from transformers import WhisperForConditionalGeneration

_SEED: Final = 20_260_214
_STEPS = 5
_CHOICES = 3
_SHAPE = {
    "d_model": 64,
    "num_mel_bins": 80,
    **{f"{side}_layers": 2 for side in ("encoder", "decoder")},
    **{f"{side}_attention_heads": 4 for side in ("encoder", "decoder")},
    **{f"{side}_ffn_dim": 128 for side in ("encoder", "decoder")},
}
_SYLLABLES: Final = "가나다라마바사아자차카타파하"
_LETTERS: Final = ("ba", "do", "fi", "gu", "ke", "lo", "mi", "nu", "pa", "ro", "se", "ta", "vi", "zo")
_LANGUAGE, _SCRIPT = 0, 1
"""Places of a state vector that say which language was asked for and in which script to write."""


def make(folder: Path, *, english_only: bool = False) -> Path:
    """Write a model into `folder` and return it; one that is there already is left alone."""
    if (folder / "model.bin").is_file():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    hangul, latin = _words(_SYLLABLES), _words(_LETTERS)
    words = latin if english_only else [*hangul, *latin]
    vocabulary = Vocabulary.of([f" {word}" for word in words], multilingual=not english_only)
    numbers = [vocabulary[as_token(f" {word}")] for word in words]
    model = random_model(_SHAPE, vocabulary, seed=_SEED)
    if not english_only:
        _write_by_language(model, vocabulary, numbers[: len(hangul)], numbers[len(hangul) :])
    speak(model, vocabulary, [numbers[step::_STEPS] for step in range(_STEPS)])
    _listen(model)
    part = convert(model, vocabulary, folder.with_name(f"{folder.name}.part"))
    return part.rename(folder)


def _listen(model: "WhisperForConditionalGeneration") -> None:
    """Have the sound decide between the choices of a step; the asked language is read by attention alone."""
    import torch

    with torch.no_grad():
        decoder = model.model.decoder
        decoder.layer_norm.weight[_LANGUAGE] = 0
        for hearing in (model.model.encoder.conv1, model.model.encoder.conv2):
            hearing.weight.mul_(8)
        for layer in decoder.layers:
            heard = layer.encoder_attn
            for weights, factor in ((heard.q_proj, 4), (heard.k_proj, 4), (heard.v_proj, 2), (heard.out_proj, 2)):
                weights.weight.mul_(factor)


def _words(parts: Sequence[str]) -> list[str]:
    """Return different words of two parts, enough for all choices of all steps."""
    drawn = np.random.default_rng(_SEED).permutation(len(parts) ** 2)[: _STEPS * _CHOICES]
    return [parts[number // len(parts)] + parts[number % len(parts)] for number in drawn.tolist()]


def _write_by_language(
    model: "WhisperForConditionalGeneration", vocabulary: Vocabulary, hangul: Sequence[int], latin: Sequence[int]
) -> None:
    """Have the first layer's attention carry the language of the prompt to the choice of words."""
    import torch

    with torch.no_grad():
        decoder = model.model.decoder
        embeddings = decoder.embed_tokens.weight
        embeddings[:, [_LANGUAGE, _SCRIPT]] = 0
        embeddings[vocabulary["<|ko|>"], _LANGUAGE] = 2
        embeddings[vocabulary["<|en|>"], _LANGUAGE] = -2
        embeddings[list(hangul), _SCRIPT] = 0.1
        embeddings[list(latin), _SCRIPT] = -0.1
        decoder.embed_positions.weight[:, [_LANGUAGE, _SCRIPT]] = 0
        attention = decoder.layers[0].self_attn
        for weights in (attention.v_proj.weight, attention.v_proj.bias, attention.out_proj.weight):
            weights.zero_()
        attention.v_proj.weight[0, _LANGUAGE] = 1
        attention.out_proj.weight[_SCRIPT, 0] = 0.5
