"""Which states of prompts are kept and fetched: with a session that only counts."""

import random
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_worker.engines.base import EngineError
from ai_worker.engines.llm.llama import prompt_cache
from ai_worker.engines.llm.llama.placement import Placement
from ai_worker.engines.llm.llama.prompt_cache import PromptCache
from ai_worker.engines.llm.llama.session import Session, State
from ai_worker.engines.work_thread import Stop, Stopped
from interview_contracts.errors import ErrorCode

pytestmark = pytest.mark.unit

CHUNK = 8
BYTES_A_TOKEN = 1024
SMALL = Placement(gpu_layers=0, context=4096, threads=1, chunk=CHUNK, memory_mb=1, devices=(), layers=1)


class CountingSession:
    """Holds tokens and nothing else. `forgets` is a model that cannot go back to an earlier position."""

    def __init__(self, *, forgets: bool = False) -> None:
        self.placement = SMALL
        self.held: list[int] = []
        self.batches: list[tuple[int, ...]] = []
        self.fails_at: int | None = None
        self._forgets = forgets
        self._states: dict[int, list[int]] = {}

    @property
    def length(self) -> int:
        return len(self.held)

    def append(self, tokens: Sequence[int], *, stop: Stop, logits: bool) -> None:
        stop.check()
        assert 0 < len(tokens) <= CHUNK
        assert len(self.held) % CHUNK == 0
        if self.fails_at is not None and len(self.held) >= self.fails_at:
            raise EngineError(ErrorCode.OUT_OF_MEMORY, retryable=True)
        self.held += tokens
        self.batches.append(tuple(tokens))

    def cut(self, length: int) -> None:
        if length < len(self.held):
            self.held = [] if self._forgets else self.held[:length]

    def state_bytes(self) -> int:
        return len(self.held) * BYTES_A_TOKEN

    def state(self) -> State:
        number = len(self._states)
        self._states[number] = list(self.held)
        state = np.zeros(self.state_bytes(), dtype=np.uint8)
        state[:4] = np.frombuffer(number.to_bytes(4, "little"), dtype=np.uint8)
        return state

    def restore(self, state: State, length: int) -> None:
        self.held = list(self._states[int.from_bytes(state[:4].tobytes(), "little")])
        assert len(self.held) == length


def cache_of(session: CountingSession, limit_mb: int = 100) -> PromptCache:
    return PromptCache(cast("Session", cast("Any", session)), limit_mb=limit_mb)


def prompt(interview: int, length: int, *, shared: int = 0) -> list[int]:
    """Tokens of an interview; the first `shared` are the same in all."""
    draws = random.Random(interview)
    return [*range(shared), *(draws.randrange(10**6) for _ in range(length - shared))]


def test_a_prompt_that_goes_on_evaluates_what_is_new() -> None:
    session = CountingSession()
    cache = cache_of(session)
    assert cache.bring(prompt(1, 200), Stop()).evaluated == 200
    assert cache.bring(prompt(1, 240), Stop()).evaluated == 40
    assert cache.bring(prompt(1, 240), Stop()).evaluated == CHUNK
    assert session.held == prompt(1, 240)


def test_interviews_in_turn_each_go_on_where_they_were() -> None:
    session = CountingSession()
    cache = cache_of(session)
    for length in (200, 240, 280, 320):
        for interview in range(5):
            evaluated = cache.bring(prompt(interview, length, shared=80), Stop()).evaluated
            assert evaluated <= (200 if length == 200 else 40 + CHUNK)
            assert session.held == prompt(interview, length, shared=80)


def test_a_new_interview_takes_what_all_have_in_common_and_takes_it_from_nobody() -> None:
    session = CountingSession()
    cache = cache_of(session)
    cache.bring(prompt(1, 200, shared=80), Stop())
    assert cache.bring(prompt(2, 200, shared=80), Stop()).evaluated == 120
    assert cache.bring(prompt(3, 200, shared=80), Stop()).evaluated == 120
    for interview in (1, 2, 3):
        assert cache.bring(prompt(interview, 208, shared=80), Stop()).evaluated == CHUNK


