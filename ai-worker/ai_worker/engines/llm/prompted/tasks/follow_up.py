"""The follow-up question to an answer."""

from collections.abc import Sequence
from typing import Any, Final

from ai_worker.engines.llm.port import FollowUpRequest
from ai_worker.engines.llm.prompted import wording
from ai_worker.engines.llm.prompted.asking import Asker, seed_of
from ai_worker.engines.llm.prompted.interview import beginning
from ai_worker.engines.llm.prompted.limits import limits
from ai_worker.engines.llm.prompted.sentences import Numbered, numbered
from ai_worker.engines.llm.prompted.shapes import NO_FOLLOW_UP, follow_up_shape
from ai_worker.engines.llm.rules.follow_up.choose import choose
from ai_worker.engines.llm.rules.profiles import SECTION_NAMES, WITHOUT_FOLLOW_UP
from ai_worker.language.scripts import visible
from ai_worker.prompts.loader import Rendered, render
from ai_worker.prompts.material import clip
from interview_contracts.payloads.common import QuestionAndAnswer
from interview_contracts.payloads.interviews import FollowUp, FollowUpResult
from interview_contracts.vocabulary import FollowUpIntent, Language

_TEMPERATURE: Final = 0.3


def follow_up(request: FollowUpRequest, asker: Asker) -> FollowUpResult:
    """Draft one follow-up question, or none.

    Where nothing was said that a question could take up, the rules engine asks again in easier words.
    """
    answer = numbered(request.answer, request.language, longest=limits(request.language).answer)
    if request.section in WITHOUT_FOLLOW_UP or not answer:
        return choose(request)
    shape = follow_up_shape(request.language, len(answer))
    drafted = asker.ask(
        prompt(request, answer), shape, temperature=_TEMPERATURE, seed=seed_of("follow_up", request.seed)
    )
    text = visible(drafted.text)
    if drafted.intent == NO_FOLLOW_UP or not text:
        return FollowUpResult(rationale=wording.NO_FOLLOW_UP[request.language])
    intent = FollowUpIntent(drafted.intent)
    reason = wording.FOLLOW_UP[request.language][intent]
    return FollowUpResult(
        follow_up=FollowUp(text=text, intent=intent, trigger=answer.quote(drafted.sentence), rationale=reason),
        rationale=reason,
    )


def prompt(request: FollowUpRequest, answer: Numbered) -> Rendered:
    """Return the prompt: up to the newest exchange it is what the prompt of the next turn begins with."""
    earlier = [_exchange(number, item, request.language) for number, item in enumerate(request.history, start=1)]
    newest = QuestionAndAnswer(question=request.question, answer=request.answer, section=request.section)
    competency = request.competency.name if request.competency else SECTION_NAMES[request.language][request.section]
    return render(
        "follow_up",
        request.language,
        **beginning(request).values,
        exchanges=[*_kept(earlier, request.language), _exchange(len(earlier) + 1, newest, request.language, answer)],
        competency=clip(competency, limits(request.language).competency),
    )


def _exchange(
    number: int, item: QuestionAndAnswer, language: Language, answer: Numbered | None = None
) -> dict[str, Any]:
    room = limits(language)
    sentences = answer or numbered(item.answer, language, longest=room.answer)
    return {
        "number": number,
        "section": SECTION_NAMES[language][item.section],
        "question": clip(item.question, room.question),
        "opening": sentences.opening,
        "ending": sentences.ending,
    }


def _kept(exchanges: Sequence[dict[str, Any]], language: Language) -> Sequence[dict[str, Any]]:
    """Return the newest exchanges that fit.

    What is left out grows in leaps, so that from one leap to the next every prompt begins like the one before.
    """
    room, first, size = limits(language), 0, 0
    for end, exchange in enumerate(exchanges, start=1):
        size += _size(exchange)
        if size > room.history_full:
            while size > room.history_kept and first < end - 1:
                size -= _size(exchanges[first])
                first += 1
    return exchanges[first:]


def _size(exchange: dict[str, Any]) -> int:
    return len(exchange["question"]) + sum(len(text) for text in (*exchange["opening"], *exchange["ending"]))
