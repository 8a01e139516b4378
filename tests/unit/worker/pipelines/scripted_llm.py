"""A language engine that answers from a script, right or wrong."""

from collections.abc import Callable
from typing import Any, cast

from ai_worker.engines.base import Deadline
from ai_worker.engines.llm.port import Request, ResultT
from interview_contracts.base import Message
from interview_contracts.engines import EngineInfo
from interview_contracts.vocabulary import Capability


class ScriptedLlm:
    """Gives to each request what `script` makes of it, and keeps the requests."""

    def __init__(self, script: Callable[[Any], Message]) -> None:
        self._script = script
        self.requests: list[Request[Any]] = []

    def describe(self) -> EngineInfo:
        return EngineInfo(capability=Capability.LLM, name="scripted", version="0")

    def prompt_version(self) -> str:
        return "scripted-0"

    def run(self, request: Request[ResultT], *, deadline: Deadline) -> ResultT:
        self.requests.append(request)
        return cast("ResultT", self._script(request))
