"""Errors of decisions."""

from backend_core.errors import ConflictError, NotFoundError


class DecisionTooEarlyError(ConflictError):
    """The candidate is still answering."""

    code = "decision_too_early"


class RatedTurnUnknownError(NotFoundError):
    """The interview has no question with this turn."""

    code = "rated_turn_unknown"
