"""Packets in any order become frames in order, without long waits."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_server.reorder import AudioBuffer, VideoBuffer

pytestmark = pytest.mark.unit


@dataclass
class FakePacket:
    sequence_number: int
    timestamp: int
    marker: int
    _data: bytes


def audio(number: int) -> FakePacket:
    return FakePacket(number & 0xFFFF, (number * 960) & 0xFFFFFFFF, 0, str(number).encode())


def received(buffer: AudioBuffer | VideoBuffer, packets: list[FakePacket]) -> list[bytes]:
    out: list[bytes] = []
    for packet in packets:
        _, frames = buffer.add(packet)
        out += [data for _, data in frames.parts] if frames else []
    return out


def test_a_packet_in_order_leaves_at_once() -> None:
    buffer = AudioBuffer()
    for number in range(65_500, 65_600):
        assert received(buffer, [audio(number)]) == [str(number).encode()]


@given(start=st.integers(0, 0xFFFF), swaps=st.sets(st.sampled_from(range(1, 47, 2))))
def test_swapped_packets_come_out_in_order(start: int, swaps: set[int]) -> None:
    numbers = list(range(start, start + 50))
    for place in swaps:
        numbers[place], numbers[place + 1] = numbers[place + 1], numbers[place]
    expected = [str(n).encode() for n in sorted(numbers)]
    assert received(AudioBuffer(), [audio(n) for n in numbers]) == expected


def test_a_lost_audio_packet_costs_only_itself() -> None:
    numbers = [n for n in range(100) if n != 50]
    buffer = AudioBuffer()
    assert received(buffer, [audio(n) for n in numbers]) == [str(n).encode() for n in numbers]
    assert received(buffer, [audio(100)]) == [b"100"], "no delay is left"


def test_times_of_joined_frames_count_from_the_first_one() -> None:
    buffer = AudioBuffer()
    received(buffer, [audio(0), audio(2), audio(3)])
    _, frames = buffer.add(audio(1))
    assert frames is not None
    assert [offset for offset, _ in frames.parts] == [0, 960, 1920]


def video(number: int, frame: int, *, last: bool) -> FakePacket:
    return FakePacket(number, frame * 9000, int(last), f"{frame}.{number};".encode())


def frames_of(count: int, size: int) -> list[FakePacket]:
    return [video(f * size + p, f, last=p == size - 1) for f in range(count) for p in range(size)]


def test_a_video_frame_leaves_with_its_last_packet() -> None:
    buffer = VideoBuffer()
    first, second, third = frames_of(1, 3)
    assert received(buffer, [first, second]) == []
    assert received(buffer, [third]) == [b"0.0;0.1;0.2;"]


def test_without_markers_the_next_frame_ends_the_one_before() -> None:
    packets = [video(n, n // 2, last=False) for n in range(6)]
    assert received(VideoBuffer(), packets) == [b"0.0;0.1;", b"1.2;1.3;"]


def test_a_lost_video_packet_is_skipped_at_a_frame_border_and_a_key_frame_asked_for() -> None:
    packets = [packet for packet in frames_of(100, 3) if packet.sequence_number != 10]
    buffer = VideoBuffer()
    asked = 0
    out: list[bytes] = []
    for packet in packets:
        lost, frames = buffer.add(packet)
        asked += lost
        out += [data for _, data in frames.parts] if frames else []
    assert asked == 1
    assert b"4.12;4.13;4.14;" in out
    assert not any(data.startswith(b"3.") for data in out), "half a frame is no frame"
    assert out[-1] == b"99.297;99.298;99.299;"


def test_a_new_start_of_the_numbers_is_followed() -> None:
    buffer = AudioBuffer()
    received(buffer, [audio(n) for n in range(10)])
    assert received(buffer, [audio(40_000)]) == [b"40000"]
