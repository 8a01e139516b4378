"""Putting ratings into words: no praise and no criticism without a quote that shows it."""

from typing import Final

from ai_worker.engines.llm.port import ReportRequest
from ai_worker.engines.llm.rules.report import wording
from ai_worker.language.josa import attach
from interview_contracts.payloads.evaluations import DimensionScore, RatedAnswer, ReportPoint, WriteReportResult
from interview_contracts.vocabulary import Language

_STRONG: Final = 4
_WEAK: Final = 2
_MOST_POINTS: Final = 4
_QUOTE: Final = 300
_TEXT: Final = 800


def _points(ratings: list[RatedAnswer], language: Language, *, strong: bool) -> tuple[ReportPoint, ...]:
    """Return one point a competency, the clearest first."""
    by_competency: dict[str, list[RatedAnswer]] = {}
    for rating in ratings:
        by_competency.setdefault(rating.competency, []).append(rating)
    points: list[ReportPoint] = []
    for competency, group in by_competency.items():
        shown = sorted(group, key=lambda rating: rating.level or 0, reverse=strong)
        lead = shown[0]
        text = (
            wording.strength(language, competency, lead) if strong else wording.improvement(language, competency, lead)
        )
        quote = next((quote for quote in lead.quotes if len(quote) <= _QUOTE), "")
        points.append(ReportPoint(text=text[:_TEXT], answer_ids=tuple(r.answer_id for r in shown), quote=quote))
    return tuple(points[:_MOST_POINTS])


def _listed(items: list[str], language: Language) -> str:
    if language is Language.KO:
        return ", ".join(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _dimension_sentence(dimensions: tuple[DimensionScore, ...], language: Language) -> str:
    scored = [
        (item.score, wording.DIMENSIONS[language][item.dimension]) for item in dimensions if item.score is not None
    ]
    if not scored:
        return ""
    high = max(score for score, _ in scored)
    low = min(score for score, _ in scored)
    best = _listed([name for score, name in scored if score == high], language)
    worst = _listed([name for score, name in scored if score == low], language)
    if language is Language.KO:
        if len(scored) == 1:
            return f"평가된 영역은 {best}({high:.1f}점)입니다."
        if high == low:
            return f"평가된 영역은 모두 {high:.1f}점입니다."
        return f"가장 높은 영역은 {best}({high:.1f}점), 가장 낮은 영역은 {worst}({low:.1f}점)입니다."
    if len(scored) == 1:
        return f"The one rated area is {best} ({high:.1f})."
    if high == low:
        return f"All rated areas stand at {high:.1f}."
    return f"The highest area is {best} ({high:.1f}), the lowest {worst} ({low:.1f})."


def _summary(request: ReportRequest, rated: list[RatedAnswer]) -> str:
    language, job = request.language, request.job_title
    total, unrated = len(request.ratings), len(request.ratings) - len(rated)
    if not rated:
        return wording.NOTHING_RATED[language].format(job=job, total=total)
    counts = {level: sum(1 for item in rated if item.level == level) for level in range(5, 0, -1)}
    spread = [wording.level_count(language, level, count) for level, count in counts.items() if count]
    if language is Language.KO:
        parts = [f"{job} 면접에서 평가 대상 답변 {total}개 중 {len(rated)}개를 평가했습니다({', '.join(spread)})."]
    else:
        noun = "answer" if total == 1 else "answers"
        parts = [
            f"In the interview for {job}, {len(rated)} of {total} scored {noun} could be rated ({', '.join(spread)})."
        ]
    parts.append(_dimension_sentence(request.dimensions, language))
    strong = list(dict.fromkeys(item.competency for item in rated if (item.level or 0) >= _STRONG))
    weak = list(dict.fromkeys(item.competency for item in rated if (item.level or 0) <= _WEAK))
    if strong:
        names = _listed([wording.named(language, name) for name in strong], language)
        parts.append(
            f"{attach(strong[-1], '은/는', shown=names)} 구체적인 행동과 근거가 답변에서 확인되었습니다."
            if language is Language.KO
            else f"For {names}, the answers show concrete actions and grounds."
        )
    if weak:
        names = _listed([wording.named(language, name) for name in weak], language)
        parts.append(
            f"{attach(weak[-1], '은/는', shown=names)} 판단할 내용이 충분하지 않아 추가 확인이 필요합니다."
            if language is Language.KO
            else f"For {names}, the answers give little to go by and deserve a closer look."
        )
    if unrated:
        parts.append(wording.unrated(language, unrated))
    parts.append(wording.HUMAN_DECIDES[language])
    return " ".join(part for part in parts if part)


def write(request: ReportRequest) -> WriteReportResult:
    """Write summary, strengths and improvements. A rating without a quote is only counted."""
    rated = [item for item in request.ratings if item.level is not None and item.quotes]
    strong = sorted((r for r in rated if (r.level or 0) >= _STRONG), key=lambda r: -(r.level or 0))
    weak = sorted((r for r in rated if (r.level or 0) <= _WEAK), key=lambda r: r.level or 0)
    middle = [r for r in rated if _WEAK < (r.level or 0) < _STRONG and r.missing]
    return WriteReportResult(
        summary=_summary(request, rated)[:4000],
        strengths=_points(strong, request.language, strong=True),
        improvements=_points([*weak, *middle], request.language, strong=False),
    )
