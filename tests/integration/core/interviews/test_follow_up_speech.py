"""A follow-up is spoken sentence by sentence: the first can be heard while the others are still made."""

from typing import Any

import pytest

from interview_contracts import registry
from interview_contracts.payloads.interviews import FollowUp, FollowUpPayload, FollowUpResult
from interview_contracts.payloads.speech import SynthesizePayload
from interview_contracts.vocabulary import FollowUpIntent
from tests.support import scripts
from tests.support.stage import Delivery, Stage

pytestmark = pytest.mark.integration

CLIP = registry.SPEECH_SYNTHESIZE_CLIP.name
SENTENCES = ("You said that you measured first.", "What did you measure?", "And what came of it in the end?")


def three_sentences(payload: FollowUpPayload) -> FollowUpResult:
    question = FollowUp(text=" ".join(SENTENCES), intent=FollowUpIntent.RESULT, trigger=payload.answer.split()[0])
    return FollowUpResult(follow_up=question)


async def asked(stage: Stage) -> list[Delivery]:
    """Go to a follow-up and return the tasks of its sentences."""
    stage.scripts[registry.INTERVIEW_FOLLOW_UP.name] = three_sentences
    await stage.start()
    for answer in ("introduction", "I measured first."):
        await stage.type(answer)
        await stage.publish()
        if answer == "introduction":
            await stage.settle()
    (follow_up,) = await stage.deliver(registry.INTERVIEW_FOLLOW_UP.name)
    payload = FollowUpPayload.model_validate(follow_up.envelope.payload)
    await stage.report(follow_up.report(three_sentences(payload)))
    await stage.publish()
    clips = await stage.deliver(CLIP)
    assert (await stage.turn())["follow_up"]
    return clips


def spoken(clip: Delivery) -> Any:
    return clip.report(scripts.speech(SynthesizePayload.model_validate(clip.envelope.payload)))


async def ready(stage: Stage) -> list[int]:
    """Return the clips of the open turn that the browser was told of, in order."""
    turn = (await stage.turn())["id"]
    events = [event for event in await stage.events() if event["type"] == "question.speech_ready"]
    return [event["clip"] for event in events if event["turn_id"] == turn]


async def heard(stage: Stage) -> list[bool]:
    return [url is not None for url in (await stage.turn())["speech_urls"]]


async def test_first_sentence_can_be_heard_before_the_last_is_spoken(stage: Stage) -> None:
    clips = await asked(stage)
    assert [clip.envelope.payload["text"] for clip in clips] == list(SENTENCES)
    assert await heard(stage) == [False, False, False]
    await stage.report(spoken(clips[0]))
    await stage.publish()
    assert await ready(stage) == [0]
    assert await heard(stage) == [True, False, False]
    target = stage.api.resources.settings.uploads_dir / clips[0].envelope.payload["target"]
    target.parent.mkdir(parents=True)
    target.write_bytes(b"RIFF")
    turn = await stage.turn()
    answer = await stage.candidate.get(f"/api/v1{turn['speech_urls'][0]}")
    assert (answer.status_code, answer.content) == (200, b"RIFF")
    path = f"{stage.path}/turns/{turn['id']}/speech"
    assert [(await stage.candidate.get(f"{path}/{clip}")).status_code for clip in (1, 2, 3, 999, -1)] == [
        *[404] * 4,
        422,
    ]


async def test_clips_may_come_in_any_order_and_twice(stage: Stage) -> None:
    clips = await asked(stage)
    for clip in (clips[2], clips[0], clips[2], clips[1], clips[0]):
        await stage.report(spoken(clip))
    await stage.publish()
    assert await ready(stage) == [2, 0, 1]
    turn = await stage.turn()
    assert turn["speech_urls"] == [f"/interviews/{stage.interview.id}/turns/{turn['id']}/speech/{n}" for n in range(3)]


async def test_a_clip_that_fails_or_is_lost_holds_up_nothing(stage: Stage) -> None:
    clips = await asked(stage)
    await stage.report(spoken(clips[0]))
    await stage.report(clips[1].report(scripts.BROKEN))
    for _ in range(registry.SPEECH_SYNTHESIZE_CLIP.max_attempts):
        await stage.lose_leases(3600)
    assert await heard(stage) == [True, False, False]
    turn = await stage.type("It came out well.")
    await stage.settle()
    assert (await stage.turn())["id"] != turn


async def test_a_clip_that_comes_after_the_answer_changes_nothing_on_the_screen(stage: Stage) -> None:
    clips = await asked(stage)
    await stage.type("It came out well.")
    await stage.settle()
    before = await stage.turn()
    await stage.report(spoken(clips[0]))
    await stage.publish()
    after = await stage.turn()
    assert (after["id"], after["speech_urls"]) == (before["id"], before["speech_urls"])


async def test_clips_come_before_what_is_spoken_beforehand(stage: Stage) -> None:
    clips = await asked(stage)
    assert registry.SPEECH_SYNTHESIZE_CLIP.priority < 3 <= registry.SPEECH_SYNTHESIZE.priority
    assert all(clip.envelope.deadline is not None for clip in clips)
    assert [clip.envelope.payload["target"].split("/")[:2] for clip in clips] == [
        ["interviews", str(stage.interview.id)]
    ] * 3
