"""Attractors and basins: where all, or sampled, starting scenarios end under succession."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from concurrent.futures import as_completed
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from ..runners import AnyRunner, Here
from .matrix import CrossImpactMatrix, Scenario
from .succession import States, check_rule, successors, trajectory

EXACT_SPACE = 50_000_000
"""Counted exactly unless told otherwise; takes some seconds."""

TABLE_SPACE = 600_000
RANGE = 2_000_000
DEFAULT_SAMPLES = 100_000
BLOCK = 50_000

Report = Callable[[float], None]
Stop = Callable[[], bool]


@dataclass(frozen=True)
class Attractor:
    """A fixed point (one scenario) or a cycle, from its least scenario on, with its basin.

    `weight` counts starting scenarios, `share` is weight / starts, `standard_error` that of the
    share (0.0 when exact).
    """

    scenarios: tuple[Scenario, ...]
    weight: int
    share: float
    standard_error: float

    @property
    def is_cycle(self) -> bool:
        """Does it repeat more than one scenario?"""
        return len(self.scenarios) > 1


@dataclass(frozen=True)
class Basins:
    """Attractors, largest basin first. `starts` is the space, or the size of the sample."""

    rule: str
    exact: bool
    starts: int
    attractors: tuple[Attractor, ...]

    @property
    def cycle_weight(self) -> int:
        """How many starting scenarios end in a cycle."""
        return sum(attractor.weight for attractor in self.attractors if attractor.is_cycle)

    def weight_of(self, scenario: Scenario) -> int:
        """Basin weight of a consistent scenario (0 when no start reached it)."""
        for attractor in self.attractors:
            if attractor.scenarios == (tuple(scenario),):
                return attractor.weight
        return 0


def basins(
    matrix: CrossImpactMatrix,
    *,
    rule: str = "global",
    samples: int | None = None,
    exact: bool | None = None,
    seed: int = 0,
    run: AnyRunner | None = None,
    progress: Report | None = None,
    stop: Stop | None = None,
) -> Basins:
    """Attractors and the weights of their basins.

    Exact, every start followed and counted in integers, up to 50 million scenarios, and with
    `exact` for any number (10^9 take minutes; `run` spreads them). Otherwise `samples` starts
    drawn with `seed`, with the standard error of each share. `progress` gets the share done;
    when `stop` says so, an exact count is given up and a sample is drawn instead.
    """
    check_rule(rule)
    wanted = samples is None and matrix.space <= EXACT_SPACE if exact is None else exact
    if wanted and matrix.space <= TABLE_SPACE:
        return _from_table(matrix, rule)
    if wanted and matrix.space < 2**62:
        counted = _counted(matrix, rule, Here() if run is None else run, progress, stop)
        if counted is not None:
            return counted
    return _sampled(matrix, rule, DEFAULT_SAMPLES if samples is None else samples, seed)


def _counted(
    matrix: CrossImpactMatrix, rule: str, run: AnyRunner, progress: Report | None, stop: Stop | None
) -> Basins | None:
    """Follow all starts, range by range; None when stopped."""
    weights: dict[int, int] = {}
    done = 0
    with closing(_ranges(matrix, rule, run)) as answers:
        for width, part in answers:
            done += width
            for code, weight in part.items():
                weights[code] = weights.get(code, 0) + weight
            if progress is not None:
                progress(done / matrix.space)
            if stop is not None and stop():
                return None
    found = []
    for code, weight in weights.items():
        point = tuple((_states(matrix, np.array([code]))[0] + 1).tolist())
        found.append((trajectory(matrix, point, rule)[1], weight))
    return _ranked(rule, True, matrix.space, {_from_least(cycle): w for cycle, w in found})


def _ranges(
    matrix: CrossImpactMatrix, rule: str, run: AnyRunner
) -> Generator[tuple[int, dict[int, int]]]:
    """Width and answer of each range of starts."""
    # Importing Numba takes a second, which nobody should pay who does not need it.
    from .drift import follow  # noqa: PLC0415

    cuts = [*range(0, matrix.space, RANGE), matrix.space]
    if isinstance(run, Here):
        for begin, end in pairwise(cuts):
            yield end - begin, follow(matrix, rule, begin, end)
        return
    with run.executor() as executor:
        futures = {
            executor.submit(follow, matrix, rule, begin, end): end - begin
            for begin, end in pairwise(cuts)
        }
        for future in as_completed(futures):
            yield futures[future], future.result()


def _codes(matrix: CrossImpactMatrix, states: States) -> npt.NDArray[np.int64]:
    return np.ravel_multi_index(tuple(states.T), matrix.counts).astype(np.int64)


def _states(matrix: CrossImpactMatrix, codes: npt.NDArray[np.int64]) -> States:
    return np.stack(np.unravel_index(codes, matrix.counts), axis=1).astype(np.int64)


def _from_table(matrix: CrossImpactMatrix, rule: str) -> Basins:
    """Table of successors, doubled until every start has arrived on its attractor."""
    following = np.empty(matrix.space, dtype=np.int64)
    for begin in range(0, matrix.space, BLOCK):
        codes = np.arange(begin, min(begin + BLOCK, matrix.space))
        following[codes] = _codes(matrix, successors(matrix, _states(matrix, codes), rule))
    arrived = following
    while True:
        places, weights = np.unique(arrived, return_counts=True)
        if np.array_equal(np.unique(following[places]), places):
            break
        arrived = arrived[arrived]
    step = dict(zip(places.tolist(), following[places].tolist(), strict=True))
    weight = dict(zip(places.tolist(), weights.tolist(), strict=True))
    return _basins(matrix, rule, True, matrix.space, _cycles(step, weight))


def _cycles(step: dict[int, int], weight: dict[int, int]) -> list[tuple[list[int], int]]:
    """Split a permutation into its cycles and add up their weights."""
    cycles, seen = [], set()
    for start in sorted(step):
        cycle, place = [], start
        while place not in seen:
            seen.add(place)
            cycle.append(place)
            place = step[place]
        if cycle:
            cycles.append((cycle, sum(weight[place] for place in cycle)))
    return cycles


def _sampled(matrix: CrossImpactMatrix, rule: str, samples: int, seed: int) -> Basins:
    """Follow random starts until each returns to where a slower copy of it stands (Floyd)."""
    if samples < 1:
        raise InputError("too_few_samples", "A sample needs at least one start.", samples=samples)
    draw = np.random.default_rng(seed)
    starts = np.stack([draw.integers(0, count, samples) for count in matrix.counts], axis=1)
    landed: dict[bytes, int] = {}
    for begin in range(0, samples, BLOCK):
        for state in _meeting_points(matrix, starts[begin : begin + BLOCK], rule):
            key = state.tobytes()
            landed[key] = landed.get(key, 0) + 1
    return _basins_of_points(matrix, rule, samples, landed)


def _meeting_points(matrix: CrossImpactMatrix, starts: States, rule: str) -> States:
    slow, fast = starts.copy(), starts.copy()
    moving = np.arange(len(starts))
    while len(moving):
        slow[moving] = successors(matrix, slow[moving], rule)
        fast[moving] = successors(matrix, successors(matrix, fast[moving], rule), rule)
        moving = moving[(slow[moving] != fast[moving]).any(axis=1)]
    return slow


def _basins_of_points(
    matrix: CrossImpactMatrix, rule: str, samples: int, landed: dict[bytes, int]
) -> Basins:
    """Attractors from points on them."""
    attractors: dict[tuple[Scenario, ...], int] = {}
    known: dict[Scenario, tuple[Scenario, ...]] = {}
    for key, weight in landed.items():
        point = tuple((np.frombuffer(key, dtype=np.int64) + 1).tolist())
        if point not in known:
            cycle = _from_least(trajectory(matrix, point, rule)[1])
            known.update(dict.fromkeys(cycle, cycle))
        attractors[known[point]] = attractors.get(known[point], 0) + weight
    return _ranked(rule, False, samples, attractors)


def _from_least(cycle: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
    start = cycle.index(min(cycle))
    return cycle[start:] + cycle[:start]


def _basins(
    matrix: CrossImpactMatrix,
    rule: str,
    exact: bool,
    starts: int,
    found: list[tuple[list[int], int]],
) -> Basins:
    attractors = {}
    for cycle, weight in found:
        states = _states(matrix, np.array(cycle)) + 1
        attractors[_from_least(tuple(map(tuple, states.tolist())))] = weight
    return _ranked(rule, exact, starts, attractors)


def _ranked(
    rule: str, exact: bool, starts: int, weights: dict[tuple[Scenario, ...], int]
) -> Basins:
    ranked = sorted(weights.items(), key=lambda entry: (-entry[1], entry[0]))
    attractors = []
    for scenarios, weight in ranked:
        share = weight / starts
        error = 0.0 if exact else math.sqrt(share * (1 - share) / starts)
        attractors.append(Attractor(scenarios, weight, share, error))
    return Basins(rule, exact, starts, tuple(attractors))
