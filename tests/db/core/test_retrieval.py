"""Hybrid retrieval on a real PostgreSQL: what is found, what never is, and how completely."""

import random
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend_core.models import BankQuestion, Company, Competency, Job, Passage, TaskRecord
from backend_core.models.vocabulary import PassageSource
from backend_core.persistence import Sessions, create_database_engine, create_sessions
from backend_core.retrieval.indexing import index_job, store_embeddings
from backend_core.retrieval.search import Scope, search
from backend_core.retrieval.service import plan_context
from interview_contracts.payloads.embeddings import DIMENSIONS, EmbedPayload
from interview_contracts.vocabulary import Language
from tests.support.core import Rows
from tests.support.hashing import MODEL, embed, vector
from tests.support.passages import consent, give_resume

pytestmark = pytest.mark.db


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    engine = create_database_engine(database_url)
    yield create_sessions(engine)
    await engine.dispose()


@pytest.fixture
async def session(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


@pytest.fixture
def rows(sessions: Sessions) -> Rows:
    return Rows(sessions, password_hash="-")


async def answer_embedding_tasks(session: AsyncSession) -> None:
    """Do the work of the embedding worker for every task that is recorded, and forget the tasks."""
    records = (await session.scalars(select(TaskRecord).where(TaskRecord.name == "embedding.embed_texts"))).all()
    await session.execute(delete(TaskRecord))
    for record in records:
        await store_embeddings(session, embed(EmbedPayload.model_validate(record.payload)))


async def material(session: AsyncSession, job: Job, source: PassageSource, language: Language) -> Passage:
    statement = select(Passage).where(Passage.job_id == job.id, Passage.source == source, Passage.language == language)
    return (await session.scalars(statement)).one()


RESUMES = {
    Language.KO: (
        "장애 원인을 추적해 결제 서버의 메모리 누수 문제를 해결했습니다.",
        "교내 합창단에서 반주를 맡았습니다.",
        "사내 식당 메뉴를 정하는 투표를 진행했습니다.",
    ),
    Language.EN: (
        "Solved hard problems in payment servers by finding the causes of outages.",
        "Played the piano for the university choir.",
        "Organised a vote about the canteen menu.",
    ),
}


@pytest.mark.parametrize("language", list(Language))
async def test_a_competency_finds_the_passage_that_is_about_it(
    session: AsyncSession, rows: Rows, language: Language
) -> None:
    job = await rows.job(await rows.company())
    interview = await rows.interview(job, await rows.person(), language=language)
    await index_job(session, job)
    relevant, *_ = await give_resume(session, interview, *RESUMES[language], language=language)
    await answer_embedding_tasks(session)
    competency = await material(session, job, PassageSource.COMPETENCY, language)

    found = await search(
        session,
        query_ids=[competency.id],
        scope=Scope(company_id=job.company_id, sources=(PassageSource.RESUME,), interview_id=interview.id),
    )

    assert found[0].passage_id == relevant.id
    assert found[0].score == pytest.approx(2 / 61)
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)


async def test_words_with_signs_are_found_as_they_are(session: AsyncSession, rows: Rows) -> None:
    job = await rows.job(await rows.company())
    interview = await rows.interview(job, await rows.person())
    wanted, query = await give_resume(session, interview, "C++ it's node.js a\\b", "c++", language=Language.EN)
    await answer_embedding_tasks(session)

    stored = await session.scalar(select(func.tsvector_to_array(Passage.lexemes)).where(Passage.id == wanted.id))
    found = await search(
        session,
        query_ids=[query.id],
        scope=Scope(company_id=job.company_id, sources=(PassageSource.RESUME,), interview_id=interview.id),
    )

    assert {"c++", "node.js"} <= set(stored or ())
    assert [match.passage_id for match in found] == [wanted.id]


@pytest.mark.parametrize("word", ["it's", "a\\b", "&", "!(x)", "가:*", "''", "\\"])
async def test_no_word_breaks_the_query(session: AsyncSession, rows: Rows, word: str) -> None:
    job = await rows.job(await rows.company())
    interview = await rows.interview(job, await rows.person())
    first, second = await give_resume(session, interview, "one", "two")
    for passage in (first, second):
        await session.execute(
            update(Passage).where(Passage.id == passage.id).values(lexemes=func.array_to_tsvector([word]))
        )

    found = await search(
        session,
        query_ids=[first.id],
        scope=Scope(company_id=job.company_id, sources=(PassageSource.RESUME,), interview_id=interview.id),
    )

    assert [match.passage_id for match in found] == [second.id]


