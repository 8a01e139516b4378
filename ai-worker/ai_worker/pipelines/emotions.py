"""Expressions in frames that were looked at for faces and are marked for this as well (requirement B-11).

Only the picture of a person who is alone in it is looked at: nobody else has agreed to it.
"""

from collections.abc import Sequence

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.emotion.port import EmotionEngine, Expression
from ai_worker.pipelines.faces import Sighting
from interview_contracts.payloads.vision import EmotionObservation


def marked(sightings: Sequence[Sighting]) -> tuple[Sighting, ...]:
    """Return the sightings whose expression may be looked at and can be: those of one face."""
    return tuple(one for one in sightings if one.frame.emotion and len(one.faces) == 1)


def infer(sightings: Sequence[Sighting], engine: EmotionEngine, deadline: Deadline) -> tuple[EmotionObservation, ...]:
    """Return what the expressions are taken for, in the order of the sightings, as far as the time reaches.

    One that cannot be inferred is left out. Raises `EngineError` when not one could be because the engine failed.
    """
    found: list[EmotionObservation] = []
    failure: EngineError | None = None
    for one in sightings:
        if deadline.remaining_s() <= 0:
            break
        try:
            inferred = engine.infer(Expression(picture=one.picture, box=one.faces[0].box))
        except EngineError as error:
            failure = error
            continue
        if inferred is not None:
            frame = one.frame
            found.append(
                EmotionObservation(
                    interview_id=frame.interview_id,
                    media_session=frame.media_session,
                    sequence=frame.sequence,
                    presentation_s=frame.presentation_s,
                    captured_at=frame.captured_at,
                    dominant=inferred.dominant,
                    share=inferred.share,
                )
            )
    if failure is not None and not found:
        raise failure
    return tuple(found)
