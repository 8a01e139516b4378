"""The error that pipelines and file access raise; engines have their own (`engines.base.EngineError`)."""

from interview_contracts.errors import ErrorCode, TaskError


class WorkError(Exception):
    """A task cannot be done. It carries a code and no text, so that no user data leaves with it."""

    def __init__(self, code: ErrorCode, *, retryable: bool = False) -> None:
        super().__init__(code.value)
        self.code = code
        self.retryable = retryable

    def as_task_error(self) -> TaskError:
        """Return the error as the value that a task reports."""
        return TaskError(code=self.code, retryable=self.retryable)
