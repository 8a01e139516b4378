"""Refusals around invitations."""

from backend_core.errors import ConflictError, InvalidRequestError, NotFoundError, ProblemError


class InvitationUnknownError(NotFoundError):
    """No invitation has this token: a wrong link, or one that a newer link replaced."""

    code = "invitation_unknown"


class InvitationExpiredError(ProblemError):
    """The invitation's deadline has passed."""

    status = 410
    code = "invitation_expired"


class InvitationRevokedError(ProblemError):
    """The company has withdrawn the invitation."""

    status = 410
    code = "invitation_revoked"


class InvitationUsedError(ConflictError):
    """Somebody has registered with this invitation already."""

    code = "invitation_used"


class AlreadyInvitedError(ConflictError):
    """This address has an invitation to this job that is still open."""

    code = "already_invited"


class JobClosedError(ConflictError):
    """The job takes no candidates."""

    code = "job_closed"


class LanguageNotOfferedError(InvalidRequestError):
    """The job's interview does not exist in this language."""

    code = "language_not_offered"


class DeadlineInvalidError(InvalidRequestError):
    """The deadline has to lie in the future, within one year."""

    code = "deadline_invalid"
