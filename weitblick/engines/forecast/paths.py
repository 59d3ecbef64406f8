"""Many possible futures at once: what fertility, mortality and migration may do around a plan.

Paths are worked out in blocks of a fixed size, each with its own random numbers, and put together
in the order of the blocks: so the result is the same on every runner, bit for bit. Sums are taken
without matrix products, whose rounding may depend on the number of threads.

Left out on purpose: the chance of single births and deaths, which matters below some thousand
people; there the band of past errors (backtests.py) is wider and is the one to show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from weitblick.engines.errors import InputError
from weitblick.engines.runners import Cores, Dask, Here

from .cohort import sex_shares
from .fluctuations import Fluctuation, Fluctuations
from .rates import Floats, Rates, rogers_castro

BLOCK = 100
POLL_SECONDS = 0.1
Progress = Callable[[float], None]
Stop = Callable[[], bool]


@dataclass(frozen=True)
class Area:
    """One area: population (2, n), rates of each step (one for all steps, or one each)."""

    population: Floats
    rates: Rates | Sequence[Rates]
    fluctuations: Fluctuations


@dataclass(frozen=True)
class Paths:
    """Simulated futures of a areas.

    ``groups`` (paths, a, steps + 1, g): persons by age group, in the order of the boundaries.
    ``complete`` is False where it was stopped; then there are fewer paths, all of them whole.
    """

    groups: Floats
    boundaries: tuple[int, ...]
    seed: int
    complete: bool

    @property
    def totals(self) -> Floats:
        """Persons of all ages, (paths, a, steps + 1)."""
        return np.asarray(self.groups.sum(axis=3))

    @property
    def region(self) -> Floats:
        """Persons of all areas together, (paths, steps + 1)."""
        return np.asarray(self.totals.sum(axis=1))


@dataclass(frozen=True)
class Task:
    """What a block of paths needs to know."""

    areas: tuple[Area, ...]
    steps: int
    boundaries: tuple[int, ...]
    together: float
    seed: int


def simulate(
    areas: Sequence[Area],
    steps: int,
    *,
    paths: int = 1000,
    seed: int = 0,
    boundaries: Sequence[int] = (0,),
    together: float = 0.5,
    run: Here | Cores | Dask = Here(),  # noqa: B008
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Paths:
    """Simulate futures of areas; ``paths`` is rounded up to blocks of 100.

    ``boundaries``: first age groups (numbers from 0) of the broader groups that are kept, such as
    (0, 18, 65). ``together``: share of the deviations that hits all areas alike, 0 to 1. On
    ``stop`` the blocks that are finished are kept.
    """
    task = _task(areas, steps, boundaries, together, seed)
    blocks = -(-paths // BLOCK)
    found: dict[int, Floats] = {}
    for number, block in _blocks(task, blocks, run, stop):
        found[number] = block
        if progress is not None:
            progress(len(found) / blocks)
    # Without its predecessors a late block is left out: which paths there are stays reproducible.
    kept = [found[number] for number in range(blocks) if all(n in found for n in range(number + 1))]
    empty = np.zeros((0, len(areas), steps + 1, len(task.boundaries)))
    return Paths(np.concatenate([empty, *kept]), task.boundaries, seed, len(kept) == blocks)


def band(values: ArrayLike, level: float = 0.8, axis: int = 0) -> tuple[Floats, Floats, Floats]:
    """Lower end, median and upper end of the middle share ``level`` of the paths."""
    ends = ((1 - level) / 2, 0.5, (1 + level) / 2)
    low, middle, high = np.quantile(np.asarray(values, float), ends, axis=axis)
    return low, middle, high


def simulate_block(task: Task, number: int) -> Floats:
    """One block of paths, (BLOCK, a, steps + 1, g) (the task of a worker)."""
    chance = np.random.default_rng(np.random.SeedSequence([task.seed, number]))
    shape = (3, BLOCK, task.steps)
    common = chance.standard_normal(shape)
    own, shared = np.sqrt(1 - task.together), np.sqrt(task.together)
    found = np.empty((BLOCK, len(task.areas), task.steps + 1, len(task.boundaries)))
    for at, area in enumerate(task.areas):
        fresh = shared * common + own * chance.standard_normal(shape)
        _walk(area, task, fresh, found[:, at])
    return found


def _walk(area: Area, task: Task, fresh: Floats, out: Floats) -> None:
    """Fill ``out`` (BLOCK, steps + 1, g) with one area's futures."""
    kinds = area.fluctuations
    birth = np.exp(_deviations(kinds.tfr, fresh[0]))
    death = np.exp(_deviations(kinds.mortality, fresh[1]))
    moves = _deviations(kinds.migration, fresh[2]) * area.population.sum()
    people = np.repeat(area.population[None], BLOCK, axis=0)
    out[:, 0] = _grouped(people, task.boundaries)
    spread = np.tile(rogers_castro(people.shape[2], _rates(area, 0).width) / 2, (2, 1))
    spaces = (np.empty_like(people), np.empty_like(people))
    for step in range(task.steps):
        _advance(people, _rates(area, step), birth[:, step], death[:, step],
                 moves[:, step], spread, spaces)  # fmt: skip
        out[:, step + 1] = _grouped(people, task.boundaries)


