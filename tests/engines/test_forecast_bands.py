"""Forecast: how far to trust it.

Proven: paths that without deviations are the projection itself, spread as theory says and are the
same on every runner; fluctuations learnt back from series; bands from past errors that see only the
past and cover what comes; and the 12th coordinated projection for Thüringen against what came.
"""

from dataclasses import replace

import numpy as np
import pytest

from weitblick.engines.errors import InputError
from weitblick.engines.forecast import (
    Area,
    ErrorBand,
    Fluctuation,
    Fluctuations,
    Miss,
    Paths,
    Published,
    Rates,
    backtest,
    band,
    error_band,
    fluctuation,
    hamilton_perry,
    how_wrong,
    learn,
    project,
    simulate,
    union,
)
from weitblick.engines.runners import Cores


def _area(sigma: float = 0.0, people: float = 1e5, groups: int = 18) -> Area:
    age = np.arange(groups) * 5.0
    survival = np.tile(np.exp(-5e-4 * np.exp(0.085 * age)), (2, 1))
    fertility = np.where((age >= 15) & (age < 45), 0.05, 0.0)
    rates = Rates(survival, np.full(2, 0.99), fertility, np.full((2, groups), 10.0), width=5)
    ways = Fluctuation(0.5, sigma)
    return Area(
        np.full((2, groups), people / 2 / groups), rates, Fluctuations(ways, ways, ways)
    )


@pytest.mark.parametrize("emigration", [None, np.full((2, 18), 0.02)])
def test_paths_without_deviations_are_the_projection(emigration: np.ndarray | None) -> None:
    area = _area()
    area = replace(area, rates=replace(area.rates, emigration=emigration))
    found = simulate([area], 4, paths=100, boundaries=(0, 4, 13))
    expected = project(area.population, area.rates, 4).population.sum(axis=1)
    groups = np.add.reduceat(expected, [0, 4, 13], axis=1)
    assert found.groups[:, 0] == pytest.approx(np.tile(groups, (100, 1, 1)), rel=1e-12)


def test_paths_spread_as_theory_says() -> None:
    # Only migration strays: after one step the standard deviation of the total is sigma * people,
    # less deaths among those who came half a step before; with no persistence and no deaths exact.
    groups = 6
    rates = Rates(np.ones((2, groups)), np.ones(2), np.zeros(groups), np.zeros((2, groups)))
    ways = Fluctuations(migration=Fluctuation(0.0, 0.01))
    # The open group keeps its survivors, so nobody leaves.
    areas = [Area(np.full((2, groups), 1000.0), rates, ways)] * 4
    found = simulate(areas, 1, paths=4000, together=0.25, seed=3).totals[:, :, 1]
    assert found.std(axis=0) == pytest.approx([120.0] * 4, rel=0.05)
    assert np.corrcoef(found.T)[0, 1:] == pytest.approx([0.25] * 3, abs=0.05)
    low, middle, high = band(found[:, 0])
    assert (high - low) / 120 == pytest.approx(2 * 1.2816, rel=0.05)
    assert middle == pytest.approx(12_000, rel=0.001)


def test_paths_are_the_same_on_every_runner() -> None:
    areas = [_area(0.02), _area(0.05, 3e4)]
    here = simulate(areas, 5, paths=300, seed=7)
    cores = simulate(areas, 5, paths=300, seed=7, run=Cores(2))
    assert here.groups.tobytes() == cores.groups.tobytes()
    assert here.groups.tobytes() != simulate(areas, 5, paths=300, seed=8).groups.tobytes()
    assert (here.complete, here.groups.shape) == (True, (300, 2, 6, 1))
    # More paths are the same ones and further ones.
    assert simulate(areas, 5, paths=100, seed=7).groups.tolist() == here.groups[:100].tolist()


def test_stopping_keeps_the_finished_paths() -> None:
    shares_done: list[float] = []
    found = simulate(
        [_area(0.02)], 3, paths=500, progress=shares_done.append,
        stop=lambda: len(shares_done) >= 2,
    )  # fmt: skip
    assert (len(found.groups), found.complete, shares_done) == (200, False, [0.2, 0.4])
    whole = simulate([_area(0.02)], 3, paths=500)
    assert found.groups.tolist() == whole.groups[:200].tolist()
    assert isinstance(whole, Paths) and whole.region.tolist() == whole.totals[:, 0].tolist()


def test_fluctuations_are_learnt_back() -> None:
    chance = np.random.default_rng(5)
    deviations = [0.0]
    for fresh in chance.normal(0, 0.04, 3999):
        deviations.append(0.7 * deviations[-1] + fresh)
    found = fluctuation(np.array(deviations) + 0.001 * np.arange(4000))
    assert (found.phi, found.sigma) == (pytest.approx(0.7, abs=0.03), pytest.approx(0.04, rel=0.05))
    learnt = learn(np.exp(deviations), np.exp(deviations), deviations)
    assert learnt.tfr.phi == pytest.approx(learnt.migration.phi, abs=1e-12)
    assert learnt.mortality.sigma == pytest.approx(learnt.migration.sigma, abs=1e-12)
    assert fluctuation(np.arange(8.0)) == Fluctuation(0.0, pytest.approx(0, abs=1e-12), 8)
    with pytest.raises(InputError) as caught:
        fluctuation([1.0] * 7)
    assert caught.value.code == "history_too_short"


