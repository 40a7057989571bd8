"""The steps of a walk: one line for each, and an end at the first that fails."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def step(name: str) -> Iterator[None]:
    """Says whether the block passed. What comes after a failure would stand on nothing."""
    try:
        yield
    except Exception as error:
        print(f"failed  {name}: {type(error).__name__}: {error}", flush=True)
        sys.exit(1)
    print(f"passed  {name}", flush=True)


def expect(actual: Any, expected: Any) -> None:
    """Raises `AssertionError` if the two differ."""
    if actual != expected:
        raise AssertionError(f"expected {expected!r}, got {actual!r}")
