"""What of a question is spoken as a clip of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_core.interviews.sentences import MOST, SHORTEST, sentences

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "clips"),
    [
        ("What came of it in the end?", 1),
        ("말씀하신 결제 지연 개선이 인상적이네요. 그때 맡은 역할은 무엇이었나요?", 2),
        ("You measured it first. What did you measure? And what came of it?", 3),
        ("지연을 12.5% 줄이셨다고요. 어떻게 재셨는지 말씀해 주세요.", 2),
        ("You worked with Dr. Kim on that project. What was your part?", 2),
        ("Tools, e.g. React, were mentioned. Which of them did you choose?", 2),
        ("네. 그 결정을 내린 까닭은 무엇이었나요?", 1),
        ("그 결정을 내린 까닭은 무엇이었나요? 네?", 1),
        ("“It was slow.” What did you do about it then?", 2),
        ("no end of a sentence at all", 1),
    ],
)
def test_clips_are_whole_sentences_of_some_length(text: str, clips: int) -> None:
    assert len(sentences(text)) == clips


def test_first_clip_is_the_first_sentence() -> None:
    assert sentences("말씀하신 개선이 인상적이네요. 어떻게 재셨나요?")[0] == "말씀하신 개선이 인상적이네요."


@given(st.text(alphabet="가나 .?!\n\"'”)a1", max_size=200))
def test_nothing_is_lost_but_blanks(text: str) -> None:
    clips = sentences(text)
    assert "".join("".join(clips).split()) == "".join(text.split())
    assert len(clips) <= MOST
    assert all(clip == clip.strip() and clip for clip in clips)
    if len(clips) > 1:
        assert all(len(clip) >= SHORTEST for clip in clips)
