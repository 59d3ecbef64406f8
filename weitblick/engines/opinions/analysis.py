"""From votes to opinion groups, if there are any, and to what all or each group agree on."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from weitblick.engines.opinions.clusters import Clustering, best_clustering, project
from weitblick.engines.opinions.gate import Evidence, Gate, Reason, judge
from weitblick.engines.opinions.statistics import (
    Representative,
    StatementOpinion,
    consensus_list,
    repness_of,
    representative,
    statement_opinions,
)
from weitblick.engines.opinions.votes import Integers, Vote, VoteTable, table

# Who has voted less often is not placed: a handful of votes says little about a person.
LEAST_VOTES = 7
LEAST_STATEMENTS = 3
STARTS = 20


@dataclass(frozen=True)
class Group:
    """An opinion group and the statements that stand for it."""

    number: int
    members: tuple[Hashable, ...]
    representative: tuple[Representative, ...]

    @property
    def n(self) -> int:
        return len(self.members)


@dataclass(frozen=True)
class Opinions:
    """Result of :func:`analyse`.

    ``groups`` is None without evidence, see ``evidence.reason``. ``consensus`` has one entry for
    each statement, in order of first vote. ``projection`` has two coordinates for everyone with
    enough votes to be placed.
    """

    n_participants: int
    n_statements: int
    n_votes: int
    groups: tuple[Group, ...] | None
    evidence: Evidence
    projection: Mapping[Hashable, tuple[float, float]]
    consensus: tuple[StatementOpinion, ...]

    @property
    def reason(self) -> Reason | None:
        return self.evidence.reason

    @property
    def n_placed(self) -> int:
        return len(self.projection)

    @property
    def agreed(self) -> tuple[StatementOpinion, ...]:
        """What all together agree with most clearly, at most five."""
        return consensus_list(self.consensus, "agree")

    @property
    def rejected(self) -> tuple[StatementOpinion, ...]:
        """What all together disagree with most clearly, at most five."""
        return consensus_list(self.consensus, "disagree")


def analyse(
    votes: Iterable[Vote],
    *,
    moderated_out: Collection[Hashable] = (),
    seed: int = 0,
    gate: Gate | None = None,
) -> Opinions:
    """Analyse votes (participant, statement, +1 agree / -1 disagree / 0 pass), oldest first.

    ``moderated_out`` statements are counted, but have no weight for groups and lists. The same
    votes in the same order and the same seed give the same result.
    """
    gate = gate or Gate()
    data = table(votes)
    excluded = np.flatnonzero([statement in moderated_out for statement in data.statements])
    placed = np.flatnonzero(data.votes_of_participants >= min(LEAST_VOTES, len(data.statements)))
    obstacle = _obstacle(data, excluded, len(placed), gate)
    if obstacle:
        return _result(data, placed[:0], np.empty((0, 2)), None, Evidence(obstacle), moderated_out)
    rng = np.random.default_rng(seed)
    active = data.of(placed)
    points = project(active, excluded)
    found = best_clustering(points, rng, gate.least, STARTS)
    if found is None:
        return _result(data, placed, points, None, Evidence("groups_too_small"), moderated_out)
    evidence = judge(active, excluded, found, gate, rng)
    reliable = found if evidence.reason is None else None
    return _result(data, placed, points, reliable, evidence, moderated_out)


def _obstacle(data: VoteTable, excluded: Integers, placed: int, gate: Gate) -> Reason | None:
    if placed < 2 * gate.least:
        return "too_few_participants"
    open_votes = ~np.isin(data.columns, excluded)
    differing = {
        int(column)
        for column in np.unique(data.columns[open_votes])
        if np.ptp(data.values[data.columns == column])
    }
    return "too_few_statements" if len(differing) < LEAST_STATEMENTS else None


def _result(
    data: VoteTable,
    placed: Integers,
    points: np.ndarray,
    found: Clustering | None,
    evidence: Evidence,
    moderated_out: Collection[Hashable],
) -> Opinions:
    of_row = np.full(len(data.participants), -1)
    if found:
        of_row[placed] = found.labels
    return Opinions(
        n_participants=len(data.participants),
        n_statements=len(data.statements),
        n_votes=len(data.values),
        groups=_groups(data, found.k, of_row, moderated_out) if found else None,
        evidence=evidence,
        projection={
            data.participants[row]: (float(x), float(y))
            for row, (x, y) in zip(placed, points, strict=True)
        },
        consensus=statement_opinions(data, found.k if found else 0, of_row, moderated_out),
    )


def _groups(
    data: VoteTable, k: int, of_row: Integers, moderated_out: Collection[Hashable]
) -> tuple[Group, ...]:
    stands = repness_of(data, range(k), of_row)
    return tuple(
        Group(
            number,
            tuple(data.participants[row] for row in np.flatnonzero(of_row == number)),
            representative(stands[number], moderated_out),
        )
        for number in range(k)
    )
