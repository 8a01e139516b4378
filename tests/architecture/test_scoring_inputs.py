"""What may reach a score: one question, its rubric and that answer's transcript, and nothing of the person."""

import ast
from pathlib import Path

import pytest

import backend_core
from backend_core import models
from interview_contracts.payloads.evaluations import RateAnswerPayload, WriteReportPayload
from interview_contracts.payloads.vision import EmotionObservation, FaceObservation, HeadPose

pytestmark = pytest.mark.architecture

EVALUATIONS = sorted((Path(backend_core.__file__).parent / "evaluations").glob("*.py"))

ALLOWED_MODELS = {
    "Answer",
    "Evaluation",
    "EvaluationQuote",
    "Interview",
    "Job",
    "Question",
    "Report",
    "Rubric",
    "RubricAnchor",
    "Competency",
    "TaskRecord",
    "Turn",
}

ALLOWED_DOMAINS = {"audit", "auth", "error_handlers", "evaluations", "interviews", "models", "persistence", "tasks"}
"""`audit` and `auth` serve the command to run an evaluation again; `interviews` is told its outcome."""


def imports(file: Path) -> set[str]:
    """Return the full names that a module imports from the core."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("backend_core"):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("backend_core")}
    return found


@pytest.mark.parametrize("file", EVALUATIONS, ids=lambda file: file.name)
def test_evaluation_touches_no_table_about_person_face_or_resume(file: Path) -> None:
    names = set(models.__all__)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used |= {name.rsplit(".", 1)[-1] for name in imports(file)}

    assert used & names <= ALLOWED_MODELS


@pytest.mark.parametrize("file", EVALUATIONS, ids=lambda file: file.name)
def test_evaluation_asks_no_domain_about_person_face_or_resume(file: Path) -> None:
    assert {name.split(".")[1] for name in imports(file)} <= ALLOWED_DOMAINS


def test_what_was_seen_stays_out_of_reach_of_a_score() -> None:
    """Neither tables nor domains of faces and emotions are allowed, and none of them leads to an answer's rating."""
    assert not ALLOWED_MODELS & {"FrameObservation", "EmotionObservation"}
    assert not ALLOWED_DOMAINS & {"emotions", "reports", "consents"}
    seen = {"frame_observation", "emotion_observation"}
    for table in models.Base.metadata.tables.values():
        referred = {key.column.table.name for key in table.foreign_keys}
        assert not referred & seen, f"{table.name} refers to what was seen"
    emotion = models.EmotionObservation.__table__
    assert {key.column.table.name for key in emotion.foreign_keys} == {"interview"}, "it names no answer and no turn"


def test_what_leaves_the_worker_of_a_face_is_not_its_shape() -> None:
    """LAW-13: presence, number, pose and gaze; no landmark, no measure, no template."""
    assert set(FaceObservation.model_fields) == {
        "interview_id",
        "media_session",
        "sequence",
        "presentation_s",
        "captured_at",
        "face_count",
        "confidence",
        "head_pose",
        "gaze",
    }
    assert set(HeadPose.model_fields) == {"yaw", "pitch", "roll"}
    assert set(EmotionObservation.model_fields) == {
        "interview_id",
        "media_session",
        "sequence",
        "presentation_s",
        "captured_at",
        "dominant",
        "share",
    }


def test_a_rating_is_given_nothing_else() -> None:
    assert set(RateAnswerPayload.model_fields) == {
        "question",
        "section",
        "competency",
        "dimension",
        "anchors",
        "pieces",
        "language",
        "rubric_version",
    }
    assert set(WriteReportPayload.model_fields) == {"language", "job_title", "ratings", "dimensions"}
