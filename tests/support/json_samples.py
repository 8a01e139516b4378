"""Makes values that a JSON schema of our OpenAPI document accepts."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

_FORMATS = {
    "email": "somebody@test.example",
    "uuid": str(UUID(int=7)),
    "date-time": (datetime.now(UTC) + timedelta(days=2)).isoformat(),
    "binary": "x",
}


def sample(schema: dict[str, Any], components: dict[str, Any]) -> Any:
    """Return the smallest value that a schema accepts. Only what our own models use is understood."""
    if "$ref" in schema:
        return sample(components[schema["$ref"].rpartition("/")[2]], components)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return sample(schema[choice][0], components)
    match schema.get("type"):
        case "object":
            needed = schema.get("required", [])
            return {name: sample(schema["properties"][name], components) for name in needed}
        case "array":
            return [sample(schema["items"], components) for _ in range(schema.get("minItems", 0))]
        case "integer" | "number":
            return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        case "boolean":
            return True
        case "string":
            return _string(schema)
        case _:
            return None


def _string(schema: dict[str, Any]) -> str:
    if schema.get("format") in _FORMATS:
        return _FORMATS[str(schema["format"])]
    if "pattern" in schema and "0-9a-f" in str(schema["pattern"]):
        return "0" * 64
    return "x" * max(int(schema.get("minLength", 1)), 1)
