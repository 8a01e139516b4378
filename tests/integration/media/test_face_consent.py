"""Pictures are sampled only as long as the candidate agrees to it."""

from itertools import pairwise
from uuid import UUID, uuid4

import pytest

from interview_contracts.events import ConsentsChanged
from interview_contracts.registry import VISION_OBSERVE_FACES
from media_server.whip import ROOMS
from tests.integration.media.conftest import MediaServer
from tests.integration.media.waiting import until

pytestmark = pytest.mark.integration


async def frames(media: MediaServer) -> int:
    """Return how many frames wait for the vision worker."""
    return sum(len(envelope["payload"]["frames"]) for envelope in await media.messages(VISION_OBSERVE_FACES.name))


async def heeded(media: MediaServer, room: UUID, *, sampling: bool) -> bool:
    video = media.app[ROOMS]._rooms[room]._video
    return video is not None and video.sampling is sampling


async def test_a_withdrawn_consent_stops_the_pictures_of_an_open_session(media: MediaServer) -> None:
    room = uuid4()
    await media.join(room)
    await until(lambda: frames(media), within_s=5, what="the first frame")

    await media.publish(ConsentsChanged(interview_id=room, face=False))
    await until(lambda: heeded(media, room, sampling=False), within_s=3, what="the end of sampling")
    sampled = media.app[ROOMS]._rooms[room]._sampled
    video = media.app[ROOMS]._rooms[room]._video
    assert video is not None
    decoded = video.last_packet

    async def later() -> bool:
        return video.last_packet > decoded + 1.0

    await until(later, within_s=5, what="pictures of another second")
    assert media.app[ROOMS]._rooms[room]._sampled <= sampled + 1, "one may have been on its way between threads"

    before = await frames(media)
    await media.publish(ConsentsChanged(interview_id=room, face=True))

    async def more() -> bool:
        return await frames(media) > before

    await until(more, within_s=5, what="a frame after the consent was given again")


async def test_a_consent_that_was_withdrawn_before_the_connection_counts(media: MediaServer) -> None:
    room = uuid4()
    await media.publish(ConsentsChanged(interview_id=room, face=False))
    await media.join(room)
    await until(lambda: heeded(media, room, sampling=False), within_s=3, what="the stream to be read")


async def test_without_consent_in_the_token_nothing_begins_to_be_seen(media: MediaServer) -> None:
    room = uuid4()
    await media.join(room, face=False)
    await media.publish(ConsentsChanged(interview_id=room, face=True))
    assert media.app[ROOMS]._rooms[room]._video is None


async def marked(media: MediaServer) -> list[float]:
    """Return the presentation times of the frames whose expression may be looked at."""
    tasks = await media.messages(VISION_OBSERVE_FACES.name)
    return sorted(f["presentation_s"] for task in tasks for f in task["payload"]["frames"] if f["emotion"])


async def heeded_emotion(media: MediaServer, room: UUID, *, allowed: bool) -> None:
    """Wait until the room marks frames for emotion, or does not, and has read its stream."""
    entries = len(await media.events(room))

    async def look() -> bool:
        found = media.app[ROOMS]._rooms[room]
        return entries > 0 and found._follower is not None and found._emotion is allowed

    await until(look, within_s=3, what="the decision about emotion")


async def test_expressions_need_a_token_that_allows_them(media: MediaServer) -> None:
    room = uuid4()
    await media.join(room)
    await media.publish(ConsentsChanged(interview_id=room, face=True, emotion=True))
    await heeded_emotion(media, room, allowed=False)


async def test_a_withdrawn_consent_to_emotion_stops_the_marks_and_not_the_pictures(media: MediaServer) -> None:
    room = uuid4()
    await media.join(room, emotion=True)

    async def two() -> bool:
        return len(await marked(media)) >= 2

    await until(two, within_s=8, what="two marked frames")
    times = await marked(media)
    assert all(later - earlier >= 2.0 for earlier, later in pairwise(times))
    assert times[0] >= 2.0

    await media.publish(ConsentsChanged(interview_id=room, face=True, emotion=False))
    await heeded_emotion(media, room, allowed=False)
    for list_of_tasks in await media.redis.keys(f"{VISION_OBSERVE_FACES.queue}*"):
        await media.redis.delete(list_of_tasks)
    video = media.app[ROOMS]._rooms[room]._video
    assert video is not None
    assert video.sampling
    seen = video.last_packet

    async def later() -> bool:
        return video.last_packet > seen + 2.5

    await until(later, within_s=8, what="pictures of another two seconds")
    assert await frames(media) > 0
    assert await marked(media) == []
