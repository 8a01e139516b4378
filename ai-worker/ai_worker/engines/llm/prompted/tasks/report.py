"""The words of a report, from ratings alone."""

from collections.abc import Sequence
from typing import Any

from ai_worker.engines.llm.port import ReportRequest
from ai_worker.engines.llm.prompted.asking import Asker
from ai_worker.engines.llm.prompted.limits import limits
from ai_worker.engines.llm.prompted.shapes import MOST_POINTS, PointShape, point_length, report_shape, summary_length
from ai_worker.engines.llm.rules.report.wording import DIMENSIONS, HUMAN_DECIDES
from ai_worker.engines.llm.rules.report.write import write as write_by_rules
from ai_worker.language.scripts import visible
from ai_worker.prompts.loader import Rendered, render
from ai_worker.prompts.material import clip
from interview_contracts.payloads.evaluations import RatedAnswer, ReportPoint, WriteReportResult

_MOST_QUOTES = 2
"""Quotes of one answer that a report is written from."""
_LONGEST_QUOTE = 600

Cited = tuple[RatedAnswer, str]


def report(request: ReportRequest, asker: Asker) -> WriteReportResult:
    """Write summary, strengths and improvements; where no answer was rated, the rules engine says so."""
    cited = [(rating, quote) for rating in request.ratings for quote in _quotes(rating)]
    if not cited:
        return write_by_rules(request)
    drafted = asker.ask(prompt(request), report_shape(request.language, len(cited)))
    return WriteReportResult(
        summary=f"{visible(drafted.summary)} {HUMAN_DECIDES[request.language]}".strip(),
        strengths=_points(drafted.strengths, cited),
        improvements=_points(drafted.improvements, cited),
    )


def prompt(request: ReportRequest) -> Rendered:
    """Return the prompt. Quotes are numbered through all answers."""
    names = DIMENSIONS[request.language]
    room = limits(request.language)
    each = room.report // max(1, len(request.ratings))
    numbers = iter(range(1, 1 + sum(len(_quotes(rating)) for rating in request.ratings)))
    return render(
        "write_report",
        request.language,
        job_title=clip(request.job_title, room.job_title),
        scores=[f"{names[item.dimension]}: {item.score:.1f}" for item in request.dimensions if item.score is not None],
        answers=[_answer(rating, each, [next(numbers) for _ in _quotes(rating)]) for rating in request.ratings],
        most=MOST_POINTS,
        point=point_length(request.language),
        summary=summary_length(request.language),
    )


def _quotes(rating: RatedAnswer) -> Sequence[str]:
    """Return the quotes that a rated answer is shown with, word for word."""
    fitting = [quote for quote in rating.quotes if len(quote) <= _LONGEST_QUOTE]
    return fitting[:_MOST_QUOTES] if rating.level is not None else ()


def _answer(rating: RatedAnswer, longest: int, numbers: Sequence[int]) -> dict[str, Any]:
    part = max(30, longest // 6)
    return {
        "competency": clip(rating.competency, part),
        "level": rating.level,
        "question": clip(rating.question, part),
        "quotes": [
            {"number": number, "text": clip(quote, part)}
            for number, quote in zip(numbers, _quotes(rating), strict=True)
        ],
        "rationale": clip(rating.rationale, 2 * part),
        "missing": clip(rating.missing, part),
    }


def _points(drafted: Sequence[PointShape], cited: Sequence[Cited]) -> tuple[ReportPoint, ...]:
    points: list[ReportPoint] = []
    for point in drafted:
        rating, quote = cited[point.quote - 1]
        text = visible(point.text)
        if text:
            points.append(ReportPoint(text=text, answer_ids=(rating.answer_id,), quote=quote))
    return tuple(points)
