"""The language engine that asks a model: every request of the port becomes a prompt and a shape."""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.llm.port import (
    FollowUpRequest,
    PlanRequest,
    RateRequest,
    ReportRequest,
    Request,
    ResultT,
    StructureRequest,
)
from ai_worker.engines.llm.prompted import shapes
from ai_worker.engines.llm.prompted.asking import Asker
from ai_worker.engines.llm.prompted.chat_model import ChatModel
from ai_worker.engines.llm.prompted.tasks.follow_up import follow_up
from ai_worker.engines.llm.prompted.tasks.plan import plan
from ai_worker.engines.llm.prompted.tasks.rate import rate
from ai_worker.engines.llm.prompted.tasks.report import report
from ai_worker.engines.llm.prompted.tasks.structure import structure
from ai_worker.prompts import loader
from interview_contracts.engines import EngineInfo
from interview_contracts.errors import ErrorCode

_HANDLERS: Final[Mapping[type[Request[Any]], Callable[[Any, Asker], Any]]] = {
    StructureRequest: structure,
    PlanRequest: plan,
    FollowUpRequest: follow_up,
    RateRequest: rate,
    ReportRequest: report,
}
_PROMPTS: Final = ("structure_resume", "interview", "plan_questions", "follow_up", "rate_answer", "write_report")


class PromptedEngine:
    """A language engine over any `ChatModel`. It keeps nothing between requests; the model may."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    def describe(self) -> EngineInfo:
        """Return the identity of the model."""
        return self._model.describe()

    def load(self) -> None:
        """Bring the model into memory or reach its server. Raises `EngineError`."""
        self._model.load()

    def stuck_s(self) -> float:
        """Return for how many seconds the model's work goes on that was told to end; 0.0 where none does."""
        stuck_s: Callable[[], float] = getattr(self._model, "stuck_s", lambda: 0.0)
        return stuck_s()

    def prompt_version(self) -> str:
        """Return the versions of the prompt files in the order of a candidate's way, of the shapes, and a checksum."""
        versions = ".".join(str(loader.version_of(name)) for name in _PROMPTS)
        return f"prompts-{versions} shapes-{shapes.VERSION} {loader.digest()}"

    def run(self, request: Request[ResultT], *, deadline: Deadline) -> ResultT:
        """Do the work of a request; see the port."""
        handler = _HANDLERS.get(type(request))
        if handler is None:
            raise EngineError(ErrorCode.ENGINE_FAILED, retryable=False)
        deadline.check()
        result = cast("ResultT", handler(request, Asker(self._model, deadline)))
        deadline.check()
        return result
