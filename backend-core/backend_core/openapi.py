"""The OpenAPI document: `python -m backend_core.openapi` prints it. The TypeScript client is generated from it."""

import json
import sys
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from backend_core.error_handlers import MEDIA_TYPE, PROBLEM_REF
from backend_core.errors import Problem
from interview_contracts.events import BrowserEvent

_REF_TEMPLATE = "#/components/schemas/{model}"
_METHODS = {"get", "put", "post", "delete", "patch"}


def operation_id(route: APIRoute) -> str:
    """Return `<domain>-<function>`, which becomes a readable function name in the client."""
    tag = str(route.tags[0]) if route.tags else "app"
    return f"{tag}-{route.name.replace('_', '-')}"


def build_openapi(app: FastAPI) -> dict[str, Any]:
    """Return the document: errors are problems, and the events of an interview's stream are described too."""
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    _, extra = models_json_schema(
        [(Problem, "serialization"), (BrowserEvent, "serialization")], ref_template=_REF_TEMPLATE
    )
    for name, schema in extra["$defs"].items():
        schemas.setdefault(name, schema)
    for path in document["paths"].values():
        for method, operation in path.items():
            if method in _METHODS:
                _describe_errors(operation)
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document


def _describe_errors(operation: dict[str, Any]) -> None:
    problem = {"content": {MEDIA_TYPE: {"schema": PROBLEM_REF}}}
    responses = operation["responses"]
    if "HTTPValidationError" in json.dumps(responses.get("422", {})):
        responses["422"] = {"description": "`invalid_request`", **problem}
    if "security" in operation:
        responses.setdefault("401", {"description": "`unauthenticated`", **problem})
        responses.setdefault("403", {"description": "`forbidden`", **problem})


def document_text() -> str:
    """Return the document as it is committed: stable order, one trailing newline."""
    from backend_core.app import build_app

    return json.dumps(build_openapi(build_app()), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document_text())
