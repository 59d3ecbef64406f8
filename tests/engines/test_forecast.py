"""Forecast: population by cohorts, for small places, with bands.

Proven: the textbook projection of Sweden 1993, closed and open, to 0.01 persons; nobody is lost or
made between the steps; life expectancies reached exactly; small-place methods against numbers
worked out by hand; official totals and whole numbers kept; paths that without deviations are the
projection itself and are the same on every runner, with the spread that theory says; bands from
past errors; and the 12th coordinated projection for Thüringen against what came.
"""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from weitblick.engines.errors import InputError
from weitblick.engines.forecast import (
    Area,
    Assumptions,
    Choice,
    ErrorBand,
    Fluctuation,
    Fluctuations,
    Miss,
    Paths,
    Published,
    Rates,
    backtest,
    band,
    choose_model,
    control,
    error_band,
    fluctuation,
    hamilton_perry,
    how_wrong,
    learn,
    life_expectancy,
    mortality_factor,
    project,
    rake,
    rogers_castro,
    round_to_total,
    shares,
    shrunk_ratio,
    simulate,
    survival_from_person_years,
    union,
    variants,
    with_life_expectancy,
    with_migration,
    with_tfr,
)
from weitblick.engines.runners import Cores

CASE = Path("/work/shared/cases/evidence/projection/sweden1993_verification.json")


@pytest.fixture(scope="module")
def sweden() -> dict:
    if not CASE.exists():
        pytest.skip(f"{CASE} is not there")
    return json.loads(CASE.read_text())


def _rates(case: dict, migration: list[float] | None = None) -> Rates:
    given_ = case["inputs"]
    lived = np.array([given_["L_f"], given_["L_m"]])
    survival, newborn = survival_from_person_years(lived, 5, case["radix"])
    moves = np.array([migration or [0.0] * 18, [0.0] * 18])
    return Rates(
        survival, newborn, np.array(given_["asfr_annual"]), moves, width=5,
        sex_ratio=case["sex_ratio_at_birth"],
    )  # fmt: skip


def _people(case: dict) -> np.ndarray:
    return np.array([case["inputs"]["N_f"], case["inputs"]["N_m"]])


def test_the_textbook_example_closed(sweden: dict) -> None:
    rates = _rates(sweden)
    assert rates.survival[0] == pytest.approx(sweden["derived"]["S_f"], abs=1e-9)
    assert rates.survival[1] == pytest.approx(sweden["derived"]["S_m"], abs=1e-9)
    found = project(_people(sweden), rates, 2)
    women = found.population[:, 0]
    assert women[1] == pytest.approx(sweden["expected_closed"]["f_1998"], abs=0.01)
    assert women[2] == pytest.approx(sweden["expected_closed"]["f_2003"], abs=0.01)
    assert women.sum(axis=1) == pytest.approx(sweden["expected_closed"]["total_f"], abs=0.01)
    assert [round(count) for count in found.population[1, :, 0]] == [293574, 307798]
    assert [round(count) for count in found.population[1, :, 1]] == [293189, 309904]
    assert found.births[0] == pytest.approx(604866.3625, abs=0.01)
    assert rates.tfr == pytest.approx(sweden["derived"]["TFR"], abs=1e-12)


def test_the_textbook_example_open(sweden: dict) -> None:
    rates = _rates(sweden, sweden["inputs"]["net_migrants_f_5y"])
    found = project(_people(sweden), rates, 1)
    expected = sweden["expected_open_female_half_start_half_end"]["f_1998"]
    assert found.population[1, 0] == pytest.approx(expected, abs=0.01)
    assert found.migration[0] == sum(sweden["inputs"]["net_migrants_f_5y"])


def test_growth_settles_at_the_published_rate(sweden: dict) -> None:
    found = project(_people(sweden), _rates(sweden), 200).population[:, 0].sum(axis=1)
    assert found[-1] / found[-2] == pytest.approx(sweden["stable"]["lambda_5y"], abs=1e-8)


