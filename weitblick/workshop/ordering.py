"""An order that somebody changes by hand, one place at a time."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def moved(order: Iterable[T], one: T, offset: int) -> list[T]:
    """The order with ``one`` moved by so many places (-1 up, +1 down), never beyond its ends."""
    rows = list(order)
    here = rows.index(one)
    there = min(max(here + offset, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    return rows
