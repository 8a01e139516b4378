"""A changed embeddings model: everything is embedded again in the background, and spaces never mix."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from backend_core.models import EmbeddingSpace, Interview, Job, Passage, TaskRecord
from backend_core.models.vocabulary import ErasureReason, PassageSource
from backend_core.persistence import create_database_engine, create_sessions, unit_of_work
from backend_core.retention.service import erase_interview
from backend_core.retrieval.choice import SETTLED_AFTER
from backend_core.retrieval.indexing import BATCH, index_job, store_embeddings
from backend_core.retrieval.search import Scope, search
from interview_contracts.engines import EngineInfo, EngineStatus
from interview_contracts.errors import ErrorCode, TaskError
from interview_contracts.registry import EMBED_AGAIN, EMBED_TEXTS
from interview_contracts.reports import EnginesReport
from interview_contracts.vocabulary import Capability, EngineQuality, Language
from tests.support.core import Rows
from tests.support.embedding_workers import Deployment, renewal_report, space_of
from tests.support.hashing import embed
from tests.support.passages import consent, give_resume

pytestmark = pytest.mark.db

BROKEN = TaskError(code=ErrorCode.ENGINE_FAILED, retryable=False)
TEXTS = ("결제 서버의 장애 원인을 추적했습니다", "합창단에서 반주를 맡았습니다", "메뉴 투표를 진행했습니다")


@pytest.fixture
async def deployment(database_url: str) -> AsyncIterator[Deployment]:
    engine = create_database_engine(database_url)
    sessions = create_sessions(engine)
    yield Deployment(sessions, Rows(sessions, password_hash="-"))
    await engine.dispose()


@pytest.fixture
async def job(deployment: Deployment) -> Job:
    """A job whose material is embedded with the old model."""
    job = await deployment.rows.job(await deployment.rows.company())
    await deployment.hear("w1", "old")
    async with unit_of_work(deployment.sessions) as session:
        await index_job(session, job)
    await deployment.work_off("old")
    deployment.done.clear()
    return job


async def resume(deployment: Deployment, job: Job, *texts: str) -> Interview:
    interview = await deployment.rows.interview(job, await deployment.rows.person())
    async with unit_of_work(deployment.sessions) as session:
        await give_resume(session, interview, *texts)
    await deployment.publish()
    return interview


async def test_everything_is_embedded_again_material_first_and_in_small_tasks_behind_all_others(
    deployment: Deployment, job: Job
) -> None:
    interviews = [await resume(deployment, job, *TEXTS) for _ in range(3)]
    await deployment.work_off("old")
    deployment.done.clear()

    await deployment.settle(("w1", "new"))
    tasks = await deployment.work_off("new")

    assert await deployment.models() == {space_of("new")}
    assert tasks == len(deployment.done) == 1 + len(interviews)
    assert {(one.name, one.priority, one.payload.space) for one in deployment.done} == {
        (EMBED_AGAIN.name, 9, space_of("new"))
    }
    owners = [one.envelope.correlation_id for one in deployment.done]
    assert owners == ["", *(str(interview.id) for interview in reversed(interviews))]
    assert all(len(one.payload.texts) <= BATCH for one in deployment.done)

    await deployment.settle(("w1", "new"), minutes=70)
    assert deployment.queue == []


async def test_nothing_is_sent_before_the_new_model_has_settled(deployment: Deployment, job: Job) -> None:
    minutes = int(SETTLED_AFTER.total_seconds() // 60)
    await deployment.settle(("w1", "new"), minutes=minutes)
    assert deployment.queue == []
    await deployment.settle(("w1", "new"), minutes=1)
    assert len(deployment.queue) == 1


async def test_a_worker_that_is_silent_in_between_starts_anew(deployment: Deployment, job: Job) -> None:
    await deployment.settle(("w1", "new"), minutes=4)
    deployment.now += timedelta(minutes=10)
    await deployment.settle(("w1", "new"), minutes=4)
    assert deployment.queue == []


@pytest.mark.parametrize("workers", [1, 2])
async def test_no_more_tasks_are_under_way_than_workers_can_do(deployment: Deployment, job: Job, workers: int) -> None:
    for _ in range(5):
        await resume(deployment, job, *TEXTS)
    await deployment.work_off("old")

    await deployment.settle(*((f"w{number}", "new") for number in range(1, workers + 1)), minutes=10)
    most = len(deployment.queue)
    while deployment.queue:
        await deployment.answer(deployment.queue[0], "new")
        most = max(most, len(deployment.queue))

    assert most == workers
    assert await deployment.models() == {space_of("new")}


async def test_the_renewal_goes_on_where_it_stood_and_comes_back_to_what_failed(
    deployment: Deployment, job: Job
) -> None:
    await resume(deployment, job, *TEXTS)
    await deployment.work_off("old")
    await deployment.settle(("w1", "new"))
    await deployment.answer(deployment.queue[0], "new", error=BROKEN)
    assert deployment.queue == [], "what fails at once is no load"

    await deployment.settle(("w1", "new"), minutes=1)
    await deployment.work_off("new")
    assert await deployment.models(resumes=True) == {space_of("new")}
    assert await deployment.models(resumes=False) == {space_of("old")}

    await deployment.settle(("w1", "new"), minutes=30)
    assert deployment.queue == []
    await deployment.settle(("w1", "new"), minutes=40)
    await deployment.work_off("new")
    assert await deployment.models() == {space_of("new")}


async def test_two_kinds_of_workers_side_by_side_never_go_back_and_forth(deployment: Deployment, job: Job) -> None:
    await deployment.settle(("w1", "old"), ("w2", "new"), minutes=20)
    assert deployment.queue == []

    await resume(deployment, job, *TEXTS)
    (first,) = deployment.queue
    await deployment.answer(first, "new")
    assert await deployment.models(resumes=True) == {space_of("new")}

    (again,) = deployment.queue
    assert (again.name, again.payload.space) == (EMBED_AGAIN.name, space_of("old"))
    await deployment.answer(again, "new")
    (once_more,) = deployment.queue
    await deployment.answer(once_more, "old")

    assert await deployment.models() == {space_of("old")}
    await deployment.settle(("w1", "old"), ("w2", "new"), minutes=70)
    assert deployment.queue == []


async def test_a_late_vector_of_the_old_model_replaces_none_of_the_new(deployment: Deployment, job: Job) -> None:
    await resume(deployment, job, *TEXTS)
    (late,) = deployment.queue
    await deployment.answer(late, "old")
    await deployment.settle(("w1", "new"))
    await deployment.work_off("new")

    async with unit_of_work(deployment.sessions) as session:
        await store_embeddings(session, embed(late.payload, model=space_of("old")))

    assert await deployment.models() == {space_of("new")}


async def test_while_passages_are_moved_those_that_are_not_there_yet_are_found_by_words(
    deployment: Deployment, job: Job
) -> None:
    interview = await resume(deployment, job, "어려운 문제를 해결했습니다", "해결한 문제와 원인")
    await deployment.work_off("old")
    await deployment.settle(("w1", "new"))
    (material,) = deployment.queue
    await deployment.answer(material, "new")
    assert await deployment.models(resumes=False) == {space_of("new")}
    assert await deployment.models(resumes=True) == {space_of("old")}

    async def scores() -> list[float]:
        async with deployment.sessions() as session:
            query = await session.scalar(
                select(Passage.id).where(
                    Passage.job_id == job.id,
                    Passage.source == PassageSource.COMPETENCY,
                    Passage.language == Language.KO,
                )
            )
            assert query is not None
            scope = Scope(company_id=job.company_id, sources=(PassageSource.RESUME,), interview_id=interview.id)
            return [match.score for match in await search(session, query_ids=[query], scope=scope)]

    by_words = await scores()
    await deployment.work_off("new")
    by_both = await scores()

    assert by_words == pytest.approx([1 / 61, 1 / 62])
    assert sum(by_both) == pytest.approx(2 * (1 / 61 + 1 / 62))


async def test_a_resume_is_left_alone_when_its_candidate_does_not_agree_any_more(
    deployment: Deployment, job: Job
) -> None:
    kept, withdrawn = [await resume(deployment, job, *TEXTS) for _ in range(2)]
    await deployment.work_off("old")
    async with unit_of_work(deployment.sessions) as session:
        session.add(consent(withdrawn, granted=False))
    deployment.done.clear()

    await deployment.settle(("w1", "new"))
    await deployment.work_off("new")

    assert {one.envelope.correlation_id for one in deployment.done} == {"", str(kept.id)}


async def test_a_resume_that_is_being_erased_is_sent_to_nobody(deployment: Deployment, job: Job) -> None:
    interview = await resume(deployment, job, *TEXTS)
    await deployment.answer(deployment.queue[0], "old", error=BROKEN)
    deployment.now += timedelta(minutes=70)

    async with unit_of_work(deployment.sessions) as eraser:
        await erase_interview(eraser, interview.id, reason=ErasureReason.NOT_NEEDED)
        async with deployment.sessions() as session:
            await session.execute(text("SET LOCAL lock_timeout = '100ms'"))
            with pytest.raises(OperationalError, match="lock timeout"):
                await renewal_report(session, deployment.report("w1", "old"), now=deployment.now)

    await deployment.hear("w1", "old")
    async with deployment.sessions() as session:
        assert await session.scalar(select(func.count()).where(TaskRecord.interview_id == interview.id)) == 0
    assert deployment.queue == []


async def test_a_passage_that_never_got_a_vector_gets_one(deployment: Deployment, job: Job) -> None:
    await resume(deployment, job, *TEXTS)
    (failed,) = deployment.queue
    await deployment.answer(failed, "old", error=BROKEN)
    assert await deployment.models(resumes=True) == {None}

    await deployment.settle(("w1", "old"), minutes=30)
    assert deployment.queue == []
    await deployment.settle(("w1", "old"), minutes=40)
    await deployment.work_off("old")

    assert await deployment.models() == {space_of("old")}


async def test_a_model_that_is_still_being_loaded_or_unavailable_is_no_offer(deployment: Deployment, job: Job) -> None:
    for _ in range(10):
        deployment.now += timedelta(minutes=1)
        await deployment.hear("w1", "")
        await deployment.hear("w2", "new", available=False)
    async with deployment.sessions() as session:
        assert set(await session.scalars(select(EmbeddingSpace.space))) == {space_of("old")}


async def test_the_texts_leave_the_records_of_the_tasks(deployment: Deployment, job: Job) -> None:
    await resume(deployment, job, *TEXTS)
    await resume(deployment, job, *TEXTS)
    first, second = deployment.queue
    await deployment.answer(first, "old")
    await deployment.answer(second, "old", error=BROKEN)
    await deployment.settle(("w1", "new"))
    await deployment.work_off("new")

    async with deployment.sessions() as session:
        names = set(await session.scalars(select(TaskRecord.name).distinct()))
        kept = await session.scalar(select(func.count()).where(TaskRecord.payload != {}))
    assert names == {EMBED_TEXTS.name, EMBED_AGAIN.name}
    assert kept == 0


async def test_reports_are_followed_as_they_come_in(deployment: Deployment, job: Job) -> None:
    """The way of a real report: the results consumer takes it in at its own moment."""
    async with unit_of_work(deployment.sessions) as session:
        long_ago = datetime.now(UTC) - SETTLED_AFTER
        session.add(
            EmbeddingSpace(
                space=space_of("new"),
                quality=EngineQuality.PRODUCTION,
                offered_since=long_ago,
                offered_at=datetime.now(UTC),
            )
        )
    info = EngineInfo(capability=Capability.EMBEDDINGS, name="engine", version="1", model="new")
    status = EngineStatus(engine=info, languages=tuple(Language))
    await deployment.take(EnginesReport(worker="w1", engines=(status,), at=datetime.now(UTC)))
    assert len(deployment.queue) == 1
