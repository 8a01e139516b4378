"""From messages to tokens, by the chat template of the model's file.

What a message says never becomes a special token: a candidate who writes the model's own end-of-turn sign writes plain
text. So the template is filled with marks, and the texts take their places as tokens.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from ai_worker.engines.llm.prompted.chat_model import ChatMessage

_BETWEEN: Final = "\n\n"
_OPEN: Final = "\ue000"
_CLOSE: Final = "\ue001"
# Some templates write today's date; the same request would give another text tomorrow.
_DATE: Final = datetime(2024, 7, 26)  # noqa: DTZ001  a date on a calendar
_CHATML: Final = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "<|im_start|>assistant\n"
)
_PLAIN: Final = (
    "{{ bos_token }}{% for message in messages %}### {{ message.role }}:\n{{ message.content }}\n\n{% endfor %}"
    "### assistant:\n"
)


class Tokenize(Protocol):
    """Returns the tokens of a text; `special` says whether names of special tokens in it count as such."""

    def __call__(self, text: str, *, special: bool) -> list[int]:
        """Return the tokens."""
        ...


class ChatFormat:
    """The format of a model. `source` is `file` where the file's own template works, else `chatml` or `plain`."""

    def __init__(self, template: str, *, bos: str, eos: str, tokenize: Tokenize, begin: Sequence[int] = ()) -> None:
        """Choose a format: `begin` are tokens in front of every text that the template does not write itself."""
        self._tokenize = tokenize
        self._begin = list(begin)
        self._names = {"bos_token": bos, "eos_token": eos}
        has_chatml = len(tokenize("<|im_start|>", special=True)) == 1
        fallback = ("chatml", _CHATML) if has_chatml else ("plain", _PLAIN)
        for self.source, text in (("file", template), fallback):
            for self._merges_system in (False, True):
                if text and self._works(text):
                    return
        raise ValueError("no template works")

    def tokens(self, messages: Sequence[ChatMessage]) -> list[int]:
        """Return the tokens of a prompt that ends where the model's answer begins."""
        turns = _turns(messages, merge_system=self._merges_system)
        pieces = self._pieces([role for role, _ in turns])
        found: list[int] = []
        for piece, (_, texts) in zip(pieces, [*turns, ("", [])], strict=True):
            found += self._tokenize(piece, special=True) if piece else []
            for index, text in enumerate(texts):
                # Each text by itself: what stands before a new text keeps its tokens.
                found += self._tokenize(_BETWEEN, special=False) if index else []
                found += self._tokenize(text, special=False)
        begin = self._begin if found[: len(self._begin)] != self._begin else []
        return [*begin, *found]

    def _works(self, text: str) -> bool:
        """Take a template if it writes every message once and in order, with the roles that prompts have."""
        try:
            self._template = _compiled(text)
            for roles in (["system", "user"], ["system", "user", "assistant", "user"]):
                if self._merges_system:
                    roles = roles[1:]
                self._pieces(roles)
        except Exception:  # A template is a program of somebody else.
            return False
        return True

    def _pieces(self, roles: Sequence[str]) -> list[str]:
        """Return what the template writes before, between and behind the messages."""
        marks = [f"{_OPEN}{index}{_CLOSE}" for index in range(len(roles))]
        text = self._template.render(
            messages=[{"role": role, "content": mark} for role, mark in zip(roles, marks, strict=True)],
            add_generation_prompt=True,
            enable_thinking=False,
            raise_exception=_refuse,
            strftime_now=_DATE.strftime,
            **self._names,
        )
        pieces: list[str] = []
        for mark in marks:
            before, found, text = text.partition(mark)
            if not found or mark in text or _OPEN in before:
                raise ValueError("the template leaves out, repeats or reorders messages")
            pieces.append(before)
        if _OPEN in text:
            raise ValueError("the template repeats messages")
        return [*pieces, text]


def _turns(messages: Sequence[ChatMessage], *, merge_system: bool) -> list[tuple[str, list[str]]]:
    """Return roles that alternate, as models know them, with the texts of each turn.

    With `merge_system`, for models that know no system, its texts stand in front of what the user says first.
    """
    turns: list[tuple[str, list[str]]] = []
    for message in messages:
        role = "user" if merge_system and message.role == "system" else message.role
        if not turns or turns[-1][0] != role:
            turns.append((role, []))
        if message.text:
            turns[-1][1].append(message.text)
    return turns


def _refuse(_: str) -> None:
    raise ValueError("the template refuses these messages")


def _compiled(text: str) -> Any:
    from jinja2 import BaseLoader
    from jinja2.ext import loopcontrols
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=BaseLoader(),
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[loopcontrols],
        # Chat templates write prompts and no HTML.
        autoescape=False,
    )
    return environment.from_string(text)
