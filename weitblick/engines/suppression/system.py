"""Cells and relations as arrays: one column a cell, one row a relation."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from weitblick.engines.errors import InputError

from .tables import Cell, Relation, Rule

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class System:
    """n cells and m relations, with a slack column for every relation that needs one.

    ``values`` (n + slacks): counts, NaN where unknown. ``lower`` and ``upper``: what a reader knows
    beforehand. ``matrix`` (m x (n + slacks)): +1 parts and slack, -1 total; matrix @ values = 0.
    ``part``: number of the connected part a column lies in. ``members[r]``: (column, sign) of
    relation r. ``of[c]``: relations of column c.
    """

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    values: Floats
    lower: Floats
    upper: Floats
    matrix: scipy.sparse.csr_array
    part: Indices
    members: tuple[tuple[tuple[int, int], ...], ...]
    of: tuple[tuple[int, ...], ...]

    @property
    def size(self) -> int:
        """Number of columns, slacks included."""
        return len(self.values)

    def states(self, *names: str) -> Flags:
        """Which columns are cells of these states (slacks are latent)."""
        found = [cell.state in names for cell in self.cells]
        return np.array(found + ["latent" in names] * (self.size - len(self.cells)), bool)

    def key(self, column: int) -> Hashable:
        """The key of a cell's column."""
        return self.cells[column].key


def compile_system(cells: Iterable[Cell], relations: Iterable[Relation]) -> System:
    """Check cells and relations and lay them out.

    Raises InputError for repeated keys, impossible counts, relations that name unknown cells, and
    known counts that do not add up within the slack.
    """
    cells, relations = tuple(cells), tuple(relations)
    columns = _columns(cells)
    members = [_members(relation, columns) for relation in relations]
    slack_at = [at for at, relation in enumerate(relations) if relation.slack]
    for column, at in enumerate(slack_at, start=len(cells)):
        members[at].append((column, 1))
    slacks = np.array([relations[at].slack for at in slack_at], float)
    known = np.array([np.nan if c.count is None else c.count for c in cells], float)
    values = np.concatenate([known, np.full(len(slacks), np.nan)])
    _fill_slacks(values, relations, members, len(cells))
    upper = [np.inf if c.denominator is None else c.denominator for c in cells]
    matrix = _matrix(members, len(values))
    return System(
        cells, relations, values,
        np.concatenate([np.zeros(len(cells)), -slacks]), np.concatenate([upper, slacks]),
        matrix, parts_of(matrix), tuple(tuple(one) for one in members),
        _relations_of(members, len(values)),
    )  # fmt: skip


def small(system: System, rule: Rule) -> Flags:
    """Which known counts the rule forbids to show; slacks never."""
    n = len(system.cells)
    count, whole = system.values[:n], system.upper[:n]
    rest = whole - count
    found = (count > 0) & (count < rule.minimum)
    found |= (rest > 0) & (rest < rule.minimum)
    found |= rule.zero & (count == 0) & (whole > 0)
    found |= rule.everybody & (rest == 0) & (whole > 0)
    return np.concatenate([found, np.zeros(system.size - n, bool)])


def parts_of(matrix: scipy.sparse.csr_array) -> Indices:
    """Number of the connected part each column lies in: columns that share a row are connected."""
    rows, columns = matrix.shape
    links = (
        scipy.sparse.block_array([[None, matrix], [matrix.T, None]], format="csr") if rows
        else scipy.sparse.csr_array((columns, columns))
    )  # fmt: skip
    part = scipy.sparse.csgraph.connected_components(links, directed=False)[1]
    return np.asarray(part, np.int64)[rows:]


def _columns(cells: Sequence[Cell]) -> dict[Hashable, int]:
    columns: dict[Hashable, int] = {}
    for at, cell in enumerate(cells):
        if cell.key in columns:
            raise InputError(
                "cell_repeated", f"The cell {cell.key!r} is given twice (cell {at}).",
                key=cell.key, cell=at,
            )  # fmt: skip
        _refuse_impossible(cell, at)
        columns[cell.key] = at
    return columns


def _refuse_impossible(cell: Cell, at: int) -> None:
    count, whole = cell.count, cell.denominator
    if count is not None and (count < 0 or count != int(count)):
        raise InputError(
            "count_not_whole", f"The count of {cell.key!r} (cell {at}) is {count}: give a whole "
            "number from 0, or None where it is not known.", key=cell.key, cell=at, count=count,
        )  # fmt: skip
    if whole is not None and (whole != int(whole) or whole < (count or 0)):
        raise InputError(
            "denominator_too_small", f"The denominator of {cell.key!r} (cell {at}) is {whole} and "
            f"its count {count}: give a whole number no smaller than the count.",
            key=cell.key, cell=at, count=count, denominator=whole,
        )  # fmt: skip


def _members(relation: Relation, columns: dict[Hashable, int]) -> list[tuple[int, int]]:
    keys = (relation.total, *relation.parts)
    unknown = [key for key in keys if key not in columns]
    if unknown or len(set(keys)) < len(keys) or not relation.parts:
        raise InputError(
            "relation_unusable", f"The relation for {relation.total!r} needs at least one part, "
            f"every cell once, and cells that exist; unknown: {unknown!r}.",
            total=relation.total, unknown=unknown,
        )  # fmt: skip
    return [(columns[relation.total], -1), *((columns[part], 1) for part in relation.parts)]


def _fill_slacks(
    values: Floats, relations: Sequence[Relation], members: list[list[tuple[int, int]]], n: int
) -> None:
    """Give every slack its value, and refuse relations whose known counts do not add up."""
    for at, (relation, pairs) in enumerate(zip(relations, members, strict=True)):
        off = -sum(sign * values[column] for column, sign in pairs if column < n)
        if abs(off) > relation.slack:
            raise InputError(
                "relation_does_not_hold", f"The parts of {relation.total!r} (relation {at}) differ "
                f"from it by {off:+.0f}: mend the counts or give the relation a slack.",
                total=relation.total, relation=at, difference=float(off), slack=relation.slack,
            )  # fmt: skip
        if relation.slack:
            values[pairs[-1][0]] = off


def _matrix(members: Sequence[Sequence[tuple[int, int]]], size: int) -> scipy.sparse.csr_array:
    rows = np.repeat(np.arange(len(members)), [len(pairs) for pairs in members])
    columns = np.array([column for pairs in members for column, _ in pairs], np.int64)
    signs = np.array([sign for pairs in members for _, sign in pairs], float)
    return scipy.sparse.csr_array((signs, (rows, columns)), shape=(len(members), size))


def _relations_of(
    members: Sequence[Sequence[tuple[int, int]]], size: int
) -> tuple[tuple[int, ...], ...]:
    found: list[list[int]] = [[] for _ in range(size)]
    for at, pairs in enumerate(members):
        for column, _ in pairs:
            found[column].append(at)
    return tuple(tuple(one) for one in found)
