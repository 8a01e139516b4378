"""What the doctor finds, as data."""

from pydantic import Field

from interview_contracts.base import Message
from interview_contracts.engines import EngineStatus
from interview_contracts.errors import ErrorCode
from interview_contracts.vocabulary import Capability


class Probe(Message):
    """A small real request: how long it took and what came of it, or with which code it failed."""

    latency_ms: int | None = None
    outcome: str = Field(default="", description="In one English phrase; nothing that an engine said")
    error: ErrorCode | None = None


class Finding(Message):
    """One capability. `problem` is "" where everything is as it should be with what is installed and configured."""

    capability: Capability
    choice: str = Field(description="The setting: auto or an engine's name")
    status: EngineStatus
    probe: Probe | None = None
    files: str = Field(default="", description="State of the model files")
    problem: str = ""


class Machine(Message):
    """The machine, as far as models care."""

    cores: int
    memory_mb: int
    gpus: tuple[str, ...] = ()
    models_dir: str


class Report(Message):
    """Everything that was found."""

    machine: Machine
    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Tell whether no capability has a problem."""
        return not any(finding.problem for finding in self.findings)
