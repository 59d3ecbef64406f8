"""Agreement measures: published examples, the extremes and the protection of small groups.

Proven: quartiles of type 7, van der Eijk's A, Tastle and Wierman's consensus, Kendall's W with and
without ties, weighted kappa between rounds, and that no group below the minimum cell size can be
had, not even by subtraction.
"""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weitblick.engines.agreement import (
    Agreement,
    Hidden,
    KendallW,
    Stability,
    agreement_a,
    by_group,
    distribution,
    kendall_w,
    stability,
    summarise,
)
from weitblick.engines.errors import InputError

ratings = st.lists(st.integers(1, 7), min_size=1, max_size=40)


def test_nobody_answered() -> None:
    expected = Agreement(0, (0, 0, 0), *[None] * 9)
    assert summarise([], 1, 3) == expected


def test_all_equal() -> None:
    found = summarise([4] * 9, 1, 5)
    assert found == Agreement(9, (0, 0, 0, 9, 0), 4, 4, 4, 0, 4, 1, 1, 0, 1)


def test_half_and_half_at_the_ends() -> None:
    found = summarise([1, 1, 5, 5], 1, 5)
    assert found == Agreement(4, (2, 0, 0, 0, 2), 3, 1, 5, 4, 3, -1, 0, 1, 0.5)


def test_uniform() -> None:
    found = summarise([1, 2, 3, 4, 5], 1, 5)
    assert (found.agreement_a, found.bipolarity, found.median) == (0, 0.5, 3)


def test_quartiles_do_not_round_the_index() -> None:
    found = summarise([1, 2, 3, 4, 7, 7], 1, 7)
    assert (found.q1, found.median, found.q3, found.iqr) == (2.25, 3.5, 6.25, 4)


