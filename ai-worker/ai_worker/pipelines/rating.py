"""The rating of an answer: several independent draws, their median, and quotes that are checked to the letter."""

import statistics

from ai_worker.engines.base import Deadline
from ai_worker.engines.llm.port import LlmEngine, RateRequest, RatingDraft
from ai_worker.language.guard import is_injection
from ai_worker.pipelines.evidence import locate, transcript
from interview_contracts.payloads.common import Quote
from interview_contracts.payloads.evaluations import RateAnswerPayload, RateAnswerResult

DRAWS = 5
"""Independent judgements of one answer; odd, so that the median is one of them."""


def _quotes(draft: RatingDraft, payload: RateAnswerPayload) -> tuple[Quote, ...]:
    """Return the quotes that are really there and give no orders, each place once, in the order of the answer."""
    found = (locate(quote, payload.pieces) for quote in draft.quotes if not is_injection(quote))
    placed = {(quote.start, quote.end): quote for quote in found if quote is not None}
    return tuple(placed[place] for place in sorted(placed))


def _not_rated(draft: RatingDraft, version: str) -> RateAnswerResult:
    return RateAnswerResult(
        rationale=draft.rationale,
        missing=draft.missing,
        observations=draft.observations,
        prompt_version=version,
    )


def rate_answer(payload: RateAnswerPayload, engine: LlmEngine, *, deadline: Deadline) -> RateAnswerResult:
    """Rate one answer on its rubric.

    The level is the median of the draws that rest on a verbatim quote; when fewer than half of them do, the answer is
    not rated. Raises `EngineError`.
    """
    text = transcript(payload.pieces)
    drafts = [
        engine.run(
            RateRequest(
                language=payload.language,
                question=payload.question,
                section=payload.section,
                competency=payload.competency,
                anchors=payload.anchors,
                transcript=text,
                draw=draw,
            ),
            deadline=deadline,
        )
        for draw in range(DRAWS)
    ]
    version = engine.prompt_version()
    rated = [(draft, quotes) for draft in drafts if draft.level is not None and (quotes := _quotes(draft, payload))]
    if len(rated) * 2 <= DRAWS:
        unrated = next((draft for draft in drafts if draft.level is None), RatingDraft())
        return _not_rated(unrated, version)
    levels = [draft.level for draft, _ in rated if draft.level is not None]
    level = statistics.median_low(levels)
    chosen, quotes = next((draft, quotes) for draft, quotes in rated if draft.level == level)
    return RateAnswerResult(
        level=level,
        quotes=quotes,
        rationale=chosen.rationale,
        missing=chosen.missing,
        observations=chosen.observations,
        draws=tuple(levels),
        spread=max(levels) - min(levels),
        prompt_version=version,
    )
