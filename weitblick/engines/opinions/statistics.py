"""Statements: consensus over all, consensus across groups, what represents a group.

With n votes of a kind (agree or disagree) among S votes of a group, passes included:
p = (n + 1) / (S + 2); its test z = 2 sqrt(S + 1) ((n + 1) / (S + 1) - 1/2); representativeness
R = p inside / p outside, outside being all other groups; its test is the pooled z of two
proportions, each with one vote of that kind added. Group-aware consensus is the product of p over
the groups.

Source: Small, Bjorkegren, Erkkilä, Shaw and Megill (2021), Polis: Scaling Deliberation by Mapping
High Dimensional Opinion Spaces, Recerca 26(2), sections on representative comments and
group-informed consensus.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from weitblick.engines.opinions.votes import (
    Integers,
    Numbers,
    Vote,
    VoteTable,
    group_of_rows,
    table,
)

Side = Literal["agree", "disagree"]
# One-sided 90 %.
SIGNIFICANT = 1.2816
LONGEST_LIST = 5


@dataclass(frozen=True)
class Repness:
    """How a group stands to a statement, next to all other groups.

    ``agree``, ``disagree``, ``seen``: votes in the group, ``seen`` with passes. ``p_…``: smoothed
    probabilities, ``z_…`` their tests; ``r_…``: representativeness, ``rz_…`` its tests.
    """

    statement: Hashable
    agree: int
    disagree: int
    seen: int
    p_agree: float
    p_disagree: float
    z_agree: float
    z_disagree: float
    r_agree: float
    r_disagree: float
    rz_agree: float
    rz_disagree: float

    @property
    def side(self) -> Side:
        return "agree" if self.rz_agree > self.rz_disagree else "disagree"

    @property
    def significant(self) -> bool:
        agrees = min(self.rz_agree, self.z_agree) > SIGNIFICANT
        return agrees or min(self.rz_disagree, self.z_disagree) > SIGNIFICANT

    @property
    def agreement(self) -> float:
        return self.r_agree * self.rz_agree * self.p_agree * self.z_agree

    @property
    def score(self) -> float:
        if self.side == "agree":
            return self.agreement
        return self.r_disagree * self.rz_disagree * self.p_disagree * self.z_disagree


@dataclass(frozen=True)
class Representative:
    """A statement that stands for a group, and whether the group agrees or disagrees with it."""

    statement: Hashable
    side: Side
    votes: int
    seen: int
    p: float
    repness: float
    score: float


@dataclass(frozen=True)
class StatementOpinion:
    """Votes on one statement by everybody, and its consensus across the groups.

    ``group_aware_…`` are None without reliable groups.
    """

    statement: Hashable
    agree: int
    disagree: int
    passed: int
    p_agree: float
    p_disagree: float
    z_agree: float
    z_disagree: float
    group_aware_agree: float | None
    group_aware_disagree: float | None
    moderated_out: bool

    @property
    def n(self) -> int:
        return self.agree + self.disagree + self.passed


def repness(
    votes: Iterable[Vote], groups: Mapping[Hashable, Hashable]
) -> dict[Hashable, tuple[Repness, ...]]:
    """Representativeness of every statement for every group (participant -> group)."""
    data = table(votes)
    names, of_row = group_of_rows(data, groups)
    return repness_of(data, names, of_row)


def group_aware_consensus(
    votes: Iterable[Vote], groups: Mapping[Hashable, Hashable]
) -> dict[Hashable, tuple[float, float]]:
    """Consensus across groups on agreeing and on disagreeing, by statement."""
    data = table(votes)
    names, of_row = group_of_rows(data, groups)
    agree, disagree = _across_groups(data.counts(of_row, len(names)))
    return {
        statement: (float(agree[column]), float(disagree[column]))
        for column, statement in enumerate(data.statements)
    }


def repness_of(
    data: VoteTable, names: Sequence[Hashable], of_row: Integers
) -> dict[Hashable, tuple[Repness, ...]]:
    """As :func:`repness`, from arrays."""
    counts = data.counts(of_row, len(names))
    inside, seen = counts[:, :2], counts.sum(axis=1, keepdims=True)
    outside, seen_outside = inside.sum(axis=0) - inside, seen.sum(axis=0) - seen
    p = _probability(inside, seen)
    ratio = p / _probability(outside, seen_outside)
    ratio_z = _two_proportions(inside, outside, seen, seen_outside)
    figures = np.concatenate([p, _probability_z(inside, seen), ratio, ratio_z], axis=1)
    return {
        name: tuple(
            _repness(statement, inside[g, :, c], seen[g, 0, c], figures[g, :, c])
            for c, statement in enumerate(data.statements)
        )
        for g, name in enumerate(names)
    }


def representative(
    statements: Sequence[Repness], excluded: Collection[Hashable] = ()
) -> tuple[Representative, ...]:
    """At most five statements that stand for a group, agreeing ones first; at least one.

    The statement the group agrees with most characteristically comes first; then those that pass
    both tests, by their score. If none passes, the best by the test of representativeness.
    """
    open_ones = [found for found in statements if found.statement not in excluded]
    favourite = _favourite(open_ones)
    passing = sorted((f for f in open_ones if f.significant), key=lambda f: -f.score)
    if favourite is not None:
        chosen = [favourite, *(f for f in passing if f is not favourite)]
    elif passing:
        chosen = passing
    else:
        chosen = sorted(open_ones, key=lambda f: -max(f.rz_agree, f.rz_disagree))[:1]
    listed = [_listed(found) for found in chosen[:LONGEST_LIST]]
    return tuple(sorted(listed, key=lambda found: found.side == "disagree"))


def statement_opinions(
    data: VoteTable,
    groups: int,
    of_row: Integers,
    excluded: Collection[Hashable],
) -> tuple[StatementOpinion, ...]:
    """Votes and consensus for every statement; ``groups`` is 0 without reliable groups."""
    everybody = data.counts(np.zeros(len(data.participants), dtype=int), 1)
    seen = everybody.sum(axis=1, keepdims=True)
    p, z = _probability(everybody[:, :2], seen)[0], _probability_z(everybody[:, :2], seen)[0]
    across = _across_groups(data.counts(of_row, groups)) if groups else None
    return tuple(
        StatementOpinion(
            statement=statement,
            agree=int(everybody[0, 0, c]),
            disagree=int(everybody[0, 1, c]),
            passed=int(everybody[0, 2, c]),
            p_agree=float(p[0, c]),
            p_disagree=float(p[1, c]),
            z_agree=float(z[0, c]),
            z_disagree=float(z[1, c]),
            group_aware_agree=None if across is None else float(across[0][c]),
            group_aware_disagree=None if across is None else float(across[1][c]),
            moderated_out=statement in excluded,
        )
        for c, statement in enumerate(data.statements)
    )


def consensus_list(
    statements: Iterable[StatementOpinion], side: Side
) -> tuple[StatementOpinion, ...]:
    """The statements that all together agree (or disagree) with most clearly, at most five."""
    rated = [
        (s.p_agree, s.z_agree, s) if side == "agree" else (s.p_disagree, s.z_disagree, s)
        for s in statements
        if not s.moderated_out
    ]
    clear = [(p * z, s) for p, z, s in rated if p > 0.5 and z > SIGNIFICANT]
    return tuple(s for _, s in sorted(clear, key=lambda pair: -pair[0])[:LONGEST_LIST])


def _probability(votes: Integers, seen: Integers) -> Numbers:
    return np.asarray((votes + 1) / (seen + 2))


def _probability_z(votes: Integers, seen: Integers) -> Numbers:
    return np.asarray(2 * np.sqrt(seen + 1) * ((votes + 1) / (seen + 1) - 0.5))


def _two_proportions(
    inside: Integers, outside: Integers, seen: Integers, seen_outside: Integers
) -> Numbers:
    n, m = seen + 1, seen_outside + 1
    pooled = (inside + outside + 2) / (n + m)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled), 0) * (1 / n + 1 / m))
    # Everybody voted the same way: no difference to test, 0 as in the source.
    difference = (inside + 1) / n - (outside + 1) / m
    return np.asarray(difference / np.where(spread > 0, spread, np.inf))


def _across_groups(counts: Integers) -> tuple[Numbers, Numbers]:
    seen = counts.sum(axis=1, keepdims=True)
    product = _probability(counts[:, :2], seen).prod(axis=0)
    return product[0], product[1]


def _favourite(statements: Iterable[Repness]) -> Repness | None:
    """The statement whose approval is most typical of the group, None if none is approved."""
    best: Repness | None = None
    for found in statements:
        if found.agree + found.disagree and _is_better_favourite(found, best):
            best = found
    return best


def _is_better_favourite(found: Repness, best: Repness | None) -> bool:
    if best is None:
        return found.z_agree > SIGNIFICANT or (found.r_agree > 1 and found.p_agree > 0.5)
    if best.r_agree > 1:
        return found.agreement > best.agreement
    return found.p_agree * found.z_agree > best.p_agree * best.z_agree


def _listed(found: Repness) -> Representative:
    agrees = found.side == "agree"
    return Representative(
        statement=found.statement,
        side=found.side,
        votes=found.agree if agrees else found.disagree,
        seen=found.seen,
        p=found.p_agree if agrees else found.p_disagree,
        repness=found.r_agree if agrees else found.r_disagree,
        score=found.score,
    )


def _repness(statement: Hashable, votes: Integers, seen: int, figures: Numbers) -> Repness:
    p_agree, p_disagree, z_agree, z_disagree, *ratios = (float(figure) for figure in figures)
    r_agree, r_disagree, rz_agree, rz_disagree = ratios
    return Repness(
        statement=statement,
        agree=int(votes[0]),
        disagree=int(votes[1]),
        seen=int(seen),
        p_agree=p_agree,
        p_disagree=p_disagree,
        z_agree=z_agree,
        z_disagree=z_disagree,
        r_agree=r_agree,
        r_disagree=r_disagree,
        rz_agree=rz_agree,
        rz_disagree=rz_disagree,
    )
