"""The grammars of all shapes with llama.cpp itself: every answer is valid, whatever a model would rather say."""

import ctypes
import re
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from ai_worker.engines.base import NO_DEADLINE, EngineConfig
from ai_worker.engines.llm.llama.header import read_header
from ai_worker.engines.llm.llama.placement import place
from ai_worker.engines.llm.llama.sampling import Sampler
from ai_worker.engines.llm.llama.session import Session
from ai_worker.engines.llm.options import LlmOptions
from ai_worker.engines.llm.prompted.chat_model import ChatMessage, Completion
from ai_worker.engines.llm.prompted.grammar import gbnf, largest_bytes
from ai_worker.engines.llm.prompted.shapes import follow_up_shape
from ai_worker.engines.options import EngineOptions
from ai_worker.hardware import Hardware
from interview_contracts.vocabulary import Language
from tests.support.shapes import product_shapes
from tests.support.tiny_models import gguf

pytestmark = [pytest.mark.models, pytest.mark.skipif(find_spec("llama_cpp") is None, reason="no llama-cpp-python")]

ANSWERS = 1000
TEMPERATURES = (0.0, 0.4, 0.8, 3.0, 8.0)
"""From what the product uses to what makes every allowed sign about equally likely."""

OPENING = '{"sentence": 0, "intent": "result", "text": "'


def shapes() -> list[type[BaseModel]]:
    return [shape for language in Language for shape in product_shapes(language)]


class ByteGrammar:
    """llama.cpp's state of a grammar over the bytes of a tokenizer that has a token for each."""

    def __init__(self, model: Any, grammar: str) -> None:
        import llama_cpp

        self._c = llama_cpp
        vocabulary = llama_cpp.llama_model_get_vocab(model)
        self.sampler = llama_cpp.llama_sampler_init_grammar(vocabulary, grammar.encode(), b"root")
        self._tokens: dict[bytes, int] = {}
        buffer = ctypes.create_string_buffer(16)
        for token in range(llama_cpp.llama_vocab_n_tokens(vocabulary)):
            length = llama_cpp.llama_token_to_piece(vocabulary, token, buffer, 16, 0, False)
            if length == 1:
                self._tokens[buffer.raw[:1]] = token

    def close(self) -> None:
        self._c.llama_sampler_free(self.sampler)

    def accept(self, data: bytes) -> None:
        for byte in data:
            assert byte in self.allowed()
            self._c.llama_sampler_accept(self.sampler, self._tokens[bytes([byte])])

    def allowed(self) -> set[int]:
        """The bytes that may come next."""
        candidates = np.zeros(len(self._tokens), dtype=[("id", np.int32), ("logit", np.float32), ("p", np.float32)])
        candidates["id"] = list(self._tokens.values())
        array = self._c.llama_token_data_array(
            data=candidates.ctypes.data_as(self._c.llama_token_data_p),
            size=len(candidates),
            selected=-1,
            sorted=False,
        )
        self._c.llama_sampler_apply(self.sampler, ctypes.byref(array))
        return {byte[0] for byte, logit in zip(self._tokens, candidates["logit"], strict=True) if np.isfinite(logit)}


@pytest.fixture(scope="module")
def vocabulary_model(models_dir: Path) -> Any:
    import llama_cpp

    parameters = llama_cpp.llama_model_default_params()
    parameters.vocab_only = True
    path = models_dir / "llm" / "tiny-exaone.gguf"
    model = llama_cpp.llama_model_load_from_file(str(path).encode(), parameters)
    yield model
    llama_cpp.llama_model_free(model)


def after(model: Any, data: bytes) -> set[int]:
    """The bytes that llama.cpp allows behind the beginning of a follow-up's text and some bytes of that text."""
    grammar = ByteGrammar(model, gbnf(follow_up_shape(Language.KO, 9)))
    grammar.accept(OPENING.encode() + data)
    allowed = grammar.allowed()
    grammar.close()
    return allowed