def test_life_expectancy_is_that_of_the_life_table_and_can_be_reached(sweden: dict) -> None:
    rates = _rates(sweden)
    lived = [sum(sweden["inputs"][name]) / 100_000 for name in ("L_f", "L_m")]
    assert life_expectancy(rates) == pytest.approx(lived, abs=1e-9)
    assert mortality_factor(rates, 0, lived[0]) == pytest.approx(1, abs=1e-9)
    found = with_life_expectancy(rates, 88.1, 84.4)
    assert life_expectancy(found) == pytest.approx((88.1, 84.4), abs=1e-9)
    with pytest.raises(InputError) as caught:
        with_life_expectancy(rates, 140, 84.4)
    assert caught.value.code == "life_expectancy_unreachable"


AGES = 8


@st.composite
def _made_up(draw: st.DrawFn) -> tuple[np.ndarray, Rates]:
    share = st.floats(0.3, 1.0)
    return draw(arrays(float, (2, AGES), elements=st.floats(0, 1e5))), Rates(
        draw(arrays(float, (2, AGES), elements=share)), draw(arrays(float, 2, elements=share)),
        draw(arrays(float, AGES, elements=st.floats(0, 0.3))),
        draw(arrays(float, (2, AGES), elements=st.floats(-2e3, 2e3))),
        draw(st.none() | arrays(float, (2, AGES), elements=st.floats(0, 0.2))),
        width=draw(st.sampled_from([1, 5])),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(_made_up(), st.integers(1, 6))
def test_nobody_is_lost_or_made(example: tuple[np.ndarray, Rates], steps: int) -> None:
    people, rates = example
    found = project(people, rates, steps)
    assert (found.population >= 0).all() and (found.lacking >= 0).all()
    change = found.births - found.deaths + found.migration
    assert np.diff(found.totals) == pytest.approx(change, rel=1e-9, abs=1e-6)
    closed = project(people, replace(rates, migration=np.zeros((2, AGES)), emigration=None), steps)
    assert (closed.deaths >= -1e-6).all()
    assert closed.lacking.tolist() == [0.0] * steps


def test_people_who_are_not_there_cannot_leave() -> None:
    rates = Rates(np.ones((2, 3)), np.ones(2), np.zeros(3), np.array([[-10.0, 0, 0], [0, 0, 0]]))
    found = project(np.array([[4.0, 0, 0], [0, 0, 0]]), rates, 1)
    assert found.population[1].sum() == 0
    assert (found.lacking[0], found.migration[0], found.deaths[0]) == (6.0, -4.0, 0.0)


def test_variants_reach_their_levels_in_a_straight_line(sweden: dict) -> None:
    rates = with_tfr(_rates(sweden), 1.5)
    low, high, same = variants(_people(sweden), rates, [
        Assumptions("low", tfr=1.3, life_expectancy=(79.0, 74.0), migration=-1000.0, reached=4),
        Assumptions("high", tfr=1.7, life_expectancy=(88.0, 84.0), migration=5000.0, reached=4),
        Assumptions("same"),
    ], steps=5)  # fmt: skip
    assert low.tfr == pytest.approx((1.45, 1.4, 1.35, 1.3, 1.3), abs=1e-12)
    assert high.migration == pytest.approx((1250, 2500, 3750, 5000, 5000), abs=1e-9)
    assert high.life_expectancy[3] == pytest.approx((88.0, 84.0), abs=1e-9)
    assert same.projection.population.tolist() == project(
        _people(sweden), rates, 5
    ).population.tolist()
    ends = [one.projection.totals[-1] for one in (low, same, high)]
    assert ends == sorted(ends)


def test_migration_schedule() -> None:
    found = rogers_castro(101)
    assert found.sum() == pytest.approx(1, abs=1e-12)
    assert int(found[10:].argmax()) + 10 == 23
    fives = rogers_castro(18, 5)
    assert fives[:17] == pytest.approx(found[:85].reshape(17, 5).sum(axis=1), abs=1e-12)
    rates = Rates(np.ones((2, 18)), np.ones(2), np.zeros(18), np.zeros((2, 18)), width=5)
    assert with_migration(rates, 300.0).migration.sum() == pytest.approx(300, abs=1e-9)


def test_local_levels_are_drawn_to_the_land_where_events_are_few() -> None:
    assert shrunk_ratio(20, 10) == 70 / 60
    assert shrunk_ratio(2000, 1000) == 2050 / 1050
    assert shrunk_ratio(0, 1, strength=0.5) == 0.5 / 1.5


@pytest.mark.parametrize(("people", "ages", "expected"), [
    (10_001, True, Choice("cohort", "large", True)),
    (10_000, True, Choice("cohort_borrowed", "medium", True)),
    (2_000, False, Choice("cohort_borrowed", "medium", True)),
    (1_999, True, Choice("hamilton_perry", "small", True)),
    (1_999, False, Choice("shares", "small_without_ages", False)),
    (499, True, Choice("shares", "tiny", False)),
])  # fmt: skip
def test_the_method_follows_the_size(people: int, ages: bool, expected: Choice) -> None:
    assert choose_model(people, ages) == expected


def test_cohort_ratios_by_hand() -> None:
    earlier = np.array([[100.0, 90, 80, 70], [100, 100, 100, 100]])
    now = np.array([[50.0, 110, 90, 60], [60, 90, 400, 40]])
    found = hamilton_perry(earlier, now, 1, women=(1, 3))
    assert found.ratios[0] == pytest.approx([1.1, 1.0, 60 / 150])
    assert found.ratios[1] == pytest.approx([0.9, 1.5, 40 / 200])
    assert found.limited == ((1, 1),)
    women = [50 / 200 * (55 + 110), 50 * 1.1, 110.0, (90 + 60) * 0.4]
    men = [60 / 200 * (55 + 110), 60 * 0.9, 90 * 1.5, (400 + 40) * 0.2]
    assert found.population[1, 0] == pytest.approx(women)
    assert found.population[1, 1] == pytest.approx(men)


def test_shares_by_hand() -> None:
    # Growth +40, -20, 0 adds up to 20; the region loses 10: 40 * (1 - 1/2) and -20 * (1 + 1/2).
    found = shares([60, 120, 200], [100, 100, 200], [390.0])
    constant = np.array([100, 100, 200]) / 400 * 390
    variable = np.array([100 + 20, 100 - 30, 200])
    assert found[0] == pytest.approx((constant + variable) / 2)
    assert shares([60, 120, 200], [100, 100, 200], [420.0])[0] == pytest.approx(
        [(105 + 140) / 2, (105 + 80) / 2, (210 + 200) / 2]
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 900), st.floats(1, 900)), min_size=1, max_size=9),
       st.lists(st.floats(1, 9000), min_size=1, max_size=4))  # fmt: skip
