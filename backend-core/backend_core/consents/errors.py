"""Errors of consents."""

from backend_core.errors import ConflictError, InvalidRequestError


class NoticeChangedError(ConflictError):
    """The decisions are about another text than the one that holds now; the candidate has to read it again."""

    code = "notice_changed"


class PurposeNotOfferedError(InvalidRequestError):
    """The decision is about a purpose that the notice did not ask about."""

    code = "consent_purpose_not_offered"


class ConsentRequiredError(ConflictError):
    """The candidate has not agreed to what this needs."""

    code = "consent_required"
