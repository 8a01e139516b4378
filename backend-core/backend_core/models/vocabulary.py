"""Closed vocabularies of the core that no other service uses."""

from enum import StrEnum


class UserRole(StrEnum):
    """What a user account may do."""

    CANDIDATE = "candidate"
    RECRUITER = "recruiter"
    ADMIN = "admin"


class JobState(StrEnum):
    """Whether a job version takes candidates."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class InvitationState(StrEnum):
    """Where an invitation stands. `expired` also holds for any unregistered invitation whose deadline has passed."""

    INVITED = "invited"
    OPENED = "opened"
    REGISTERED = "registered"
    STARTED = "started"
    SUBMITTED = "submitted"
    EXPIRED = "expired"
    REVOKED = "revoked"


class ResumeState(StrEnum):
    """Where the reading of a résumé stands."""

    READING = "reading"
    READY = "ready"
    FAILED = "failed"
    CONFIRMED = "confirmed"
    SKIPPED = "skipped"


class FactOrigin(StrEnum):
    """Who stated a résumé fact in its present form."""

    PARSED = "parsed"
    CANDIDATE = "candidate"


class PassageSource(StrEnum):
    """What a passage of the retrieval index was taken from."""

    TALENT_PROFILE = "talent_profile"
    JOB_POSTING = "job_posting"
    COMPETENCY = "competency"
    QUESTION_BANK = "question_bank"
    RESUME = "resume"


class TranscriptSource(StrEnum):
    """Where the text of a transcript entry comes from."""

    LIVE = "live"
    STORED = "stored"
    TYPED = "typed"


class TranscriptState(StrEnum):
    """Where the transcript of an answer stands. `unavailable` means that a person has to listen."""

    PENDING = "pending"
    READY = "ready"
    UNAVAILABLE = "unavailable"


class RecordingState(StrEnum):
    """Where the playable recording of an answer stands."""

    NONE = "none"
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class EvaluationState(StrEnum):
    """Where the rating of one planned question stands."""

    PENDING = "pending"
    RATED = "rated"
    NOT_RATED = "not_rated"
    FAILED = "failed"


class DecisionOutcome(StrEnum):
    """What a person decided about a candidate."""

    ADVANCE = "advance"
    HOLD = "hold"
    REJECT = "reject"


class CheckResult(StrEnum):
    """Result of one part of the device check."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


class OutboxKind(StrEnum):
    """What the relay does with an outbox row."""

    TASK = "task"
    EVENT = "event"


class TaskState(StrEnum):
    """Where a task for a worker stands."""

    PENDING = "pending"
    SENT = "sent"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class RenewalStage(StrEnum):
    """Which passages a round of the renewal of vectors is at."""

    MATERIAL = "material"
    RESUMES = "resumes"
    DONE = "done"


class SessionEnd(StrEnum):
    """Why a login session ended before its time."""

    LOGOUT = "logout"
    TOKEN_REUSED = "token_reused"  # noqa: S105 - a reason, not a token
    ACCOUNT_DISABLED = "account_disabled"
    REVOKED = "revoked"


class ErasureReason(StrEnum):
    """Why an interview was erased."""

    WITHDRAWN = "withdrawn"
    CANDIDATE_REQUEST = "candidate_request"
    NOT_NEEDED = "not_needed"
    OVERDUE = "overdue"
