"""The engine `openai`: a model behind an OpenAI-compatible server, such as vLLM, llama-server or SGLang.

Servers differ in how they are held to a schema, and some ignore it without a word. So the first contact finds out which
form a server keeps to, and every answer is checked.
"""

import time
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import structlog
from pydantic import BaseModel, ValidationError

from ai_worker.engines.base import Deadline, EngineConfig, EngineError
from ai_worker.engines.llm.prompted.chat_model import ChatMessage, Completion
from ai_worker.engines.llm.prompted.grammar import largest_bytes
from ai_worker.engines.llm.run import Run
from ai_worker.engines.llm.structured_forms import Form, Probe, request_fields
from ai_worker.engines.remote import ATTEMPTS, BrokenOff, call, call_stoppable, connect, hang_up, patience
from ai_worker.engines.work_thread import Stop
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability

if TYPE_CHECKING:
    from openai import OpenAI

log = structlog.get_logger(__name__)

NAME: Final = "openai"
_LOAD_S: Final = 60.0
_CUT: Final = "length"
_PROBE: Final = Completion(
    messages=(ChatMessage("user", "Which animal stands in the water on one leg? Answer in one word."),),
    shape=Probe,
    max_tokens=64,
)


class _Rejected(Exception):
    """The server does not take this form of a request."""


class OpenAiModel:
    """A server's model. Its batching serves many worker processes at once; each has a connection pool."""

    def __init__(self, config: EngineConfig) -> None:
        """Take the settings; nobody is called yet."""
        options = config.options
        self._url = options.llm_url
        self._key = options.llm_api_key
        self._named = options.llm_model
        self._found = ""
        self._forms: tuple[Form, ...] = ()
        self._client: OpenAI | None = None
        self.last_run: Run | None = None

    def describe(self) -> EngineInfo:
        """Return the identity; the model's name is known after the first contact where no setting names it."""
        return EngineInfo(
            capability=Capability.LLM,
            name=NAME,
            version=version("openai"),
            model=(self._named or self._found)[:200],
            device="remote",
        )

    def load(self) -> None:
        """Reach the server: find the model's name and how it is held to a schema. Raises `EngineError`."""
        self._meet(Deadline.after(_LOAD_S))

    def complete(self, completion: Completion, *, deadline: Deadline) -> str:
        """Return JSON text of the shape; see `ChatModel`."""
        deadline.check()
        self._meet(deadline)
        try:
            text = self._answer(completion, deadline)
        except EngineError as error:
            if error.code is ErrorCode.ENGINE_UNAVAILABLE and not error.retryable:
                # The server may have another model now.
                self._found, self._forms = "", ()
            raise
        if not _fits(completion.shape, text):
            raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True)
        return text

    def _meet(self, deadline: Deadline) -> None:
        """Do once what has to be known of a server before it is asked."""
        if not self._named and not self._found:
            self._found = call(self._first_model, deadline)
        if not self._forms:
            self._forms = self._kept_forms(deadline)

    def _kept_forms(self, deadline: Deadline) -> tuple[Form, ...]:
        """Return the form that the server keeps to, with those behind it that may do where it is rejected.

        Where it keeps to none, those that it takes; raises `EngineError` where it takes none.
        """
        taken: list[Form] = []
        failure = EngineError(ErrorCode.ENGINE_FAILED, retryable=False)
        for form in Form:
            try:
                text = self._asked(_PROBE, form, _PROBE.max_tokens, deadline, attempts=1)
            except _Rejected:
                continue
            except EngineError as error:
                # Some servers answer a form that they do not know as if they had failed.
                if error.code not in (ErrorCode.ENGINE_OUTPUT_INVALID, ErrorCode.ENGINE_FAILED):
                    raise
                failure = error
                continue
            if _fits(Probe, text):
                log.info("llm.server_keeps_to_schema", form=form.value)
                untried = list(Form)[list(Form).index(form) + 1 :]
                return (form, *untried)
            taken.append(form)
        if not taken:
            raise failure
        log.warning("llm.server_ignores_schemas")
        return tuple(taken)

    def _first_model(self, seconds: float) -> str:
        names = [model.id for model in self._pool().models.list(timeout=patience(seconds)).data]
        if not names:
            raise EngineError(ErrorCode.ENGINE_UNAVAILABLE, retryable=True)
        return names[0]

    def _answer(self, completion: Completion, deadline: Deadline) -> str:
        """Return the answer in the first form that the server takes for this shape.

        A request whose answer could grow beyond the context is rejected by some servers: each form is tried without a
        limit as well, since what comes back is bounded here.
        """
        for form in self._forms:
            for limit in (completion.max_tokens, None):
                try:
                    return self._asked(completion, form, limit, deadline)
                except _Rejected:
                    continue
        raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False)

    def _asked(
        self, completion: Completion, form: Form, limit: int | None, deadline: Deadline, *, attempts: int = ATTEMPTS
    ) -> str:
        fields = request_fields(form, completion.shape) | ({} if limit is None else {"max_tokens": limit})
        return call_stoppable(
            lambda seconds, stop: self._streamed(completion, fields, seconds, stop), deadline, attempts=attempts
        )

    def _streamed(self, completion: Completion, fields: dict[str, Any], seconds: float, stop: Stop) -> str:
        """Return the text of a streamed answer; the stream is closed when it is not wanted any more."""
        import openai

        started = time.monotonic()
        most = largest_bytes(completion.shape)
        text, finish, first_at, usage = "", None, 0.0, None
        # The client's overloads know literals only.
        create: Any = self._pool().chat.completions.create
        try:
            stream = create(
                model=self._named or self._found,
                messages=[{"role": message.role, "content": message.text} for message in completion.messages],
                temperature=completion.temperature,
                seed=completion.seed,
                stream=True,
                stream_options={"include_usage": True},
                timeout=patience(seconds),
                **fields,
            )
        except (openai.BadRequestError, openai.UnprocessableEntityError):
            raise _Rejected from None
        stop.when_set(partial(hang_up, stream.response))
        with stream:
            for chunk in stream:
                stop.check()
                usage = chunk.usage or usage
                for choice in chunk.choices[:1]:
                    if choice.delta.content:
                        first_at = first_at or time.monotonic()
                        text += choice.delta.content
                    finish = choice.finish_reason or finish
                if len(text) > most:
                    break
        if finish == _CUT or len(text) > most:
            raise EngineError(ErrorCode.ENGINE_OUTPUT_INVALID, retryable=True)
        if finish is None and not _fits(completion.shape, text):
            raise BrokenOff
        finished = time.monotonic()
        self.last_run = _run(usage, (first_at or finished) - started, finished - started)
        return text

    def _pool(self) -> "OpenAI":
        if self._client is None:
            self._client = connect(self._url, self._key.get_secret_value())
        return self._client


def _fits(shape: type[BaseModel], text: str) -> bool:
    try:
        shape.model_validate_json(text)
    except ValidationError:
        return False
    return True


def _run(usage: Any, first_token_s: float, total_s: float) -> Run:
    prompt = usage.prompt_tokens if usage else 0
    details = usage.prompt_tokens_details if usage else None
    return Run(
        prompt_tokens=prompt,
        evaluated_tokens=prompt - ((details.cached_tokens or 0) if details else 0),
        made_tokens=usage.completion_tokens if usage else 0,
        first_token_s=first_token_s,
        total_s=total_s,
    )
