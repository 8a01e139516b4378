"""What people type is kept; what nobody can see is not."""

import pytest

from backend_core.auth.schemas import LoginIn
from backend_core.invitations.schemas import RegisterIn
from backend_core.plain_text import plain

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  저는 팀을 이끌었습니다.\n둘째 줄\t끝 ", "저는 팀을 이끌었습니다.\n둘째 줄\t끝"),
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("level \u202e5\u202c", "level 5"),
        ("good\U000e0049\U000e0067\U000e006e", "good"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200b\u2060", ""),
    ],
)
def test_unseen_characters_go_and_all_others_stay(text: str, kept: str) -> None:
    assert plain(text) == kept


def test_a_name_of_unseen_characters_is_no_name() -> None:
    values = {"token": "t", "email": "a@test.example", "password": "long enough", "locale": "ko"}
    assert RegisterIn(name=" 김\u202e 하늘\n", **values).name == "김 하늘"
    with pytest.raises(ValueError, match="too_short"):
        RegisterIn(name="\u200b\u202e", **values)
    assert LoginIn(email="A@Test.Example", password="x").email == "a@test.example"
