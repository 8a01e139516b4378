"""Chat models that answer from a script, and random answers that fit any shape."""

import json
import random
from collections.abc import Callable

from pydantic import BaseModel

from ai_worker.engines.base import Deadline
from ai_worker.engines.llm.prompted.chat_model import Completion
from ai_worker.engines.llm.prompted.grammar import Node, OneOf, Record, Row, Text, Whole, Words, node_of
from interview_contracts.engines import EngineInfo
from interview_contracts.vocabulary import Capability

_SIGNS = (*"가나다라마바사아자차 카타파하힣 ABCxyz 0129 .,!?'()~%", "é", "‘", "’", "…", "㈜", '"')


class ScriptedChatModel:
    """Gives to each completion what `script` makes of it, and keeps the completions."""

    def __init__(self, script: Callable[[Completion], str]) -> None:
        self._script = script
        self.completions: list[Completion] = []
        self.loads = 0

    def describe(self) -> EngineInfo:
        return EngineInfo(capability=Capability.LLM, name="scripted", version="0", model="script")

    def load(self) -> None:
        self.loads += 1

    def complete(self, completion: Completion, *, deadline: Deadline) -> str:
        deadline.check()
        self.completions.append(completion)
        return self._script(completion)


def random_json(shape: type[BaseModel], draws: random.Random) -> str:
    """Return a text that a shape's grammar accepts: lengths and numbers at their ends as often as in between."""
    return _random(node_of(shape), draws)


def by_seed(completion: Completion) -> str:
    """Answer like a model: random, but the same for the same seed."""
    return random_json(completion.shape, random.Random(completion.seed))


def _random(node: Node, draws: random.Random) -> str:
    match node:
        case Words(text):
            return text
        case Text(shortest, longest):
            return json.dumps("".join(draws.choices(_SIGNS, k=_between(shortest, longest, draws))), ensure_ascii=False)
        case Whole(lowest, highest):
            return str(_between(lowest, highest, draws))
        case OneOf(choices):
            return _random(draws.choice(choices), draws)
        case Row(item, shortest, longest):
            items = (_random(item, draws) for _ in range(_between(shortest, longest, draws)))
            return f"[{', '.join(items)}]"
        case Record(fields):
            return "{" + ", ".join(f"{json.dumps(name)}: {_random(field, draws)}" for name, field in fields) + "}"


def _between(lowest: int, highest: int, draws: random.Random) -> int:
    return draws.choice((lowest, highest, draws.randint(lowest, highest)))
