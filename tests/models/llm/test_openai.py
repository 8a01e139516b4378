"""A model behind a server, over real HTTP: what is asked, how it is held to a schema, and what goes wrong."""

import json
import random
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ai_worker.engines.base import NO_DEADLINE, Deadline, EngineError
from ai_worker.engines.llm.openai_model import OpenAiModel
from ai_worker.engines.llm.prompted.engine import PromptedEngine
from ai_worker.engines.llm.table import ENGINES
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Language
from tests.models.llm.questions import Answer, ask
from tests.models.llm.rows import configured
from tests.support.chat_models import random_json
from tests.support.chat_server import ChatServer, Fault, chat_server
from tests.support.conversation import rate_request

pytestmark = pytest.mark.models

ROW = ENGINES["openai"]
FITTING = random_json(Answer, random.Random(1))
SHORT_S = 0.3


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server(lambda _: FITTING) as server:
        yield server


def model(server: ChatServer, **options: str) -> OpenAiModel:
    return OpenAiModel(configured(Path("none"), llm_url=server.url, **options))


def met(server: ChatServer) -> OpenAiModel:
    """A model whose server is known already, so that only the requests of a test are left."""
    made = model(server)
    made.load()
    return made


def failure(model: OpenAiModel, seconds: float = 30.0) -> tuple[ErrorCode, bool]:
    with pytest.raises(EngineError) as caught:
        model.complete(ask(), deadline=Deadline.after(seconds))
    return caught.value.code, caught.value.retryable


def test_without_an_address_it_is_missed(server: ChatServer) -> None:
    assert "LLM_URL" in ROW.missing(configured(Path("none")))
    assert ROW.missing(configured(Path("none"), llm_url=server.url)) == ""


def test_it_asks_with_schema_seed_and_key_for_the_model_that_the_server_lists(server: ChatServer) -> None:
    asked = model(server, llm_api_key="key")
    assert asked.describe().model == ""

    assert asked.complete(ask(temperature=0.4, seed=9), deadline=NO_DEADLINE) == FITTING

    request = server.requests[0]
    schema = request["response_format"]["json_schema"]
    assert (request["model"], request["temperature"], request["seed"]) == ("tiny", 0.4, 9)
    assert (request["stream"], request["max_tokens"]) == (True, 600)
    assert schema["strict"] is True
    assert schema["schema"]["additionalProperties"] is False
    assert request["chat_template_kwargs"] == {"enable_thinking": False}
    assert [message["role"] for message in request["messages"]] == ["system", "user"]
    assert set(server.keys) == {"Bearer key"}
    assert asked.describe().model == "tiny"
    assert asked.last_run is not None
    assert (asked.last_run.prompt_tokens, asked.last_run.evaluated_tokens) == (80, 20)


def test_a_named_model_is_not_looked_up(server: ChatServer) -> None:
    server.models = ("other", "tiny")
    model(server, llm_model="tiny").complete(ask(), deadline=NO_DEADLINE)

    assert server.requests[0]["model"] == "tiny"


def test_a_server_that_has_another_model_now_is_asked_for_that_one(server: ChatServer) -> None:
    asked = met(server)
    server.models = ("newer",)

    assert failure(asked) == (ErrorCode.ENGINE_UNAVAILABLE, False)
    assert asked.complete(ask(), deadline=NO_DEADLINE) == FITTING
    assert asked.describe().model == "newer"


@pytest.mark.parametrize("rejects", [0, 400, 422, 500])
@pytest.mark.parametrize("form", ["json_schema", "grammar", "guided_json", "json_object"])
def test_the_form_is_found_that_the_server_keeps_to(server: ChatServer, form: str, rejects: int) -> None:
    server.forms, server.rejects = (form,), rejects
    asked = met(server)

    assert asked.complete(ask(), deadline=NO_DEADLINE) == FITTING
    assert len(server.requests) == 1


def test_the_way_is_found_once(server: ChatServer) -> None:
    asked = met(server)
    probes = len(server.probes)
    for _ in range(3):
        asked.complete(ask(), deadline=NO_DEADLINE)

    assert len(server.probes) == probes == 1


def test_a_server_that_ignores_every_schema_is_caught(server: ChatServer) -> None:
    server.forms = ()
    assert failure(met(server)) == (ErrorCode.ENGINE_OUTPUT_INVALID, True)


