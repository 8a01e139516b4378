"""What a model has read of an interview it need not read again: prompts grow at their end."""

from itertools import pairwise, takewhile

import pytest

from ai_worker.engines.base import NO_DEADLINE
from ai_worker.engines.llm.port import FollowUpRequest
from ai_worker.engines.llm.prompted.engine import PromptedEngine
from ai_worker.engines.llm.prompted.limits import limits
from ai_worker.engines.llm.rules.profiles import WITHOUT_FOLLOW_UP
from interview_contracts.payloads.common import QuestionAndAnswer
from interview_contracts.vocabulary import Language, Section
from tests.support import conversation
from tests.support.chat_models import ScriptedChatModel, by_seed

pytestmark = pytest.mark.unit

AT_MOST = 0.15
"""Share of a prompt that may be new from the second turn on."""


def requests(language: Language) -> list[FollowUpRequest]:
    """Return the follow-ups of an interview that a model is asked for."""
    return [item for item in conversation.follow_up_requests(language) if item.section not in WITHOUT_FOLLOW_UP]


def prompts(language: Language) -> list[str]:
    """Return the plan's prompt and those of all follow-ups of an interview."""
    model = ScriptedChatModel(by_seed)
    engine = PromptedEngine(model)
    engine.run(conversation.plan_request(language), deadline=NO_DEADLINE)
    for request in requests(language):
        engine.run(request, deadline=NO_DEADLINE)
    return ["\n".join(message.text for message in completion.messages) for completion in model.completions]


def shared(before: str, after: str) -> str:
    """Return the beginning that two prompts have in common."""
    return after[: sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))]


@pytest.mark.parametrize("language", Language)
def test_at_most_fifteen_percent_of_a_prompt_are_new(language: Language) -> None:
    turns = prompts(language)
    assert len(turns) >= 11

    shares = [1 - len(shared(before, after)) / len(after) for before, after in pairwise(turns)]

    assert max(shares[1:]) <= AT_MOST, shares


@pytest.mark.parametrize("language", Language)
def test_planning_reads_what_the_first_follow_up_begins_with(language: Language) -> None:
    plan, first, *_ = prompts(language)

    assert shared(plan, first).endswith("</resume>\n<")


@pytest.mark.parametrize("language", Language)
def test_nothing_that_was_said_is_read_twice(language: Language) -> None:
    """Behind the common beginning there is only the newest exchange with what to do about it."""
    turns = prompts(language)[1:]

    for (before, after), request in zip(pairwise(turns), requests(language)[1:], strict=True):
        new = len(after) - len(shared(before, after))
        assert new <= len(request.question) + len(request.answer) + 250


def _long_interview(exchanges: int) -> list[FollowUpRequest]:
    """Return the requests of an interview whose answers are all long."""
    answer = " ".join(conversation.answers(Language.KO))[:900]
    said = [
        QuestionAndAnswer(question=f"질문 {n}", answer=f"{n}번째. {answer}", section=Section.EXPERIENCE)
        for n in range(exchanges)
    ]
    base = list(conversation.follow_up_requests(Language.KO))[4]
    return [
        base.model_copy(update={"question": said[n].question, "answer": said[n].answer, "history": tuple(said[:n])})
        for n in range(exchanges)
    ]


def test_a_long_interview_stays_bounded_and_starts_over_seldom() -> None:
    model = ScriptedChatModel(by_seed)
    engine = PromptedEngine(model)
    for request in _long_interview(24):
        engine.run(request, deadline=NO_DEADLINE)
    turns = [completion.messages[1].text for completion in model.completions]

    assert max(map(len, turns)) <= 9_500
    starts = [turn[turn.index("<interview>") :][:30] for turn in turns]
    leaps = sum(before != after for before, after in pairwise(starts))
    room = limits(Language.KO)
    assert leaps <= 24 * 900 / (room.history_full - room.history_kept) + 1


def test_an_answer_reads_the_same_as_the_newest_and_as_an_earlier_one() -> None:
    first, second = _long_interview(2)
    long = first.model_copy(update={"answer": first.answer * 4})
    earlier = second.history[0].model_copy(update={"answer": long.answer})
    later = second.model_copy(update={"history": (earlier,)})
    model = ScriptedChatModel(by_seed)
    engine = PromptedEngine(model)
    for request in (long, later):
        engine.run(request, deadline=NO_DEADLINE)

    before, after = (completion.messages[1].text for completion in model.completions)
    assert "(중략)" in before
    assert shared(before, after).startswith(before[: before.index("</interview>")])
