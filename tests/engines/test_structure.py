"""Influence matrix: sums, roles, indirect influence and joining the matrices of groups.

Proven: the sums and quadrants of a matrix worked by hand, that indirect influence finds a driver
behind the drivers, that rankings by powers are the limit (the dominant eigenvectors), that loops
without a stable ranking fall back to the damped series, and that missing judgements stay missing.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from weitblick.engines.errors import InputError
from weitblick.engines.structure import Thresholds, aggregate, analyse

NAMES = ("mobility", "volunteers", "shops", "funding")
VALUES = [
    [0, 2, 3, 0],
    [1, 0, 1, 0],
    [0, 1, 0, 0],
    [3, 3, 1, 0],
]

# Chains of strong influence: 0 drives 1 with all its weight, 1 drives everything else.
HIDDEN_DRIVER = [
    [0, 3, 0, 0, 0],
    [0, 0, 3, 3, 3],
    [1, 0, 0, 1, 1],
    [1, 0, 1, 0, 2],
    [0, 0, 1, 2, 0],
]

matrices = st.integers(2, 7).flatmap(
    lambda n: arrays(float, (n, n), elements=st.integers(0, 3).map(float))
)


def _names(matrix: np.ndarray) -> list[str]:
    np.fill_diagonal(matrix, 0)
    return [f"factor {index}" for index in range(len(matrix))]


def test_sums_worked_by_hand() -> None:
    found = analyse(NAMES, VALUES)
    assert found.names == NAMES
    assert found.active == (5, 2, 1, 7)
    assert found.passive == (4, 6, 5, 0)
    assert found.product == (20, 12, 5, 0)
    assert found.quotient == (1.25, 2 / 6, 0.2, None)


def test_roles_are_split_at_the_mean() -> None:
    found = analyse(NAMES, VALUES)
    assert found.thresholds == Thresholds(3.75, 3.75)
    assert found.role == ("critical", "passive", "passive", "active")


def test_a_factor_on_the_threshold_counts_as_low() -> None:
    found = analyse("ab", [[0, 2], [2, 0]])
    assert found.role == ("buffering", "buffering")


def test_indirect_influence_finds_the_driver_behind() -> None:
    found = analyse("abcde", HIDDEN_DRIVER)
    direct = sorted(range(5), key=lambda i: -found.active[i])
    indirect = sorted(range(5), key=lambda i: -found.indirect_active[i])
    assert direct == [1, 3, 0, 2, 4]
    assert indirect == [1, 0, 3, 2, 4]


def test_stable_ranking_is_the_ranking_of_the_limit() -> None:
    found = analyse("abcde", HIDDEN_DRIVER)
    matrix = np.array(HIDDEN_DRIVER, float)
    drives, driven = _dominant(matrix), _dominant(matrix.T)
    assert _ranks(found.indirect_active) == _ranks(drives)
    assert _ranks(found.indirect_passive) == _ranks(driven)


def _ranks(values: ArrayLike) -> list[float]:
    return rankdata(np.round(values, 9)).tolist()


def _dominant(matrix: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eig(matrix)
    return np.abs(vectors[:, np.argmax(values.real)].real)


def test_the_power_is_the_first_after_which_no_rank_changes() -> None:
    values = np.array([[0, 3, 1], [1, 0, 2], [1, 1, 0]])
    found = analyse("abc", values)
    powers = [np.linalg.matrix_power(values, power) for power in (1, 2, 3, 4)]
    assert [p.sum(axis=1).argsort().tolist() for p in powers] == [[2, 1, 0]] * 4
    columns = [[2, 4, 3], [7, 9, 10], [19, 31, 25], [56, 82, 81]]
    assert [p.sum(axis=0).tolist() for p in powers] == columns
    assert found.power == 3
    assert found.indirect_passive == pytest.approx((19 / 75, 31 / 75, 25 / 75), rel=1e-15)


def test_a_chain_without_loops_uses_the_damped_series() -> None:
    found = analyse("abc", [[0, 2, 0], [0, 0, 2], [0, 0, 0]])
    # q = 0.5 / 2: M + qM² gives the entries 2, 2 and 0.25 * 4 = 1.
    assert found.power is None
    assert found.indirect_active == found.damped_active == (0.6, 0.4, 0)
    assert found.indirect_passive == found.damped_passive == (0, 0.4, 0.6)


def test_an_even_rhythm_has_no_stable_ranking() -> None:
    found = analyse("abc", [[0, 1, 0], [3, 0, 3], [0, 1, 0]])
    assert found.power is None
    assert found.indirect_active == found.damped_active


def test_no_influence_at_all() -> None:
    found = analyse("ab", [[0, 0], [0, 0]])
    assert found.active == found.indirect_active == (0, 0)
    assert found.quotient == (None, None)
    assert found.role == ("buffering", "buffering")


def test_an_empty_diagonal_is_no_influence() -> None:
    nan = float("nan")
    assert analyse("ab", [[nan, 2], [1, nan]]) == analyse("ab", [[0, 2], [1, 0]])


@given(matrices)
@settings(deadline=None)
def test_everything_given_is_received(matrix: np.ndarray) -> None:
    found = analyse(_names(matrix), matrix)
    assert sum(found.active) == sum(found.passive) == matrix.sum()
    for shares in (found.indirect_active, found.indirect_passive, found.damped_active):
        assert sum(shares) == pytest.approx(1 if matrix.any() else 0)


@given(matrices)
@settings(deadline=None)
def test_turning_the_arrows_swaps_active_and_passive(matrix: np.ndarray) -> None:
    names = _names(matrix)
    found, turned = analyse(names, matrix), analyse(names, matrix.T)
    assert turned.active == found.passive
    assert turned.power == found.power
    assert turned.indirect_active == pytest.approx(found.indirect_passive)
    swap = {"active": "passive", "passive": "active"}
    assert turned.role == tuple(swap.get(role, role) for role in found.role)


@given(matrices, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_of_factors_changes_nothing(matrix: np.ndarray, random: object) -> None:
    names = _names(matrix)
    order = list(range(len(names)))
    random.shuffle(order)  # type: ignore[attr-defined]
    found = analyse(names, matrix)
    moved = analyse([names[i] for i in order], matrix[np.ix_(order, order)])
    assert moved.role == tuple(found.role[i] for i in order)
    assert moved.power == found.power
    assert moved.indirect_active == pytest.approx([found.indirect_active[i] for i in order])


def test_influence_on_itself_is_refused() -> None:
    with pytest.raises(InputError, match=r"b \(row 1\) drives itself") as e:
        analyse("ab", [[0, 2], [1, 3]])
    assert e.value.code == "influence_on_itself"


@pytest.mark.parametrize("value", [4, -1, float("nan")])
def test_values_outside_the_scale_are_named(value: float) -> None:
    with pytest.raises(InputError, match=r"influence of b on a \(row 1, column 0\)"):
        analyse("ab", [[0, 2], [value, 0]])


def test_names_and_values_must_fit() -> None:
    with pytest.raises(InputError, match="3 names"):
        analyse("abc", [[0, 2], [1, 0]])
    with pytest.raises(InputError, match="at least two names"):
        analyse("a", [[0]])
    with pytest.raises(InputError, match="Damping 1"):
        analyse("ab", [[0, 2], [1, 0]], damping=1)


def test_groups_are_joined_with_their_dissent() -> None:
    nan = float("nan")
    groups = [
        [[nan, 0], [1, nan]],
        [[nan, 3], [1, nan]],
        [[nan, 0], [nan, nan]],
        [[nan, 3], [2, nan]],
    ]
    values, dissent = aggregate(groups)
    assert values[0, 1] == 1.5
    assert values[1, 0] == 1
    assert dissent[0, 1] == 1
    assert dissent[1, 0] == pytest.approx(np.std([1, 1, 2]) / 1.5)
    assert np.isnan(values[0, 0])
    assert np.isnan(dissent[1, 1])


def test_groups_joined_by_the_mean() -> None:
    values, dissent = aggregate([[[0, 1], [2, 0]], [[0, 2], [2, 0]], [[0, 3], [2, 0]]], by="mean")
    assert values.tolist() == [[0, 2], [2, 0]]
    assert dissent[1, 0] == 0


def test_a_pair_nobody_judged_stops_the_analysis_with_its_name() -> None:
    nan = float("nan")
    values, _ = aggregate([[[nan, nan], [1, nan]]])
    with pytest.raises(InputError, match=r"influence of a on b \(row 0, column 1\) is nan"):
        analyse("ab", values)


def test_without_groups_nothing_is_judged() -> None:
    values, dissent = aggregate(np.empty((0, 2, 2)))
    assert values.shape == dissent.shape == (2, 2)
    assert np.isnan(values).all()


def test_groups_must_be_square() -> None:
    with pytest.raises(InputError, match="N x N"):
        aggregate([[1, 2], [3, 4]])
