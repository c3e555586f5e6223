"""How much a run tries: little in `bin/test`, everything in `bin/check --long`; said here only."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

from hypothesis import settings

T = TypeVar("T")

IS_LONG = os.environ.get("LONG") == "1"
WAIT = 120  # seconds that a test waits for what must come: a busy machine is no fault, a hang is found later
SHARE = 4  # a short run tries this part of the examples of a long one


def examples(number: int) -> settings:
    """Settings of a property: `number` examples in a long run."""
    return settings(max_examples=number if IS_LONG else max(10, number // SHARE), deadline=None)


def some(values: Sequence[T], number: int) -> Sequence[T]:
    """About `number` of the values, spread over all of them; all of them in a long run."""
    return values if IS_LONG else values[:: max(1, len(values) // number)]
