"""What the interviewer gets to see with each answer: it only grows at its end, and names nobody."""

import json
from itertools import pairwise

import pytest

from backend_core.models import Candidate, ResumeFact
from backend_core.models.vocabulary import FactOrigin
from backend_core.persistence import unit_of_work
from backend_core.resumes.repository import ResumeRepository
from interview_contracts import registry
from interview_contracts.payloads.interviews import FollowUpPayload, PlanPayload
from interview_contracts.vocabulary import ConsentPurpose, FactKind
from tests.support import passages, scripts
from tests.support.stage import Stage, consent

pytestmark = pytest.mark.integration


async def confirmed_resume(stage: Stage) -> None:
    """Let the candidate have confirmed a résumé of one fact."""
    async with unit_of_work(stage.outlets.sessions) as session:
        await passages.give_resume(session, stage.interview)
        resume = await ResumeRepository(session).current(stage.interview.id)
        assert resume is not None
        session.add(
            ResumeFact(
                company_id=resume.company_id,
                resume_id=resume.id,
                origin=FactOrigin.CANDIDATE,
                position=0,
                kind=FactKind.PROJECT,
                title="Order system",
                detail="Moved settlement to events.",
            )
        )


async def asked_for(stage: Stage) -> tuple[PlanPayload, list[FollowUpPayload]]:
    """Type a whole interview with follow-ups and return what planning and the follow-ups got to see."""
    stage.scripts[registry.INTERVIEW_FOLLOW_UP.name] = scripts.follow_up
    await stage.start()
    number = 0
    while (await stage.snapshot())["state"] == "asking":
        number += 1
        await stage.type(f"Answer {number} about what I did.")
        await stage.settle()
    sent = {name: [d.envelope.payload for d in stage.deliveries if d.name == name] for name in registry.BY_NAME}
    (plan,) = sent[registry.INTERVIEW_PLAN.name]
    follow_ups = sent[registry.INTERVIEW_FOLLOW_UP.name]
    return PlanPayload.model_validate(plan), [FollowUpPayload.model_validate(payload) for payload in follow_ups]


async def test_every_earlier_exchange_comes_along_in_order(stage: Stage) -> None:
    _, follow_ups = await asked_for(stage)

    assert len(follow_ups) >= 3
    for before, after in pairwise(follow_ups):
        assert after.history[: len(before.history)] == before.history
        newest = after.history[len(before.history)]
        assert (newest.question, newest.answer) == (before.question, before.answer)
    assert [item.answer for item in follow_ups[-1].history] == [
        f"Answer {number} about what I did." for number in range(1, len(follow_ups[-1].history) + 1)
    ]


async def test_job_competencies_and_resume_are_those_of_the_plan(stage: Stage) -> None:
    await confirmed_resume(stage)
    plan, follow_ups = await asked_for(stage)

    assert [fact.title for fact in plan.resume_facts] == ["Order system"]
    for payload in follow_ups:
        assert (payload.job_title, payload.talent_profile) == (plan.job_title, plan.talent_profile)
        assert (payload.competencies, payload.resume_facts) == (plan.competencies, plan.resume_facts)
        assert payload.competency is None or payload.competency in plan.competencies
    assert any(payload.competency for payload in follow_ups)


async def test_facts_go_with_the_consent_to_use_them(stage: Stage) -> None:
    await confirmed_resume(stage)
    await stage.start()
    await consent(stage.api, stage.interview, ConsentPurpose.RESUME_ANALYSIS, granted=False)
    for _ in range(2):
        await stage.type("I did it myself.")
        await stage.settle()

    payloads = [d.envelope.payload for d in stage.deliveries if d.name == registry.INTERVIEW_FOLLOW_UP.name]
    assert payloads
    assert all(payload["resume_facts"] == [] for payload in payloads)


async def test_neither_the_candidate_nor_a_rubric_is_among_it(stage: Stage) -> None:
    _, follow_ups = await asked_for(stage)
    text = json.dumps([payload.model_dump(mode="json") for payload in follow_ups])

    assert "anchor" not in text
    assert "level" not in text
    async with stage.outlets.sessions() as session:
        candidate = await session.get_one(Candidate, stage.interview.candidate_id)
    assert candidate.name not in text
    assert candidate.email not in text
