"""Refusals of logging in."""

from backend_core.errors import ConflictError, InvalidRequestError, TooManyRequestsError, UnauthenticatedError


class WrongCredentialsError(UnauthenticatedError):
    """Address and password do not belong together; it does not say which of them is wrong."""

    code = "wrong_credentials"


class SessionEndedError(UnauthenticatedError):
    """The refresh token is unknown, or its session has ended."""

    code = "session_ended"


class SessionReusedError(UnauthenticatedError):
    """An old refresh token came back: the whole session is ended, because the token may have been stolen."""

    code = "session_reused"
    keeps_changes = True


class TooManyLoginsError(TooManyRequestsError):
    """Too many failed logins of this account from this address."""

    code = "too_many_logins"


class WeakPasswordError(InvalidRequestError):
    """The password is too easy to guess."""

    code = "weak_password"


class AccountExistsError(ConflictError):
    """There is an account with this address, and the given password is not its password."""

    code = "account_exists"