def _advance(
    people: Floats, rates: Rates, birth: Floats, death: Floats, moves: Floats, spread: Floats,
    spaces: tuple[Floats, Floats],
) -> None:
    """Bring ``people`` (BLOCK, 2, n) one step on, in place; the same step as `cohort.project`."""
    half, work = spaces
    np.multiply(spread, (moves / 2)[:, None, None], out=half)
    half += rates.migration / 2
    if rates.emigration is not None:
        half -= np.multiply(people, rates.emigration / 2, out=work)
    people += half
    mothers = people[:, 0].copy()
    np.multiply(np.log(rates.survival), death[:, None, None], out=work)
    np.exp(work, out=work)
    work *= people
    people[..., 1:] = work[..., :-1]
    people[..., -1] += work[..., -1]
    mothers[:, 1:] += people[:, 0, 1:]
    births = np.einsum("pn,n->p", mothers, rates.fertility) * (rates.width / 2) * birth
    newborn = rates.newborn_survival ** death[:, None]
    people[..., 0] = births[:, None] * sex_shares(rates.sex_ratio) * newborn
    people += half
    np.maximum(people, 0.0, out=people)


def _deviations(kind: Fluctuation, fresh: Floats) -> Floats:
    """Deviations (BLOCK, steps) from fresh standard normal ones."""
    found = np.empty_like(fresh)
    last = np.zeros(len(fresh))
    for step in range(fresh.shape[1]):
        last = kind.phi * last + kind.sigma * fresh[:, step]
        found[:, step] = last
    return found


def _grouped(people: Floats, boundaries: tuple[int, ...]) -> Floats:
    return np.asarray(np.add.reduceat(people.sum(axis=1), boundaries, axis=1))


def _rates(area: Area, step: int) -> Rates:
    return area.rates if isinstance(area.rates, Rates) else area.rates[step]


def _blocks(
    task: Task, blocks: int, run: Here | Cores | Dask, stop: Stop | None
) -> Iterator[tuple[int, Floats]]:
    if isinstance(run, Here):
        for number in range(blocks):
            if stop is not None and stop():
                return
            yield number, simulate_block(task, number)
        return
    with run.executor() as executor:
        waiting = list(range(blocks))[::-1]
        running: dict[Future[Floats], int] = {}
        while (waiting or running) and not (stop is not None and stop()):
            while waiting and len(running) < run.workers + 1:
                number = waiting.pop()
                running[executor.submit(simulate_block, task, number)] = number
            for future in wait(running, POLL_SECONDS, FIRST_COMPLETED).done:
                yield running.pop(future), future.result()


def _task(
    areas: Sequence[Area], steps: int, boundaries: Sequence[int], together: float, seed: int
) -> Task:
    for at, area in enumerate(areas):
        plan = [area.rates] if isinstance(area.rates, Rates) else area.rates
        wrong = not isinstance(area.rates, Rates) and len(plan) < steps
        if wrong or any(area.population.shape != (2, rates.groups) for rates in plan):
            raise InputError(
                "area_misshapen", f"Area {at}: a population of shape {area.population.shape} and "
                f"rates for {len(plan)} steps do not fit together over {steps} steps.",
                area=at, shape=area.population.shape, rates=len(plan), steps=steps,
            )  # fmt: skip
    groups = min((area.population.shape[1] for area in areas), default=0)
    edges = tuple(boundaries)
    if not areas or steps < 1 or not 0 <= together <= 1 or not edges or edges[0] != 0 or any(
        not low < high for low, high in zip(edges, (*edges[1:], groups), strict=True)
    ):  # fmt: skip
        raise InputError(
            "simulation_impossible", f"{len(areas)} areas, {steps} steps, boundaries {edges}, "
            f"together {together}: give at least one area and step, boundaries that rise from 0 "
            "within the age groups, and a share from 0 to 1.",
            areas=len(areas), steps=steps, boundaries=edges, together=together,
        )  # fmt: skip
    return Task(tuple(areas), steps, edges, together, seed)
