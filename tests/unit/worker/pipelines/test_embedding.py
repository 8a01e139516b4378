"""What a worker says to a request for vectors."""

from collections.abc import Sequence

import numpy as np
import pytest

from ai_worker.engines.base import NO_DEADLINE, Deadline, EngineError
from ai_worker.engines.embeddings.port import Vectors
from ai_worker.errors import WorkError
from ai_worker.pipelines.embedding import embed
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.embeddings import DIMENSIONS, EmbedPayload, TextToEmbed, vector_space
from interview_contracts.vocabulary import Capability, Language

pytestmark = pytest.mark.unit

TEXTS = tuple(TextToEmbed(key=key, text=text, language=Language.EN) for key, text in [("b", "One"), ("a", "Two")])


class Scripted:
    """An engine whose vectors tell the number of the text."""

    def __init__(self, model: str = "m") -> None:
        self.model = model
        self.asked: list[tuple[str, ...]] = []

    def describe(self) -> EngineInfo:
        return EngineInfo(capability=Capability.EMBEDDINGS, name="scripted", version="1", model=self.model)

    def load(self) -> None:
        """Nothing to load."""

    def embed(self, texts: Sequence[str], *, deadline: Deadline = NO_DEADLINE) -> Vectors:
        self.asked.append(tuple(texts))
        return np.eye(len(texts), DIMENSIONS, dtype=np.float32)


def asked(engine: Scripted, space: str, deadline: Deadline = NO_DEADLINE) -> list[str]:
    result = embed(EmbedPayload(texts=TEXTS, space=space), engine, str.lower, deadline)
    assert result.model == "scripted:m"
    assert [item.vector.index(1.0) for item in result.items] == [0, 1]
    assert [item.lexemes for item in result.items] == ["one", "two"]
    return [item.key for item in result.items]


@pytest.mark.parametrize("space", ["", "scripted:m"])
def test_vectors_come_under_the_senders_keys_with_the_name_of_their_space(space: str) -> None:
    assert asked(Scripted(), space) == ["b", "a"]


@pytest.mark.parametrize(("model", "space"), [("m", "scripted:other"), ("m", "scripted"), ("", "")])
def test_vectors_of_another_space_than_the_sender_wants_are_not_made(model: str, space: str) -> None:
    engine = Scripted(model)
    with pytest.raises(WorkError) as caught:
        embed(EmbedPayload(texts=TEXTS, space=space), engine, str.lower, NO_DEADLINE)
    assert (caught.value.code, caught.value.retryable) == (ErrorCode.ENGINE_UNAVAILABLE, True)
    assert engine.asked == []


def test_a_result_that_comes_too_late_is_none() -> None:
    with pytest.raises(EngineError) as caught:
        asked(Scripted(), "", Deadline.after(0))
    assert caught.value.code is ErrorCode.ENGINE_TIMEOUT


def test_a_space_is_named_by_engine_and_model_and_has_none_without_a_model() -> None:
    assert vector_space("openai", "KURE-v1") == "openai:KURE-v1"
    assert vector_space("openai", "") == ""
    assert vector_space("openai", "KURE-v1") != vector_space("sentence_transformers", "KURE-v1")
