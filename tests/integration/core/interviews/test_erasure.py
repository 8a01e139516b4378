"""Erasing interviews: no word stays anywhere, the pseudonymous ledger does, and everybody may do only their part."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from backend_core.models import (
    AuditEntry,
    Candidate,
    Consent,
    Decision,
    Evaluation,
    Interview,
    Invitation,
    Report,
    UserAccount,
)
from backend_core.models.base import Base
from backend_core.models.vocabulary import InvitationState
from backend_core.relay.tidying import keep_time, tidy
from backend_core.retention import service
from backend_core.retention.files import FOLDERS
from interview_contracts.events import stream_key
from interview_contracts.registry import BY_NAME
from interview_contracts.vocabulary import Language
from tests.support.core import PASSWORD
from tests.support.stage import Stage

pytestmark = pytest.mark.integration

SECRET = "zxq-schreibmaschine"
"""A word that only the candidate and the recruiter use."""


async def lines(stage: Stage) -> str:
    """Return all rows of all tables as text."""
    found: list[str] = []
    async with stage.outlets.sessions() as session:
        for table in Base.metadata.tables:
            found += [f"{table}: {row}" for row in await session.scalars(text(f'SELECT t::text FROM "{table}" t'))]
    return "\n".join(found)


async def person(stage: Stage) -> UserAccount:
    async with stage.outlets.sessions() as session:
        statement = select(UserAccount).join(Candidate).where(Candidate.id == stage.interview.candidate_id)
        return (await session.scalars(statement)).one()


def lay_files(stage: Stage) -> list[Path]:
    """Let files of the interview lie in every folder that may hold some."""
    files = [stage.outlets.uploads / folder / str(stage.interview.id) / "deep" / "file" for folder in FOLDERS]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"secret")
    return files


async def finish(stage: Stage) -> None:
    """Answer everything, have it evaluated, and decide."""
    await stage.start()
    for _ in range(12):
        if (await stage.snapshot())["turn"] is None:
            break
        await stage.type(f"I built {SECRET} with my team and measured it.")
        await stage.settle()
        await stage.wait(10)
        await stage.settle()
    assert (await stage.snapshot())["state"] == "reported"
    async with await stage.api.client_of(await stage.recruiter()) as recruiter:
        body = {"outcome": "advance", "reason": f"The {SECRET} was convincing."}
        assert (await recruiter.post(f"{stage.path}/decision", json=body)).status_code == 201


async def age(stage: Stage, days: float) -> None:
    """Let the decision and the end of the interview lie this far back."""
    then = datetime.now(UTC) - timedelta(days=days)
    async with stage.outlets.sessions() as session, session.begin():
        own = Interview.id == stage.interview.id
        await session.execute(update(Interview).where(own).values(ended_at=then, expires_at=then, created_at=then))
        await session.execute(
            update(Decision).where(Decision.interview_id == stage.interview.id).values(decided_at=then)
        )


async def audited(stage: Stage) -> list[Any]:
    async with stage.outlets.sessions() as session:
        statement = select(AuditEntry).where(AuditEntry.action == "interview.erased").order_by(AuditEntry.number)
        return [entry.detail for entry in await session.scalars(statement)]


async def test_what_is_overdue_is_erased_without_a_trace_of_the_person(stage: Stage) -> None:
    await finish(stage)
    account = await person(stage)
    files = lay_files(stage)
    await age(stage, 179)
    await keep_time(stage.outlets)
    assert SECRET in await lines(stage)
    assert files[0].exists()

    await age(stage, 181)
    assert not await keep_time(stage.outlets), "there was one"
    everything = await lines(stage)
    assert SECRET not in everything
    assert account.email not in everything
    assert account.name not in everything
    assert not any(file.parent.parent.exists() for file in files)
    assert await stage.redis.exists(stream_key(stage.interview.id)) == 0
    assert await audited(stage) == [{"reason": "overdue", "content": True, "person": True}]

    await keep_time(stage.outlets)
    assert len(await audited(stage)) == 1, "erasing again does nothing"


async def test_levels_outcomes_and_consents_stay(stage: Stage) -> None:
    await finish(stage)
    await age(stage, 200)
    await keep_time(stage.outlets)
    async with stage.outlets.sessions() as session:
        levels = (await session.scalars(select(Evaluation.level))).all()
        report = (await session.scalars(select(Report))).one()
        decision = (await session.scalars(select(Decision))).one()
        consents = (await session.scalars(select(Consent))).all()
    assert any(levels)
    assert (report.summary, report.strengths, report.improvements) == ("", (), ())
    assert report.dimensions
    assert (decision.outcome.value, decision.reason) == ("advance", "—")
    assert len(consents) == 2


async def test_what_is_erased_cannot_be_read_or_decided_on(stage: Stage) -> None:
    await finish(stage)
    async with await stage.api.client_of(await stage.recruiter()) as recruiter:
        erased = await recruiter.post(f"{stage.path}/erase", json={"reason": "candidate_request"})
        assert erased.status_code == 200, erased.text
        assert (await recruiter.post(f"{stage.path}/erase", json={"reason": "not_needed"})).json() == erased.json()
        report = await recruiter.get(f"{stage.path}/report", headers={"Accept-Language": "ko"})
        assert (report.status_code, report.json()["code"]) == (410, "interview_erased")
        assert report.json()["title"] == "삭제된 면접입니다"
        decided = await recruiter.post(f"{stage.path}/decision", json={"outcome": "hold", "reason": "second look"})
        assert (decided.status_code, decided.json()["code"]) == (410, "interview_erased")
        assert (await recruiter.get(f"{stage.path}/live")).json()["turns"] == []
        assert (await recruiter.post(f"{stage.path}/recording-links")).json() == []
        board = (await recruiter.get("/api/v1/candidates")).json()
        assert [row["candidate_name"] for row in board["items"]] == ["—"]
    assert await audited(stage) == [{"reason": "candidate_request", "content": True, "person": True}]


async def test_nobody_logs_in_to_an_erased_account(stage: Stage) -> None:
    account = await person(stage)
    await stage.start()
    await stage.post("/withdraw")
    async with await stage.api.client_of(await stage.recruiter()) as recruiter:
        assert (await recruiter.post(f"{stage.path}/erase", json={"reason": "candidate_request"})).status_code == 200
    assert (await stage.candidate.get(stage.path)).status_code == 401, "the open session ended too"
    async with stage.api.client() as client:
        for email in (account.email, (await person(stage)).email):
            answer = await client.post("/api/v1/auth/login", json={"email": email, "password": PASSWORD})
            assert answer.status_code in {401, 422}


async def test_staff_erases_nothing_under_the_hands_of_a_candidate(stage: Stage) -> None:
    await stage.start()
    async with await stage.api.client_of(await stage.recruiter()) as recruiter:
        refused = await recruiter.post(f"{stage.path}/erase", json={"reason": "not_needed"})
        assert (refused.status_code, refused.json()["code"]) == (409, "interview_live")
        words = await recruiter.post(f"{stage.path}/erase", json={"reason": "she asked me to"})
        assert words.status_code == 422, "free text could name people in the audit log"
    assert (await stage.candidate.post(f"{stage.path}/erase", json={"reason": "not_needed"})).status_code == 403


async def test_withdrawing_erases_the_words_at_once_and_leaves_the_name(stage: Stage) -> None:
    await stage.start()
    await stage.type(f"I built {SECRET}.")
    files = lay_files(stage)
    assert (await stage.post("/withdraw"))["state"] == "withdrawn"
    assert SECRET not in await lines(stage)
    assert (await stage.snapshot())["state"] == "withdrawn", "the candidate still sees where it stands"
    await stage.publish()
    assert (await stage.events())[-1]["state"] == "withdrawn"
    await tidy(stage.outlets)
    assert not any(file.parent.parent.exists() for file in files)
    assert (await person(stage)).name != "—"
    assert await audited(stage) == [{"reason": "withdrawn", "content": True, "person": False}]

    await age(stage, 181)
    await keep_time(stage.outlets)
    assert (await person(stage)).name == "—", "the name goes when its time has come"


async def test_a_result_that_comes_late_brings_nothing_back(stage: Stage) -> None:
    await stage.start()
    await stage.type(f"I built {SECRET}.")
    await stage.publish()
    late = await stage.deliver()
    await stage.post("/withdraw")
    for delivery in late:
        outcome = stage.scripts[delivery.name](BY_NAME[delivery.name].payload.model_validate(delivery.envelope.payload))
        if outcome is not None:
            await stage.report(delivery.report(outcome))
    straggler = lay_files(stage)[0]
    await tidy(stage.outlets)
    assert SECRET not in await lines(stage)
    assert not straggler.exists()


async def test_a_person_is_known_as_long_as_one_interview_is(stage: Stage) -> None:
    await stage.post("/withdraw")
    async with stage.outlets.sessions() as session, session.begin():
        other = Interview(
            company_id=stage.interview.company_id,
            job_id=stage.interview.job_id,
            candidate_id=stage.interview.candidate_id,
            state=stage.interview.state,
            language=Language.EN,
        )
        session.add(other)
    await age(stage, 181)
    await keep_time(stage.outlets)
    assert (await person(stage)).name != "—"
    async with stage.outlets.sessions() as session, session.begin():
        await session.execute(
            update(Interview).where(Interview.id == other.id).values(created_at=datetime.now(UTC) - timedelta(days=181))
        )
    await keep_time(stage.outlets)
    assert (await person(stage)).name == "—"


async def test_an_invitation_that_nobody_accepted_loses_its_name(stage: Stage) -> None:
    names = {}
    for days in (179, 181):
        invitation = Invitation(
            company_id=stage.interview.company_id,
            job_id=stage.job.id,
            candidate_name="김초대",
            candidate_email=f"invited-{days}@test.example",
            language=Language.KO,
            token_hash=str(days) * 8,
            state=InvitationState.EXPIRED,
            expires_at=datetime.now(UTC) - timedelta(days=days),
        )
        await stage.api.rows.save(invitation)
        names[days] = invitation.id
    await keep_time(stage.outlets)
    async with stage.outlets.sessions() as session:
        shown = {days: (await session.get_one(Invitation, key)).candidate_name for days, key in names.items()}
    assert shown == {179: "김초대", 181: "—"}


async def test_one_process_erases_at_a_time(stage: Stage) -> None:
    await age(stage, 181)
    async with stage.outlets.sessions() as other, other.begin():
        await other.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": service._LOCK})
        assert await service.erase_overdue(stage.outlets.sessions, kept_for=timedelta(days=180)) == 0
    assert await service.erase_overdue(stage.outlets.sessions, kept_for=timedelta(days=180)) == 1


async def test_after_five_years_nothing_is_left(stage: Stage) -> None:
    await stage.post("/withdraw")
    async with stage.outlets.sessions() as session, session.begin():
        await session.execute(
            update(Interview)
            .where(Interview.id == stage.interview.id)
            .values(erased_at=datetime.now(UTC) - service.LEDGER_KEPT_FOR - timedelta(days=1))
        )
    await keep_time(stage.outlets)
    async with stage.outlets.sessions() as session:
        assert (await session.scalars(select(Consent))).all() == []
        assert await session.get(Interview, stage.interview.id) is None
