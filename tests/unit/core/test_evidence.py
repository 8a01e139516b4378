"""Quotes are verbatim spans of one answer, or they do not count."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_core.evaluations.evidence import JoinedTranscript, SourcePiece, check_rating
from interview_contracts.payloads.common import Quote
from interview_contracts.payloads.evaluations import RateAnswerResult

pytestmark = pytest.mark.unit

MAIN, FOLLOW_UP = UUID(int=1), UUID(int=2)


def transcript() -> JoinedTranscript:
    return JoinedTranscript(
        [
            SourcePiece(MAIN, "결제 서버를 이전했습니다.", 0.5, 3.0),
            SourcePiece(MAIN, "응답 시간이 40% 줄었습니다.", 3.4, 6.2),
            SourcePiece(FOLLOW_UP, "제가 직접 설계했습니다.", 0.2, 2.0),
        ]
    )


def quote(text: str, joined: JoinedTranscript) -> Quote:
    start = joined.text.index(text)
    return Quote(text=text, start=start, end=start + len(text))


def test_the_pieces_joined_are_the_text() -> None:
    joined = transcript()

    assert " ".join(piece.text for piece in joined.pieces) == joined.text


def test_a_verbatim_quote_gets_its_turn_and_time() -> None:
    joined = transcript()

    found = joined.verify(quote("응답 시간이 40%", joined))

    assert found is not None
    assert (found.turn_id, found.start_s, found.end_s) == (MAIN, 3.4, 6.2)


def test_a_quote_over_two_pieces_of_one_answer_spans_their_time() -> None:
    joined = transcript()

    found = joined.verify(quote("이전했습니다. 응답 시간이", joined))

    assert found is not None
    assert (found.start_s, found.end_s) == (0.5, 6.2)


def test_a_quote_of_a_follow_up_points_to_its_turn() -> None:
    joined = transcript()

    found = joined.verify(quote("직접 설계", joined))

    assert found is not None
    assert (found.turn_id, found.start_s) == (FOLLOW_UP, 0.2)


def test_wrong_offsets_are_corrected_when_the_words_are_there() -> None:
    found = transcript().verify(Quote(text="직접 설계", start=0, end=4))

    assert found is not None
    assert found.turn_id == FOLLOW_UP


@pytest.mark.parametrize("text", ["응답 시간이 50%", "결제 서버를 이전했어요", "   ", "줄었습니다. 제가"])
def test_what_no_single_answer_says_is_no_quote(text: str) -> None:
    assert transcript().verify(Quote(text=text, start=0, end=len(text))) is None


def test_typed_answers_have_no_times() -> None:
    joined = JoinedTranscript([SourcePiece(MAIN, "I measured it twice.")])

    found = joined.verify(quote("measured it", joined))

    assert found is not None
    assert (found.start_s, found.end_s) == (None, None)


def test_invented_quotes_take_the_level_with_them() -> None:
    result = RateAnswerResult(level=5, quotes=(Quote(text="I saved a million", start=0, end=17),))

    checked = check_rating(result, transcript())

    assert checked.level is None
    assert checked.quotes == ()
    assert checked.dropped == 1


def test_one_true_quote_is_enough_for_the_level() -> None:
    joined = transcript()
    result = RateAnswerResult(level=4, quotes=(Quote(text="invented", start=0, end=8), quote("직접 설계", joined)))

    checked = check_rating(result, joined)

    assert checked.level == 4
    assert [entry.text for entry in checked.quotes] == ["직접 설계"]


def test_a_level_needs_evidence_even_when_the_engine_gives_one() -> None:
    assert check_rating(RateAnswerResult(level=3), transcript()).level is None


def test_quotes_without_a_level_stay_unrated() -> None:
    joined = transcript()

    checked = check_rating(RateAnswerResult(level=None, quotes=(quote("직접 설계", joined),)), joined)

    assert (checked.level, checked.quotes) == (None, ())


PIECES = st.lists(
    st.builds(SourcePiece, st.sampled_from([MAIN, FOLLOW_UP]), st.text(min_size=0, max_size=20)), min_size=1, max_size=6
)


@given(PIECES, st.data())
def test_every_accepted_quote_stands_in_one_turn_of_the_transcript(
    pieces: list[SourcePiece], data: st.DataObject
) -> None:
    pieces.sort(key=lambda piece: piece.turn_id.int)
    joined = JoinedTranscript(pieces)
    start = data.draw(st.integers(min_value=0, max_value=len(joined.text)))
    end = data.draw(st.integers(min_value=start, max_value=len(joined.text)))
    offset = data.draw(st.integers(min_value=0, max_value=3))

    found = joined.verify(Quote(text=joined.text[start:end], start=start + offset, end=end + offset))

    if found is not None:
        own = " ".join(p.text for p in pieces if p.turn_id == found.turn_id and p.text.strip())
        assert found.text == joined.text[start:end]
        assert found.text.strip() in own


def test_text_of_other_candidates_is_never_found() -> None:
    assert JoinedTranscript([]).verify(Quote(text="x", start=0, end=1)) is None
    assert JoinedTranscript([SourcePiece(uuid4(), "y")]).verify(Quote(text="x", start=0, end=1)) is None
