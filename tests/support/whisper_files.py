"""What tiny and full-size Whisper models are made of: vocabulary, tokenizer file, conversion to CTranslate2.

The models are transformers' own architecture, converted by CTranslate2's own converter. Their weights are random,
except that the decoder's positions lead to one word after the other and then to the end: the words mean nothing, but
they are few, likely and not repeated, as from a model that is sure of what it hears.
"""

import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from transformers import WhisperForConditionalGeneration

TIMES: Final = 1501
"""Marks of time, one each 20 ms of a window."""

LANGUAGES: Final = ("en", "zh", "de", "es", "ru", "ko", "fr", "ja")
_SPREAD = 0.04
_LOGIT = 24.0
_END = "<|endoftext|>"
_AFTER_LANGUAGES = (
    *("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>"),
    *("<|nospeech|>", "<|notimestamps|>"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Tokens in their order; the English-only one has neither the empty token nor languages."""

    tokens: tuple[str, ...]
    multilingual: bool

    @classmethod
    def of(cls, words: Sequence[str], *, multilingual: bool, size: int = 0) -> "Vocabulary":
        """Return all bytes, `words` (as text), special tokens and marks of time, filled up to `size` tokens.

        CTranslate2 takes a model for English-only unless its vocabulary holds the empty token.
        """
        languages = [f"<|{name}|>" for name in LANGUAGES] if multilingual else []
        special = [*([""] if multilingual else []), _END, "<|startoftranscript|>", *languages, *_AFTER_LANGUAGES]
        text = [*_BYTES, *map(as_token, words)]
        filling = [as_token(" " + _syllables(n)) for n in range(size - len(text) - len(special) - TIMES)]
        times = [f"<|{n * 0.02:.2f}|>" for n in range(TIMES)]
        return cls(tokens=(*text, *filling, *special, *times), multilingual=multilingual)

    def __getitem__(self, token: str) -> int:
        """Return a token's number."""
        return self.tokens.index(token)

    @property
    def end(self) -> int:
        """Return the number of the token that ends a transcript."""
        return self[_END]

    @property
    def prompt(self) -> int:
        """Return how many tokens precede the first word."""
        return 4 if self.multilingual else 2


def _byte_letters() -> tuple[str, ...]:
    """Return the letter that stands for each byte in byte-level tokenizers: printable ones for themselves."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    others = itertools.count(256)
    return tuple(chr(byte) if byte in printable else chr(next(others)) for byte in range(256))


_BYTES: Final = _byte_letters()


def as_token(text: str) -> str:
    """Return text as the token of a byte-level tokenizer."""
    return "".join(_BYTES[byte] for byte in text.encode())


def _syllables(number: int) -> str:
    """Return a made-up word of one to three syllables, another one for each number."""
    syllables = [consonant + vowel for consonant in "bdfghklmnprstvz" for vowel in "aeiou"]
    more, this = divmod(number, len(syllables))
    return syllables[this] + (_syllables(more - 1) if more else "")


def convert(
    model: "WhisperForConditionalGeneration", vocabulary: Vocabulary, folder: Path, *, quantization: str = "int8"
) -> Path:
    """Write the model as CTranslate2 and faster-whisper read it, and return the folder."""
    from ctranslate2.converters.converter import Converter
    from ctranslate2.converters.transformers import WhisperLoader

    class InMemory(Converter):  # type: ignore[misc]
        def _load(self) -> Any:
            loader = WhisperLoader()
            spec = loader.get_model_spec(model)
            loader.set_config(spec.config, model, None)
            loader.set_vocabulary(spec, list(vocabulary.tokens))
            return spec

    InMemory().convert(str(folder), quantization=quantization, force=True)
    (folder / "tokenizer.json").write_text(json.dumps(_tokenizer(vocabulary)), encoding="utf-8")
    preprocessor = {"feature_size": model.config.num_mel_bins, "sampling_rate": 16_000, "hop_length": 160, "n_fft": 400}
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor), encoding="utf-8")
    return folder


def _tokenizer(vocabulary: Vocabulary) -> dict[str, Any]:
    numbers = {token: number for number, token in enumerate(vocabulary.tokens)}
    special = [
        {"id": number, "content": token, "special": True}
        | dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
        for token, number in numbers.items()
        if token.startswith("<|")
    ]
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": special,
        "normalizer": None,
        "pre_tokenizer": byte_level,
        "post_processor": None,
        "decoder": byte_level,
        "model": {"type": "BPE", "vocab": numbers, "merges": [], "unk_token": None, "fuse_unk": False},
    }


def random_model(
    config: dict[str, Any], vocabulary: Vocabulary, *, seed: int, lean: bool = False
) -> "WhisperForConditionalGeneration":
    """Return a model of this shape with random weights; `config` overrides transformers' configuration of Whisper.

    `lean` takes two bytes a weight instead of four.
    """
    import torch
    from transformers import GenerationConfig, WhisperConfig, WhisperForConditionalGeneration
    from transformers.initialization import no_init_weights
    from transformers.models.whisper.modeling_whisper import sinusoids

    start = vocabulary["<|startoftranscript|>"]
    special: dict[str, Any] = {
        "pad_token_id": vocabulary.end,
        "bos_token_id": vocabulary.end,
        "eos_token_id": vocabulary.end,
    }
    shape = WhisperConfig(
        vocab_size=len(vocabulary.tokens), decoder_start_token_id=start, suppress_tokens=[], **special, **config
    )
    torch.manual_seed(seed)
    spread = _SPREAD * 64 / shape.d_model
    usual = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16 if lean else usual)
    try:
        with no_init_weights():
            model = WhisperForConditionalGeneration(shape)
    finally:
        torch.set_default_dtype(usual)
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if "layer_norm" in name:
                weights.fill_(1.0 if name.endswith("weight") else 0.0)
            else:
                weights.uniform_(-spread, spread)
        places = model.model.encoder.embed_positions.weight
        places.copy_(sinusoids(*places.shape))
    model.tie_weights()
    model.generation_config = GenerationConfig(  # type: ignore[no-untyped-call]
        suppress_tokens=[], begin_suppress_tokens=[vocabulary.end], decoder_start_token_id=start, **special
    )
    return model


def speak(
    model: "WhisperForConditionalGeneration", vocabulary: Vocabulary, steps: Sequence[Sequence[int]], *, hold: float = 6
) -> None:
    """Have the decoder's position of each step lead to one of the step's tokens, and all later ones to the end.

    `hold` is how much a position outweighs what sound and earlier words add.
    """
    import torch

    with torch.no_grad():
        decoder = model.model.decoder
        embeddings: torch.Tensor = decoder.embed_tokens.weight
        positions: torch.Tensor = decoder.embed_positions.weight
        usual = float(embeddings.norm(dim=1).mean())
        first = vocabulary.prompt - 1
        for place in range(first, len(positions)):
            number = place - first
            choices = steps[number] if number < len(steps) else (vocabulary.end,)
            wanted = embeddings[list(choices)].sum(dim=0)
            positions[place] = wanted / wanted.norm() * usual * hold
        # The last layer's scale makes one token clearly the likeliest.
        decoder.layer_norm.weight.fill_(_LOGIT / usual / model.config.d_model**0.5)
