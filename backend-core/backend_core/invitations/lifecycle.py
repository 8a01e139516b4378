"""How an invitation goes from state to state; pure."""

from datetime import datetime, timedelta

from backend_core.invitations.errors import (
    DeadlineInvalidError,
    InvitationExpiredError,
    InvitationRevokedError,
    InvitationUsedError,
)
from backend_core.models.vocabulary import InvitationState
from interview_contracts.vocabulary import InterviewState

_BEFORE_THE_START = frozenset(
    {
        InterviewState.CREATED,
        InterviewState.PLANNING,
        InterviewState.READY,
        InterviewState.WITHDRAWN,
        InterviewState.EXPIRED,
    }
)
_RUNNING = frozenset({InterviewState.ASKING, InterviewState.ANSWERING, InterviewState.THINKING})

LONGEST = timedelta(days=366)

_WAITING = frozenset({InvitationState.INVITED, InvitationState.OPENED, InvitationState.EXPIRED})
_USED = frozenset({InvitationState.REGISTERED, InvitationState.STARTED, InvitationState.SUBMITTED})


def effective_state(state: InvitationState, *, expires_at: datetime, now: datetime) -> InvitationState:
    """Return the state that holds now: one that still waits is expired when its deadline has passed."""
    if state not in _WAITING:
        return state
    if expires_at <= now:
        return InvitationState.EXPIRED
    return InvitationState.INVITED if state is InvitationState.EXPIRED else state


def shown_state(state: InvitationState, interview: InterviewState | None) -> InvitationState:
    """Return the state as recruiters see it: a used invitation is as far as the interview that came of it."""
    if interview is None or not is_used(state):
        return state
    if interview in _BEFORE_THE_START:
        return InvitationState.REGISTERED
    return InvitationState.STARTED if interview in _RUNNING else InvitationState.SUBMITTED


def is_used(state: InvitationState) -> bool:
    """Tell whether somebody has registered."""
    return state in _USED


def check_usable(state: InvitationState, *, expires_at: datetime, now: datetime) -> None:
    """Raise unless somebody may register now."""
    if state is InvitationState.REVOKED:
        raise InvitationRevokedError
    if is_used(state):
        raise InvitationUsedError
    if effective_state(state, expires_at=expires_at, now=now) is InvitationState.EXPIRED:
        raise InvitationExpiredError


def check_deadline(expires_at: datetime, *, now: datetime) -> None:
    """Raise unless a deadline lies in the future, within a year."""
    if not now < expires_at <= now + LONGEST:
        raise DeadlineInvalidError
