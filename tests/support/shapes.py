"""Every shape that the product asks a language model for."""

from pydantic import BaseModel

from ai_worker.engines.llm.prompted import shapes
from interview_contracts.vocabulary import Language


def product_shapes(language: Language) -> list[type[BaseModel]]:
    """Each kind of shape with little and with much material."""
    return [
        shapes.follow_up_shape(language, 1),
        shapes.follow_up_shape(language, 23),
        shapes.plan_shape(language, facts=1, competencies=0, limit=1),
        shapes.plan_shape(language, facts=24, competencies=6, limit=2),
        shapes.plan_shape(language, facts=60, competencies=8, limit=5),
        shapes.facts_shape(1),
        shapes.facts_shape(32),
        shapes.rating_shape(language, 1),
        shapes.rating_shape(language, 118),
        shapes.report_shape(language, 1),
        shapes.report_shape(language, 40),
    ]
