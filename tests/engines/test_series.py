"""Series: trends, intervals, profiles, classes.

Proven: every reference number for Mann-Kendall, Theil-Sen, Wilson, Byar and exact Poisson; no trend
from fewer than eight years or across a break unless chosen; a test that keeps its size in dependent
series; bands that hold what they promise; ranks as ranges that never separate overlapping areas;
classes that stay the same over the years.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from weitblick.engines.errors import InputError
from weitblick.engines.series import (
    Trend,
    byar,
    class_breaks,
    classify,
    exact_poisson,
    mann_kendall,
    outlook,
    profile,
    trend,
    wilson,
)

CASES = Path(__file__).parents[3] / "shared" / "cases" / "evidence"
CASE = CASES / "stats" / "reference_values.json"


@pytest.fixture(scope="module")
def reference() -> dict:
    if not CASE.exists():
        pytest.skip(f"{CASE.name} is not on this machine")
    return json.loads(CASE.read_text())


def test_mann_kendall_and_theil_sen(reference: dict) -> None:
    expected = reference["mann_kendall"]
    found = trend(range(2010, 2020), expected["x"])
    assert found.test is not None
    assert (found.test.s, found.test.variance) == (expected["S"], expected["varS"])
    assert found.test.z == expected["z"]
    assert found.test.p == pytest.approx(expected["p"], rel=1e-12)
    assert found.slope == pytest.approx(expected["theil_sen_slope"], rel=1e-12)
    assert (found.low, found.high) == pytest.approx(expected["ci95"], rel=1e-12)
    assert (found.verdict, found.n, found.test.autocorrelated) == ("falling", 10, False)


def test_wilson(reference: dict) -> None:
    for count, n, (low, high) in reference["wilson95"]:
        found = wilson(count, n)
        assert (found.value, found.low, found.high) == (
            count / n, pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6)
        )  # fmt: skip


def test_poisson_rates(reference: dict) -> None:
    expected = reference["poisson_rate_per_1000"]
    near, exact = (f(expected["deaths"], expected["N"]) for f in (byar, exact_poisson))
    assert (near.value, near.low, near.high) == pytest.approx(expected["byar"], abs=1e-6)
    assert (exact.low, exact.high) == pytest.approx(expected["exact"], abs=1e-6)


def test_nobody_at_all_has_an_upper_end() -> None:
    assert (wilson(0, 5).low, wilson(5, 5).high) == (0.0, 1.0)
    # The rule of three, exactly: 1 - level = 2 exp(-upper).
    assert exact_poisson(0, 1, per=1).high == pytest.approx(-np.log(0.025), rel=1e-12)
    assert byar(0, 1, per=1).low == exact_poisson(0, 1, per=1).low == 0.0
    assert byar(0, 1, per=1).high == pytest.approx(exact_poisson(0, 1, per=1).high, rel=0.01)


def test_ties_lower_the_variance() -> None:
    # n = 8: 8 * 7 * 21 / 18 less 3 * 2 * 11 / 18 for one tie of three.
    found = mann_kendall([1, 2, 2, 2, 3, 4, 5, 6])
    assert (found.s, found.variance) == (25.0, (8 * 7 * 21 - 3 * 2 * 11) / 18)
    still = mann_kendall([4.0] * 9)
    assert (still.s, still.variance, still.z, still.p) == (0.0, 0.0, 0.0, 1.0)


def test_seven_years_are_too_few() -> None:
    found = trend(range(2015, 2022), range(7))
    assert found == Trend("too_few", 7, 2015.0, 2021.0)
    gaps = trend(range(2014, 2022), [1, 2, 3, np.nan, 5, 6, 7, 8])
    assert (gaps.verdict, gaps.n) == ("too_few", 7)
    assert outlook(range(2015, 2022), range(7), 3) is None
    assert trend([], []).verdict == "too_few"


def test_no_trend_across_a_break_without_choice() -> None:
    years = range(2000, 2023)
    values = [float(year) for year in range(22)] + [0.0]
    assert trend(years, values, breaks=[2011, 2022]) == Trend("too_few", 1, 2022.0, 2022.0)
    since = trend(years, values, breaks=[2011])
    assert (since.n, since.first, since.slope) == (12, 2011.0, 1.0)
    assert trend(years, values, breaks=[2011, 2022], across_breaks=True).n == 23
    assert trend(years, values, breaks=[2011, 2040]).n == 12
    assert outlook(years, values, 2, breaks=[2022]) is None


def test_gaps_in_the_years_count_for_the_slope() -> None:
    years = [2000, 2001, 2005, 2006, 2010, 2011, 2015, 2020]
    found = trend(years, [2.0 * year for year in years])
    assert (found.slope, found.low, found.high, found.level) == (2.0, 2.0, 2.0, 4040.0)
    assert found.verdict == "rising"


def test_the_size_of_the_test_in_dependent_series() -> None:
    chance = np.random.default_rng(4)
    rejected = {True: 0, False: 0}
    for _ in range(300):
        fresh = chance.normal(size=60)
        series = [0.0]
        for one in fresh:
            series.append(0.6 * series[-1] + one)
        found = mann_kendall(series[11:])
        rejected[True] += found.p < 0.05
        n = len(series[11:])
        plain = (abs(found.s) - 1) / np.sqrt(n * (n - 1) * (2 * n + 5) / 18)
        rejected[False] += plain > 1.96
    assert rejected[True] < 0.15 * 300 < 0.25 * 300 < rejected[False]


@settings(max_examples=60, deadline=None)
@given(arrays(float, st.integers(8, 25), elements=st.integers(-50, 50)))
def test_mirrored_series_have_mirrored_trends(values: np.ndarray) -> None:
    years = np.arange(len(values))
    found, turned = trend(years, values), trend(years, -values)
    assert found.test is not None and turned.test is not None
    assert turned.test.s == -found.test.s
    assert turned.slope == pytest.approx(-(found.slope or 0), abs=1e-9)
    mirror = {"rising": "falling", "falling": "rising", "none": "none"}
    assert turned.verdict == mirror[found.verdict]
    shuffled = trend(years[::-1], values[::-1])
    assert (shuffled.slope, shuffled.test) == (found.slope, found.test)


def test_a_straight_line_fades() -> None:
    found = outlook(range(2000, 2010), [10.0 + 2 * year for year in range(10)], 3)
    assert found is not None and found.years == (2010.0, 2011.0, 2012.0)
    # Whatever the parameters: each step is phi times the one before.
    first, second, third = np.diff([28.0, *found.values])
    assert 0 < third < second < first <= 2
    limited = outlook(range(2000, 2010), [0.9 + year / 100 for year in range(10)], 9, limits=(0, 1))
    assert limited is not None and max(limited.high) == 1.0


def test_the_band_of_the_outlook_holds_what_it_promises() -> None:
    chance = np.random.default_rng(8)
    inside = np.zeros(3)
    for _ in range(300):
        walk = np.cumsum(chance.normal(0.3, 1.0, 18))
        found = outlook(range(15), walk[:15], 3)
        assert found is not None
        inside += [low <= came <= high
                   for low, came, high in zip(found.low, walk[15:], found.high, strict=True)]
    assert (inside / 300 > 0.76).all() and (inside / 300 < 0.93).all()


VALUES = np.array([[10.0, 5.0], [20.0, 3.0], [30.0, 4.0], [40.0, 8.0]])


def test_a_profile_by_hand() -> None:
    found = profile(VALUES, [1, -1], scale="minmax", weights=[3, 1])
    assert found.scores.tolist() == [[0, 0.6], [1 / 3, 1.0], [2 / 3, 0.8], [1.0, 0.0]]
    assert found.summary == pytest.approx([0.15, 0.5, 0.7, 0.75])
    assert found.rank_by_chance == ((4, 4), (3, 3), (2, 2), (1, 1))
    # Weights between 1.5 to 1.5 and 4.5 to 0.5.
    assert found.rank_by_weights == ((4, 4), (2, 3), (1, 2), (1, 3))
    assert found.rank_without_one == ((3, 4), (1, 3), (2, 2), (1, 4))
    scores = profile(VALUES, [1, -1]).scores
    assert scores.mean(axis=0) == pytest.approx([0, 0])
    assert scores.std(axis=0) == pytest.approx([1, 1])


def test_overlapping_areas_are_not_ranked() -> None:
    values = np.array([[10.0], [11.0], [20.0]])
    found = profile(values, [-1], low=values - 1, high=values + 1)
    assert found.rank_by_chance == ((1, 2), (1, 2), (3, 3))
    assert found.overlap(0, 1) and not found.overlap(0, 2)


@settings(max_examples=60, deadline=None)
@given(arrays(float, (5, 3), elements=st.integers(0, 30)),
       arrays(float, (5, 3), elements=st.integers(0, 9)))  # fmt: skip
def test_ranks_never_separate_what_overlaps(values: np.ndarray, half: np.ndarray) -> None:
    found = profile(values, [1, -1, 1], low=values - half, high=values + half)
    for one in range(5):
        for other in range(5):
            if one != other and found.overlap(one, other):
                (a, b), (c, d) = found.rank_by_chance[one], found.rank_by_chance[other]
                assert a <= d and c <= b
        best, worst = found.rank_by_chance[one]
        assert 1 <= best <= worst <= 5


def test_classes_are_those_of_all_years() -> None:
    breaks = class_breaks([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, np.nan]])
    assert breaks == (3.0, 5.0, 7.0, 9.0)
    assert classify([0, 3, 4.9, 5, 9, 100, np.nan], breaks) == (0, 1, 1, 2, 4, 4, None)
    assert class_breaks([1, 1, 1, 1, 1, 9]) == ()
    assert class_breaks([1, 1, 5, 5], 2) == (3.0,)
    assert class_breaks([]) == ()


def test_refuses_what_it_cannot_use() -> None:
    for broken, code in (
        (lambda: wilson(3, 2), "share_impossible"),
        (lambda: wilson(1, 2, level=1), "level_outside_bounds"),
        (lambda: byar(-1, 2), "rate_impossible"),
        (lambda: trend([1, 1], [2, 3]), "series_misshapen"),
        (lambda: trend([1, 2], [2]), "series_misshapen"),
        (lambda: profile(VALUES[:2], [1, 1]), "profile_misshapen"),
        (lambda: profile(VALUES, [1, 0]), "directions_impossible"),
        (lambda: profile(VALUES, [1, 1], weights=[0, 0]), "weights_impossible"),
        (lambda: profile(VALUES, [1, 1], low=VALUES + 1, high=VALUES), "intervals_impossible"),
        (lambda: class_breaks([1, 2], 6), "classes_outside_bounds"),
        (lambda: classify([1], [2, 1]), "breaks_impossible"),
    ):
        with pytest.raises(InputError) as caught:
            broken()
        assert caught.value.code == code