async def test_nobody_finds_what_belongs_to_others(session: AsyncSession, rows: Rows) -> None:
    job = await rows.job(await rows.company())
    mine = await rows.interview(job, await rows.person())
    other = await rows.interview(job, await rows.person())
    foreign_job = await rows.job(await rows.company())
    foreign = await rows.interview(foreign_job, await rows.person())
    for interview in (mine, other, foreign):
        await index_job(session, await session.get_one(Job, interview.job_id))
        await give_resume(session, interview, *RESUMES[Language.KO])
    await answer_embedding_tasks(session)
    query = await material(session, job, PassageSource.COMPETENCY, Language.KO)
    sources = tuple(PassageSource)

    resume = await search(
        session, query_ids=[query.id], scope=Scope(company_id=job.company_id, sources=sources, interview_id=mine.id)
    )
    shared = await search(session, query_ids=[query.id], scope=Scope(company_id=job.company_id, sources=sources))
    crossed = await search(
        session, query_ids=[query.id], scope=Scope(company_id=foreign_job.company_id, sources=sources)
    )

    owners = {
        passage.id: (passage.company_id, passage.interview_id) for passage in await session.scalars(select(Passage))
    }
    assert {owners[match.passage_id] for match in resume} == {(job.company_id, mine.id)}
    assert {owners[match.passage_id] for match in shared} == {(job.company_id, None)}
    assert crossed == []


async def test_vectors_of_two_models_never_meet(session: AsyncSession, rows: Rows) -> None:
    job = await rows.job(await rows.company())
    interview = await rows.interview(job, await rows.person())
    same = await give_resume(session, interview, "결제 서버", "결제 서버")
    first, second = sorted(same, key=lambda passage: passage.id)
    await answer_embedding_tasks(session)
    scope = Scope(company_id=job.company_id, sources=(PassageSource.RESUME,), interview_id=interview.id)
    both = await search(session, query_ids=[first.id], scope=scope)

    await session.execute(update(Passage).where(Passage.id == second.id).values(model="another"))
    by_words = await search(session, query_ids=[first.id], scope=scope)
    await session.execute(update(Passage).where(Passage.id == second.id).values(lexemes=None))
    nothing = await search(session, query_ids=[first.id], scope=scope)

    assert both[0].score == pytest.approx(1 / 62 + 1 / 62)
    assert [match.passage_id for match in by_words] == [second.id]
    assert by_words[0].score == pytest.approx(1 / 62)
    assert nothing == []


async def test_indexing_a_job_twice_changes_nothing(session: AsyncSession, rows: Rows) -> None:
    job = await rows.job(await rows.company())
    await index_job(session, job)
    passages = await session.scalar(select(func.count()).select_from(Passage))
    tasks = await session.scalar(select(func.count()).select_from(TaskRecord))

    await index_job(session, job)

    assert passages == 6  # posting, competency and question in two languages
    assert await session.scalar(select(func.count()).select_from(Passage)) == passages
    assert await session.scalar(select(func.count()).select_from(TaskRecord)) == tasks


async def test_results_for_passages_that_are_gone_change_nothing(session: AsyncSession, rows: Rows) -> None:
    job = await rows.job(await rows.company())
    interview = await rows.interview(job, await rows.person())
    await give_resume(session, interview, "결제 서버")
    await session.execute(delete(Passage))

    await answer_embedding_tasks(session)

    assert await session.scalar(select(func.count()).select_from(Passage)) == 0


