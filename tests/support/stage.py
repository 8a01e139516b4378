"""An interview on a stage: the API, the relay's steps and scripted workers, driven step by step without a clock."""

import asyncio
import base64
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from redis.asyncio import Redis
from sqlalchemy import select

from backend_core.interviews.timers import timer_key
from backend_core.models import (
    BankQuestion,
    Company,
    Competency,
    Consent,
    EngineStatus,
    Interview,
    Job,
    MediaSession,
    Timer,
    UserAccount,
)
from backend_core.persistence import unit_of_work
from backend_core.relay.epoch import check_epoch
from backend_core.relay.leases import renew_expired
from backend_core.relay.outbox import Outlets, publish_batch
from backend_core.relay.timers import fire_due
from backend_core.tasks.broker import CelerySender, create_celery, straight_queue
from backend_core.tasks.consumer import take_with_patience
from backend_core.tasks.results import take_in
from interview_contracts.base import Message
from interview_contracts.engines import EngineFailure, EngineInfo
from interview_contracts.envelopes import TaskEnvelope
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.events import STREAM_FIELD, stream_key
from interview_contracts.queues import CORE_QUEUES, PRIORITY_STEPS, Queue
from interview_contracts.registry import BY_NAME, CORE_RECORD_RESULT
from interview_contracts.reports import Failure, Report, Success, TaskProgress, TaskReport
from interview_contracts.routing import report_route
from interview_contracts.vocabulary import Capability, ConsentPurpose, EngineQuality, Language, Section
from tests.support import scripts
from tests.support.core import Api

WORKER_QUEUES = tuple(queue for queue in Queue if queue not in CORE_QUEUES)
ENGINE = EngineInfo(capability=Capability.LLM, name="scripted", version="1")
SECTIONS = (Section.INTRODUCTION, Section.EXPERIENCE, Section.PROBLEM_SOLVING, Section.CLOSING)

Script = Callable[[Any], Message | TaskError | None]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that a worker took from its queue."""

    name: str
    envelope: TaskEnvelope

    def report(self, outcome: Message | TaskError, *, passed_over: tuple[EngineFailure, ...] = ()) -> Report:
        """Return the worker's report with this outcome."""
        now = datetime.now(UTC)
        return Report(
            body=TaskReport(
                task_id=self.envelope.task_id,
                key=self.envelope.key,
                name=self.name,
                attempt=self.envelope.attempt,
                correlation_id=self.envelope.correlation_id,
                outcome=Failure(error=outcome)
                if isinstance(outcome, TaskError)
                else Success(result=outcome.model_dump(mode="json")),
                engine=ENGINE,
                passed_over=passed_over,
                sent_at=self.envelope.sent_at,
                started_at=now,
                finished_at=now,
            )
        )

    def progress(self) -> Report:
        """Return what a worker's parent process tells while the task is worked on."""
        envelope = self.envelope
        return Report(
            body=TaskProgress(
                task_id=envelope.task_id,
                key=envelope.key,
                name=self.name,
                attempt=envelope.attempt,
            )
        )


