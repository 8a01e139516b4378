"""A worker process with a real embeddings model, as the product starts it."""

from pathlib import Path

import pytest

from interview_contracts.errors import ErrorCode
from interview_contracts.payloads.embeddings import vector_space
from interview_contracts.queues import Queue
from interview_contracts.registry import EMBED_AGAIN, EMBED_TEXTS
from interview_contracts.reports import Failure, Success
from interview_contracts.vocabulary import Capability
from tests.integration.worker.processes import running_worker
from tests.support.tiny_models import xlm_roberta

pytestmark = pytest.mark.integration

TEXTS = [{"key": "a", "text": "결제 서버를 이전했습니다", "language": "ko"}]
LOADING_S = 240.0


def test_the_model_in_the_folder_makes_the_vectors_and_only_of_its_own_space(redis_url: str, tmp_path: Path) -> None:
    xlm_roberta.make(tmp_path / "embeddings" / "KURE-v1")
    settings = {"MODELS_DIR": str(tmp_path), "ENGINE_EMBEDDINGS": "auto", "OMP_NUM_THREADS": "1"}
    with running_worker("ai_worker.cpu", Queue.CPU_BATCH, redis_url, **settings) as worker:
        report = worker.report(worker.send(EMBED_TEXTS, {"texts": TEXTS}), LOADING_S)
        assert isinstance(report.outcome, Success)
        space = report.outcome.result["model"]
        assert space.startswith("sentence_transformers:KURE-v1@")
        assert report.engine is not None
        assert vector_space(report.engine.name, report.engine.model) == space

        again = worker.report(worker.send(EMBED_AGAIN, {"texts": TEXTS, "space": space}), LOADING_S)
        assert isinstance(again.outcome, Success)
        assert again.outcome.result["items"][0]["vector"] == report.outcome.result["items"][0]["vector"]

        other = worker.report(worker.send(EMBED_AGAIN, {"texts": TEXTS, "space": "hashing:x"}), LOADING_S)
        assert isinstance(other.outcome, Failure)
        assert (other.outcome.error.code, other.outcome.error.retryable) == (ErrorCode.ENGINE_UNAVAILABLE, True)

        offered = worker.engines_report_that(
            lambda report: any(one.engine.model and one.available for one in report.engines), LOADING_S
        )
        (status,) = (one for one in offered.engines if one.engine.capability is Capability.EMBEDDINGS)
        assert vector_space(status.engine.name, status.engine.model) == space
