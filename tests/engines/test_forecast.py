"""Forecast: population by cohorts, for small places, with bands.

Proven: the textbook projection of Sweden 1993, closed and open, to 0.01 persons; nobody is lost or
made between the steps; life expectancies reached exactly; small-place methods against numbers
worked out by hand; official totals and whole numbers kept.
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
    Assumptions,
    Choice,
    Rates,
    borrow,
    choose_model,
    control,
    hamilton_perry,
    life_expectancy,
    mortality_factor,
    project,
    rake,
    rogers_castro,
    round_to_total,
    shares,
    shrunk_ratio,
    survival_from_person_years,
    variants,
    with_life_expectancy,
    with_migration,
    with_tfr,
)

CASES = Path(__file__).parents[3] / "shared" / "cases" / "evidence"
CASE = CASES / "projection" / "sweden1993_verification.json"


@pytest.fixture(scope="module")
def sweden() -> dict:
    if not CASE.exists():
        pytest.skip(f"{CASE.name} is not on this machine")
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


def test_borrowed_schedules_with_own_levels() -> None:
    larger = Rates(
        np.exp([[-0.01, -0.02], [-0.01, -0.02]]), np.ones(2), np.array([0.04, 0.02]),
        np.zeros((2, 2)),
    )  # fmt: skip
    people = np.array([[1000.0, 500.0], [1000.0, 500.0]])
    # Expected in five years: 5 * (40 + 10) births and 5 * (10 + 10 + 10 + 10) deaths.
    found = borrow(larger, people, births=200, deaths=260, migration=np.ones((2, 2)))
    assert found.fertility_factor == pytest.approx(250 / 300)
    assert found.mortality_factor == pytest.approx(310 / 250)
    assert found.rates.tfr == pytest.approx(0.06 * 250 / 300)
    assert np.log(found.rates.survival[0]) == pytest.approx([-0.0124, -0.0248])
    assert found.rates.migration.sum() == 4


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
