"""Errors of reports."""

from backend_core.errors import ConflictError


class ReportNotReadyError(ConflictError):
    """The interview is not over, or it ended without answers to report on."""

    code = "report_not_ready"
