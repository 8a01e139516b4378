"""Evaluation on a real PostgreSQL: what is rated, what is not, and results that fail, repeat or come late."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import delete, func, select, update

from backend_core.models import Evaluation, EvaluationQuote, Interview, Job, Outbox, Report, Rubric
from backend_core.models.vocabulary import EvaluationState
from backend_core.persistence import Sessions, create_database_engine, create_sessions
from interview_contracts.payloads.evaluations import RateAnswerPayload, WriteReportPayload
from interview_contracts.vocabulary import Dimension, InterviewState
from tests.support.core import Rows
from tests.support.finished import Finished, Said, rating

pytestmark = pytest.mark.db

SPOKEN = Said(("I moved the payment servers.", "Latency fell by 40 %."), follow_up=Said(("I designed it myself.",)))


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    engine = create_database_engine(database_url)
    yield create_sessions(engine)
    await engine.dispose()


@pytest.fixture
def rows(sessions: Sessions) -> Rows:
    return Rows(sessions, password_hash="-")


@pytest.fixture
async def job(rows: Rows) -> Job:
    return await rows.job(await rows.company(), weights={Dimension.PROBLEM_SOLVING.value: 2, "growth": 1})


@pytest.fixture
async def finished(rows: Rows, sessions: Sessions, job: Job) -> Finished:
    interview = await rows.interview(job, await rows.person(), state=InterviewState.EVALUATING)
    return Finished(sessions, interview)


async def evaluations(finished: Finished) -> list[Evaluation]:
    async with finished.sessions() as session:
        return list(await session.scalars(select(Evaluation).order_by(Evaluation.id)))


async def count(finished: Finished, model: type[Report] | type[EvaluationQuote] | type[Evaluation]) -> int:
    async with finished.sessions() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_a_rating_sees_question_rubric_and_that_answers_transcript_only(finished: Finished, job: Job) -> None:
    await finished.ask(job, SPOKEN)
    await finished.ask(job, Said(typed="Another answer."))

    await finished.start()

    first, second = await finished.ratings()
    payload = RateAnswerPayload.model_validate(first.payload)
    assert payload.question == "Question 0\nFollow-up to 0"
    assert [piece.text for piece in payload.pieces] == [*SPOKEN.pieces, "I designed it myself."]  # type: ignore[misc]
    assert [anchor.level for anchor in payload.anchors] == [1, 3, 5]
    assert payload.dimension is Dimension.PROBLEM_SOLVING
    assert "Another" not in str(first.payload)
    assert [piece.text for piece in RateAnswerPayload.model_validate(second.payload).pieces] == ["Another answer."]


async def test_from_ratings_to_one_report(finished: Finished, job: Job) -> None:
    main = await finished.ask(job, SPOKEN)
    await finished.ask(job, Said(typed="Another answer."))
    await finished.start()
    first, second = await finished.ratings()

    await finished.rate(first, rating(first, 5, quote="I designed it myself."))
    assert await finished.reports() == []
    await finished.rate(second, rating(second, 2))
    (task,) = await finished.reports()
    payload = WriteReportPayload.model_validate(task.payload)
    assert [entry.level for entry in payload.ratings] == [5, 2]
    assert {d.dimension: d.score for d in payload.dimensions}[Dimension.PROBLEM_SOLVING] == 3.5
    await finished.write(task)

    assert await finished.state() == "reported"
    async with finished.sessions() as session:
        report = (await session.scalars(select(Report))).one()
        quote = (await session.scalars(select(EvaluationQuote).order_by(EvaluationQuote.id).limit(1))).one()
        events = list(await session.scalars(select(Outbox.name).where(Outbox.kind == "event").order_by(Outbox.number)))
    assert (report.overall, report.evaluation_attempt) == (3.5, 1)
    assert report.strengths[0].answer_ids == (main,)
    assert report.strengths[0].quote == "I designed it myself."
    assert (report.improvements[0].answer_ids, report.improvements[0].quote) == ((), "")
    assert (quote.turn_id, quote.start_s, quote.end_s) == (finished.turn_ids[1], 0.0, 1.5)
    assert events == ["interview.state", "report.ready"]


async def test_an_invented_quote_costs_the_level(finished: Finished, job: Job) -> None:
    await finished.ask(job, SPOKEN)
    await finished.start()
    (task,) = await finished.ratings()

    await finished.rate(task, rating(task, 5, quote="I saved a million."))

    (evaluation,) = await evaluations(finished)
    assert (evaluation.state, evaluation.level) == (EvaluationState.NOT_RATED, None)
    assert await count(finished, EvaluationQuote) == 0
    (report,) = await finished.reports()
    await finished.write(report)
    async with finished.sessions() as session:
        assert (await session.scalars(select(Report.overall))).one() is None


@pytest.mark.parametrize(
    "said",
    [
        Said(None),
        Said(("Something.",), follow_up=Said(None)),
        Said(()),
        Said(typed="   "),
    ],
    ids=["no transcript", "no transcript of the follow-up", "silence", "empty text"],
)
async def test_what_cannot_be_read_is_not_rated_and_not_sent(finished: Finished, job: Job, said: Said) -> None:
    await finished.ask(job, said)

    await finished.start()

    assert [entry.state for entry in await evaluations(finished)] == [EvaluationState.NOT_RATED]
    assert await finished.ratings() == []
    (report,) = await finished.reports()
    await finished.write(report)
    assert await finished.state() == "reported"


async def test_unscored_questions_have_no_rating(finished: Finished, job: Job) -> None:
    await finished.ask(job, SPOKEN, scored=False)

    await finished.start()

    assert await evaluations(finished) == []
    assert len(await finished.reports()) == 1


async def test_without_a_rubric_there_is_no_level(finished: Finished, job: Job) -> None:
    await finished.ask(job, SPOKEN)
    async with finished.sessions() as session:
        await session.execute(delete(Rubric))
        await session.commit()

    await finished.start()

    assert [entry.state for entry in await evaluations(finished)] == [EvaluationState.NOT_RATED]


async def test_a_failed_rating_fails_the_run_and_is_the_only_one_made_again(finished: Finished, job: Job) -> None:
    await finished.ask(job, SPOKEN)
    await finished.ask(job, Said(typed="Another answer."))
    await finished.start()
    first, second = await finished.ratings()
    await finished.rate(first, rating(first))
    await finished.fail_rating(second)

    assert await finished.state() == "evaluation_failed"
    assert await count(finished, Report) == 0
    assert [entry.state for entry in await evaluations(finished)] == [EvaluationState.RATED, EvaluationState.FAILED]

    await set_state(finished, InterviewState.EVALUATING)
    await finished.start()
    (again,) = (await finished.ratings())[2:]
    await finished.rate(again, rating(again, 1))
    (report,) = await finished.reports()
    await finished.write(report)
    assert await finished.state() == "reported"
    assert [(e.attempt, e.level) for e in await evaluations(finished)] == [(1, 4), (1, None), (2, 1)]


async def test_failed_words_keep_the_ratings(finished: Finished, job: Job) -> None:
    await finished.ask(job, SPOKEN)
    await finished.start()
    (task,) = await finished.ratings()
    await finished.rate(task, rating(task))
    (report,) = await finished.reports()
    await finished.fail_report(report)
    assert await finished.state() == "evaluation_failed"

    await set_state(finished, InterviewState.EVALUATING)
    await finished.start()

    assert len(await finished.ratings()) == 1
    assert len(await finished.reports()) == 2


async def test_results_that_come_twice_or_late_change_nothing(finished: Finished, job: Job) -> None:
    await finished.ask(job, SPOKEN)
    await finished.start()
    (task,) = await finished.ratings()
    await finished.rate(task, rating(task, 4))

    await finished.rate(task, rating(task, 1))
    await finished.fail_rating(task)
    await finished.start()
    (report,) = await finished.reports()
    await finished.write(report)
    await finished.write(report)
    await finished.fail_report(report)
    await finished.rate(task, rating(task, 2))

    assert [entry.level for entry in await evaluations(finished)] == [4]
    assert (await count(finished, Report), await count(finished, EvaluationQuote)) == (1, 1)
    assert await finished.state() == "reported"


async def test_starting_twice_asks_for_nothing_twice(finished: Finished, job: Job) -> None:
    await finished.ask(job, SPOKEN)
    await finished.start()

    await finished.start()

    assert len(await finished.ratings()) == 1


async def test_a_withdrawn_interview_is_not_evaluated_any_further(finished: Finished, job: Job) -> None:
    await finished.ask(job, SPOKEN)
    await finished.start()
    (task,) = await finished.ratings()
    await set_state(finished, InterviewState.WITHDRAWN)

    await finished.rate(task, rating(task))

    assert [entry.state for entry in await evaluations(finished)] == [EvaluationState.PENDING]
    assert await finished.reports() == []


async def test_the_last_two_ratings_at_once_still_bring_one_report(finished: Finished, job: Job) -> None:
    for number in range(4):
        await finished.ask(job, Said(typed=f"Answer {number}."))
    await finished.start()

    await asyncio.gather(*(finished.rate(task, rating(task)) for task in await finished.ratings()))

    (report,) = await finished.reports()
    await asyncio.gather(*(finished.write(report) for _ in range(3)))
    assert await count(finished, Report) == 1
    assert await finished.state() == "reported"


async def set_state(finished: Finished, state: InterviewState) -> None:
    async with finished.sessions() as session:
        await session.execute(update(Interview).values(state=state))
        await session.commit()
