"""WHIP from the browser's side."""

import time
from uuid import UUID, uuid4

import pytest

from media_server.ports import local_addresses
from media_server.whip import ROOMS
from tests.integration.media.conftest import MakeServer, MediaServer
from tests.integration.media.waiting import until

pytestmark = pytest.mark.integration

ORIGIN = "http://localhost:8000"


async def ports_in_use(media: MediaServer) -> int:
    return len(media.app[ROOMS])


async def test_a_browser_connects_fast_and_only_to_this_host(media: MediaServer) -> None:
    room = uuid4()
    peer = await media.join(room)
    assert peer.connect_s < 1.0
    candidates = [line for line in peer.answer.splitlines() if line.startswith("a=candidate:")]
    assert {line.split()[4] for line in candidates} <= set(local_addresses())
    first, last = media.app[ROOMS].settings.udp_ports[0], media.app[ROOMS].settings.udp_ports[-1]
    assert all(first <= int(line.split()[5]) <= last for line in candidates)
    connected = await until(lambda: media.reports("media_session"), within_s=3, what="the report")
    assert (connected[0]["connected"], connected[0]["audio"], connected[0]["video"]) == (True, True, True)
    assert connected[0]["interview_id"] == str(room)


async def test_a_candidate_of_an_offer_is_never_contacted(media: MediaServer) -> None:
    room = uuid4()
    offer = await media.peer().offer()
    foreign = "a=candidate:9 1 udp 2130706431 203.0.113.77 4444 typ host\r\na=mid:0"
    headers = {"Authorization": f"Bearer {media.token(room)}", "Content-Type": "application/sdp"}
    async with media.http.post(media.url(room), data=offer.replace("a=mid:0", foreign), headers=headers) as response:
        assert response.status == 201
    live = media.app[ROOMS]._rooms[room]._peer._connection
    transports = {t.receiver.transport.transport for t in live.getTransceivers()}
    assert all(not transport.getRemoteCandidates() for transport in transports)


async def test_an_advertised_address_stands_in_the_answer(make_server: MakeServer) -> None:
    media: MediaServer = await make_server(media_advertised_ip="198.51.100.7")
    room = uuid4()
    headers = {"Authorization": f"Bearer {media.token(room)}", "Content-Type": "application/sdp"}
    async with media.http.post(media.url(room), data=await media.peer().offer(), headers=headers) as response:
        answer = await response.text()
    addresses = {line.split()[4] for line in answer.splitlines() if line.startswith("a=candidate:")}
    assert addresses == {"198.51.100.7"}


async def test_a_browser_on_this_host_connects_to_the_loopback_address(make_server: MakeServer) -> None:
    media: MediaServer = await make_server(media_advertised_ip="127.0.0.1")
    peer = await media.join(uuid4())
    assert peer.state == "connected"


async def test_delete_ends_the_session_and_frees_its_port(media: MediaServer) -> None:
    room = uuid4()
    peer = await media.join(room)
    assert await peer.delete(media.token(uuid4())) == 403
    assert await peer.delete(media.token(room, exp=int(time.time()) - 500)) == 200
    assert await ports_in_use(media) == 0
    assert await peer.delete(media.token(room)) == 404
    reports = await until(lambda: _with(media, 2), within_s=3, what="both reports")
    assert [report["connected"] for report in reports] == [True, False]
    assert reports[0]["media_session"] == reports[1]["media_session"]


async def _with(media: MediaServer, count: int) -> list[dict[str, object]]:
    reports = await media.reports("media_session")
    return reports if len(reports) >= count else []


async def test_a_new_session_replaces_the_old_one(make_server: MakeServer) -> None:
    media: MediaServer = await make_server(ports=1)
    room = uuid4()
    first = await media.join(room)
    second = await media.join(room)
    assert first.location != second.location
    assert await ports_in_use(media) == 1
    assert await first.delete(media.token(room)) == 404
    assert second.state == "connected"


async def test_with_every_port_taken_the_next_one_is_asked_to_come_again(make_server: MakeServer) -> None:
    media: MediaServer = await make_server(ports=3)
    peers = [await media.join(uuid4(), video=False) for _ in range(3)]
    room = uuid4()
    headers = {
        "Authorization": f"Bearer {media.token(room)}",
        "Content-Type": "application/sdp",
        "Accept-Language": "ko",
    }
    async with media.http.post(media.url(room), data=await media.peer().offer(), headers=headers) as response:
        assert response.status == 503
        assert int(response.headers["Retry-After"]) > 0
        problem = await response.json()
        assert problem["code"] == "capacity"
        assert "면접" in problem["detail"]
    interview = UUID(peers[0].location.rsplit("/", 2)[1])
    assert await peers[0].delete(media.token(interview)) == 200
    await media.join(room, video=False)


