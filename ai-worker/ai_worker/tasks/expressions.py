"""What the vision task does beside observing faces where the deployment allows it (`ALLOW_EMOTION`)."""

from dataclasses import replace

import structlog

from ai_worker.engines.base import Deadline
from ai_worker.engines.emotion.port import EmotionEngine
from ai_worker.pipelines import emotions
from ai_worker.tasks.job import Toolbox
from ai_worker.tasks.use import Made, as_engine_error
from ai_worker.tasks.vision import look
from interview_contracts.payloads.vision import ObserveFacesPayload, ObserveFacesResult
from interview_contracts.vocabulary import Capability

log = structlog.get_logger(__name__)


def observe_faces_and_expressions(
    payload: ObserveFacesPayload, tools: Toolbox, deadline: Deadline
) -> Made[ObserveFacesResult]:
    """Observe faces, then look at the expressions in those frames that are marked for it.

    Whatever goes wrong with an expression, the observations of faces stand; it counts as dropped.
    """
    made, sightings = look(payload, tools, deadline)
    wanted = sum(frame.emotion for frame in payload.frames)
    if not wanted:
        return made
    chosen = emotions.marked(sightings)

    def work(engine: EmotionEngine, _: Deadline) -> ObserveFacesResult:
        found = emotions.infer(chosen, engine, deadline)
        counted = {"emotions": found, "emotion_engine": engine.describe(), "emotions_dropped": wanted - len(found)}
        return made.result.model_copy(update=counted)

    result = made.result.model_copy(update={"emotions_dropped": wanted})
    if chosen:
        try:
            # The past as a deadline: nobody waits for a model that is still being loaded.
            result = tools.use(Capability.EMOTION, work, deadline=Deadline.after(0.0)).result
        except Exception as error:  # The text of a library's error stays here.
            log.info("emotions.dropped", count=wanted, code=as_engine_error(error).code.value)
    return replace(made, result=result)