@dataclass
class Stage:
    """One interview, its candidate, and everything behind the API."""

    api: Api
    outlets: Outlets
    interview: Interview
    job: Job
    candidate: httpx.AsyncClient
    scripts: dict[str, Script] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    """Everything that workers have taken, in order."""

    @property
    def redis(self) -> Redis:
        return self.outlets.redis

    @property
    def path(self) -> str:
        return f"/api/v1/interviews/{self.interview.id}"

    async def post(self, path: str, body: dict[str, Any] | None = None, *, status: int | None = None) -> dict[str, Any]:
        """Post a command of the candidate and return its answer."""
        answer = await self.candidate.post(f"{self.path}{path}", json=body)
        assert answer.status_code in ({200, 202} if status is None else {status}), answer.text
        return dict(answer.json())

    async def snapshot(self) -> dict[str, Any]:
        answer = await self.candidate.get(self.path)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def chunk(self, turn: str, part: int, seq: int, content: bytes, **headers: str) -> httpx.Response:
        """Upload a chunk of the recording."""
        return await self.candidate.put(
            f"{self.path}/turns/{turn}/chunks/{part}/{seq}",
            content=content,
            headers={
                "Content-Type": "video/webm",
                "X-Content-SHA256": hashlib.sha256(content).hexdigest(),
                **headers,
            },
        )

    async def publish(self) -> None:
        """Publish the outbox until it is empty."""
        while await publish_batch(self.outlets):
            pass

    async def deliver(self, *names: str) -> list[Delivery]:
        """Let workers take what waits for them (only tasks of these names, if any are given)."""
        taken = []
        for queue in WORKER_QUEUES:
            for step in PRIORITY_STEPS:
                key = queue.value if step == 0 else f"{queue.value}\x06\x16{step}"
                waiting = [_decode(item) for item in reversed(await self.redis.lrange(key, 0, -1))]
                await self.redis.delete(key)
                taken += [delivery for delivery in waiting if not names or delivery.name in names]
        self.deliveries += taken
        return taken

    async def waiting(self) -> list[Delivery]:
        """Return what waits for workers without taking it."""
        keys = [
            queue.value if step == 0 else f"{queue.value}\x06\x16{step}"
            for queue in WORKER_QUEUES
            for step in PRIORITY_STEPS
        ]
        return [_decode(item) for key in keys for item in await self.redis.lrange(key, 0, -1)]

    async def report(self, report: Report) -> None:
        """Let a report arrive."""
        await take_with_patience(self.outlets.sessions, report, patience_s=0)

    async def send_report(self, report: Report) -> None:
        """Put a report into the queue of the results consumer, as workers do."""
        route = report_route(report)

        def publish() -> None:
            app = create_celery(self.api.resources.settings.redis_url)
            app.send_task(
                CORE_RECORD_RESULT.name,
                kwargs={"envelope": report.model_dump(mode="json")},
                queue=straight_queue(route.queue),
                priority=route.priority,
                declare=[],
            )
            app.close()

        await asyncio.to_thread(publish)

    async def work(self) -> int:
        """Let workers do what waits for them as their scripts say; returns how many tasks that were."""
        taken = await self.deliver()
        for delivery in taken:
            payload = BY_NAME[delivery.name].payload.model_validate(delivery.envelope.payload)
            outcome = self.scripts[delivery.name](payload)
            if outcome is not None:
                await self.report(delivery.report(outcome))
        return len(taken)

    async def settle(self) -> None:
        """Publish and work until nothing moves any more."""
        await self.publish()
        while await self.work():
            await self.publish()

    async def wait(self, seconds: float) -> int:
        """Fire the timers that are due within this time, as if it had passed."""
        fired = await fire_due(self.outlets.sessions, ahead=timedelta(seconds=seconds))
        await self.publish()
        return fired

    async def lose_leases(self, seconds: float = 3600) -> int:
        """Look after tasks of which nothing was heard for this long."""
        changed = await renew_expired(self.outlets, ahead=timedelta(seconds=seconds))
        await self.publish()
        return changed

    async def notice_wipe(self) -> bool:
        """Let the relay look whether Redis has lost its memory."""
        found = await check_epoch(self.outlets)
        await self.publish()
        return found

    async def events(self) -> list[dict[str, Any]]:
        """Return everything in the interview's stream."""
        entries: Any = await self.redis.xrange(stream_key(self.interview.id))
        return [json.loads(fields[STREAM_FIELD]) for _, fields in entries]

    async def event_types(self) -> list[str]:
        return [event["type"] for event in await self.events()]

    async def connect_media(self, key: str = "session-1") -> None:
        """Let a live connection with sound stand."""
        await self.api.rows.save(
            MediaSession(
                interview_id=self.interview.id, key=key, audio=True, video=True, connected_at=datetime.now(UTC)
            )
        )

    async def offer_engine(self, capability: Capability, *languages: Language) -> None:
        """Let a worker process have reported an engine."""
        await self.api.rows.save(
            EngineStatus(
                worker=f"worker-{capability}",
                capability=capability,
                name="scripted",
                version="1",
                quality=EngineQuality.DEMO,
                languages=[language.value for language in languages],
                available=True,
                reported_at=datetime.now(UTC),
            )
        )

    async def timer(self, kind: str, turn_id: str | None = None) -> Timer | None:
        """Return a timer of the interview."""
        key = timer_key(kind, self.interview.id, None if turn_id is None else UUID(turn_id))
        async with self.outlets.sessions() as session:
            timer: Timer | None = await session.scalar(select(Timer).where(Timer.key == key))
        return timer

    async def row(self) -> Interview:
        """Return the interview's row as it is now."""
        async with self.outlets.sessions() as session:
            return await session.get_one(Interview, self.interview.id)

    async def recruiter(self) -> UserAccount:
        """Return an account of the company's staff."""
        async with self.outlets.sessions() as session:
            company = await session.get_one(Company, self.interview.company_id)
        return await self.api.rows.staff(company)

    async def prepare(self) -> None:
        """Go to the state `ready`."""
        await self.post("/prepare", {"language": self.interview.language.value})
        await self.settle()
        assert (await self.snapshot())["state"] == "ready"

    async def start(self) -> dict[str, Any]:
        """Go to the first question and return its turn."""
        await self.prepare()
        await self.post("/start")
        await self.settle()
        return await self.turn()

    async def turn(self) -> dict[str, Any]:
        """Return the newest turn."""
        turn: dict[str, Any] | None = (await self.snapshot())["turn"]
        assert turn is not None
        return turn

    async def open(self) -> str:
        """Open the answer to the question on the screen and return the turn's id."""
        turn = str((await self.turn())["id"])
        await self.post(f"/turns/{turn}/open")
        return turn

    async def type(self, text: str) -> str:
        """Answer the question on the screen by typing; returns the turn's id."""
        turn = await self.open()
        await self.post(f"/turns/{turn}/end", {"mode": "typed", "text": text})
        return turn