def test_backtests_see_only_the_past() -> None:
    history = [[100.0, 110, 120, 130], [200.0, 200, np.nan, 100]]
    found = backtest(history, lambda known, steps: np.repeat(known[:, -1:], steps, axis=1), 2, 2)
    assert found == (
        Miss(0, 1, 1, 110.0, 110.0, 120.0), Miss(0, 1, 2, 110.0, 110.0, 130.0),
        Miss(1, 1, 2, 200.0, 200.0, 100.0), Miss(0, 2, 1, 120.0, 120.0, 130.0),
    )  # fmt: skip
    assert found[2].error == 100.0


def test_error_bands_by_size_and_horizon() -> None:
    def miss(percent: float, horizon: int, size: float) -> Miss:
        return Miss(0, 0, horizon, size, 100 + percent, 100.0)

    large = [miss(p, 1, 20_000) for p in (1, -2, 3, -4)]
    large += [miss(p, 2, 20_000) for p in (1, -2, 3, 2)]
    found = error_band(large, 30_000)
    # Of four the band takes the 4th smallest: ceil(0.8 * 5); two years ahead is no surer than one.
    assert found == ErrorBand(0.8, 3, (4.0, 4.0), (4, 4), pooled=False)
    assert found.around(1040.0, 2) == pytest.approx((1000.0, 1040 / 0.96))
    assert found.around(1040.0, 3) is None
    small = [miss(10, 1, 900), miss(-20, 1, 900)]
    pooled = error_band(large + small, 800)
    assert (pooled.by_horizon, pooled.pooled, pooled.n) == ((20.0, 20.0), True, (6, 4))
    assert error_band(large[:3], 30_000).by_horizon == (None,)


def test_the_wider_end_of_each_band() -> None:
    assert union((90.0, 105.0), (95.0, 120.0), None) == (90.0, 120.0)
    assert union(None) is None


def test_bands_from_the_past_cover_what_comes() -> None:
    chance = np.random.default_rng(11)
    walks = 1e5 * np.exp(np.cumsum(chance.normal(0, 0.01, (2000, 21)), axis=1))

    def last(known: np.ndarray, steps: int) -> np.ndarray:
        return np.repeat(known[:, -1:], steps, axis=1)

    known = error_band(backtest(walks[:1000, :16], last, 5), 1e5)
    inside = []
    for walk in walks[1000:]:
        low, high = known.around(walk[15], 5) or (0.0, 0.0)
        inside.append(low <= walk[20] <= high)
    assert np.mean(inside) == pytest.approx(0.8, abs=0.04)


def test_the_twelfth_projection_for_thueringen() -> None:
    # Thousands of people. 12. koordinierte Bevölkerungsvorausberechnung, Thüringen: 2,267.8 in
    # 2008, 1,842.8 to 1,873.2 for 2030; observed 31 December 2024: 2,100.277 (Destatis 12411).
    twelfth = Published("12. kBV", {2008: 2267.8, 2030: (1842.8, 1873.2)})
    (found,) = how_wrong([twelfth], {2008: 2267.8, 2024: 2100.277})
    assert (found.year, found.within, found.between_years) == (2024, False, True)
    assert found.forecast == pytest.approx((1958.709, 1980.818), abs=0.001)
    assert found.error == pytest.approx((-6.740, -5.688), abs=0.001)


def test_yearly_deviations_in_longer_steps() -> None:
    yearly = Fluctuation(0.5, 2.0, 20)
    # Var(x5 - phi^5 x0) = 4 (1 + 1/4 + 1/16 + 1/64 + 1/256).
    assert yearly.over(5) == Fluctuation(0.03125, pytest.approx((4 * 341 / 256) ** 0.5), 20)
    assert yearly.over(1) == yearly
    five = Fluctuations(yearly, yearly, yearly).over(5)
    assert (five.tfr, five.migration.sigma) == (yearly.over(5), 5 * yearly.over(5).sigma)


@pytest.mark.parametrize(("change", "code"), [
    ({"survival": np.ones((2, 3))}, "rates_misshapen"),
    ({"survival": np.full((2, 18), 1.1)}, "survival_outside_bounds"),
    ({"newborn_survival": np.zeros(2)}, "survival_outside_bounds"),
])  # fmt: skip
def test_refuses_impossible_rates(change: dict, code: str) -> None:
    with pytest.raises(InputError) as caught:
        replace(_area().rates, **change)
    assert caught.value.code == code


def test_refuses_what_does_not_fit_together() -> None:
    area = _area()
    for broken, code in (
        (lambda: project(np.ones((2, 3)), area.rates, 1), "population_misshapen"),
        (lambda: project(area.population, [area.rates], 2), "steps_missing"),
        (lambda: simulate([replace(area, rates=[area.rates])], 2), "area_misshapen"),
        (lambda: simulate([area], 2, boundaries=(0, 18)), "simulation_impossible"),
        (lambda: hamilton_perry(np.ones((2, 4)), np.ones((2, 5)), 1), "age_tables_differ"),
    ):
        with pytest.raises(InputError) as caught:
            broken()
        assert caught.value.code == code
