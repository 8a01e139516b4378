"""Words become pieces of a transcript."""

import pytest

from ai_worker.engines.stt.port import Word
from ai_worker.pipelines.transcription import LONGEST_PIECE_WORDS, pieces

pytestmark = pytest.mark.unit


def words(*times: tuple[float, float]) -> list[Word]:
    return [Word(f"w{number}", start, end) for number, (start, end) in enumerate(times)]


def test_a_pause_ends_a_piece_and_times_count_from_the_answer() -> None:
    found = list(pieces(words((0.0, 0.4), (0.5, 0.9), (2.0, 2.5)), offset_s=10.0))
    assert [(piece.text, piece.start_s, piece.end_s) for piece in found] == [("w0 w1", 10.0, 10.9), ("w2", 12.0, 12.5)]


def test_a_piece_does_not_grow_without_end() -> None:
    found = list(pieces(words(*((n * 0.3, n * 0.3 + 0.3) for n in range(40))), offset_s=0.0))
    assert max(len(piece.text.split()) for piece in found) == LONGEST_PIECE_WORDS
    assert " ".join(piece.text for piece in found) == " ".join(f"w{n}" for n in range(40))


def test_no_words_make_no_piece() -> None:
    assert list(pieces([], offset_s=0.0)) == []