@pytest.mark.parametrize(
    ("claims", "status"),
    [({"exp": 1}, 401), ({"aud": "staff"}, 401), ({"sub": "7f1f9d5e-8a6b-4a60-9d53-f2b2a2a0c001"}, 403)],
)
async def test_a_wrong_token_is_refused(media: MediaServer, claims: dict[str, object], status: int) -> None:
    assert await media.peer().post(media.url(uuid4()), media.token(uuid4(), **claims)) in {status, 403}
    room = uuid4()
    assert await media.peer().post(media.url(room), media.token(room, **claims)) == status
    assert await ports_in_use(media) == 0


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        ("this is no offer", "application/sdp", 400, "offer_invalid"),
        (b"\xff\xfe", "application/sdp", 400, "offer_invalid"),
        ("", "application/sdp", 400, "offer_invalid"),
        ("v=0\r\n" + "a=x\r\n" * 20_000, "application/sdp", 413, "offer_too_large"),
        ("{}", "application/json", 415, "media_type_unsupported"),
    ],
)
async def test_a_bad_offer_gets_a_clear_answer(
    media: MediaServer, body: str | bytes, content_type: str, status: int, code: str
) -> None:
    room = uuid4()
    headers = {"Authorization": f"Bearer {media.token(room)}", "Content-Type": content_type}
    async with media.http.post(media.url(room), data=body, headers=headers) as response:
        assert response.status == status
        assert response.content_type == "application/problem+json"
        assert (await response.json())["code"] == code
    assert await ports_in_use(media) == 0


async def test_a_bad_offer_leaves_the_live_session_alone(media: MediaServer) -> None:
    room = uuid4()
    peer = await media.join(room)
    headers = {"Authorization": f"Bearer {media.token(room)}", "Content-Type": "application/sdp"}
    async with media.http.post(media.url(room), data="nonsense", headers=headers) as response:
        assert response.status == 400
    assert await ports_in_use(media) == 1
    assert peer.state == "connected"


async def test_patch_takes_candidates_and_refuses_a_restart(media: MediaServer) -> None:
    room = uuid4()
    peer = await media.join(room)
    common = {"Authorization": f"Bearer {media.token(room)}", "Content-Type": "application/trickle-ice-sdpfrag"}
    fragment = "a=mid:0\r\na=candidate:1 1 udp 1 192.0.2.9 4000 typ host\r\n"
    restart = "a=ice-ufrag:NEW1\r\na=ice-pwd:0123456789012345678901\r\n"
    cases = [
        ({"If-Match": peer.etag}, fragment, 204),
        ({}, fragment, 428),
        ({"If-Match": '"other"'}, fragment, 412),
        ({"If-Match": "*"}, restart, 422),
        ({"If-Match": peer.etag}, restart, 422),
    ]
    for headers, body, status in cases:
        async with media.http.patch(peer.location, data=body, headers={**common, **headers}) as response:
            assert response.status == status


async def test_only_the_interview_page_may_call(media: MediaServer) -> None:
    room = uuid4()
    wanted = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    async with media.http.options(media.url(room), headers=wanted) as response:
        assert response.status == 204
        assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert "Authorization" in response.headers["Access-Control-Allow-Headers"]
    async with media.http.options(media.url(room), headers={"Origin": "https://evil.example"}) as response:
        assert response.status == 403
        assert "Access-Control-Allow-Origin" not in response.headers
    async with media.http.post(media.url(room), headers={"Origin": ORIGIN}) as response:
        assert response.status == 401
        assert "Location" in response.headers["Access-Control-Expose-Headers"]


async def test_other_paths_and_methods_are_problems_too(media: MediaServer) -> None:
    for path, status in (("/whip/not-a-uuid", 404), ("/elsewhere", 404)):
        async with media.http.post(str(media.server.make_url(path))) as response:
            assert response.status == status
            assert response.content_type == "application/problem+json"
    async with media.http.get(media.url(uuid4())) as response:
        assert response.status == 405


async def test_health_and_metrics(media: MediaServer) -> None:
    for path in ("/health/live", "/health/ready", "/metrics"):
        async with media.http.get(str(media.server.make_url(path))) as response:
            assert response.status == 200
