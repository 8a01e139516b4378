"""The task of the vision queue. What it does with expressions is not even imported unless the deployment allows it."""

from typing import Any

import structlog

from ai_worker.engines.base import Deadline
from ai_worker.engines.face.port import FaceEngine
from ai_worker.pipelines import faces
from ai_worker.pipelines.faces import Sighting
from ai_worker.tasks.job import Job, Toolbox
from ai_worker.tasks.runner import utc_now
from ai_worker.tasks.use import Made
from interview_contracts.payloads.vision import ObserveFacesPayload, ObserveFacesResult
from interview_contracts.registry import VISION_OBSERVE_FACES
from interview_contracts.vocabulary import Capability

log = structlog.get_logger(__name__)


def look(
    payload: ObserveFacesPayload, tools: Toolbox, deadline: Deadline
) -> tuple[Made[ObserveFacesResult], list[Sighting]]:
    """Look at the frames with the best face engine, else with the spare one, and delete them, whatever happens."""
    sightings: list[Sighting] = []

    def work(engine: FaceEngine, until: Deadline) -> ObserveFacesResult:
        sightings.clear()
        return faces.observe(payload, tools.uploads, engine, until, utc_now, seen=sightings.append)

    try:
        made = tools.use(Capability.FACE, work, deadline=deadline, spare=True)
    finally:
        # Pictures of people stay no longer than they are looked at, whether or not an engine was there to look.
        faces.discard(payload, tools.uploads)
    if made.result.dropped:
        log.info("frames.dropped", count=made.result.dropped)
    return made, sightings


def vision_job(*, allow_emotion: bool) -> Job[Any, Any]:
    """Return the job; only with `allow_emotion` it knows of expressions."""
    if not allow_emotion:
        return Job(spec=VISION_OBSERVE_FACES, handle=_observe_faces, discard=_discard, capabilities=(Capability.FACE,))
    from ai_worker.tasks.expressions import observe_faces_and_expressions

    return Job(
        spec=VISION_OBSERVE_FACES,
        handle=observe_faces_and_expressions,
        discard=_discard,
        capabilities=(Capability.FACE, Capability.EMOTION),
    )


def _observe_faces(payload: ObserveFacesPayload, tools: Toolbox, deadline: Deadline) -> Made[ObserveFacesResult]:
    made, _ = look(payload, tools, deadline)
    return made


def _discard(payload: ObserveFacesPayload, tools: Toolbox) -> None:
    faces.discard(payload, tools.uploads)
