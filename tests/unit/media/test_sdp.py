"""Offers that are taken, offers that are not, and the addresses of an answer."""

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection
from aiortc.mediastreams import AudioStreamTrack
from hypothesis import given
from hypothesis import strategies as st

from media_server import sdp

pytestmark = pytest.mark.unit


async def browser_offer(*, audio: int = 1, video: int = 1, data: bool = False, direction: str = "sendonly") -> str:
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    for _ in range(audio):
        connection.addTransceiver(AudioStreamTrack(), direction=direction)
    for _ in range(video):
        connection.addTransceiver("video", direction=direction)
    if data:
        connection.createDataChannel("chat")
    offer = await connection.createOffer()
    text = str(offer.sdp)
    credentials = "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n"
    fingerprint = "a=fingerprint:sha-256 " + ":".join(["AB"] * 32) + "\r\na=setup:actpass\r\n"
    await connection.close()
    return (
        text if "a=ice-ufrag" in text else text.replace("a=rtcp-mux\r\n", "a=rtcp-mux\r\n" + credentials + fingerprint)
    )


async def test_sound_and_picture_are_taken() -> None:
    assert [media.kind for media in sdp.check_offer(await browser_offer()).media] == ["audio", "video"]


async def test_sound_alone_is_taken() -> None:
    assert len(sdp.check_offer(await browser_offer(video=0)).media) == 1


@pytest.mark.parametrize("wish", [{"video": 2}, {"audio": 2}, {"data": True}, {"direction": "recvonly"}])
async def test_what_this_server_does_not_do_is_refused(wish: dict[str, int | str]) -> None:
    with pytest.raises(sdp.OfferUnsupported):
        sdp.check_offer(await browser_offer(**wish))  # type: ignore[arg-type]


async def test_unbundled_media_is_refused() -> None:
    text = "\r\n".join(line for line in (await browser_offer()).split("\r\n") if not line.startswith("a=group:"))
    with pytest.raises(sdp.OfferUnsupported):
        sdp.check_offer(text)


@pytest.mark.parametrize("text", ["", "v=0", "hello", "v=0\r\nm=audio 9 UDP", "\x00" * 100, "v=0\r\n" * 5000])
def test_nonsense_is_invalid(text: str) -> None:
    with pytest.raises(sdp.OfferInvalid):
        sdp.check_offer(text)


@given(st.text(max_size=300))
def test_no_text_breaks_the_check(text: str) -> None:
    with pytest.raises((sdp.OfferInvalid, sdp.OfferUnsupported)):
        sdp.check_offer("v=0\r\n" + text)


def test_candidates_of_an_offer_are_not_used() -> None:
    text = "v=0\r\na=candidate:1 1 udp 1 203.0.113.9 4000 typ host\r\na=end-of-candidates\r\na=mid:0\r\n"
    assert sdp.without_candidates(text) == "v=0\r\na=mid:0\r\n"


def test_an_answer_names_every_address_at_the_one_port() -> None:
    line = "a=candidate:f 1 udp 2130706431 0.0.0.0 50007 typ host"
    answer = sdp.with_addresses(f"v=0\r\nm=video 50007 X\r\nc=IN IP4 0.0.0.0\r\n{line}\r\n", ("10.0.0.5", "10.1.0.5"))
    assert "0.0.0.0" not in answer
    assert "a=candidate:f0 1 udp 2130706431 10.0.0.5 50007 typ host\r\n" in answer
    assert "a=candidate:f1 1 udp 2130706430 10.1.0.5 50007 typ host\r\n" in answer
    assert "c=IN IP4 10.0.0.5\r\nb=AS:" in answer
