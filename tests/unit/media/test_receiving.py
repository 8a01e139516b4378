"""The names inside aiortc that the receiving side stands on."""

import inspect

import pytest
from aiortc import rtcicetransport, rtcrtpreceiver
from aiortc.rtcrtpreceiver import RemoteStreamTrack, RTCRtpReceiver

from media_server.ports import PortRange, RangeConnection

pytestmark = pytest.mark.unit


def test_the_receiver_has_the_parts_that_are_replaced() -> None:
    source = inspect.getsource(RTCRtpReceiver)
    for name in ("__jitter_buffer.add(packet)", "__decoder_queue.put((codec, encoded_frame))", "self._track._queue"):
        assert name in source
    assert "target=decoder_worker" in source
    assert rtcrtpreceiver.decoder_worker.__module__ == "media_server.receiving"


async def test_a_track_keeps_its_frames_in_the_queue_that_is_replaced() -> None:
    assert hasattr(RemoteStreamTrack("audio"), "_queue")


def test_ice_uses_the_connection_with_a_port_range() -> None:
    assert rtcicetransport.Connection is RangeConnection  # type: ignore[attr-defined]


def test_a_walk_covers_the_range_once_and_begins_after_the_last_port() -> None:
    ports = PortRange(range(5000, 5003))
    walk = ports.walk()
    assert next(walk) == 5000
    assert list(ports.walk()) == [5001, 5002, 5000]
    assert len(ports) == 3
