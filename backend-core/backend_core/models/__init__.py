"""All tables, one module a table."""

from backend_core.models.answer import Answer
from backend_core.models.audio_chunk import AudioChunk
from backend_core.models.audit_entry import AuditEntry
from backend_core.models.auth_session import AuthSession
from backend_core.models.bank_question import BankQuestion
from backend_core.models.base import Base, uuid7
from backend_core.models.candidate import Candidate
from backend_core.models.company import Company
from backend_core.models.competency import Competency
from backend_core.models.consent import Consent
from backend_core.models.decision import Decision
from backend_core.models.device_check import DeviceCheck
from backend_core.models.embedding_space import EmbeddingSpace
from backend_core.models.emotion_observation import EmotionObservation
from backend_core.models.engine_status import EngineStatus
from backend_core.models.evaluation import Evaluation
from backend_core.models.evaluation_quote import EvaluationQuote
from backend_core.models.frame_observation import FrameObservation
from backend_core.models.human_rating import HumanRating
from backend_core.models.interview import Interview
from backend_core.models.invitation import Invitation
from backend_core.models.invitation_transition import InvitationTransition
from backend_core.models.job import Job
from backend_core.models.media_session import MediaSession
from backend_core.models.outbox import Outbox
from backend_core.models.passage import Passage
from backend_core.models.question import Question
from backend_core.models.refresh_token import RefreshToken
from backend_core.models.report import Report
from backend_core.models.resume import Resume
from backend_core.models.resume_fact import ResumeFact
from backend_core.models.rubric import Rubric
from backend_core.models.rubric_anchor import RubricAnchor
from backend_core.models.speech_closing import SpeechClosing
from backend_core.models.speech_segment import SpeechSegment
from backend_core.models.talent_profile import TalentProfile
from backend_core.models.talent_value import TalentValue
from backend_core.models.task_record import TaskRecord
from backend_core.models.timer import Timer
from backend_core.models.transcript_entry import TranscriptEntry
from backend_core.models.turn import Turn
from backend_core.models.user_account import UserAccount

__all__ = [
    "Answer",
    "AudioChunk",
    "AuditEntry",
    "AuthSession",
    "BankQuestion",
    "Base",
    "Candidate",
    "Company",
    "Competency",
    "Consent",
    "Decision",
    "DeviceCheck",
    "EmbeddingSpace",
    "EmotionObservation",
    "EngineStatus",
    "Evaluation",
    "EvaluationQuote",
    "FrameObservation",
    "HumanRating",
    "Interview",
    "Invitation",
    "InvitationTransition",
    "Job",
    "MediaSession",
    "Outbox",
    "Passage",
    "Question",
    "RefreshToken",
    "Report",
    "Resume",
    "ResumeFact",
    "Rubric",
    "RubricAnchor",
    "SpeechClosing",
    "SpeechSegment",
    "TalentProfile",
    "TalentValue",
    "TaskRecord",
    "Timer",
    "TranscriptEntry",
    "Turn",
    "UserAccount",
    "uuid7",
]
