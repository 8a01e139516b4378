"""A whole interview, with errors on the way, and nothing of a person in any line that the core or a worker logs."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ai_worker.engines.base import EngineConfig, EngineEntry
from ai_worker.engines.registry import Engines
from ai_worker.files import Uploads
from ai_worker.settings import WorkerSettings
from ai_worker.tasks.gpu import JOBS
from ai_worker.tasks.job import Toolbox
from ai_worker.tasks.runner import run
from backend_core.tasks import consumer
from interview_contracts.engines import EngineInfo
from interview_contracts.registry import INTERVIEW_FOLLOW_UP, INTERVIEW_PLAN
from interview_contracts.reports import Report
from interview_contracts.vocabulary import Capability
from tests.support import scripts
from tests.support.core import PASSWORD, Api, core_settings, running_api
from tests.support.stage import Stage, on_stage

pytestmark = pytest.mark.integration

NAME, EMAIL = "제갈하늘누리", "secret-person@test.example"
ANSWER = "I rebuilt the zebrafish pipeline in Hwaseong and was paid too little."


class Lines(logging.Handler):
    """Keeps every line as the process would print it."""

    def __init__(self, formatter: logging.Formatter | None) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Everything that is logged after the application has set its logging up, with details of all libraries."""
    root = logging.getLogger()
    kept = Lines(root.handlers[0].formatter if root.handlers else None)
    level = root.level
    yield kept
    root.removeHandler(kept)
    root.setLevel(level)


def watch(kept: Lines) -> None:
    root = logging.getLogger()
    kept.setFormatter(root.handlers[0].formatter)
    root.addHandler(kept)


def _broken(_: Capability) -> dict[str, EngineEntry[Any]]:
    """An engine that fails with what it was given as the text of the error."""

    def anything(*values: Any, **_: Any) -> Any:
        raise ValueError(f"{NAME} {EMAIL} {ANSWER} {values}")

    def create(_: EngineConfig) -> Any:
        info = EngineInfo(capability=Capability.LLM, name="broken", version="1")
        return SimpleNamespace(describe=lambda: info, run=anything, synthesize=anything)

    return {"broken": EngineEntry(create=create)}


async def invited(api: Api, stage: Stage) -> tuple[str, str]:
    """Invite and register the person; return invitation token and access token."""
    async with await api.client_of(await stage.recruiter()) as recruiter:
        wanted = {"candidate_name": NAME, "candidate_email": EMAIL, "language": "en"}
        deadline = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        made = await recruiter.post(f"/api/v1/jobs/{stage.job.id}/invitations", json={**wanted, "expires_at": deadline})
        assert made.status_code == 201, made.text
        token = made.json()["link"].partition("#")[2]
        for words in (NAME, EMAIL, "a\x00" + NAME):
            await recruiter.get("/api/v1/candidates", params={"q": words})
        await recruiter.post(f"/api/v1/jobs/{stage.job.id}/invitations", json={**wanted, "expires_at": "soon"})
    async with api.client() as client:
        wrong = {"email": EMAIL, "password": PASSWORD}
        await client.post("/api/v1/auth/login", json=wrong)
        await client.post("/api/v1/auth/invitations/lookup", json={"token": token})
        body = {"token": token, "name": NAME, "email": EMAIL, "password": "zebrafish phrase 77", "locale": "ko"}
        registered = await client.post("/api/v1/auth/invitations/register", json=body)
        assert registered.status_code == 201, registered.text
        await client.post("/api/v1/auth/invitations/register", json=body)
        await client.get(f"/api/v1/recordings/{token}")
    return token, str(registered.json()["access_token"])


async def test_no_line_holds_anything_of_a_person(
    database_url: str, redis_url: str, tmp_path: Path, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = core_settings(database_url, redis_url, tmp_path, log_level="INFO")
    toolbox = Toolbox(uploads=Uploads(tmp_path), engines=Engines(WorkerSettings(), table=_broken))
    async with running_api(settings) as api, on_stage(api) as stage:
        watch(lines)
        token, access = await invited(api, stage)
        monkeypatch.setitem(stage.scripts, INTERVIEW_PLAN.name, scripts.plan)
        await stage.start()
        while (await stage.snapshot())["state"] == "asking":
            turn = await stage.open()
            await stage.post(f"/turns/{turn}/end", {"mode": "typed", "text": ANSWER})
            await stage.candidate.post(f"{stage.path}/turns/{turn}/end", json={"mode": ANSWER, "text": ANSWER})
            await stage.settle()
        jobs = {job.spec.name: job for job in JOBS}
        tried = 0
        for delivery in stage.deliveries:
            if delivery.name not in jobs:
                continue
            envelope = delivery.envelope.model_dump(mode="json")
            report = run(jobs[delivery.name], envelope, toolbox)
            assert report is not None
            tried += report.outcome.status == "failure"
            await stage.report(Report(body=report))
            run(jobs[delivery.name], {**envelope, "payload": {"answer": ANSWER, "name": NAME}}, toolbox)
            run(jobs[delivery.name], {"answer": ANSWER}, toolbox)
        assert tried > 0
        monkeypatch.setattr(consumer, "get_settings", lambda: settings)
        consumer.record_result({"body": {"kind": "task", "answer": ANSWER, "name": NAME}})
        try:
            raise ValueError(f"{NAME} said {ANSWER}")
        except ValueError:
            logging.getLogger("celery.app.trace").exception("Task %s raised: %s", "core.record_result", ANSWER)
        async with api.client(access) as candidate:
            await candidate.get("/api/v1/me/interviews", params={"name": NAME})
    printed = "\n".join(lines.lines)
    assert len(lines.lines) > 30
    assert INTERVIEW_FOLLOW_UP.name in printed
    for private in (NAME, EMAIL, "zebrafish", "Hwaseong", token, access, access.split(".")[2], PASSWORD):
        found = [line for line in lines.lines if private in line]
        assert found == [], private
    assert '"error_type": "ValueError"' in printed
