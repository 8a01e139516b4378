"""One independent judgement of an answer."""

from typing import Final

from ai_worker.engines.llm.port import RateRequest, RatingDraft
from ai_worker.engines.llm.prompted import wording
from ai_worker.engines.llm.prompted.asking import Asker, seed_of
from ai_worker.engines.llm.prompted.interview import named
from ai_worker.engines.llm.prompted.limits import limits
from ai_worker.engines.llm.prompted.sentences import Numbered, numbered
from ai_worker.engines.llm.prompted.shapes import MOST_EVIDENCE, missing_length, rating_shape, rationale_length
from ai_worker.engines.llm.rules.rating.rate import rate as rate_by_rules
from ai_worker.language.scripts import visible
from ai_worker.prompts.loader import Rendered, render
from ai_worker.prompts.material import clip
from interview_contracts.payloads.evaluations import Observation

_TEMPERATURE: Final = 0.4
"""Draws are to differ where the rubric leaves a doubt, not to wander."""


def rate(request: RateRequest, asker: Asker) -> RatingDraft:
    """Judge an answer. Without a sentence as evidence there is no level; nothing to read is not rated, by rule."""
    answer = numbered(request.transcript, request.language, longest=limits(request.language).transcript)
    if not answer:
        return rate_by_rules(request)
    shape = rating_shape(request.language, len(answer))
    drafted = asker.ask(prompt(request, answer), shape, temperature=_TEMPERATURE, seed=seed_of("rate", request.draw))
    quotes = tuple(answer.quote(number) for number in sorted(set(drafted.evidence)))
    return RatingDraft(
        level=drafted.level if quotes else None,
        quotes=quotes,
        rationale=visible(drafted.rationale),
        missing=visible(drafted.missing),
        observations=_observations(request, answer),
    )


def prompt(request: RateRequest, answer: Numbered) -> Rendered:
    """Return the prompt: one question, its rubric, that answer. It is the same for every draw."""
    room = limits(request.language)
    anchors = sorted(request.anchors, key=lambda anchor: anchor.level)
    return render(
        "rate_answer",
        request.language,
        question=clip(request.question, 2 * room.question),
        competency=named(request.competency, request.language),
        anchors=[{"level": anchor.level, "text": clip(anchor.text, room.anchor)} for anchor in anchors],
        opening=answer.opening,
        ending=answer.ending,
        most=MOST_EVIDENCE,
        rationale=rationale_length(request.language),
        missing=missing_length(request.language),
    )


def _observations(request: RateRequest, answer: Numbered) -> tuple[Observation, ...]:
    notes = (
        ("orders_left_out", answer.orders, wording.ORDERS_LEFT_OUT),
        ("answer_shortened", answer.shortened, wording.SHORTENED),
    )
    return tuple(
        Observation(code=code, present=True, note=note[request.language]) for code, holds, note in notes if holds
    )
