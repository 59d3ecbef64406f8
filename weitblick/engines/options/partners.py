"""Partners: which sectors carry options together, and which are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from weitblick.engines.errors import InputError


@dataclass(frozen=True)
class Tie:
    """Two sectors and the number of options they both carry."""

    one: Hashable
    other: Hashable
    options: int


@dataclass(frozen=True)
class Cooperation:
    """The network of sectors over options.

    ``by_option``: who carries each option. ``ties``: pairs with shared options, strongest first.
    ``strangers``: pairs that share none. ``options_of``: number of options each sector carries;
    ``missing``: sectors that carry none. ``alone``: options carried by one sector only;
    ``orphaned``: by nobody. ``lacking``: for each option the sectors it needs and has not got.
    """

    by_option: Mapping[Hashable, tuple[Hashable, ...]]
    ties: tuple[Tie, ...]
    strangers: tuple[tuple[Hashable, Hashable], ...]
    options_of: Mapping[Hashable, int]
    missing: tuple[Hashable, ...]
    alone: tuple[Hashable, ...]
    orphaned: tuple[Hashable, ...]
    lacking: Mapping[Hashable, tuple[Hashable, ...]]


def partners(
    commitments: Iterable[tuple[Hashable, Hashable]],
    options: Sequence[Hashable],
    sectors: Sequence[Hashable],
    needs: Mapping[Hashable, Collection[Hashable]] | None = None,
) -> Cooperation:
    """The co-operation network from commitments (option, sector); repeated ones count once.

    ``needs``: the sectors without which an option will not work. Everything comes out in the order
    of ``options`` and ``sectors``.
    """
    carried = _carried(commitments, options, sectors)
    by_option = {o: tuple(s for s in sectors if s in carried[o]) for o in options}
    shared = Counter(pair for carriers in by_option.values() for pair in combinations(carriers, 2))
    options_of = {s: sum(s in carriers for carriers in by_option.values()) for s in sectors}
    lacking = {
        o: tuple(s for s in sectors if s in (needs or {}).get(o, ()) and s not in by_option[o])
        for o in options
    }
    return Cooperation(
        by_option=by_option,
        ties=tuple(Tie(one, other, n) for (one, other), n in shared.most_common()),
        strangers=tuple(pair for pair in combinations(sectors, 2) if pair not in shared),
        options_of=options_of,
        missing=tuple(s for s in sectors if not options_of[s]),
        alone=tuple(o for o in options if len(by_option[o]) == 1),
        orphaned=tuple(o for o in options if not by_option[o]),
        lacking={o: absent for o, absent in lacking.items() if absent},
    )


def _carried(
    commitments: Iterable[tuple[Hashable, Hashable]],
    options: Sequence[Hashable],
    sectors: Sequence[Hashable],
) -> dict[Hashable, set[Hashable]]:
    carried: dict[Hashable, set[Hashable]] = {option: set() for option in options}
    for position, (option, sector) in enumerate(commitments):
        if option not in carried or sector not in sectors:
            raise InputError(
                "commitment_unknown",
                f"Commitment {position} names option {option!r} and sector {sector!r}, of which "
                "at least one is not listed.",
                position=position,
                option=option,
                sector=sector,
            )
        carried[option].add(sector)
    return carried
