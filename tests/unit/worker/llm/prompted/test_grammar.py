"""Grammars of shapes: what they accept is what the shape validates, to the last digit and character."""

import random
import re
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from ai_worker.engines.llm.prompted.grammar import UnboundedShapeError, gbnf, largest_bytes
from interview_contracts.vocabulary import Language
from tests.support.chat_models import random_json
from tests.support.gbnf import Grammar
from tests.support.shapes import product_shapes

pytestmark = pytest.mark.unit


class Mood(StrEnum):
    GOOD = "good"
    BAD = "나쁨"


class Inner(BaseModel):
    flag: bool
    note: Annotated[str, Field(max_length=3)] | None


class Outer(BaseModel):
    first: Annotated[int, Field(ge=-12, le=105)]
    mood: Mood
    pair: Annotated[tuple[Inner, ...], Field(min_length=1, max_length=2)]
    level: Literal[1, 3, 5, None]
    quoted: Annotated[str, Field(min_length=2, max_length=4)]


def one(annotation: Any) -> type[BaseModel]:
    """A model with one field."""
    return type("One", (BaseModel,), {"__annotations__": {"x": annotation}})


def accepts(shape: type[BaseModel], text: str) -> bool:
    return Grammar(gbnf(shape)).accepts(text)


@pytest.mark.parametrize(
    ("lowest", "highest"), [(0, 0), (0, 9), (1, 10), (7, 23), (0, 105), (38, 420), (99, 1001), (-15, -3), (-120, 45)]
)
def test_whole_numbers_are_exact(lowest: int, highest: int) -> None:
    grammar = Grammar(gbnf(one(Annotated[int, Field(ge=lowest, le=highest)])))

    accepted = {n for n in range(lowest - 150, highest + 150) if grammar.accepts(f'{{"x": {n}}}')}

    assert accepted == set(range(lowest, highest + 1))
    assert not any(grammar.accepts(f'{{"x": {text}}}') for text in ("007", "+1", "1.0", "", "-", "1e1", "-0"))


def test_strings_have_their_length_and_printable_characters_only() -> None:
    shape = one(Annotated[str, Field(min_length=2, max_length=4)])

    assert all(accepts(shape, f'{{"x": "{text}"}}') for text in ("ab", "가나다라", "é…’㈜", '\\"\\"', "100%", "a b"))
    refused = ["a", "abcde", "", "a\n", "a\\n", "a\\u0041", "a\t", "a\x00", "a\x7f", "a\u200b", "a\u202e", "a\ud800",
               "a\U000e0041", "a\U0001f600", "<b", "b>", "[b", "b]", "\\\\", 'a"', "漢字", "a\u2028"]  # fmt: skip
    assert [text for text in refused if accepts(shape, f'{{"x": "{text}"}}')] == []


@pytest.mark.parametrize(
    "text",
    [
        '{"first": 105, "mood": "나쁨", "pair": [{"flag": true, "note": null}], "level": null, "quoted": "ab"}',
        '{"first": -12, "mood": "good", "pair": [{"flag": false, "note": ""}, {"flag": true, "note": "가나다"}], '
        '"level": 5, "quoted": "\\"\\""}',
    ],
)
def test_what_fits_is_accepted_and_validates(text: str) -> None:
    assert accepts(Outer, text)
    Outer.model_validate_json(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"mood": "good", "first": 1, "pair": [{"flag": true, "note": null}], "level": 1, "quoted": "ab"}',
        '{"first": 1, "mood": "good", "pair": [], "level": 1, "quoted": "ab"}',
        '{"first": 1, "mood": "good", "pair": [{"flag": true}], "level": 1, "quoted": "ab"}',
        '{"first": 1, "mood": "good", "pair": [{"flag": true, "note": null}], "level": 2, "quoted": "ab"}',
        '{"first":1, "mood": "good", "pair": [{"flag": true, "note": null}], "level": 1, "quoted": "ab"}',
        '{"first": 1,  "mood": "good", "pair": [{"flag": true, "note": null}], "level": 1, "quoted": "ab"}',
        '{"first": 1, "mood": "good", "pair": [{"flag": true, "note": null}], "level": 1, "quoted": "ab"} ',
        '{"first": 1, "mood": "good", "pair": [{"flag": true, "note": null}], "level": 1, "quoted": "ab"',
    ],
)
def test_what_does_not_fit_is_refused(text: str) -> None:
    assert not accepts(Outer, text)


@pytest.mark.parametrize(
    "annotation",
    [
        str,
        Annotated[str, Field(min_length=1)],
        Annotated[str, Field(max_length=5, pattern="a+")],
        int,
        Annotated[int, Field(ge=0)],
        Annotated[int, Field(ge=0, le=9, multiple_of=2)],
        float,
        list[Annotated[int, Field(ge=0, le=9)]],
        tuple[Annotated[int, Field(ge=0, le=9)], bool],
        dict[str, int],
        Any,
        Annotated[str, Field(max_length=100_000)],
    ],
)
def test_what_has_no_bounds_is_refused(annotation: Any) -> None:
    with pytest.raises(UnboundedShapeError, match=r"One\.x"):
        gbnf(one(annotation))


@pytest.mark.parametrize("language", Language)
def test_every_shape_of_the_product_has_a_grammar_whose_texts_validate(language: Language) -> None:
    draws = random.Random(7)
    for shape in product_shapes(language):
        grammar, most = Grammar(gbnf(shape)), largest_bytes(shape)
        for _ in range(40):
            text = random_json(shape, draws)
            assert grammar.accepts(text)
            assert len(text.encode()) <= most
            shape.model_validate_json(text)


@pytest.mark.parametrize("language", Language)
def test_what_a_grammar_writes_validates(language: Language) -> None:
    draws = random.Random(11)
    for shape in product_shapes(language):
        grammar, most = Grammar(gbnf(shape)), largest_bytes(shape)
        for _ in range(40):
            text = grammar.write(draws)
            assert len(text.encode()) <= most
            shape.model_validate_json(text)


def test_the_largest_text_is_counted_to_the_byte() -> None:
    shape = one(Annotated[tuple[Annotated[str, Field(max_length=2)], ...], Field(max_length=2)])

    assert largest_bytes(shape) >= len('{"x": ["가나", "가나"]}'.encode())
    assert largest_bytes(shape) - len('{"x": ["가나", "가나"]}'.encode()) <= 4


def test_nothing_is_repeated_without_end() -> None:
    for language in Language:
        for shape in product_shapes(language):
            rules = gbnf(shape)
            assert not re.search(r"[\w\])][*+]|\{\d+,\}", re.sub(r'"(?:\\.|[^"\\])*"|\[[^\]]*\]', "x", rules))
