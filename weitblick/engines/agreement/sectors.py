"""Ratings by group of people, with small groups protected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from weitblick.engines.agreement.ratings import Agreement, Number, summarise
from weitblick.engines.errors import InputError

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True)
class Hidden:
    """A group that is not shown, to protect groups of fewer than ``minimum`` people.

    It does not say whether the group itself is small or hides another one by complement.
    """

    minimum: int


def by_group(
    values: Sequence[Number], groups: Sequence[Group], low: int, high: int, min_cell: int = 5
) -> dict[Group, Agreement | Hidden]:
    """Measures for each group, in order of first appearance, without leaking a small one.

    Groups of fewer than ``min_cell`` people are hidden. As the figures for everybody are public,
    what is hidden can be had by subtraction: so the next smallest groups are hidden too until the
    hidden ones are at least two and together at least ``min_cell`` people.
    """
    members = _members(values, groups)
    hidden = _to_hide({group: len(answers) for group, answers in members.items()}, min_cell)
    return {
        group: Hidden(min_cell) if group in hidden else summarise(answers, low, high)
        for group, answers in members.items()
    }


def _members(values: Sequence[Number], groups: Sequence[Group]) -> Mapping[Group, Sequence[Number]]:
    if len(values) != len(groups):
        raise InputError(
            "groups_differ_in_length",
            f"{len(values)} values and {len(groups)} groups: give one group for each value.",
            values=len(values),
            groups=len(groups),
        )
    members: dict[Group, list[Number]] = defaultdict(list)
    for value, group in zip(values, groups, strict=True):
        members[group].append(value)
    return members


def _to_hide(sizes: Mapping[Group, int], min_cell: int) -> set[Group]:
    by_size = sorted(sizes, key=lambda group: sizes[group])
    hidden = [group for group in by_size if sizes[group] < min_cell]
    if not hidden:
        return set()
    for group in by_size[len(hidden) :]:
        if len(hidden) > 1 and sum(sizes[g] for g in hidden) >= min_cell:
            break
        hidden.append(group)
    return set(hidden)
