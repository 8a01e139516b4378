"""What the relay deletes: files that may not be kept or have done their work, and rows that have."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update

from backend_core.answers.retention import (
    LIVE_KEPT_S,
    LIVE_REST_S,
    delete_live_segments,
    delete_unwanted_recordings,
)
from backend_core.models import Answer, Outbox, Passage, Resume, ResumeFact, TaskRecord, Timer
from backend_core.models.base import Base
from backend_core.models.vocabulary import FactOrigin, PassageSource, RecordingState, ResumeState
from backend_core.relay.tidying import prune, tidy
from backend_core.resumes.keys import structure_key
from backend_core.resumes.retention import delete_unwanted_resumes
from interview_contracts.files import FileRef
from interview_contracts.vocabulary import ConsentPurpose, FactKind
from tests.support.stage import Stage, consent

pytestmark = pytest.mark.integration


def segment(stage: Stage, turn: str, *, age_s: float) -> Path:
    """Let a live segment of a turn lie there for a while."""
    file = stage.outlets.uploads / "live" / str(stage.interview.id) / turn / "session-0.wav"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"RIFF")
    then = datetime.now(UTC).timestamp() - age_s
    os.utime(file.parent, (then, then))
    return file


async def clean(stage: Stage) -> int:
    return await delete_live_segments(stage.outlets.sessions, stage.outlets.uploads)


async def test_live_segments_go_when_their_answer_is_text(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    file = segment(stage, turn, age_s=LIVE_REST_S + 5)
    assert await clean(stage) == 0, "the answer goes on"
    await stage.post(f"/turns/{turn}/end", {"mode": "typed", "text": "words"})
    segment(stage, turn, age_s=0)
    assert await clean(stage) == 0, "a caption may be in the making"
    segment(stage, turn, age_s=LIVE_REST_S + 5)
    assert await clean(stage) == 1
    assert not file.parent.parent.exists()
    assert await clean(stage) == 0


async def test_old_live_segments_go_whatever_became_of_them(stage: Stage) -> None:
    young, old = str(uuid4()), str(uuid4())
    kept = segment(stage, young, age_s=LIVE_KEPT_S - 60)
    gone = segment(stage, old, age_s=LIVE_KEPT_S + 60)
    assert await clean(stage) == 1
    assert (kept.exists(), gone.exists()) == (True, False)


async def test_a_joined_recording_goes_when_the_consent_is_withdrawn(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    await stage.chunk(turn, 0, 0, b"sound")
    await stage.post(f"/turns/{turn}/end", {"mode": "spoken", "parts": [{"part": 0, "chunks": 1}]})
    await stage.settle()
    folder = stage.outlets.uploads / "interviews" / str(stage.interview.id) / "turns" / turn
    (folder / "recording-1.webm").write_bytes(b"joined")
    async with stage.outlets.sessions() as session:
        old = datetime.now(UTC) - timedelta(days=60)
        await session.execute(update(Answer).values(updated_at=old))
        await session.commit()
    await consent(stage.api, stage.interview, ConsentPurpose.RECORDING, granted=False)
    assert await delete_unwanted_recordings(stage.outlets.sessions, stage.outlets.uploads) == 1
    assert not folder.exists()
    async with stage.outlets.sessions() as session:
        answer = (await session.scalars(select(Answer).where(Answer.turn_id == UUID(turn)))).one()
    assert (answer.recording, answer.recording_state) == (None, RecordingState.NONE)
    assert await delete_unwanted_recordings(stage.outlets.sessions, stage.outlets.uploads) == 0


async def resume(stage: Stage, *, superseded: bool = False) -> Path:
    """Let the candidate have uploaded a résumé of which something was read."""
    file = stage.outlets.uploads / "resumes" / str(stage.interview.id) / f"{uuid4()}.pdf"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"%PDF-")
    owner = {"company_id": stage.interview.company_id, "interview_id": stage.interview.id}
    path = str(file.relative_to(stage.outlets.uploads))
    row = Resume(
        **owner,
        candidate_id=stage.interview.candidate_id,
        state=ResumeState.CONFIRMED,
        file=FileRef(path=path, size=5, sha256="0" * 64, mime="application/pdf"),
        superseded_at=datetime.now(UTC) if superseded else None,
    )
    fact = ResumeFact(
        company_id=row.company_id,
        resume_id=row.id,
        position=0,
        kind=FactKind.SKILL,
        title="Python",
        origin=FactOrigin.PARSED,
    )
    passage = Passage(
        **owner,
        source=PassageSource.RESUME,
        job_id=stage.job.id,
        resume_id=row.id,
        language=stage.interview.language,
        position=int(superseded),
        text="Python",
    )
    task = TaskRecord(
        key=structure_key(row.id), name="resume.structure", interview_id=row.interview_id, payload={"pages": ["Python"]}
    )
    await stage.api.rows.save(row, fact, passage, task)
    return file


async def counts(stage: Stage, *tables: type[Base]) -> list[int]:
    async with stage.outlets.sessions() as session:
        return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


async def test_a_replaced_resume_goes_with_all_that_was_read_from_it(stage: Stage) -> None:
    await consent(stage.api, stage.interview, ConsentPurpose.RESUME_ANALYSIS)
    replaced, current = await resume(stage, superseded=True), await resume(stage)
    assert await delete_unwanted_resumes(stage.outlets.sessions, stage.outlets.uploads) == 1
    assert (replaced.exists(), current.exists()) == (False, True)
    assert await counts(stage, Resume, ResumeFact, Passage, TaskRecord) == [1, 1, 1, 1]
    assert await delete_unwanted_resumes(stage.outlets.sessions, stage.outlets.uploads) == 0


@pytest.mark.parametrize("how", ["consent", "interview"])
async def test_a_withdrawn_resume_goes(stage: Stage, how: str) -> None:
    await consent(stage.api, stage.interview, ConsentPurpose.RESUME_ANALYSIS)
    file = await resume(stage)
    if how == "consent":
        await consent(stage.api, stage.interview, ConsentPurpose.RESUME_ANALYSIS, granted=False)
    else:
        await stage.post("/withdraw")
    await tidy(stage.outlets)
    assert not file.exists()
    assert await counts(stage, Resume, ResumeFact, Passage, TaskRecord) == [0, 0, 0, 0]


async def test_rows_that_have_done_their_work_go_after_a_while(stage: Stage) -> None:
    await stage.start()
    turn = await stage.open()
    await stage.wait(3600)
    tables = (Outbox, TaskRecord, Timer)
    before = await counts(stage, *tables)
    await prune(stage.outlets.sessions, work_kept_for=timedelta(days=1))
    assert await counts(stage, *tables) == before
    async with stage.outlets.sessions() as session:
        old = datetime.now(UTC) - timedelta(days=2)
        await session.execute(update(Outbox).values(published_at=old))
        await session.execute(update(Timer).where(Timer.fired_at.is_not(None)).values(fired_at=old))
        await session.execute(update(TaskRecord).values(updated_at=old))
        await session.commit()
    await prune(stage.outlets.sessions, work_kept_for=timedelta(days=1))
    outbox, records, timers = await counts(stage, *tables)
    assert outbox == 0
    assert records == before[1], "the interview goes on: its tasks must not be done twice"
    assert 0 < timers < before[2]
    assert await stage.timer("answer.late_chunks", turn) is not None, "it has not fired"
    await stage.post("/withdraw")
    await prune(stage.outlets.sessions, work_kept_for=timedelta(days=1))
    assert await counts(stage, TaskRecord) == [0]