def test_there_is_one_state_an_interview() -> None:
    session = CountingSession()
    cache = cache_of(session)
    for length in range(200, 400, 16):
        for interview in range(3):
            cache.bring(prompt(interview, length), Stop())

    assert cache.kept_bytes <= 2 * 400 * BYTES_A_TOKEN


def test_with_memory_for_too_few_the_one_that_comes_next_is_not_dropped_for_the_one_that_goes() -> None:
    session = CountingSession()
    cache = cache_of(session, limit_mb=1)
    for length in (500, 516):
        for interview in range(3):
            evaluated = cache.bring(prompt(interview, length), Stop()).evaluated
            assert cache.kept_bytes <= 1024**2
            assert evaluated == (500 if length == 500 else 16 + 500 % CHUNK)


def test_a_state_larger_than_all_memory_is_not_kept() -> None:
    session = CountingSession()
    cache = cache_of(session, limit_mb=1)
    cache.bring(prompt(1, 2000), Stop())
    cache.bring(prompt(2, 100), Stop())

    assert cache.kept_bytes == 0
    assert cache.bring(prompt(1, 2000), Stop()).evaluated == 2000


@pytest.mark.parametrize(("free_mb", "kept"), [(512, False), (513, True)])
def test_states_leave_the_machine_some_memory(monkeypatch: pytest.MonkeyPatch, free_mb: int, *, kept: bool) -> None:
    monkeypatch.setattr(prompt_cache, "available_mb", lambda: free_mb)
    cache = cache_of(CountingSession())
    cache.bring(prompt(1, 1600), Stop())
    cache.bring(prompt(2, 100), Stop())

    assert bool(cache.kept_bytes) is kept


def test_what_was_evaluated_before_a_failure_is_kept() -> None:
    session = CountingSession()
    cache = cache_of(session)
    session.fails_at = 96
    with pytest.raises(EngineError):
        cache.bring(prompt(1, 200), Stop())
    session.fails_at = None

    assert cache.bring(prompt(1, 200), Stop()).evaluated == 200 - 96


def test_a_flag_that_is_set_evaluates_nothing() -> None:
    session, stop = CountingSession(), Stop()
    stop.set()
    with pytest.raises(Stopped):
        cache_of(session).bring(prompt(1, 200), stop)
    assert session.batches == []


def test_what_was_generated_is_taken_off() -> None:
    session = CountingSession()
    cache = cache_of(session)
    cache.bring(prompt(1, 200), Stop())
    session.held += [7, 7, 7]
    cache.trim()

    assert session.held == prompt(1, 200)


def test_a_model_that_cannot_go_back_begins_anew() -> None:
    session = CountingSession(forgets=True)
    cache = cache_of(session)
    for interview, length in ((1, 200), (2, 200), (1, 230), (1, 230), (2, 210)):
        cache.bring(prompt(interview, length), Stop())
        assert session.held == prompt(interview, length)


def test_nothing_is_left_after_clear() -> None:
    session = CountingSession()
    cache = cache_of(session)
    for interview in (1, 2):
        cache.bring(prompt(interview, 200), Stop())
    cache.clear()

    assert (session.held, cache.kept_bytes) == ([], 0)
    assert cache.bring(prompt(1, 200), Stop()).evaluated == 200


@settings(max_examples=200, deadline=None)
@given(
    turns=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 120)), min_size=1, max_size=20),
    shared=st.integers(0, 60),
    limit_mb=st.sampled_from([0, 1, 100]),
)
def test_whatever_was_there_a_token_is_always_evaluated_with_the_same_others(
    turns: list[tuple[int, int]], shared: int, limit_mb: int
) -> None:
    session = CountingSession()
    cache = cache_of(session, limit_mb)
    for interview, length in turns:
        wanted = prompt(interview, max(length, shared), shared=min(shared, length))
        session.batches.clear()
        counts = cache.bring(wanted, Stop())

        whole = [tuple(wanted[at : at + CHUNK]) for at in range(0, len(wanted), CHUNK)]
        assert session.held == wanted
        assert session.batches == whole[len(whole) - len(session.batches) :]
        assert counts.evaluated == sum(map(len, session.batches)) > 0
