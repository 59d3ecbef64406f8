"""Age groups as statistical offices word them, and people spread over single years of age."""

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Group = tuple[int, int | None]
"""First age and first age no more; None: open."""
Groups = dict[Group, float]
OPEN = 95
"""The open age group: 95 and older."""
GROUPS = OPEN + 1
_BETWEEN = re.compile(r"(\d+)\s*(?:bis unter|bis|-|–|to under|to)\s*(\d+)", re.I)
_UNDER = re.compile(r"unter\s+(\d+)|under\s+(\d+)", re.I)
_MORE = re.compile(r"(\d+)\s*(?:Jahre\s*)?(?:und mehr|und älter|and over|and more|\+)", re.I)
_SINGLE = re.compile(r"^(\d+)(?:-Jährige|\s*Jahre?|-year-olds?)?$", re.I)


def interval(words: str) -> Group | None:
    """First age and first age no more (None: open) of an age group; None for other words."""
    text = words.strip()
    if found := _MORE.search(text):
        return int(found[1]), None
    if found := _BETWEEN.search(text):
        low, high = int(found[1]), int(found[2])
        exact = re.search(r"bis unter|to under", text, re.I)
        return (low, high if exact else high + 1) if high > low else None
    if found := _UNDER.search(text):
        return 0, int(found[1] or found[2])
    if found := _SINGLE.match(text):
        return int(found[1]), int(found[1]) + 1
    return None


def covers(intervals: Mapping[Group, float]) -> bool:
    """Whether the groups follow each other without gap or overlap, from 0 to an open end."""
    at: int | None = 0
    for low, high in sorted(intervals, key=lambda one: one[0]):
        if low != at:
            return False
        at = high
    return at is None and bool(intervals)


def in_fives(people: Floats, last: int) -> Floats:
    """People (2, 96) in groups of five years, the open one from ``last`` on (a multiple of 5)."""
    edges = np.arange(0, min(last, OPEN) + 1, 5)
    return np.asarray(np.add.reduceat(people, edges, axis=1))


def single_years(counted: Mapping[Group, float], stationary: Floats) -> Floats:
    """People (96,) of single years of age, the last one 95 and older.

    Within a group all ages are taken as equally many; in an open group as many as in the life
    table (``stationary``: its person-years by single age).
    """
    found = np.zeros(GROUPS)
    for (low, high), people in counted.items():
        if high is None:
            share = stationary[low:] / stationary[low:].sum() if low < OPEN else np.ones(1)
            found[min(low, OPEN):] += people * share
            continue
        years = np.minimum(np.arange(low, high), OPEN)
        np.add.at(found, years, people / (high - low))
    return found
