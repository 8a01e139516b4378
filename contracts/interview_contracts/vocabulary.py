"""Closed vocabularies that several services share."""

from enum import StrEnum


class Language(StrEnum):
    """Language of an interview or of an interface text (BCP 47 primary subtag)."""

    KO = "ko"
    EN = "en"


class Section(StrEnum):
    """Part of an interview that a question belongs to (requirement B-03)."""

    INTRODUCTION = "introduction"
    MOTIVATION = "motivation"
    JOB_KNOWLEDGE = "job_knowledge"
    EXPERIENCE = "experience"
    PROBLEM_SOLVING = "problem_solving"
    COMMUNICATION = "communication"
    RESPONSIBILITY = "responsibility"
    GROWTH = "growth"
    RESUME = "resume"
    CLOSING = "closing"


class Dimension(StrEnum):
    """One of the six dimensions of a report (requirement B-12)."""

    TECHNICAL = "technical"
    EXPERIENCE = "experience"
    PROBLEM_SOLVING = "problem_solving"
    COMMUNICATION = "communication"
    RESPONSIBILITY = "responsibility"
    GROWTH = "growth"


class QuestionSource(StrEnum):
    """Where the text of a question comes from."""

    BANK = "bank"
    RESUME = "resume"
    FOLLOW_UP = "follow_up"
    FALLBACK = "fallback"


class FollowUpIntent(StrEnum):
    """What a follow-up question asks for; a follow-up never introduces a new competency (REC-04)."""

    SITUATION = "situation"
    TASK = "task"
    ACTION = "action"
    RESULT = "result"
    NUMBER = "number"
    DECISION = "decision"
    TECHNOLOGY = "technology"
    CLARIFY = "clarify"


class FactKind(StrEnum):
    """Kind of a fact that a résumé states."""

    EDUCATION = "education"
    EXPERIENCE = "experience"
    PROJECT = "project"
    SKILL = "skill"
    CERTIFICATE = "certificate"
    SELF_INTRODUCTION = "self_introduction"


class HiddenReason(StrEnum):
    """Why a reader of a page cannot see a text of its PDF."""

    WHITE = "white"
    TINY = "tiny"
    OFF_PAGE = "off_page"
    INVISIBLE_MODE = "invisible_mode"
    COVERED = "covered"


class AnswerMode(StrEnum):
    """How a candidate gave an answer."""

    SPOKEN = "spoken"
    TYPED = "typed"


class AnswerEndReason(StrEnum):
    """What ended an answer."""

    CANDIDATE = "candidate"
    SILENCE = "silence"
    TIME_LIMIT = "time_limit"


class Capability(StrEnum):
    """A model capability behind an engine port."""

    LLM = "llm"
    STT = "stt"
    TTS = "tts"
    EMBEDDINGS = "embeddings"
    FACE = "face"
    EMOTION = "emotion"


class Emotion(StrEnum):
    """A name that an expression is sorted under (requirement B-11)."""

    ANGRY = "angry"
    DISGUST = "disgust"
    FEAR = "fear"
    HAPPY = "happy"
    SAD = "sad"
    SURPRISE = "surprise"
    NEUTRAL = "neutral"


class EngineQuality(StrEnum):
    """How far the words of an engine may be trusted; shown wherever its results are shown."""

    PRODUCTION = "production"
    BASIC = "basic"
    DEMO = "demo"


class InterviewState(StrEnum):
    """State of an interview; the table of transitions is `backend_core.interviews.machine`."""

    CREATED = "created"
    PLANNING = "planning"
    READY = "ready"
    ASKING = "asking"
    ANSWERING = "answering"
    THINKING = "thinking"
    EVALUATING = "evaluating"
    EVALUATION_FAILED = "evaluation_failed"
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ConsentPurpose(StrEnum):
    """A purpose that a candidate consents to or refuses, each separately (CAND-02)."""

    AI_INTERVIEW = "ai_interview"
    RESUME_ANALYSIS = "resume_analysis"
    RECORDING = "recording"
    FACE_OBSERVATION = "face_observation"
    EMOTION_OBSERVATION = "emotion_observation"
