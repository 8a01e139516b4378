"""The `rules` engine: the port's requests, each handed to the subpackage that does its work."""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from ai_worker.engines.base import Deadline, EngineConfig, EngineError
from ai_worker.engines.llm.port import (
    FollowUpRequest,
    LlmEngine,
    PlanRequest,
    RateRequest,
    ReportRequest,
    Request,
    ResultT,
    StructureRequest,
)
from ai_worker.engines.llm.rules.follow_up.choose import choose
from ai_worker.engines.llm.rules.planning.draft import draft
from ai_worker.engines.llm.rules.rating.rate import rate
from ai_worker.engines.llm.rules.report.write import write
from ai_worker.engines.llm.rules.resume.read import read
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability, EngineQuality

VERSION: Final = "1"
"""Grows with every change that can change a result."""

_HANDLERS: Final[Mapping[type[Request[Any]], Callable[[Any], Any]]] = {
    PlanRequest: draft,
    FollowUpRequest: choose,
    StructureRequest: read,
    RateRequest: rate,
    ReportRequest: write,
}


class RulesEngine:
    """Deterministic interviewer without a model. It is stateless and takes milliseconds."""

    def describe(self) -> EngineInfo:
        """Return the identity of this engine."""
        return EngineInfo(capability=Capability.LLM, name="rules", version=VERSION, quality=EngineQuality.BASIC)

    def prompt_version(self) -> str:
        """Return the version of the rules."""
        return f"rules-{VERSION}"

    def run(self, request: Request[ResultT], *, deadline: Deadline) -> ResultT:
        """Do the work of a request; see the port."""
        handler = _HANDLERS.get(type(request))
        if handler is None:
            raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False)
        deadline.check()
        result = cast("ResultT", handler(request))
        deadline.check()
        return result


def create(_: EngineConfig) -> LlmEngine:
    """Build the engine; it needs no files."""
    return RulesEngine()
