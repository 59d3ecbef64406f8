"""Votes as arrays: one row for each participant, one column for each statement, mostly empty."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from weitblick.engines.errors import InputError

Vote: TypeAlias = tuple[Hashable, Hashable, int]
Integers: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class VoteTable:
    """Votes without repetitions: vote v of ``rows[v]`` on ``columns[v]`` is ``values[v]``.

    ``participants`` and ``statements`` are in the order of their first vote. ``values``: +1 agree,
    -1 disagree, 0 pass.
    """

    participants: tuple[Hashable, ...]
    statements: tuple[Hashable, ...]
    rows: Integers
    columns: Integers
    values: Integers

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.participants), len(self.statements)

    @cached_property
    def votes_of_participants(self) -> Integers:
        return np.bincount(self.rows, minlength=len(self.participants))

    def counts(self, group_of_row: Integers, groups: int) -> Integers:
        """Votes by group, kind (agree, disagree, pass) and statement; group -1 is left out."""
        width = len(self.statements)
        group = group_of_row[self.rows]
        kind = np.choose(self.values + 1, [1, 2, 0])
        cell = (group * 3 + kind) * width + self.columns
        flat = np.bincount(cell[group >= 0], minlength=groups * 3 * width)
        return flat.reshape(groups, 3, width)

    def of(self, chosen: Integers) -> VoteTable:
        """The votes of the chosen rows, in that order; a row may be chosen more than once."""
        start = np.searchsorted(self.rows, chosen)
        length = self.votes_of_participants[chosen]
        offset = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
        at = np.repeat(start, length) + offset
        return VoteTable(
            tuple(self.participants[row] for row in chosen),
            self.statements,
            np.repeat(np.arange(len(chosen)), length),
            self.columns[at],
            self.values[at],
        )


def table(votes: Iterable[Vote]) -> VoteTable:
    """Arrays from (participant, statement, vote) in order of time; the last vote counts."""
    triples = list(votes)
    people, rows = _index([vote[0] for vote in triples])
    statements, columns = _index([vote[1] for vote in triples])
    values = np.array([vote[2] for vote in triples], dtype=float)
    _refuse_other_votes(triples, values)
    cell = rows * len(statements) + columns
    # Reversed, so that the first occurrence found is the last vote; sorted by row, then column.
    _, first = np.unique(cell[::-1], return_index=True)
    last = len(triples) - 1 - first
    return VoteTable(people, statements, rows[last], columns[last], values[last].astype(int))


def group_of_rows(
    votes: VoteTable, groups: Mapping[Hashable, Hashable]
) -> tuple[tuple[Hashable, ...], Integers]:
    """The groups in order of first appearance, and the group of every row (-1: none)."""
    names = tuple(dict.fromkeys(groups.values()))
    number = {name: position for position, name in enumerate(names)}
    of_row = [number[groups[p]] if p in groups else -1 for p in votes.participants]
    return names, np.array(of_row, dtype=int)


def _index(labels: Sequence[Hashable]) -> tuple[tuple[Hashable, ...], Integers]:
    place: dict[Hashable, int] = {}
    positions = [place.setdefault(label, len(place)) for label in labels]
    return tuple(place), np.array(positions, dtype=int)


def _refuse_other_votes(triples: Sequence[Vote], values: Numbers) -> None:
    wrong = np.flatnonzero(~np.isin(values, (-1, 0, 1)))
    if not len(wrong):
        return
    position = int(wrong[0])
    person, statement, value = triples[position]
    raise InputError(
        "vote_unknown",
        f"Vote {value!r} at position {position} is none of +1 (agree), -1 (disagree), 0 (pass).",
        position=position,
        participant=person,
        statement=statement,
        value=value,
    )
