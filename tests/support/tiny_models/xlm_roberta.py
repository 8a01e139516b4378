"""A tiny embeddings model: XLM-R of one layer with 1024 dimensions, in the layout that sentence-transformers publishes.

Random weights of a fixed seed, about 35 MB. Its tokenizer knows letters only: ASCII, and the 2,350 syllables of Hangul
that the standard KS X 1001 has.
"""

import atexit
import json
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

DIMENSIONS: Final = 1024
LONGEST: Final = 1024
"""Tokens that the model takes."""

HEADS: Final = 4
HIDDEN: Final = 128

SPECIAL: Final = ("<s>", "<pad>", "</s>", "<unk>")
MASK: Final = "<mask>"

_ASCII = [chr(code) for code in range(0x21, 0x7F)]
_HANGUL = [bytes((row, cell)).decode("euc-kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)]
_SEED = 20_240_131


def make(folder: Path, *, seed: int = _SEED, dimensions: int = DIMENSIONS) -> Path:
    """Put the model's files into a folder, which is made, and return it. Another seed gives other weights."""
    shutil.copytree(_made(seed, dimensions), folder, dirs_exist_ok=True)
    return folder


@lru_cache(maxsize=4)
def _made(seed: int, dimensions: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tiny-xlm-roberta-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_layout(folder, dimensions=dimensions, longest=LONGEST)
    write_weights(
        folder,
        {
            "hidden_size": dimensions,
            "num_hidden_layers": 1,
            "num_attention_heads": HEADS,
            "intermediate_size": HIDDEN,
            "max_position_embeddings": LONGEST + 2,
            "vocab_size": len(pieces()),
        },
        seed=seed,
    )
    return folder


def pieces() -> list[tuple[str, float]]:
    """Return the tokenizer's pieces with their scores, in the order of their numbers."""
    letters = ["▁", *_ASCII, *_HANGUL]
    return [*((name, 0.0) for name in SPECIAL), *((letter, -float(len(SPECIAL))) for letter in letters), (MASK, 0.0)]


def write_layout(folder: Path, *, dimensions: int, longest: int) -> None:
    """Write everything but the weights and their configuration, as the published models of this family have it."""
    files: dict[str, Any] = {
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "config_sentence_transformers.json": {"__version__": {"sentence_transformers": "3.3.1"}, "prompts": {}},
        "sentence_bert_config.json": {"max_seq_length": longest, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": dimensions,
            "pooling_mode_cls_token": True,
            "pooling_mode_mean_tokens": False,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "tokenizer_config.json": {
            **_named(),
            "clean_up_tokenization_spaces": True,
            "model_max_length": longest,
            "tokenizer_class": "XLMRobertaTokenizer",
        },
        "special_tokens_map.json": _named(),
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    _write_tokenizer(folder / "tokenizer.json")


def write_weights(folder: Path, shape: dict[str, Any], *, seed: int) -> None:
    """Write `config.json` and `model.safetensors` of an XLM-R of this shape with random weights in float32."""
    import torch
    from transformers import XLMRobertaConfig, XLMRobertaModel

    config = XLMRobertaConfig(
        **{"initializer_range": 0.1, **shape},
        type_vocab_size=1,
        layer_norm_eps=1e-5,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        XLMRobertaModel(config).save_pretrained(folder)


def _named() -> dict[str, str]:
    return {
        "bos_token": "<s>",
        "cls_token": "<s>",
        "eos_token": "</s>",
        "mask_token": MASK,
        "pad_token": "<pad>",
        "sep_token": "</s>",
        "unk_token": "<unk>",
    }


def _write_tokenizer(path: Path) -> None:
    from tokenizers import AddedToken, Tokenizer, decoders, pre_tokenizers, processors
    from tokenizers.models import Unigram

    tokenizer = Tokenizer(Unigram(pieces(), unk_id=SPECIAL.index("<unk>")))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens([*SPECIAL, AddedToken(MASK, lstrip=True)])
    tokenizer.save(str(path))
