"""Speech is cut at pauses; noise and clicks are no speech."""

import itertools

import numpy as np
import pytest

from media_server.segmenter import SAMPLE_RATE, Samples, Segment, Segmenter
from tests.load import voice

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def sentence() -> Samples:
    sound, rate = voice.speak("I led a team of four engineers and we rebuilt the payment service.")
    return voice.resample(sound, rate, SAMPLE_RATE)


def quiet(seconds: float) -> Samples:
    return voice.silence(seconds, SAMPLE_RATE)


def cut(*sounds: Samples, block: int = 320) -> tuple[Segmenter, list[Segment]]:
    segmenter = Segmenter()
    sound = np.concatenate(sounds)
    found: list[Segment] = []
    for start in range(0, len(sound), block):
        found += segmenter.feed(sound[start : start + block])
    return segmenter, found


def test_two_sentences_with_a_pause_are_two_segments(sentence: Samples) -> None:
    length = len(sentence) / SAMPLE_RATE
    segmenter, found = cut(quiet(1), sentence, quiet(1.2), sentence, quiet(1))
    assert len(found) == 2
    assert not segmenter.speaking
    first, second = found
    assert 0.6 < first.start_s <= 1.15
    assert abs((second.start_s - first.start_s) - (length + 1.2)) < 0.15
    assert length - 0.3 < first.duration_s < length + 0.7


def test_a_short_pause_does_not_cut(sentence: Samples) -> None:
    _, found = cut(quiet(0.5), sentence, quiet(0.2), sentence, quiet(1))
    assert len(found) == 1


def test_silence_noise_and_a_click_are_no_speech() -> None:
    noise = np.random.default_rng(1).normal(0, 60, 10 * SAMPLE_RATE).astype(np.int16)
    click = np.zeros(SAMPLE_RATE, dtype=np.int16)
    click[8000:8040] = 20_000
    segmenter, found = cut(quiet(2), noise, click, quiet(2))
    assert found == []
    assert segmenter.flush() is None


def test_long_speech_is_cut_without_losing_a_sample(sentence: Samples) -> None:
    trimmed = sentence[np.abs(sentence).argmax() - 4000 :] if len(sentence) else sentence
    long = np.concatenate([trimmed[: 2 * SAMPLE_RATE]] * 13)
    segmenter, found = cut(quiet(0.5), long)
    rest = segmenter.flush()
    pieces = [*found, *([rest] if rest else [])]
    assert len(pieces) >= 2
    assert all(piece.duration_s <= 12.01 for piece in pieces)
    for before, after in itertools.pairwise(pieces):
        gap = after.start_s - (before.start_s + before.duration_s)
        assert gap >= -0.001, "no sound is sent twice"


def test_the_end_of_an_answer_gives_the_speech_that_goes_on(sentence: Samples) -> None:
    segmenter, found = cut(quiet(0.5), sentence)
    assert found == []
    assert segmenter.speaking
    last = segmenter.flush()
    assert last is not None
    assert last.duration_s > len(sentence) / SAMPLE_RATE - 0.3
    assert segmenter.flush() is None


def test_the_size_of_the_blocks_changes_nothing(sentence: Samples) -> None:
    sounds = (quiet(0.7), sentence, quiet(1))
    _, small = cut(*sounds, block=160)
    _, large = cut(*sounds, block=4801)
    assert small == large
