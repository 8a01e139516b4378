"""The words of a report, each point tied to answers and a quote that the ratings hold."""

from ai_worker.engines.base import Deadline
from ai_worker.engines.llm.port import LlmEngine, ReportRequest
from interview_contracts.payloads.evaluations import ReportPoint, WriteReportPayload, WriteReportResult


def _supported(point: ReportPoint, payload: WriteReportPayload) -> bool:
    """Tell whether a point names rated answers and quotes one of them word for word."""
    by_id = {rating.answer_id: rating for rating in payload.ratings if rating.level is not None}
    named = [by_id[answer_id] for answer_id in point.answer_ids if answer_id in by_id]
    if not named or len(named) != len(point.answer_ids):
        return False
    return bool(point.quote) and any(point.quote in quote for rating in named for quote in rating.quotes)


def write_report(payload: WriteReportPayload, engine: LlmEngine, *, deadline: Deadline) -> WriteReportResult:
    """Write summary, strengths and improvements; points without evidence are dropped. Raises `EngineError`."""
    request = ReportRequest(
        language=payload.language,
        job_title=payload.job_title,
        ratings=payload.ratings,
        dimensions=payload.dimensions,
    )
    result = engine.run(request, deadline=deadline)
    return WriteReportResult(
        summary=result.summary,
        strengths=tuple(point for point in result.strengths if _supported(point, payload)),
        improvements=tuple(point for point in result.improvements if _supported(point, payload)),
    )
