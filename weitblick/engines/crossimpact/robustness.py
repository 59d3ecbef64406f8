"""How sure a scenario is when the judgements are not: resampled judges, or noise."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from .balances import least_margins, scenario_array
from .judges import How, Judgements, _aggregate, judgement_stack
from .matrix import CrossImpactMatrix, Scenario
from .solving import Stop, solve

Report = Callable[[float], None]


@dataclass(frozen=True)
class Robustness:
    """In how many of `runs` perturbed matrices a scenario stayed consistent.

    `share` = stayed / runs; `low` and `high` bound it with 95 % confidence (Wilson 1927).
    """

    scenario: Scenario
    stayed: int
    runs: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Ensemble:
    """Scenarios of `runs` perturbed matrices, most frequent first; `empty` matrices had none."""

    scenarios: tuple[Robustness, ...]
    runs: int
    empty: int
    cut: int


def robustness(
    matrix: CrossImpactMatrix,
    scenarios: Sequence[Sequence[int]],
    *,
    runs: int,
    seed: int,
    judges: Sequence[npt.ArrayLike] | None = None,
    how: How = "median",
    noise: float = 0.2,
    tolerance: int = 0,
    progress: Report | None = None,
    stop: Stop | None = None,
) -> tuple[Robustness, ...]:
    """Share of perturbed matrices in which each scenario stays consistent.

    With `judges` (arrays like those of `aggregate`) each run draws as many judges with
    replacement and aggregates them anew. Without, each run moves each non-zero judgement with
    probability `noise` by one point up or down. Same seed, same result. `progress` gets the share
    done; when `stop` says so, the runs so far are judged, and `runs` of each verdict says how many.
    """
    states = scenario_array(matrix, scenarios)
    stayed, done = np.zeros(len(states), dtype=np.int64), 0
    copies = perturbed(matrix, runs, seed, judges=judges, how=how, noise=noise)
    for done, changed in enumerate(copies, start=1):
        stayed += least_margins(changed, states) >= -tolerance
        if _ends(done / runs, progress, stop):
            break
    return tuple(
        _verdict(tuple((state + 1).tolist()), int(count), done)
        for state, count in zip(states, stayed, strict=True)
    )


def ensemble(
    matrix: CrossImpactMatrix,
    *,
    runs: int,
    seed: int,
    judges: Sequence[npt.ArrayLike] | None = None,
    how: How = "median",
    noise: float = 0.2,
    tolerance: int = 0,
    limit: int = 1_000,
    progress: Report | None = None,
    stop: Stop | None = None,
) -> Ensemble:
    """Solve each perturbed matrix exactly: which scenarios turn up at all, and how often.

    Perturbed as in `robustness`. At most `limit` scenarios are taken from each matrix; `cut`
    says how many matrices had more. When stopped, `runs` is the number of matrices solved.
    """
    seen: Counter[Scenario] = Counter()
    solved, empty, cut = 0, 0, 0
    for changed in perturbed(matrix, runs, seed, judges=judges, how=how, noise=noise):
        solutions = solve(changed, tolerance=tolerance, limit=limit, stop=stop)
        if stop is not None and stop() and not solutions.complete:
            break
        seen.update(solutions.scenarios)
        solved, empty = solved + 1, empty + (solutions.count == 0)
        cut += not solutions.complete
        if _ends(solved / runs, progress, stop):
            break
    ranked = sorted(seen.items(), key=lambda entry: (-entry[1], entry[0]))
    verdicts = tuple(_verdict(scenario, count, solved) for scenario, count in ranked)
    return Ensemble(verdicts, solved, empty, cut)


def perturbed(
    matrix: CrossImpactMatrix,
    runs: int,
    seed: int,
    *,
    judges: Sequence[npt.ArrayLike] | None = None,
    how: How = "median",
    noise: float = 0.2,
) -> Iterator[CrossImpactMatrix]:
    """Perturbed copies of a matrix, one after the other."""
    if runs < 1:
        raise InputError("too_few_runs", "Robustness needs at least one run.", runs=runs)
    draw = np.random.default_rng(seed)
    stack = None if judges is None else judgement_stack(judges)
    for _ in range(runs):
        values = _noisy(matrix, draw, noise) if stack is None else _resampled(stack, draw, how)
        yield matrix.with_values(values)


def wilson_interval(successes: int, runs: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval for a share (Wilson 1927, JASA 22, p. 209)."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = successes / runs
    centre = share + z * z / (2 * runs)
    spread = z * math.sqrt(share * (1 - share) / runs + z * z / (4 * runs * runs))
    scale = 1 + z * z / runs
    low = 0.0 if successes == 0 else (centre - spread) / scale
    high = 1.0 if successes == runs else (centre + spread) / scale
    return low, high


def _ends(share: float, progress: Report | None, stop: Stop | None) -> bool:
    """Report the share that is done; shall the work end here?"""
    if progress is not None:
        progress(share)
    return stop is not None and stop()


def _verdict(scenario: Scenario, stayed: int, runs: int) -> Robustness:
    low, high = wilson_interval(stayed, runs)
    return Robustness(scenario, stayed, runs, stayed / runs, low, high)


def _noisy(
    matrix: CrossImpactMatrix, draw: np.random.Generator, noise: float
) -> npt.NDArray[np.int32]:
    shape = matrix.values.shape
    moved = (draw.random(shape) < noise) & (matrix.values != 0)
    direction = draw.integers(0, 2, shape, dtype=np.int32) * 2 - 1
    return matrix.values + np.where(moved, direction, 0).astype(np.int32)


def _resampled(stack: Judgements, draw: np.random.Generator, how: How) -> npt.NDArray[np.int32]:
    chosen = draw.integers(0, len(stack), len(stack))
    return _aggregate(stack[chosen], how)[0]