def test_agreement_a_of_a_published_distribution() -> None:
    # The worked distribution of the R package agrmt.
    assert agreement_a([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(0.6113333, abs=5e-8)


def test_two_points_have_no_agreement_a() -> None:
    assert summarise([0, 1, 1], 0, 1).agreement_a is None


@pytest.mark.parametrize(
    ("points", "expected"), [(2, 1 / 2), (3, 1 / 3), (5, 2 / 5), (7, 2 / 7), (9, 3 / 9)]
)
def test_agreement_counts_the_upper_third(points: int, expected: float) -> None:
    assert summarise(range(1, points + 1), 1, points).share_of_agreement == expected


def test_agreement_counts_from_the_given_point() -> None:
    assert summarise([1, 2, 3, 3], 1, 5, agree_from=3).share_of_agreement == 0.5


@given(ratings, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_of_people_changes_nothing(values: list[int], random: object) -> None:
    shuffled = list(values)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert summarise(values, 1, 7) == summarise(shuffled, 1, 7)


@given(ratings)
@settings(deadline=None)
def test_bounds_and_mirror(values: list[int]) -> None:
    found = summarise(values, 1, 7)
    mirrored = summarise([8 - value for value in values], 1, 7)
    assert found.n == len(values) == sum(found.counts)
    assert -1 <= found.agreement_a <= 1
    assert -1e-12 <= found.consensus <= 1
    assert 0 <= found.bipolarity <= 1
    assert mirrored.agreement_a == pytest.approx(found.agreement_a)
    assert mirrored.consensus == pytest.approx(found.consensus)
    assert mirrored.bipolarity == found.bipolarity


@given(st.lists(st.integers(0, 12), min_size=3, max_size=9).filter(any))
@settings(deadline=None)
def test_agreement_a_equals_its_definition(counts: list[int]) -> None:
    """Against a slow reading of the paper: every triple of points looked at, in fractions."""
    assert agreement_a(counts) == pytest.approx(float(_by_definition(counts)))


def _by_definition(counts: list[int]) -> Fraction:
    total, result, left = sum(counts), Fraction(0), list(counts)
    while any(left):
        height = min(c for c in left if c)
        pattern = [int(c > 0) for c in left]
        result += Fraction(height * sum(pattern), total) * _pattern(pattern)
        left = [c - height * bit for c, bit in zip(left, pattern, strict=True)]
    return result


def _pattern(pattern: list[int]) -> Fraction:
    k, s = len(pattern), sum(pattern)
    triples = list(combinations(pattern, 3))
    one_peak = sum(t in {(1, 1, 0), (0, 1, 1)} for t in triples)
    two_peaks = triples.count((1, 0, 1))
    if s in (1, k):
        return Fraction(int(s == 1))
    unimodality = Fraction(
        (k - 2) * one_peak - (k - 1) * two_peaks, (k - 2) * (one_peak + two_peaks)
    )
    return unimodality * (1 - Fraction(s - 1, k - 1))


def test_value_outside_the_scale_is_named() -> None:
    with pytest.raises(InputError, match="Value 6 at position 1 is not on the scale 1 to 5") as e:
        distribution([3, 6], range(1, 6))
    assert e.value.code == "value_outside_scale"
    assert e.value.params == {"value": 6, "position": 1, "low": 1, "high": 5}


def test_half_points_are_refused() -> None:
    with pytest.raises(InputError):
        summarise([2.5], 1, 5)


def test_a_scale_needs_width() -> None:
    with pytest.raises(InputError, match="give low < high"):
        summarise([1], 1, 1)


def test_w_of_siegels_executives() -> None:
    # Siegel (1956), Nonparametric Statistics, table 9.9: three executives, six applicants.
    found = kendall_w([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])
    assert found.w == 306 / 1890
    assert found.chi2 == pytest.approx(17 / 7)
    assert (found.n, found.items) == (3, 6)


def test_w_with_ties() -> None:
    # Siegel (1956), table 9.10: three rankings of ten items with ties, W = 0.828.
    found = kendall_w(
        [
            [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
            [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
            [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
        ]
    )
    assert found.w == pytest.approx(0.828, abs=5e-4)


def test_identical_and_reversed_rankings() -> None:
    assert kendall_w([[1, 2, 3, 4]] * 5).w == 1
    assert kendall_w([[1, 2, 3, 4], [4, 3, 2, 1]]).w == 0


@given(st.lists(st.lists(st.integers(1, 4), min_size=4, max_size=4), min_size=2, max_size=8))
@settings(deadline=None)
def test_w_is_a_share_and_ignores_the_order_of_people(table: list[list[int]]) -> None:
    found = kendall_w(table)
    if found.w is None:
        assert all(len(set(row)) == 1 for row in table)
    else:
        assert -1e-12 <= found.w <= 1 + 1e-12
        assert kendall_w(table[::-1]).w == pytest.approx(found.w)


def test_w_without_enough_people_or_order() -> None:
    assert kendall_w([]) == KendallW(None, None, None, 0, 0)
    assert kendall_w([[1, 2, 3]]) == KendallW(None, None, None, 1, 3)
    assert kendall_w([[1, 1, 1], [2, 2, 2]]) == KendallW(None, None, None, 2, 3)


def test_rankings_must_be_complete() -> None:
    with pytest.raises(InputError, match="Ranking 1 has no value for item 0"):
        kendall_w([[1, 2], [float("nan"), 1]])
    with pytest.raises(InputError, match="same items"):
        kendall_w([[1, 2], [1, 2, 3]])


ANXIETY_FIRST = [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3]
ANXIETY_SECOND = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4]


def test_weighted_kappa_of_a_published_table() -> None:
    # The anxiety ratings of the R package irr: squared weights, kappa 0.297 for 20 subjects.
    found = stability(ANXIETY_FIRST, ANXIETY_SECOND, 1, 6)
    assert found.weighted_kappa == pytest.approx(0.297, abs=5e-4)
    assert (found.n, found.share_changed) == (20, 0.7)


def test_unchanged_answers() -> None:
    assert stability([1, 2, 5], [1, 2, 5], 1, 5) == Stability(3, 1.0, 0.0)
    assert stability([3, 3], [3, 3], 1, 5) == Stability(2, None, 0.0)
    assert stability([], [], 1, 5) == Stability(0, None, None)


def test_reversed_answers() -> None:
    assert stability([1, 5], [5, 1], 1, 5).weighted_kappa == -1


def test_linear_weights() -> None:
    # Distances 0, 1, 0; by chance (0+1+2 + 0+1+2 + 2+1+0) / 3 = 3.
    assert stability([1, 1, 3], [1, 2, 3], 1, 3, "linear").weighted_kappa == 1 - 1 / 3


def test_rounds_must_pair_up() -> None:
    with pytest.raises(InputError, match="2 answers before and 1 after"):
        stability([1, 2], [1], 1, 5)


def _sizes(**sizes: int) -> tuple[list[int], list[str]]:
    groups = [name for name, size in sizes.items() for _ in range(size)]
    return [3] * len(groups), groups


def _hidden(**sizes: int) -> set[str]:
    values, groups = _sizes(**sizes)
    return {name for name, found in by_group(values, groups, 1, 5).items() if found == Hidden(5)}


def test_large_groups_are_shown() -> None:
    found = by_group([1] * 5 + [5] * 5, ["a"] * 5 + ["b"] * 5, 1, 5)
    assert found == {"a": summarise([1] * 5, 1, 5), "b": summarise([5] * 5, 1, 5)}


def test_one_small_group_hides_the_next_smallest() -> None:
    assert _hidden(a=9, b=4, c=7, d=30) == {"b", "c"}


def test_two_small_groups_of_enough_people_hide_no_other() -> None:
    assert _hidden(a=9, b=4, c=1, d=30) == {"b", "c"}


def test_two_tiny_groups_hide_a_third() -> None:
    assert _hidden(a=9, b=2, c=1, d=30) == {"a", "b", "c"}


def test_two_groups_one_small() -> None:
    assert _hidden(a=40, b=1) == {"a", "b"}


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6))
@settings(deadline=None)
def test_nothing_small_can_be_had_by_subtraction(sizes: list[int]) -> None:
    groups = [index for index, size in enumerate(sizes) for _ in range(size)]
    found = by_group([2] * len(groups), groups, 1, 3)
    shown = {group: a for group, a in found.items() if isinstance(a, Agreement)}
    rest = len(groups) - sum(a.n for a in shown.values())
    assert all(a.n >= 5 for a in shown.values())
    assert rest == 0 or rest >= 5 or not shown
    assert len(sizes) - len(shown) != 1 or len(sizes) == 1


def test_groups_must_pair_up() -> None:
    with pytest.raises(InputError, match="one group for each value"):
        by_group([1, 2], ["a"], 1, 5)
