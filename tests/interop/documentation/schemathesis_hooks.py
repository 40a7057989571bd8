"""What schemathesis must know beside the document."""

from typing import Any

import schemathesis


def optional_members(operation: Any) -> set[str]:
    """The members that the body of an operation may leave out."""
    content = operation.definition.raw.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    return set(schema.get("properties", {})) - set(schema.get("required", []))


def has_null(value: Any) -> bool:
    """Whether an object within a value has a member that is `null`."""
    if isinstance(value, dict):
        return any(member is None or has_null(member) for member in value.values())
    return isinstance(value, list) and any(has_null(element) for element in value)


@schemathesis.hook
def filter_case(_context: Any, case: Any) -> bool:
    """Skips `null` for an optional member: a server reads it as if the member was absent.

    Below the body, where a schema may be a choice of several, every `null` is skipped.
    """
    if not isinstance(case.body, dict):
        return True
    optional = optional_members(case.operation)
    return not any(
        has_null(value) or (value is None and name in optional) for name, value in case.body.items()
    )
