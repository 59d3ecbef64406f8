"""Options: effects by scenario, exact portfolios and who carries them.

Proven: robustness worked by hand, portfolios and fronts equal to looking at every set of options,
the smallest set that makes a scenario consistent (also against every set), and the network of
partners with its gaps.
"""

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weitblick.engines.errors import InputError
from weitblick.engines.options import (
    Coverage,
    Portfolio,
    Robustness,
    Tie,
    enabling,
    front,
    pareto,
    partners,
    portfolio,
    robustness,
)

NAN = float("nan")
# Assumptions 0 and 1 belong to one factor, 2 and 3 to another.
SCENARIOS = [(0, 2), (0, 3), (1, 3)]


def test_robustness_worked_by_hand() -> None:
    steady, daring, harmful = robustness([[1, 1, 1, 1], [3, -3, 2, -1], [-1, 0, 0, NAN]], SCENARIOS)
    assert steady == Robustness(0, (2, 2, 2), 1, 2, 2, 3, None, 0)
    assert daring == Robustness(1, (5, 2, -4), 2 / 3, -4, 1, 6, None, 0)
    assert harmful == Robustness(2, (-1, -1, 0), 0, -1, -2 / 3, 6, None, 1)


def test_an_option_for_one_future_only_is_named() -> None:
    found = robustness([[0, 2, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]], SCENARIOS)
    assert [option.single_future for option in found] == [2, None, None]


def test_one_scenario_is_no_single_future() -> None:
    assert robustness([[1, 1]], [(0, 1)])[0].single_future is None


