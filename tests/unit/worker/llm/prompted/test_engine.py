"""The prompted engine's contract: determinism, second tries, deadlines, and nothing of a model's text in an error."""

import json
from typing import Any

import pytest

from ai_worker.engines.base import NO_DEADLINE, Deadline, EngineError
from ai_worker.engines.llm.port import FollowUpRequest, RateRequest, Request
from ai_worker.engines.llm.prompted.asking import seed_of
from ai_worker.engines.llm.prompted.chat_model import Completion
from ai_worker.engines.llm.prompted.engine import PromptedEngine
from ai_worker.engines.llm.prompted.grammar import largest_bytes
from ai_worker.engines.llm.prompted.shapes import Intent, PlannedShape, RatingShape
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import FactKind, FollowUpIntent, Language
from tests.support import conversation
from tests.support.chat_models import ScriptedChatModel, by_seed

pytestmark = pytest.mark.unit

GOOD = '{"sentence": 1, "intent": "result", "text": "그래서 결과는 어떻게 되었나요?"}'


def follow_up() -> FollowUpRequest:
    return list(conversation.follow_up_requests(Language.KO))[2]


def refusal(script: Any, request: Request[Any] | None = None, deadline: Deadline = NO_DEADLINE) -> EngineError:
    with pytest.raises(EngineError) as raised:
        PromptedEngine(ScriptedChatModel(script)).run(request or follow_up(), deadline=deadline)
    return raised.value


@pytest.mark.parametrize("language", Language)
def test_the_same_request_gives_the_same_result(language: Language) -> None:
    for request in conversation.all_requests(language):
        first = PromptedEngine(ScriptedChatModel(by_seed)).run(request, deadline=NO_DEADLINE)
        again = PromptedEngine(ScriptedChatModel(by_seed)).run(request, deadline=NO_DEADLINE)
        assert first == again


def test_draws_differ_by_their_seed_only() -> None:
    model = ScriptedChatModel(by_seed)
    engine = PromptedEngine(model)
    for draw in range(5):
        engine.run(conversation.rate_request(Language.EN, draw=draw), deadline=NO_DEADLINE)

    assert len({completion.messages for completion in model.completions}) == 1
    assert len({completion.seed for completion in model.completions}) == 5
    assert all(0 < completion.temperature <= 0.5 for completion in model.completions)


def test_there_is_room_for_the_largest_answer() -> None:
    model = ScriptedChatModel(by_seed)
    for request in conversation.all_requests(Language.KO):
        PromptedEngine(model).run(request, deadline=NO_DEADLINE)

    assert all(completion.max_tokens >= largest_bytes(completion.shape) for completion in model.completions)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "not JSON",
        GOOD[:-5],
        GOOD.replace('"sentence": 1', '"sentence": 99'),
        GOOD.replace("result", "salary"),
        GOOD.replace('"text"', '"words"'),
        GOOD.replace("{", '{"extra": 1, '),
        GOOD.replace("그래서", "그래서" * 200),
        "[1, 2]",
        "null",
    ],
)
def test_an_answer_that_does_not_fit_is_asked_for_once_more(bad: str) -> None:
    answers = iter([bad, GOOD])
    model = ScriptedChatModel(lambda _: next(answers))
    result = PromptedEngine(model).run(follow_up(), deadline=NO_DEADLINE)

    first, second = model.completions
    assert result.follow_up is not None
    assert (first.messages, first.shape) == (second.messages, second.shape)
    assert first.seed != second.seed
    assert second.temperature > 0


def test_two_answers_that_do_not_fit_are_an_error_without_their_text() -> None:
    error = refusal(lambda _: '{"secret": "010-1234-5678"')

    assert (error.code, error.retryable) == (ErrorCode.ENGINE_OUTPUT_INVALID, True)
    assert str(error) == "engine_output_invalid"
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


def test_a_model_that_gives_up_is_asked_once_more() -> None:
    tries: list[int] = []

    def script(completion: Completion) -> str:
        tries.append(completion.seed)
        if len(tries) == 1:
            raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True)
        return GOOD

    assert PromptedEngine(ScriptedChatModel(script)).run(follow_up(), deadline=NO_DEADLINE).follow_up is not None
    assert len(set(tries)) == 2


@pytest.mark.parametrize(
    "code", [ErrorCode.ENGINE_TIMEOUT, ErrorCode.OUT_OF_MEMORY, ErrorCode.ENGINE_UNAVAILABLE, ErrorCode.ENGINE_FAILED]
)
def test_other_errors_leave_at_once(code: ErrorCode) -> None:
    tries: list[int] = []

    def script(_: Completion) -> str:
        tries.append(1)
        raise EngineError(code, retryable=False)

    assert refusal(script).code is code
    assert len(tries) == 1


def test_there_is_no_second_try_after_the_deadline() -> None:
    class Passing(Deadline):
        """A deadline that passes during the first answer."""

    tries: list[int] = []
    deadline = Passing(float("inf"))

    def script(_: Completion) -> str:
        tries.append(1)
        object.__setattr__(deadline, "at", 0.0)
        return "garbage"

    assert refusal(script, deadline=deadline).code is ErrorCode.ENGINE_TIMEOUT
    assert len(tries) == 1


def test_a_request_of_another_kind_is_refused() -> None:
    class Unknown(RateRequest):
        """Not of the closed set."""

    request = Unknown.model_validate(conversation.rate_request(Language.EN).model_dump())

    assert refusal(by_seed, request).code is ErrorCode.ENGINE_FAILED


def test_the_engine_is_its_model() -> None:
    model = ScriptedChatModel(by_seed)
    engine = PromptedEngine(model)
    engine.load()

    assert engine.describe() == model.describe()
    assert model.loads == 1


def test_seeds_are_stable_and_fit_every_server() -> None:
    assert seed_of("rate", 0) == seed_of("rate", 0) != seed_of("rate", 1)
    assert all(0 <= seed_of("x", number) < 2**31 for number in range(200))


def test_shapes_know_the_vocabulary_and_think_before_they_judge() -> None:
    intents: tuple[str, ...] = Intent.__args__  # type: ignore[attr-defined]
    model = ScriptedChatModel(by_seed)
    for request in conversation.all_requests(Language.KO):
        PromptedEngine(model).run(request, deadline=NO_DEADLINE)
    schemas = {c.shape.__name__: json.dumps(c.shape.model_json_schema()) for c in model.completions}

    assert set(intents) == {intent.value for intent in FollowUpIntent} | {"none"}
    assert all(f'"{kind.value}"' in schemas["Facts"] for kind in FactKind)
    assert list(RatingShape.model_fields) == ["evidence", "rationale", "missing", "level"]
    assert list(PlannedShape.model_fields)[-1] == "text"
