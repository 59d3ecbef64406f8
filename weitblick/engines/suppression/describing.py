"""Help to describe tables: relations along an axis of keyed cells, and overlapping sets.

Keys of cells in a table are tuples, one entry for each axis, such as (area, period, category).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any

from .tables import Cell, Kind, Relation

Labels = tuple[Hashable, Sequence[Hashable]]


def along(
    keys: Iterable[tuple[Any, ...]],
    axis: int,
    sums: Sequence[Labels],
    *,
    slack: int = 0,
    kind: Kind = "total",
) -> tuple[Relation, ...]:
    """The relations of a table along one axis, wherever the total and all of its parts are keys.

    ``sums``: (total, parts) in the labels of that axis, such as ("16051", ["north", "south"]); they
    hold for every combination of the labels on the other axes. A part that is kept secret by the
    source has to be given as a cell without count, or nothing can protect it.
    """
    known = set(keys)
    found = []
    for total, parts in sums:
        for key in sorted((key for key in known if key[axis] == total), key=repr):
            names = tuple(_with(key, axis, part) for part in parts)
            if all(name in known for name in names):
                found.append(Relation(key, names, slack, kind))
    return tuple(found)


def overlaps(
    covers: Mapping[Hashable, Collection[Hashable]],
    counts: Mapping[Hashable, int] | None = None,
    denominators: Mapping[Hashable, int] | None = None,
) -> tuple[tuple[Cell, ...], tuple[Relation, ...]]:
    """Latent cells and relations for cells that cover overlapping sets of base units.

    ``covers``: for each cell's key the base units it adds up: the municipalities of a planning area
    and of a Kreis, the years of a period, the age groups of a filter (or tuples of them).
    ``counts`` and ``denominators``: those of the base units, as far as they are known.

    Units that lie in exactly the same cells can never be told apart by a reader and become one
    latent cell, keyed ("overlap", frozenset of units); where a given cell covers just them, it
    stands for them itself. Differences of cells, such as a Kreis less the planning areas in it, are
    sums of these and thereby protected.
    """
    pieces = _pieces(covers)
    same = {frozenset(units): key for key, units in reversed(list(covers.items()))}
    named = {piece: same.get(piece, ("overlap", piece)) for piece in pieces.values()}
    latent = tuple(
        Cell(
            named[piece], _sum(piece, counts or {}), _sum(piece, denominators or {}), state="latent"
        )
        for piece in pieces.values()
        if piece not in same
    )
    parts: dict[Hashable, list[Hashable]] = {key: [] for key in covers}
    for keys, piece in pieces.items():
        for key in keys:
            parts[key].append(named[piece])
    relations = tuple(
        Relation(key, tuple(names), kind="overlap")
        for key, names in parts.items()
        if names and names != [key]
    )
    return latent, relations


def _with(key: tuple[Any, ...], axis: int, label: Hashable) -> tuple[Any, ...]:
    return (*key[:axis], label, *key[axis + 1 :])


def _pieces(
    covers: Mapping[Hashable, Collection[Hashable]],
) -> dict[frozenset[Hashable], frozenset[Hashable]]:
    """Units grouped by the cells they lie in, in order of first appearance."""
    within: dict[Hashable, list[Hashable]] = defaultdict(list)
    for key, units in covers.items():
        for unit in dict.fromkeys(units):
            within[unit].append(key)
    groups: dict[frozenset[Hashable], list[Hashable]] = defaultdict(list)
    for unit, keys in within.items():
        groups[frozenset(keys)].append(unit)
    return {keys: frozenset(units) for keys, units in groups.items()}


def _sum(units: frozenset[Hashable], counts: Mapping[Hashable, int]) -> int | None:
    found = [counts.get(unit) for unit in units]
    return None if None in found else sum(count for count in found if count is not None)
