"""The tiny embeddings model as a GGUF file, as llama.cpp reads models of this family (bge-m3 and its kin)."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from tests.support.tiny_models import xlm_roberta

if TYPE_CHECKING:
    from gguf import GGUFWriter

_PADDING: Final = 1
_NAMES: Final = {
    "embeddings.word_embeddings": "token_embd",
    "embeddings.position_embeddings": "position_embd",
    "embeddings.token_type_embeddings": "token_types",
    "embeddings.LayerNorm": "token_embd_norm",
    "encoder.layer.0.attention.self.query": "blk.0.attn_q",
    "encoder.layer.0.attention.self.key": "blk.0.attn_k",
    "encoder.layer.0.attention.self.value": "blk.0.attn_v",
    "encoder.layer.0.attention.output.dense": "blk.0.attn_output",
    "encoder.layer.0.attention.output.LayerNorm": "blk.0.attn_output_norm",
    "encoder.layer.0.intermediate.dense": "blk.0.ffn_up",
    "encoder.layer.0.output.dense": "blk.0.ffn_down",
    "encoder.layer.0.output.LayerNorm": "blk.0.layer_output_norm",
}


def make(folder: Path) -> Path:
    """Write `tiny-xlm-roberta.gguf` with the weights of the tiny model into a folder and return its path."""
    from gguf import GGUFWriter

    path = folder / "tiny-xlm-roberta.gguf"
    if path.is_file():
        return path
    source = xlm_roberta.make(folder / "xlm-roberta")
    unfinished = folder / f".{path.name}.{os.getpid()}"
    writer = GGUFWriter(unfinished, "bert")
    _describe(writer)
    _write_tokenizer(writer)
    _write_weights(writer, source / "model.safetensors")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return unfinished.replace(path)


def _describe(writer: "GGUFWriter") -> None:
    from gguf import LlamaFileType, PoolingType

    writer.add_name("tiny xlm-roberta")
    writer.add_file_type(LlamaFileType.ALL_F32)
    writer.add_context_length(xlm_roberta.LONGEST)
    writer.add_embedding_length(xlm_roberta.DIMENSIONS)
    writer.add_block_count(1)
    writer.add_feed_forward_length(xlm_roberta.HIDDEN)
    writer.add_head_count(xlm_roberta.HEADS)
    writer.add_layer_norm_eps(1e-5)
    writer.add_causal_attention(False)
    writer.add_pooling_type(PoolingType.CLS)


def _write_tokenizer(writer: "GGUFWriter") -> None:
    from gguf import TokenType

    pieces = xlm_roberta.pieces()
    special = {*xlm_roberta.SPECIAL, xlm_roberta.MASK}
    kinds = [TokenType.CONTROL if name in special else TokenType.NORMAL for name, _ in pieces]
    kinds[xlm_roberta.SPECIAL.index("<unk>")] = TokenType.UNKNOWN
    writer.add_tokenizer_model("t5")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([name for name, _ in pieces])
    writer.add_token_scores([score for _, score in pieces])
    writer.add_token_types(kinds)
    writer.add_token_type_count(1)
    writer.add_add_space_prefix(True)
    writer.add_remove_extra_whitespaces(True)
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(3)
    writer.add_sep_token_id(2)
    writer.add_pad_token_id(_PADDING)
    writer.add_mask_token_id(len(pieces) - 1)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(True)


def _write_weights(writer: "GGUFWriter", weights: Path) -> None:
    from safetensors.numpy import load_file

    for name, array in load_file(weights).items():
        base, _, kind = name.rpartition(".")
        if base not in _NAMES:  # the pooler, which embeddings do not use
            continue
        if base == "embeddings.position_embeddings":
            # Positions begin behind that of the padding; this format begins with the first that is used.
            array = array[_PADDING + 1 :]
        if base == "embeddings.token_type_embeddings":
            array = array[0]
        writer.add_tensor(f"{_NAMES[base]}.{kind}", np.ascontiguousarray(array, dtype=np.float32))
