"""Which reports are taken in first."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from interview_contracts import registry
from interview_contracts.queues import CORE_QUEUES, PRIORITY_STEPS, Queue
from interview_contracts.reports import EnginesReport, MediaSessionChanged, Report, SpeechClosed, Success, TaskReport
from interview_contracts.routing import Route, report_route
from interview_contracts.spec import TaskSpec

pytestmark = pytest.mark.contracts

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CLOSED = SpeechClosed(interview_id=uuid4(), turn_id=uuid4(), media_session="m", segments=1, speech_s=1.0, complete=True)
MEDIA = MediaSessionChanged(interview_id=uuid4(), media_session="m", connected=True, at=NOW)
ENGINES = EnginesReport(worker="w", engines=(), at=NOW)


def outcome(name: str) -> TaskReport:
    times = {"sent_at": NOW, "started_at": NOW, "finished_at": NOW}
    return TaskReport(task_id=uuid4(), key="k", name=name, attempt=1, outcome=Success(result={}), **times)


Body = TaskReport | SpeechClosed | MediaSessionChanged | EnginesReport


def route(body: Body) -> Route:
    return report_route(Report(body=body))


def step(body: Body) -> int:
    """Return the list of the queue that the report waits in."""
    return max(step for step in PRIORITY_STEPS if step <= route(body).priority)


@pytest.mark.parametrize("spec", registry.ALL_TASKS, ids=lambda spec: spec.name)
def test_every_task_has_a_route_that_is_consumed(spec: TaskSpec) -> None:  # type: ignore[type-arg]
    found = route(outcome(spec.name))
    assert found.queue in CORE_QUEUES
    assert 0 <= found.priority <= 9


def test_only_observations_of_pictures_have_the_queue_of_their_own() -> None:
    apart = {spec.name for spec in registry.ALL_TASKS if route(outcome(spec.name)).queue is Queue.CORE_VISION}
    assert apart == {"vision.observe_faces"}


def test_what_a_candidate_waits_for_comes_before_everything_else() -> None:
    live = ("interview.follow_up", "speech.synthesize_clip", "speech.transcribe_segment")
    urgent: list[Body] = [*map(outcome, live), CLOSED]
    soon: list[Body] = [outcome("interview.plan"), outcome("speech.synthesize"), MEDIA]
    later = [outcome("evaluation.rate_answer"), outcome("recording.assemble"), outcome("embedding.embed_texts")]
    assert [step(body) for body in urgent] == [0, 0, 0, 0]
    assert [step(body) for body in soon] == [3, 3, 3]
    assert [step(body) for body in later] == [6, 6, 6]
    assert step(ENGINES) == 9


def test_a_task_that_nobody_knows_waits_behind_all() -> None:
    assert route(outcome("future.task")) == Route(Queue.CORE_RESULTS, 9)