@given(
    st.lists(st.lists(st.integers(-3, 3), min_size=4, max_size=4), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
@settings(deadline=None)
def test_robustness_bounds(effects: list[list[int]], random: object) -> None:
    found = robustness(effects, SCENARIOS)
    assert all(option.regret >= 0 for option in found)
    assert all(option.worst <= option.mean for option in found)
    for scenario in range(len(SCENARIOS)):
        best = max(option.effects[scenario] for option in found)
        assert all(option.regret >= best - option.effects[scenario] for option in found)
    order = list(range(len(effects)))
    random.shuffle(order)  # type: ignore[attr-defined]
    moved = robustness([effects[i] for i in order], SCENARIOS)
    assert [option.effects for option in moved] == [found[i].effects for i in order]
    assert [option.regret for option in moved] == [found[i].regret for i in order]


def test_robustness_refuses_what_it_cannot_use() -> None:
    with pytest.raises(InputError, match=r"option 0 on assumption 1 is 4"):
        robustness([[0, 4]], [(0,)])
    with pytest.raises(InputError, match="Scenario 0 names assumption 2"):
        robustness([[0, 1]], [(2,)])
    with pytest.raises(InputError, match="at least one scenario"):
        robustness([[0, 1]], [])
    with pytest.raises(InputError, match="options x assumptions"):
        robustness([0, 1], [(0,)])


def test_a_portfolio_within_the_budget() -> None:
    # The knapsack of Martello and Toth (1990), Knapsack Problems, example 2.3.
    found = portfolio([70, 20, 39, 37, 7, 5, 10], [31, 10, 20, 19, 4, 3, 6], 50)
    assert found == Portfolio((0, 3), 107, (50,))


def test_the_cheapest_of_equally_good_portfolios() -> None:
    assert portfolio([2, 2, 1], [5, 3, 1], 6) == Portfolio((1, 2), 3, (4,))


def test_money_and_staff() -> None:
    found = portfolio([5, 4, 3], [[10, 3], [5, 2], [5, 1]], [20, 3])
    assert found == Portfolio((1, 2), 7, (10, 3))


def test_conditions_between_options() -> None:
    effect, cost = [5, 4, 3, 1], [1, 1, 1, 1]
    assert portfolio(effect, cost, 2).options == (0, 1)
    assert portfolio(effect, cost, 2, requires=[(0, 3)]).options == (1, 2)
    assert portfolio(effect, cost, 2, excludes=[(0, 1)]).options == (0, 2)
    field = Coverage((2, 3), least=1, name="mobility")
    assert portfolio(effect, cost, 2, coverage=[field]).options == (0, 2)


def test_options_that_do_harm_stay_out() -> None:
    assert portfolio([-1, 2], [0, 1], 9).options == (1,)


def test_nothing_fits() -> None:
    with pytest.raises(InputError, match="raise the budget or drop a condition") as e:
        portfolio([1, 1], [5, 5], 4, coverage=[Coverage((0, 1), 1, "care")])
    assert e.value.params == {"budget": (4,), "coverage": ("care",)}


options_list = st.lists(st.tuples(st.integers(-3, 9), st.integers(0, 9)), min_size=1, max_size=7)


@st.composite
def problems(draw: st.DrawFn) -> tuple:
    options = draw(options_list)
    pair = st.tuples(*[st.integers(0, len(options) - 1)] * 2)
    effect, cost = [e for e, _ in options], [c for _, c in options]
    requires, excludes = draw(st.lists(pair, max_size=2)), draw(st.lists(pair, max_size=2))
    excludes = [(a, b) for a, b in excludes if a != b]
    covered = Coverage(tuple(sorted(draw(st.sets(st.integers(0, len(options) - 1), min_size=1)))))
    return effect, cost, draw(st.integers(0, 30)), requires, excludes, [covered]


def _sets(size: int) -> chain:
    return chain.from_iterable(combinations(range(size), n) for n in range(size + 1))


def _allowed(chosen: tuple, requires: list, excludes: list, coverage: list) -> bool:
    return (
        all(a not in chosen or b in chosen for a, b in requires)
        and not any(a in chosen and b in chosen for a, b in excludes)
        and all(len(set(c.options) & set(chosen)) >= c.least for c in coverage)
    )


@given(problems())
@settings(max_examples=60, deadline=None)
def test_portfolio_equals_looking_at_every_set(problem: tuple) -> None:
    effect, cost, budget, *conditions = problem
    rated = [
        (sum(effect[o] for o in chosen), -sum(cost[o] for o in chosen))
        for chosen in _sets(len(effect))
        if _allowed(chosen, *conditions) and sum(cost[o] for o in chosen) <= budget
    ]
    if not rated:
        with pytest.raises(InputError):
            portfolio(*problem)
    else:
        found = portfolio(*problem)
        assert (found.effect, -found.cost[0]) == max(rated)
        assert _allowed(found.options, *conditions)


@given(options_list)
@settings(max_examples=30, deadline=None)
def test_front_equals_looking_at_every_set(options: list[tuple[int, int]]) -> None:
    points = {
        (sum(options[o][0] for o in chosen), sum(options[o][1] for o in chosen))
        for chosen in _sets(len(options))
    }
    best = {
        (e, c)
        for e, c in points
        if not any((f, d) != (e, c) and f >= e and d <= c for f, d in points)
    }
    found = front([e for e, _ in options], [c for _, c in options])
    assert [(p.effect, p.cost[0]) for p in found] == sorted(best, reverse=True)


def test_a_front_can_be_cut_short() -> None:
    assert len(front([1, 2, 4], [1, 2, 4], most=3)) == 3
    assert [p.cost[0] for p in front([1, 2, 4], [1, 2, 4])] == [7, 6, 5, 4, 3, 2, 1, 0]


def test_single_options_on_the_front() -> None:
    assert pareto([1, 3, 3, 5, 2], [1, 2, 3, 5, 2]) == (0, 1, 3)
    assert pareto([1, 1], [2, 2]) == (0, 1)


def test_thirty_options_are_solved_exactly() -> None:
    rng = np.random.default_rng(0)
    effect, cost = rng.integers(1, 30, 30), rng.integers(1, 30, 30)
    found = portfolio(effect, cost, 150)
    assert found.effect == _knapsack(effect.tolist(), cost.tolist(), 150)


def _knapsack(effect: list[int], cost: list[int], budget: int) -> int:
    best = [0] * (budget + 1)
    for e, c in zip(effect, cost, strict=True):
        best = [max(best[b], best[b - c] + e) if b >= c else best[b] for b in range(budget + 1)]
    return best[budget]


def test_portfolio_refuses_what_it_cannot_use() -> None:
    with pytest.raises(InputError, match="names option 2, but there are only 2"):
        portfolio([1, 2], [1, 1], 2, requires=[(0, 2)])
    with pytest.raises(InputError, match="a cost for each option and each budget"):
        portfolio([1, 2], [1], 2)
    with pytest.raises(InputError, match="Option 1 has no effect or no cost"):
        portfolio([1, NAN], [1, 1], 2)


BALANCE = [0, 3, 1, 1]
FACTORS = [(0, 1), (2, 3)]


def test_the_smallest_set_that_makes_a_scenario_consistent() -> None:
    effects = [[1, 0, 0, 0], [2, 0, 0, 0], [2, -1, 0, 1], [0, 0, 0, 0]]
    # Assumption 0 lacks 3 points against 1. Option 2 alone brings them, but lifts 3 above 2.
    assert enabling(effects, (0, 2), BALANCE, FACTORS) == (0, 1)
    assert enabling(effects, (0, 3), BALANCE, FACTORS) == (2,)
    assert enabling(effects, (0, 3), BALANCE, FACTORS, cost=[1, 1, 9, 1]) == (0, 1)
    assert enabling(effects, (1, 2), BALANCE, FACTORS) == ()
    assert enabling(effects[:1], (0, 2), BALANCE, FACTORS) is None


@given(st.lists(st.lists(st.integers(-3, 3), min_size=4, max_size=4), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_enabling_equals_looking_at_every_set(effects: list[list[int]]) -> None:
    def consistent(chosen: tuple) -> bool:
        moved = [BALANCE[a] + sum(effects[o][a] for o in chosen) for a in range(4)]
        return moved[0] >= moved[1] and moved[2] >= moved[3]

    sizes = [len(chosen) for chosen in _sets(len(effects)) if consistent(chosen)]
    found = enabling(effects, (0, 2), BALANCE, FACTORS)
    if not sizes:
        assert found is None
    else:
        assert len(found) == min(sizes)
        assert consistent(found)


def test_the_network_of_partners() -> None:
    found = partners(
        [
            ("bus", "town"),
            ("bus", "firms"),
            ("shop", "firms"),
            ("shop", "town"),
            ("hub", "clubs"),
            ("hub", "clubs"),
        ],
        options=["bus", "shop", "hub", "care"],
        sectors=["town", "firms", "clubs", "welfare"],
        needs={"hub": {"town", "clubs"}, "care": ["welfare"]},
    )
    assert found.by_option["bus"] == ("town", "firms")
    assert found.ties == (Tie("town", "firms", 2),)
    assert ("town", "clubs") in found.strangers
    assert len(found.strangers) == 5
    assert found.options_of == {"town": 2, "firms": 2, "clubs": 1, "welfare": 0}
    assert (found.missing, found.alone, found.orphaned) == (("welfare",), ("hub",), ("care",))
    assert found.lacking == {"hub": ("town",), "care": ("welfare",)}


def test_unknown_partners_are_named() -> None:
    with pytest.raises(InputError, match="Commitment 0 names option 'bus' and sector 'moon'"):
        partners([("bus", "moon")], ["bus"], ["town"])
