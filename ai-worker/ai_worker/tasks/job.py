"""What a task of this worker is made of: its declaration, its handler, and the tools that handlers use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ai_worker.engines.base import Deadline
from ai_worker.engines.registry import Engines
from ai_worker.errors import WorkError
from ai_worker.files import Uploads
from ai_worker.pool.crashes import Crashes
from ai_worker.tasks.use import Made, Work, use
from interview_contracts.base import Message
from interview_contracts.errors import ErrorCode
from interview_contracts.spec import TaskSpec
from interview_contracts.vocabulary import Capability

PayloadT = TypeVar("PayloadT", bound=Message)
ResultT = TypeVar("ResultT", bound=Message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolbox:
    """What handlers may use. Engines are made on first use, so a process holds only those of its queue.

    `crashes` tells of tasks in whose work a process of this worker died.
    """

    uploads: Uploads
    engines: Engines
    crashes: Crashes = field(default_factory=Crashes)

    def use(
        self, capability: Capability, work: Work[ResultT], *, deadline: Deadline, spare: bool = False
    ) -> Made[ResultT]:
        """Do the work with this process's engines; see `tasks.use.use`."""
        return use(self.engines, capability, work, deadline=deadline, spare=spare)


def _nothing(_: object, __: Toolbox) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Generic[PayloadT, ResultT]):
    """One task: `handle` does it, `discard` tidies up after a task that is dropped unread because it came too late.

    `capabilities` are those whose engines the handler may use; the process reports and warms up exactly these.
    """

    spec: TaskSpec[PayloadT, ResultT]
    handle: Callable[[PayloadT, Toolbox, Deadline], Made[ResultT]]
    discard: Callable[[PayloadT, Toolbox], None] = _nothing
    capabilities: tuple[Capability, ...] = ()


def unavailable(spec: TaskSpec[PayloadT, ResultT], *, capability: Capability | None = None) -> Job[PayloadT, ResultT]:
    """Return the job of a task that this deployment cannot do: it always answers CAPABILITY_UNAVAILABLE.

    With `capability`, the process also reports that it has no engine for it.
    """

    def handle(_: PayloadT, __: Toolbox, ___: Deadline) -> Made[ResultT]:
        raise WorkError(ErrorCode.CAPABILITY_UNAVAILABLE)

    return Job(spec=spec, handle=handle, capabilities=(capability,) if capability else ())