def _decode(raw: Any) -> Delivery:
    message = json.loads(raw)
    _, kwargs, _ = json.loads(base64.b64decode(message["body"]))
    return Delivery(message["headers"]["task"], TaskEnvelope.model_validate(kwargs["envelope"]))


async def consent(api: Api, interview: Interview, *purposes: ConsentPurpose, granted: bool = True) -> None:
    """Let the candidate have agreed to these purposes, or refused them."""
    for purpose in purposes:
        await api.rows.save(
            Consent(
                company_id=interview.company_id,
                interview_id=interview.id,
                candidate_id=interview.candidate_id,
                purpose=purpose,
                granted=granted,
                notice_version="test",
                text_sha256="0" * 64,
                language=interview.language,
                decided_at=datetime.now(UTC),
            )
        )


async def four_questions(api: Api, job: Job) -> None:
    """Give a job a question of an opening, two of its competency, and a closing."""
    async with unit_of_work(api.resources.sessions) as session:
        competency = (await session.scalars(select(Competency).where(Competency.job_id == job.id))).one()
        for question in await session.scalars(select(BankQuestion).where(BankQuestion.job_id == job.id)):
            await session.delete(question)
        await session.flush()
        for position, section in enumerate(SECTIONS):
            scored = section in {Section.EXPERIENCE, Section.PROBLEM_SOLVING}
            session.add(
                BankQuestion(
                    company_id=job.company_id,
                    job_id=job.id,
                    competency_id=competency.id if scored else None,
                    key=section.value,
                    version=1,
                    position=position,
                    section=section,
                    scored=scored,
                    text_ko=f"{position + 1}번 질문입니다. ({section.value})",
                    text_en=f"Question {position + 1} about {section.value}?",
                )
            )


@asynccontextmanager
async def on_stage(api: Api, *, language: Language = Language.EN, **job: Any) -> AsyncIterator[Stage]:
    """Set an interview of a job with four questions on stage; its candidate has consented and gives no résumé."""
    company = await api.rows.company()
    row = await api.rows.job(company, **job)
    await four_questions(api, row)
    person = await api.rows.person()
    interview = await api.rows.interview(row, person, language=language)
    await consent(api, interview, ConsentPurpose.AI_INTERVIEW, ConsentPurpose.RECORDING)
    sender = CelerySender(create_celery(api.resources.settings.redis_url))
    outlets = Outlets(
        sessions=api.resources.sessions,
        redis=api.resources.redis,
        sender=sender,
        uploads=api.resources.settings.uploads_dir,
    )
    await check_epoch(outlets)
    client = await api.client_of(person)
    try:
        yield Stage(api, outlets, interview, row, client, dict(scripts.DEFAULT))
    finally:
        await client.aclose()
        sender.close()


__all__ = ["ErrorCode", "Stage", "TaskError", "on_stage", "take_in"]
