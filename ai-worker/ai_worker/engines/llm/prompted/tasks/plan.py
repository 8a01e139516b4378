"""Questions about a résumé for the plan of an interview."""

from typing import Final

from ai_worker.engines.llm.port import PlanDraft, PlanRequest, ResumeQuestionDraft
from ai_worker.engines.llm.prompted import wording
from ai_worker.engines.llm.prompted.asking import Asker, seed_of
from ai_worker.engines.llm.prompted.interview import Interview, beginning
from ai_worker.engines.llm.prompted.limits import limits
from ai_worker.engines.llm.prompted.shapes import PlannedShape, plan_shape, why_length
from ai_worker.language.guard import is_injection
from ai_worker.language.scripts import visible
from ai_worker.prompts.loader import Rendered, render
from ai_worker.prompts.material import clip, inline

_TEMPERATURE: Final = 0.3


def plan(request: PlanRequest, asker: Asker) -> PlanDraft:
    """Draft questions about the facts of a résumé; none where there is no fact or no question is wanted."""
    interview = beginning(request)
    if not interview.fact_indexes or not request.limit:
        return PlanDraft(explanation=wording.plan(request.language, 0, 0))
    shape = plan_shape(
        request.language,
        facts=len(interview.fact_indexes),
        competencies=len(interview.values["competencies"]),
        limit=request.limit,
    )
    drafted = asker.ask(prompt(request, interview), shape, temperature=_TEMPERATURE, seed=seed_of("plan", request.seed))
    questions = tuple(_question(item, request, interview) for item in drafted.questions if visible(item.text))
    explanation = wording.plan(request.language, len(questions), len(interview.fact_indexes))
    return PlanDraft(questions=questions, explanation=explanation)


def prompt(request: PlanRequest, interview: Interview) -> Rendered:
    """Return the prompt; it begins like those of the follow-ups to come."""
    room = limits(request.language)
    core_questions = _core_questions(request)
    known = "\n".join([*interview.values["facts"], *interview.values["talent_profile"], *core_questions])
    return render(
        "plan_questions",
        request.language,
        **interview.values,
        job_description=clip(request.job_description, room.job_description),
        core_questions=core_questions,
        passages=_passages(request, known),
        limit=request.limit,
        why=why_length(request.language),
    )


def _core_questions(request: PlanRequest) -> list[str]:
    each = limits(request.language).common_questions // max(1, len(request.core_questions))
    return [clip(text.in_language(request.language), max(each, 20)) for text in request.core_questions]


def _passages(request: PlanRequest, known: str) -> list[str]:
    """Return the best passages that fit, without lines that the prompt holds already or that give orders."""
    names, room = wording.SOURCES[request.language], limits(request.language)
    kept: list[str] = []
    for passage in request.passages:
        new = [line for line in map(inline, passage.text.splitlines()) if line not in known and not is_injection(line)]
        text = clip(f"{names.get(passage.source, passage.source)}: {' '.join(new)}", room.passage)
        if new and sum(map(len, kept)) + len(text) <= room.passages:
            kept.append(text)
    return kept


def _question(item: PlannedShape, request: PlanRequest, interview: Interview) -> ResumeQuestionDraft:
    index = interview.fact_indexes[item.fact - 1]
    competency = request.competencies[item.competency - 1].name if item.competency else ""
    name = clip(request.facts[index].title, limits(request.language).job_title)
    return ResumeQuestionDraft(
        fact_index=index,
        text=visible(item.text),
        competency=competency[:200],
        rationale=wording.planned(request.language, name, visible(item.why)),
    )
