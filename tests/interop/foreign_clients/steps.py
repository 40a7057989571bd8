"""The steps of a walk: each prints a line, and the first failure ends the walk."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def step(name: str) -> Iterator[None]:
    """Prints whether the block passed. Later steps depend on it, so a failure ends the walk."""
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
