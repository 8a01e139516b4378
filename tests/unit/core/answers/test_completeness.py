"""Whether all of a recording has arrived."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_core.answers.completeness import RecordedPart, missing, next_seq, playable
from interview_contracts.files import FileRef

pytestmark = pytest.mark.unit


def chunk(seq: int) -> FileRef:
    return FileRef(path=f"{seq}.webm", size=1, sha256="0" * 64, mime="video/webm")


def chunks(*seqs: int) -> dict[int, FileRef]:
    return {seq: chunk(seq) for seq in seqs}


@pytest.mark.parametrize(("seqs", "expected"), [((), 0), ((0,), 1), ((0, 1, 2), 3), ((1, 2), 0), ((0, 2), 1)])
def test_next_seq_is_the_first_gap(seqs: tuple[int, ...], expected: int) -> None:
    assert next_seq(chunks(*seqs)) == expected


def test_gaps_are_named_by_part() -> None:
    stored = {0: chunks(0, 2), 1: chunks(0)}
    expected = [RecordedPart(0, 4), RecordedPart(1, 1), RecordedPart(2, 1), RecordedPart(3, 0)]
    assert missing(stored, expected) == {0: [1, 3], 2: [0]}


def test_what_lies_behind_a_gap_is_not_playable() -> None:
    stored = {1: chunks(0, 1), 0: chunks(0, 2), 2: chunks(1)}
    assert playable(stored) == ((chunk(0),), (chunk(0), chunk(1)))


@given(st.sets(st.integers(0, 12)), st.integers(0, 12))
def test_nothing_is_missing_exactly_when_all_is_there(seqs: set[int], count: int) -> None:
    gaps = missing({0: chunks(*seqs)}, [RecordedPart(0, count)])
    assert (not gaps) == set(range(count)).issubset(seqs)
    if not gaps and count:
        assert len(playable({0: chunks(*seqs)})[0]) >= count