def test_llama_cpp_takes_every_grammar(vocabulary_model: Any) -> None:
    for shape in shapes():
        grammar = ByteGrammar(vocabulary_model, gbnf(shape))
        assert grammar.sampler, shape.__name__
        assert grammar.allowed() == set(b"{")
        grammar.close()


def test_a_text_begins_with_printable_signs_only(vocabulary_model: Any) -> None:
    ascii_signs = set(range(0x20, 0x7F)) - set(b"<>[]")
    first_bytes = {0xC2, 0xC3, 0xE2, 0xE3, *range(0xEA, 0xEE)}

    assert after(vocabulary_model, b"") == ascii_signs | first_bytes


@pytest.mark.parametrize(
    ("data", "allowed"),
    [
        (b"\\", set(b'"')),
        (b"\xc2", {*range(0xA1, 0xC0)} - {0xAD}),
        (b"\xed", set(range(0x80, 0x9F))),
        (b"\xed\x9e", set(range(0x80, 0xA4))),
        (b"\xea", set(range(0xB0, 0xC0))),
        (b"\xea\xb0", set(range(0x80, 0xC0))),
        (b"\xe2\x80", {0x93, 0x94, 0x98, 0x99, 0x9C, 0x9D, 0xA6}),
    ],
)
def test_no_half_sign_no_surrogate_and_no_control_sign(vocabulary_model: Any, data: bytes, allowed: set[int]) -> None:
    assert after(vocabulary_model, data) == allowed


def test_a_text_ends_at_its_length(vocabulary_model: Any) -> None:
    assert after(vocabulary_model, "가".encode() * 160) == set(b'"')
    assert after(vocabulary_model, b'"') == set(b"}")
    assert after(vocabulary_model, b'"}') == set()


def test_no_sign_of_a_chat_template_can_be_drawn_within_a_text(models_dir: Path) -> None:
    for architecture in gguf.ARCHITECTURES:
        path = models_dir / "llm" / f"tiny-{architecture}.gguf"
        session = Session(path, place(read_header(path), LlmOptions(llama_threads=1), Hardware(1, 4000), ()))
        with Sampler(session, gbnf(follow_up_shape(Language.KO, 9)), temperature=0.0, seed=1) as sampler:
            for token in session.tokens(OPENING, special=False):
                sampler.accept(token)
            silent = [token for token in range(session.vocabulary_size) if not session.piece(token)]
            assert silent, architecture
            assert not any(sampler.allows(token) for token in silent), architecture
        session.close()


def test_a_thousand_of_a_thousand_answers_are_valid(models_dir: Path) -> None:
    from ai_worker.engines.llm.llama_cpp_model import LlamaCppModel

    wanted = shapes()
    each = -(-ANSWERS // (len(wanted) * len(gguf.ARCHITECTURES)))
    valid = hangul = 0
    kinds: Counter[str] = Counter()
    for architecture in gguf.ARCHITECTURES:
        options = EngineOptions(llama_model=f"tiny-{architecture}.gguf", llama_threads=1, llama_context=8192)
        model = LlamaCppModel(EngineConfig(models_dir=models_dir, options=options))
        for index, shape in enumerate(wanted * each):
            completion = Completion(
                messages=(ChatMessage("system", "답하세요."), ChatMessage("user", f"{index}번째 질문입니다.")),
                shape=shape,
                max_tokens=largest_bytes(shape),
                temperature=TEMPERATURES[index % len(TEMPERATURES)],
                seed=index,
            )
            text = model.complete(completion, deadline=NO_DEADLINE)
            shape.model_validate_json(text)
            assert len(text.encode()) <= largest_bytes(shape)
            valid += 1
            hangul += re.search("[가-힣]", text) is not None
            kinds[shape.__name__] += 1
        model.close()

    assert valid >= ANSWERS
    assert hangul >= ANSWERS // 5
    assert set(kinds) == {"FollowUp", "Plan", "Facts", "Rating", "Report"}
