"""Which answer is open, as the stream's events tell it."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_contracts.events import AnswerClosed, AnswerOpened, StateChanged
from interview_contracts.vocabulary import InterviewState, Language
from media_server.stream import OpenTurn

pytestmark = pytest.mark.unit

ROOM, FIRST, SECOND = uuid4(), uuid4(), uuid4()


def opened(turn: UUID, language: str = "en") -> AnswerOpened:
    return AnswerOpened(interview_id=ROOM, turn_id=turn, language=language)


def closed(turn: UUID) -> AnswerClosed:
    return AnswerClosed(interview_id=ROOM, turn_id=turn)


def state(value: InterviewState, version: int, turn: UUID | None = None) -> StateChanged:
    return StateChanged(interview_id=ROOM, state=value, version=version, turn_id=turn)


def test_open_and_close() -> None:
    turn = OpenTurn(Language.KO)
    assert turn.apply(opened(FIRST), 7)
    assert (turn.turn_id, turn.language, turn.opened_ms) == (FIRST, Language.EN, 7)
    assert turn.apply(closed(FIRST), 8)
    assert turn.turn_id is None


def test_a_repeated_event_changes_nothing() -> None:
    turn = OpenTurn(Language.KO)
    turn.apply(opened(FIRST), 7)
    assert not turn.apply(opened(FIRST), 900)
    assert turn.opened_ms == 7
    turn.apply(closed(FIRST), 8)
    assert not turn.apply(closed(FIRST), 9)
    assert not turn.apply(opened(FIRST), 10), "a closed answer does not open again"


def test_the_next_answer_ends_the_one_before() -> None:
    turn = OpenTurn(Language.KO)
    turn.apply(opened(FIRST), 1)
    assert turn.apply(opened(SECOND), 2)
    assert turn.turn_id == SECOND


def test_the_state_tells_when_the_events_were_lost() -> None:
    turn = OpenTurn(Language.KO)
    assert turn.apply(state(InterviewState.ANSWERING, 4, FIRST), 1)
    assert turn.language is Language.KO
    assert turn.apply(state(InterviewState.THINKING, 5, FIRST), 2)
    assert turn.turn_id is None


def test_an_old_state_is_ignored() -> None:
    turn = OpenTurn(Language.KO)
    turn.apply(state(InterviewState.ANSWERING, 4, FIRST), 1)
    assert not turn.apply(state(InterviewState.ASKING, 3, FIRST), 2)
    assert turn.turn_id == FIRST


EVENTS = [opened(FIRST), opened(SECOND), closed(FIRST), closed(SECOND)]


@given(st.lists(st.sampled_from(EVENTS), max_size=20))
def test_a_closed_turn_never_opens_again(events: list[AnswerOpened | AnswerClosed]) -> None:
    turn = OpenTurn(Language.EN)
    gone: set[UUID] = set()
    for number, event in enumerate(events):
        turn.apply(event, number)
        if isinstance(event, AnswerClosed):
            gone.add(event.turn_id)
        assert turn.turn_id not in gone
