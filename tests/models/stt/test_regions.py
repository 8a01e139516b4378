"""Where somebody speaks, in both languages, loud and quiet, in a quiet room and in a noisy one."""

from itertools import pairwise

import numpy as np
import pytest

from ai_worker.engines.base import Deadline, EngineError
from ai_worker.engines.stt import silero
from ai_worker.engines.stt.port import SAMPLE_RATE_HZ
from ai_worker.engines.stt.regions import by_level, regions
from interview_contracts.vocabulary import Language
from tests.support.noises import coloured, noises
from tests.support.recordings import Samples, hiss, silence, speech

pytestmark = pytest.mark.models

SPOKEN = {Language.KO: "가장 어려운 문제는 데이터베이스였습니다.", Language.EN: "The hardest problem was the database."}
SHORT = {Language.KO: "네.", Language.EN: "Yes."}


def mixed(sound: Samples, noise: Samples) -> Samples:
    both: Samples = np.clip(sound.astype(np.int32) + noise[: len(sound)], -32768, 32767).astype(np.int16)
    return both


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("volume", [1.0, 0.3, 0.03], ids=["near", "far", "very quiet"])
def test_speech_is_found_where_it_is(language: Language, volume: float) -> None:
    sentence = (speech(SPOKEN[language], language) * volume).astype(np.int16)
    samples = np.concatenate([silence(2), sentence, silence(3), sentence, silence(1)])
    found = regions(samples)
    assert found
    second = 5 + len(sentence) / SAMPLE_RATE_HZ
    for start, place in ((2.0, found[0].start), (second + len(sentence) / SAMPLE_RATE_HZ, found[-1].end)):
        assert place / SAMPLE_RATE_HZ == pytest.approx(start, abs=0.6)
    between = [one for one in found if one.start > 0.3 * SAMPLE_RATE_HZ + found[0].end]
    assert between
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert sum(one.voiced_s for one in found) > 0.6 * 2 * len(sentence) / SAMPLE_RATE_HZ


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("noise", [hiss(3, 600), coloured(3, 900, falls=0.5)], ids=["hiss", "fan"])
def test_a_short_word_in_a_noisy_room_is_found(language: Language, noise: Samples) -> None:
    samples = mixed(np.concatenate([silence(0.8), speech(SHORT[language], language), silence(0.8)]), noise)
    (found,) = regions(samples)
    assert 0.3 < found.start / SAMPLE_RATE_HZ < 1.2


@pytest.mark.parametrize("sound", list(noises()))
def test_nobody_speaks_in_a_noise(sound: str) -> None:
    assert regions(noises()[sound]) == ()


def test_the_likelihood_does_not_depend_on_where_a_block_ends() -> None:
    sentence = speech(SPOKEN[Language.KO], Language.KO)
    long = np.concatenate([sentence, silence(1)] * 20)
    assert len(long) > 70 * SAMPLE_RATE_HZ
    whole = silero.voice(long, Deadline())
    begun = silero.voice(long[: 66 * SAMPLE_RATE_HZ], Deadline())
    assert np.allclose(whole[: len(begun) - 1], begun[:-1], atol=1e-4)
    assert (whole > 0.5).mean() > 0.4


def test_without_the_detector_level_tells_speech_from_steady_noise() -> None:
    samples = np.concatenate([hiss(2, 60), mixed(speech(SPOKEN[Language.EN]), hiss(9, 60)), hiss(2, 60)])
    (found,) = by_level(samples)
    assert 1.5 < found.start / SAMPLE_RATE_HZ < 2.5
    for sound in ("nothing", "silence", "hiss", "hum", "tone"):
        assert by_level(noises()[sound]) == ()


def test_the_deadline_counts() -> None:
    with pytest.raises(EngineError):
        regions(speech(SHORT[Language.EN]), Deadline.after(-1))