def test_shares_add_up_to_the_region(pairs: list[tuple[float, float]], region: list[float]) -> None:
    earlier, now = zip(*pairs, strict=True)
    found = shares(earlier, now, region)
    assert (found >= 0).all()
    assert found.sum(axis=1) == pytest.approx(region, rel=1e-9)


def test_control_shows_its_factor() -> None:
    found = control([[100.0, 50.0], [300.0, 50.0]], [440.0, 100.0])
    assert found.factor.tolist() == [1.1, 1.0]
    assert found.values == pytest.approx(np.array([[110.0, 50.0], [330.0, 50.0]]))
    with pytest.raises(InputError) as caught:
        control([[0.0], [0.0]], [5.0])
    assert caught.value.code == "totals_unreachable"


def test_raking_meets_both_margins() -> None:
    found = rake([[1.0, 2], [3, 4]], [40, 60], [30, 70])
    assert found.sum(axis=1) == pytest.approx([40, 60])
    assert found.sum(axis=0) == pytest.approx([30, 70])
    # The odds ratio is kept (Deming and Stephan 1940).
    assert found[0, 0] * found[1, 1] / (found[0, 1] * found[1, 0]) == pytest.approx(4 / 6)
    with pytest.raises(InputError) as caught:
        rake([[1.0, 2], [3, 4]], [40, 60], [30, 60])
    assert caught.value.code == "margins_contradict"


@settings(max_examples=80, deadline=None)
@given(arrays(float, st.integers(1, 12), elements=st.floats(0, 1e6)))
def test_rounding_keeps_the_total(values: np.ndarray) -> None:
    found = round_to_total(values)
    assert found.sum() == np.floor(values.sum() + 0.5)
    assert np.abs(found - values).max() < 1 + 1e-9
    assert (found == np.round(found)).all()


def test_rounding_by_hand() -> None:
    assert round_to_total([1.5, 1.5, 1.5]).tolist() == [2, 2, 1]
    assert round_to_total([0.4, 0.4, 0.2]).tolist() == [1, 0, 0]
    assert round_to_total([1.2, 1.9], total=10).tolist() == [5, 5]


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