class TestPlanContext:
    """What planning is given."""

    async def test_names_the_competency_that_a_passage_speaks_to(self, session: AsyncSession, rows: Rows) -> None:
        job = await rows.job(await rows.company())
        interview = await rows.interview(job, await rows.person())
        await index_job(session, job)
        await give_resume(session, interview, *RESUMES[Language.KO])
        await answer_embedding_tasks(session)

        context = await plan_context(session, interview)

        competency_id = await session.scalar(select(Competency.id).where(Competency.job_id == job.id))
        from_resume = [passage for passage in context if passage.source == "resume"]
        assert from_resume[0].text == RESUMES[Language.KO][0]
        assert from_resume[0].competency_id == competency_id
        assert {passage.source for passage in context} == {"resume", "question_bank"}
        assert len({passage.text for passage in context}) == len(context)

    async def test_works_without_a_resume(self, session: AsyncSession, rows: Rows) -> None:
        job = await rows.job(await rows.company())
        interview = await rows.interview(job, await rows.person())
        await index_job(session, job)

        assert await plan_context(session, interview) == ()

    async def test_uses_nothing_after_the_consent_was_withdrawn(self, session: AsyncSession, rows: Rows) -> None:
        job = await rows.job(await rows.company())
        interview = await rows.interview(job, await rows.person())
        await index_job(session, job)
        await give_resume(session, interview, *RESUMES[Language.KO])
        await answer_embedding_tasks(session)

        session.add(consent(interview, granted=False))
        await session.flush()

        assert await plan_context(session, interview) == ()

    async def test_works_before_the_embeddings_are_in(self, session: AsyncSession, rows: Rows) -> None:
        job = await rows.job(await rows.company())
        interview = await rows.interview(job, await rows.person())
        await index_job(session, job)
        await give_resume(session, interview, *RESUMES[Language.KO])

        assert await plan_context(session, interview) == ()


async def fill(session: AsyncSession, company: Company, job: Job, *, count: int, seed: int) -> list[UUID]:
    """Add bank questions with random vectors."""
    numbers = random.Random(seed)
    questions = [
        {
            "company_id": company.id,
            "job_id": job.id,
            "key": f"filler-{seed}-{number}",
            "version": 1,
            "position": number,
            "section": "motivation",
            "core": False,
            "scored": False,
            "text_ko": "-",
            "text_en": "-",
        }
        for number in range(count)
    ]
    ids = (await session.scalars(insert(BankQuestion).returning(BankQuestion.id), questions)).all()
    passages = [
        {
            "company_id": company.id,
            "source": PassageSource.QUESTION_BANK,
            "job_id": job.id,
            "bank_question_id": question_id,
            "language": Language.EN,
            "text": "-",
            "embedding": [numbers.gauss(0, 1) for _ in range(DIMENSIONS)],
            "model": MODEL,
        }
        for question_id in ids
    ]
    return list((await session.scalars(insert(Passage).returning(Passage.id), passages)).all())


async def exact(session: AsyncSession, query: UUID, **where: UUID) -> list[UUID]:
    """Return the ten nearest by a full comparison."""
    embedding = await session.scalar(select(Passage.embedding).where(Passage.id == query))
    statement = select(Passage.id, Passage.embedding.cosine_distance(embedding).label("distance")).where(
        Passage.id != query, *(getattr(Passage, name) == value for name, value in where.items())
    )
    rows = (await session.execute(statement)).all()
    return [row.id for row in sorted(rows, key=lambda row: row.distance)[:10]]


async def test_filters_never_thin_out_the_result(session: AsyncSession, rows: Rows) -> None:
    """A job holds 2 % of all passages: an index alone would return next to none of them."""
    company, other = await rows.company(), await rows.company()
    small, large, foreign = await rows.job(company), await rows.job(company), await rows.job(other)
    few = await fill(session, company, small, count=30, seed=1)
    many = await fill(session, company, large, count=700, seed=2)
    await fill(session, other, foreign, count=800, seed=3)
    await session.execute(select(func.set_config("enable_seqscan", "off", True)))

    in_job = await search(
        session,
        query_ids=few[:5],
        scope=Scope(company_id=company.id, sources=(PassageSource.QUESTION_BANK,), job_id=small.id),
    )
    in_company = await search(
        session, query_ids=many[:5], scope=Scope(company_id=company.id, sources=(PassageSource.QUESTION_BANK,))
    )

    hits = 0
    for query in few[:5]:
        assert [m.passage_id for m in in_job if m.query_id == query] == await exact(session, query, job_id=small.id)
    for query in many[:5]:
        found = [match.passage_id for match in in_company if match.query_id == query]
        assert len(found) == 10
        hits += len(set(found) & set(await exact(session, query, company_id=company.id)))
    assert hits / 50 >= 0.98


def test_the_tests_vectors_have_unit_length() -> None:
    assert sum(value * value for value in vector("결제 서버를 이전했습니다")) == pytest.approx(1.0)
