"""What the camera showed is stored with the engine that saw it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from backend_core.models import FrameObservation
from interview_contracts.engines import EngineInfo
from interview_contracts.payloads.vision import FaceObservation, ObserveFacesResult
from interview_contracts.registry import VISION_OBSERVE_FACES
from interview_contracts.reports import Report, Success, TaskReport
from interview_contracts.vocabulary import Capability, ConsentPurpose
from tests.support.stage import Stage, consent

pytestmark = pytest.mark.integration

ENGINE = EngineInfo(capability=Capability.FACE, name="mediapipe", version="1")


async def test_observations_name_their_engine(stage: Stage) -> None:
    await consent(stage.api, stage.interview, ConsentPurpose.FACE_OBSERVATION)
    now = datetime.now(UTC)
    seen = FaceObservation(
        interview_id=stage.interview.id,
        media_session="session-1",
        sequence=0,
        presentation_s=0.2,
        captured_at=now,
        face_count=1,
    )
    report = Report(
        body=TaskReport(
            task_id=uuid4(),
            key="faces:1",
            name=VISION_OBSERVE_FACES.name,
            attempt=1,
            outcome=Success(result=ObserveFacesResult(observations=(seen,)).model_dump(mode="json")),
            engine=ENGINE,
            sent_at=now,
            started_at=now,
            finished_at=now,
        )
    )
    for _ in range(2):
        await stage.report(report)
    async with stage.outlets.sessions() as session:
        assert list(await session.scalars(select(FrameObservation.engine))) == [ENGINE]
