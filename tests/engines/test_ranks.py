"""Ranks and slopes: exactly, bit for bit, what SciPy's statistics give, whose import is slow."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from weitblick.engines.ranks import mean_ranks
from weitblick.engines.series.slope import theil_sen

VALUES = st.lists(
    st.integers(-3, 3).map(float) | st.floats(-1e6, 1e6, allow_subnormal=False),
    min_size=2, max_size=30,
)  # fmt: skip


@given(VALUES)
def test_ranks(values: list[float]) -> None:
    assert mean_ranks(values).tolist() == stats.rankdata(values).tolist()


@given(VALUES, st.sampled_from([0.8, 0.9, 0.95, 0.99]), st.randoms(use_true_random=False))
def test_slope_and_its_interval(values: list[float], level: float, chance) -> None:
    years = np.array(sorted(chance.sample(range(1950, 2030), len(values))), float)
    theirs = stats.theilslopes(values, years, alpha=level)
    assert theil_sen(years, values, level) == (theirs[0], theirs[2], theirs[3])
