"""The core as far as it embeds passages, with workers that are scripted and a present moment that tests move on."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import select

from backend_core.engines.service import record_engines
from backend_core.models import Passage
from backend_core.models.vocabulary import PassageSource
from backend_core.persistence import Sessions, unit_of_work
from backend_core.relay.outbox import Outlets, publish_batch
from backend_core.retrieval import renewal
from backend_core.tasks.results import take_in
from interview_contracts.engines import EngineInfo, EngineStatus
from interview_contracts.envelopes import TaskEnvelope
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.payloads.embeddings import EmbedPayload, vector_space
from interview_contracts.queues import Queue
from interview_contracts.reports import EnginesReport, Failure, Report, Success, TaskReport
from interview_contracts.vocabulary import Capability, EngineQuality, Language
from tests.support.core import Rows
from tests.support.hashing import embed

REFUSED = TaskError(code=ErrorCode.ENGINE_UNAVAILABLE, retryable=True)


@dataclass(frozen=True)
class Delivery:
    name: str
    priority: int
    envelope: TaskEnvelope

    @property
    def payload(self) -> EmbedPayload:
        return EmbedPayload.model_validate(self.envelope.payload)


@dataclass
class Deployment:
    """The core with its relay and results consumer, step by step, and workers that are scripted."""

    sessions: Sessions
    rows: Rows
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    queue: list[Delivery] = field(default_factory=list)
    done: list[Delivery] = field(default_factory=list)

    async def send(self, *, name: str, queue: Queue, priority: int, envelope: TaskEnvelope) -> None:
        """Take what the relay sends."""
        assert queue is Queue.CPU_BATCH
        self.queue.append(Delivery(name, priority, envelope))

    def close(self) -> None:
        """Nothing to close."""

    async def take(self, body: TaskReport | EnginesReport) -> None:
        async with unit_of_work(self.sessions) as session:
            await take_in(session, Report(body=body))
        await self.publish()

    async def publish(self) -> None:
        outlets = Outlets(sessions=self.sessions, redis=cast("Any", None), sender=self, uploads=Path())
        while await publish_batch(outlets):
            pass

    async def hear(
        self, worker: str, model: str, *, quality: EngineQuality = EngineQuality.PRODUCTION, available: bool = True
    ) -> None:
        """A worker reports its embeddings engine at the present moment of these tests."""
        report = self.report(worker, model, quality=quality, available=available)
        async with unit_of_work(self.sessions) as session:
            await renewal_report(session, report, now=self.now)
        await self.publish()

    def report(
        self, worker: str, model: str, *, quality: EngineQuality = EngineQuality.PRODUCTION, available: bool = True
    ) -> EnginesReport:
        info = EngineInfo(capability=Capability.EMBEDDINGS, name="engine", version="1", model=model, quality=quality)
        status = EngineStatus(engine=info, languages=tuple(Language), available=available)
        return EnginesReport(worker=worker, engines=(status,), at=self.now)

    async def settle(self, *workers: tuple[str, str], minutes: int = 6) -> None:
        """Let minutes pass in which these workers (name, model) report often enough to count as live."""
        step = 1 if minutes < 15 else 2
        for _ in range(0, minutes, step):
            self.now += timedelta(minutes=step)
            for worker, model in workers:
                await self.hear(worker, model)

    async def answer(self, delivery: Delivery, model: str, *, error: TaskError | None = None) -> None:
        """A worker that makes vectors of this model's space does a task."""
        self.queue.remove(delivery)
        self.done.append(delivery)
        space = space_of(model)
        if error is None and delivery.payload.space not in {"", space}:
            error = REFUSED
        result = embed(delivery.payload, model=space).model_dump(mode="json")
        moment = datetime.now(UTC)
        envelope = delivery.envelope
        await self.take(
            TaskReport(
                task_id=envelope.task_id,
                key=envelope.key,
                name=delivery.name,
                attempt=envelope.attempt,
                outcome=Failure(error=error) if error else Success(result=result),
                sent_at=envelope.sent_at,
                started_at=moment,
                finished_at=moment,
            )
        )

    async def work_off(self, model: str) -> int:
        """One worker does everything; returns the number of tasks."""
        count = 0
        await self.publish()
        while self.queue:
            await self.answer(self.queue[0], model)
            count += 1
        return count

    async def models(self, *, resumes: bool | None = None) -> set[str | None]:
        """Return the spaces in which passages are stored now."""
        statement = select(Passage.model).distinct()
        if resumes is not None:
            statement = statement.where((Passage.source == PassageSource.RESUME) == resumes)
        async with self.sessions() as session:
            return set(await session.scalars(statement))


async def renewal_report(session: Any, report: EnginesReport, *, now: datetime) -> None:
    """Take a report in as the results consumer does, at another moment."""
    await record_engines(session, report)
    await renewal.follow_engines(session, report, now=now)


def space_of(model: str) -> str:
    return vector_space("engine", model)
