"""The ways in which OpenAI-compatible servers are asked to keep to a JSON schema, and which of them a server keeps."""

from copy import deepcopy
from enum import StrEnum
from typing import Any, Final, Literal

from pydantic import BaseModel

from ai_worker.engines.llm.prompted.grammar import gbnf

_NO_THINKING: Final = {"chat_template_kwargs": {"enable_thinking": False}}
"""Models that think aloud first would spend the time of a live question on it."""


class Form(StrEnum):
    """Ways to ask, best first. A server may reject one, or take it and ignore it."""

    SCHEMA_WITHOUT_THINKING = "schema_without_thinking"
    SCHEMA = "schema"
    GRAMMAR = "grammar"
    GUIDED = "guided"
    OBJECT = "object"


class Probe(BaseModel):
    """An answer that no model gives unless its server holds it to the schema."""

    kept_to_the_schema: Literal["heron-4417"]


def request_fields(form: Form, shape: type[BaseModel]) -> dict[str, Any]:
    """Return the arguments of the client's `create` that ask for a shape in one form."""
    schema = _strict(shape.model_json_schema(mode="validation"))
    named = {"type": "json_schema", "json_schema": {"name": shape.__name__[:64], "strict": True, "schema": schema}}
    match form:
        case Form.SCHEMA_WITHOUT_THINKING:
            return {"response_format": named, "extra_body": _NO_THINKING}
        case Form.SCHEMA:
            return {"response_format": named}
        case Form.GRAMMAR:
            return {"extra_body": {"grammar": gbnf(shape), **_NO_THINKING}}
        case Form.GUIDED:
            return {"extra_body": {"guided_json": schema, **_NO_THINKING}}
        case Form.OBJECT:
            return {"response_format": {"type": "json_object", "schema": schema}}


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a copy in which no object may have fields of its own, as strict servers demand."""
    copy = deepcopy(schema)
    pending: list[Any] = [copy]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            if node.get("type") == "object" and "properties" in node:
                node["additionalProperties"] = False
                node["required"] = list(node["properties"])
            pending += node.values()
        elif isinstance(node, list):
            pending += node
    return copy