def test_a_request_that_is_too_long_for_the_context_is_asked_without_a_limit(server: ChatServer) -> None:
    server.longest = 100
    asked = met(server)

    assert asked.complete(ask(), deadline=NO_DEADLINE) == FITTING
    assert ["max_tokens" in request for request in server.requests] == [True, False]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=503),
        Fault(status=429, headers={"Retry-After": "0.01"}),
        Fault(cut_after=10),
        Fault(cut_after=10, breaks=True),
        Fault(cut_after=0, breaks=True),
        Fault(error_in_stream=True),
        Fault(body=b"data: {garbage\n\n"),
    ],
)
def test_what_passes_is_tried_again(server: ChatServer, fault: Fault) -> None:
    asked = met(server)
    server.faults = [fault, fault]

    assert asked.complete(ask(), deadline=NO_DEADLINE) == FITTING
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(status=500), (ErrorCode.ENGINE_FAILED, True)),
        (Fault(status=429), (ErrorCode.ENGINE_FAILED, True)),
        (Fault(status=429, headers={"Retry-After": "3600"}), (ErrorCode.ENGINE_FAILED, True)),
        (Fault(status=401), (ErrorCode.ENGINE_UNAVAILABLE, False)),
        (Fault(status=404), (ErrorCode.ENGINE_UNAVAILABLE, False)),
        (Fault(cut_after=10), (ErrorCode.ENGINE_FAILED, True)),
        (Fault(cut_after=10, breaks=True), (ErrorCode.ENGINE_UNAVAILABLE, True)),
        (Fault(cut_after=10, finish="length"), (ErrorCode.ENGINE_OUTPUT_INVALID, True)),
        (Fault(error_in_stream=True), (ErrorCode.ENGINE_FAILED, True)),
        (Fault(body=b"data: {garbage\n\n"), (ErrorCode.ENGINE_OUTPUT_INVALID, True)),
        (Fault(body=b"<html>busy</html>", content_type="text/html"), (ErrorCode.ENGINE_FAILED, True)),
        (Fault(body=b"\xff\xfe\x00"), (ErrorCode.ENGINE_OUTPUT_INVALID, True)),
    ],
)
def test_what_does_not_pass_has_a_code(server: ChatServer, fault: Fault, expected: tuple[ErrorCode, bool]) -> None:
    asked = met(server)
    server.faults = [fault] * 3

    assert failure(asked) == expected
    server.faults.clear()
    assert asked.complete(ask(), deadline=NO_DEADLINE) == FITTING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '{"rationale": "가"',
        FITTING + "}",
        FITTING.replace("level", "stufe"),
        json.dumps({"level": 9}),
    ],
)
def test_what_does_not_fit_is_no_answer(server: ChatServer, text: str) -> None:
    server.answer = lambda _: text
    assert failure(met(server)) == (ErrorCode.ENGINE_OUTPUT_INVALID, True)


def test_an_endless_answer_is_ended_here(server: ChatServer) -> None:
    server.answer = lambda _: "{" + " " * 200_000
    assert failure(met(server)) == (ErrorCode.ENGINE_OUTPUT_INVALID, True)
    assert server.closed.wait(10)


@pytest.mark.parametrize("fault", [Fault(hangs=True), Fault(drips=True)])
def test_a_server_that_hangs_or_drips_does_not_outlive_the_deadline(server: ChatServer, fault: Fault) -> None:
    asked = met(server)
    server.faults = [fault]

    assert failure(asked, SHORT_S) == (ErrorCode.ENGINE_TIMEOUT, True)
    server.faults.clear()
    assert asked.complete(ask(), deadline=NO_DEADLINE) == FITTING


def test_a_time_limit_in_the_middle_of_an_answer_hangs_up(server: ChatServer) -> None:
    class TimeIsOver(Exception):
        pass

    def raise_it(*_: object) -> None:
        raise TimeIsOver

    def end_it() -> None:
        server.dripping.wait(30)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)

    asked = met(server)
    server.faults = [Fault(drips=True)]
    before = signal.signal(signal.SIGUSR1, raise_it)
    try:
        threading.Thread(target=end_it, daemon=True).start()
        with pytest.raises(TimeIsOver):
            asked.complete(ask(), deadline=NO_DEADLINE)
    finally:
        signal.signal(signal.SIGUSR1, before)

    assert server.closed.wait(10)
    assert asked.complete(ask(), deadline=NO_DEADLINE) == FITTING


def test_nobody_there_is_unavailable() -> None:
    with chat_server(lambda _: FITTING) as gone:
        url = gone.url
    asked = OpenAiModel(configured(Path("none"), llm_url=url))

    assert failure(asked) == (ErrorCode.ENGINE_UNAVAILABLE, True)


def test_a_server_without_models_is_unavailable(server: ChatServer) -> None:
    server.models = ()
    assert failure(model(server)) == (ErrorCode.ENGINE_UNAVAILABLE, True)


def test_a_server_that_failed_at_the_first_contact_is_met_later(server: ChatServer) -> None:
    server.forms, server.rejects = (), 503
    asked = model(server)
    assert failure(asked)[0] is ErrorCode.ENGINE_FAILED

    server.forms, server.rejects = ("json_schema",), 0
    assert asked.complete(ask(), deadline=NO_DEADLINE) == FITTING


def test_many_requests_at_once_share_the_server(server: ChatServer) -> None:
    together = threading.Barrier(4)

    def wait_for_the_others(_: Any) -> str:
        together.wait(30)
        return FITTING

    asked = met(server)
    server.answer = wait_for_the_others
    texts: list[str] = []
    threads = [
        threading.Thread(target=lambda: texts.append(asked.complete(ask(), deadline=NO_DEADLINE))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert texts == [FITTING] * 4


def test_the_engine_over_it_asks_once_more_for_an_answer_that_does_not_fit(server: ChatServer) -> None:
    answers = iter(["{}"])

    def second_time_right(request: dict[str, Any]) -> str:
        return next(answers, None) or _rating(request)

    server.answer = second_time_right
    draft = PromptedEngine(met(server)).run(rate_request(Language.KO), deadline=NO_DEADLINE)

    assert draft.rationale
    assert len(server.requests) == 2


def _rating(request: dict[str, Any]) -> str:
    schema = request["response_format"]["json_schema"]["schema"]
    values: dict[str, Any] = {}
    for name, field in schema["properties"].items():
        kinds = {"integer": field.get("minimum", 0), "string": "근거", "array": []}
        values[name] = field["enum"][0] if "enum" in field else kinds.get(field.get("type"))
    return json.dumps(values, ensure_ascii=False)
