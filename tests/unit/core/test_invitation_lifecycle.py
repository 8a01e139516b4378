"""States of an invitation over time."""

from datetime import UTC, datetime, timedelta

import pytest

from backend_core.errors import ProblemError
from backend_core.invitations import errors
from backend_core.invitations.lifecycle import check_deadline, check_usable, effective_state, shown_state
from backend_core.invitations.service import invitation_link
from backend_core.models.vocabulary import InvitationState as State
from interview_contracts.vocabulary import InterviewState

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAST, FUTURE = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)


@pytest.mark.parametrize("state", State)
def test_only_waiting_invitations_expire(state: State) -> None:
    waits = state in {State.INVITED, State.OPENED, State.EXPIRED}
    assert (effective_state(state, expires_at=PAST, now=NOW) is State.EXPIRED) == waits
    assert effective_state(state, expires_at=FUTURE, now=NOW) is not State.EXPIRED
    assert effective_state(state, expires_at=NOW, now=NOW) is effective_state(state, expires_at=PAST, now=NOW)


@pytest.mark.parametrize(
    ("state", "expires_at", "error"),
    [
        (State.INVITED, FUTURE, None),
        (State.OPENED, FUTURE, None),
        (State.EXPIRED, FUTURE, None),
        (State.INVITED, PAST, errors.InvitationExpiredError),
        (State.OPENED, NOW, errors.InvitationExpiredError),
        (State.REVOKED, FUTURE, errors.InvitationRevokedError),
        (State.REVOKED, PAST, errors.InvitationRevokedError),
        (State.REGISTERED, FUTURE, errors.InvitationUsedError),
        (State.STARTED, PAST, errors.InvitationUsedError),
        (State.SUBMITTED, PAST, errors.InvitationUsedError),
    ],
)
def test_who_may_register(state: State, expires_at: datetime, error: type[ProblemError] | None) -> None:
    if error is None:
        check_usable(state, expires_at=expires_at, now=NOW)
        return
    with pytest.raises(error):
        check_usable(state, expires_at=expires_at, now=NOW)


@pytest.mark.parametrize("expires_at", [NOW, PAST, NOW + timedelta(days=400)])
def test_deadlines_lie_ahead_within_a_year(expires_at: datetime) -> None:
    with pytest.raises(errors.DeadlineInvalidError):
        check_deadline(expires_at, now=NOW)
    check_deadline(NOW + timedelta(days=30), now=NOW)


def test_the_token_stands_in_the_fragment() -> None:
    assert invitation_link("https://hr.example/", "abc") == "https://hr.example/invite#abc"


@pytest.mark.parametrize(
    ("interview", "shown"),
    [
        (None, State.REGISTERED),
        (InterviewState.CREATED, State.REGISTERED),
        (InterviewState.WITHDRAWN, State.REGISTERED),
        (InterviewState.ANSWERING, State.STARTED),
        (InterviewState.EVALUATING, State.SUBMITTED),
        (InterviewState.REPORTED, State.SUBMITTED),
    ],
)
def test_a_used_invitation_is_as_far_as_its_interview(interview: InterviewState | None, shown: State) -> None:
    assert shown_state(State.REGISTERED, interview) is shown
    assert shown_state(State.REVOKED, interview) is State.REVOKED
