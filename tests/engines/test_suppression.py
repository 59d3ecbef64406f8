"""Suppression: what is hidden cannot be recomputed.

Proven: the feasibility interval of a published example; primary rules on counts, what is left of
the denominator, everybody and small denominators; four cells for one in a plain table; hierarchies,
overlapping areas, successive filters, earlier publications, figures the source keeps secret and
rounded sources; and for random hierarchical tables with overlapping areas that an attacker who
solves integer programs over the base units, knowing nothing of this engine, narrows no hidden cell
below the width demanded. 22 areas, 30 periods and 20 categories take less than a second.
"""

import time
from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.conftest import examples
from weitblick.engines.errors import InputError
from weitblick.engines.suppression import (
    Cell,
    Hiding,
    Interval,
    Protection,
    Relation,
    Rule,
    along,
    audit,
    overlaps,
    protect,
)

# Fischetti and Salazar (2000), Journal of the American Statistical Association 95, 916-928,
# figure 1: investment of enterprises by activity (rows) and region (columns).
INVESTMENT = [[20, 50, 10], [8, 19, 22], [17, 32, 12]]


def _table(inner: list[list[int]]) -> tuple[list[Cell], tuple[Relation, ...]]:
    rows, columns = len(inner), len(inner[0])
    counts = {(r, c): inner[r][c] for r in range(rows) for c in range(columns)}
    counts |= {(r, "all"): sum(inner[r]) for r in range(rows)}
    counts |= {("all", c): sum(row[c] for row in inner) for c in range(columns)}
    counts |= {("all", "all"): sum(map(sum, inner))}
    sums = along(counts, 0, [("all", range(rows))]) + along(counts, 1, [("all", range(columns))])
    return [Cell(key, count) for key, count in counts.items()], sums


def test_the_interval_of_a_published_example() -> None:
    cells, sums = _table(INVESTMENT)
    hidden = [(1, 0), (1, 2), (2, 0), (2, 2)]
    found = audit(cells, sums, hidden)
    assert found.is_safe
    assert found.intervals == {
        (1, 0): Interval(0, 25, 3), (1, 2): Interval(5, 30, 3),
        (2, 0): Interval(0, 25, 3), (2, 2): Interval(4, 29, 3),
    }  # fmt: skip


def test_the_attack_finds_what_a_careless_pattern_gives_away() -> None:
    cells, sums = _table(INVESTMENT)
    found = audit(cells, sums, [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2)])
    assert found.intervals[2, 2] == Interval(12, 12, 3)
    assert set(found.exposed) == {(0, 0), (1, 0), (1, 1), (2, 1), (2, 2)}


@pytest.mark.parametrize(("count", "denominator", "rule", "shown"), [
    (0, 100, Rule(), True), (1, 100, Rule(), False), (2, 100, Rule(), False),
    (3, 100, Rule(), True), (98, 100, Rule(), False), (97, 100, Rule(), True),
    (100, 100, Rule(), False), (100, 100, Rule(everybody=False), True),
    (0, 100, Rule(zero=True), False), (4, 100, Rule(minimum=5), False),
    (9, 100, Rule(minimum=10), False), (10, 100, Rule(minimum=10), True), (0, 0, Rule(), True),
])  # fmt: skip
def test_what_is_too_small(count: int, denominator: int, rule: Rule, shown: bool) -> None:
    found = protect([Cell("one", count, denominator)], rule=rule)
    assert found.shows("one") == shown
    assert found.hidden == ({} if shown else {"one": Hiding("primary")})


def test_no_percentage_of_few() -> None:
    found = protect([Cell("few", 10, 49), Cell("enough", 10, 50), Cell("hidden", 1, 500)])
    assert found.without_percentage == {"few", "hidden"}
    assert [found.shows_percentage(key) for key in ("few", "enough")] == [False, True]
    assert found.shows("few")


def test_one_small_cell_hides_four() -> None:
    cells, sums = _table([[2, 10, 8], [7, 9, 11], [12, 20, 5]])
    found = protect(cells, sums)
    assert found.hidden == {
        (0, 0): Hiding("primary"), (0, 2): Hiding("complementary", (0, 0)),
        (1, 0): Hiding("complementary", (0, 0)), (1, 2): Hiding("complementary", (1, 0)),
    }  # fmt: skip
    assert audit(cells, sums, found.hidden).is_safe


def test_a_small_cell_shown_before_cannot_be_protected() -> None:
    cells = [Cell("all", 12, state="public"), Cell("a", 10, state="public"), Cell("b", 2)]
    found = protect(cells, [Relation("all", ("a", "b"))])
    assert (dict(found.hidden), found.exposed) == ({"b": Hiding("primary")}, ("b",))


def test_what_the_source_keeps_secret_is_not_derived_by_difference() -> None:
    cells = [Cell("all", 60), Cell("a", 20), Cell("b", 30), Cell("secret", None)]
    found = protect(cells, [Relation("all", ("a", "b", "secret"))])
    assert found.hidden == {"a": Hiding("complementary", "secret"), "secret": Hiding("primary")}


def test_a_kreis_less_its_planning_area() -> None:
    covers = {"kreis": ["a", "b", "c", "d"], "planning": ["a", "b", "c"]}
    latent, relations = overlaps(covers, {"a": 30, "b": 40, "c": 28, "d": 2})
    assert [cell.key for cell in latent] == [("overlap", frozenset("d"))]
    found = protect([Cell("kreis", 100), Cell("planning", 98), *latent], relations)
    assert found.hidden == {"planning": Hiding("differencing", ("overlap", frozenset("d")))}


def test_a_difference_nobody_counted_is_protected_only_where_it_is_small() -> None:
    latent, relations = overlaps({"kreis": "abcd", "planning": "abc"})
    near = protect([Cell("kreis", 100), Cell("planning", 98), *latent], relations)
    far = protect([Cell("kreis", 100), Cell("planning", 60), *latent], relations)
    assert (set(near.hidden), set(far.hidden)) == ({"planning"}, set())


def test_successive_filters_with_the_same_base() -> None:
    covers = {"65 and older": [65, 75, 85], "65 to 84": [65, 75], "75 to 84": [75]}
    latent, relations = overlaps(covers)
    shown = [Cell("65 and older", 41), Cell("65 to 84", 40), Cell("75 to 84", 20)]
    found = protect([*shown, *latent], relations)
    assert set(found.hidden) & {"65 and older", "65 to 84"}
    assert audit([*shown, *latent], relations, found.hidden).is_safe


def test_equal_areas_are_hidden_together() -> None:
    latent, relations = overlaps({"town": ["x"], "kreis": ["x"]})
    assert latent == ()
    found = protect([Cell("town", 2), Cell("kreis", 2)], relations)
    assert set(found.hidden) == {"town", "kreis"}


def test_rounded_sources_need_a_slack() -> None:
    cells = [Cell("all", 100), Cell("a", 40), Cell("b", 55)]
    with pytest.raises(InputError) as caught:
        protect(cells, [Relation("all", ("a", "b"))])
    assert caught.value.code == "relation_does_not_hold"
    assert caught.value.params["difference"] == 5.0
    assert protect(cells, [Relation("all", ("a", "b"), slack=5)]).hidden == {}


@pytest.mark.parametrize(("cells", "relations", "code"), [
    ([Cell("a", 1), Cell("a", 2)], [], "cell_repeated"),
    ([Cell("a", -1)], [], "count_not_whole"),
    ([Cell("a", 5, 4)], [], "denominator_too_small"),
    ([Cell("a", 5)], [Relation("a", ("b",))], "relation_unusable"),
    ([Cell("a", 5), Cell("b", 9), Cell("c", None)], [Relation("a", ("b", "c"))],
     "counts_contradict"),
])  # fmt: skip
def test_refuses_what_it_cannot_use(
    cells: list[Cell], relations: list[Relation], code: str
) -> None:
    with pytest.raises(InputError) as caught:
        protect(cells, relations)
    assert caught.value.code == code


@pytest.mark.parametrize("rule", [{"minimum": 0}, {"width": 0}])
def test_refuses_a_rule_that_protects_nothing(rule: dict) -> None:
    with pytest.raises(InputError) as caught:
        Rule(**rule)
    assert caught.value.code == "rule_protects_nothing"


def test_periods_of_several_years() -> None:
    # 2020 to 2022 less 2020 to 2021 would be 2022: one case.
    covers = {"2020 to 2022": [2020, 2021, 2022], "2020 to 2021": [2020, 2021], "2020": [2020]}
    latent, relations = overlaps(covers, {2020: 10, 2021: 12, 2022: 1})
    shown = [Cell("2020 to 2022", 23), Cell("2020 to 2021", 22), Cell("2020", 10)]
    found = protect([*shown, *latent], relations)
    assert [hiding.reason for hiding in found.hidden.values()] == ["differencing"]
    assert set(found.hidden) <= {"2020 to 2022", "2020 to 2021"}


def test_a_large_table_takes_less_than_a_second() -> None:
    chance = np.random.default_rng(1)
    inner = chance.poisson(10 * chance.lognormal(0, 1, 20), (22, 30, 20))
    whole = np.pad(inner, ((0, 1), (0, 0), (0, 1)))
    whole[-1], whole[:, :, -1] = whole.sum(0), whole.sum(2)
    whole[-1, :, -1] = inner.sum((0, 2))
    cells = [Cell(key, int(count)) for key, count in np.ndenumerate(whole)]
    keys = [cell.key for cell in cells]
    start = time.process_time()
    sums = along(keys, 0, [(22, range(22))]) + along(keys, 2, [(20, range(20))])
    found = protect(cells, sums)
    assert time.process_time() - start < 1
    assert Counter(h.reason for h in found.hidden.values())["primary"] == np.sum(
        (whole == 1) | (whole == 2)
    )
    assert found.exposed == ()


# An attacker of his own: he knows which base units (municipality, category) each cell adds up, and
# solves integer programs over the base units.

UNITS, CATEGORIES = 6, 2


@st.composite
def _tables(draw: st.DrawFn) -> tuple[dict, dict, list, bool]:
    """Counts of units and the units each published cell covers."""
    units = [(m, c) for m in range(UNITS) for c in range(CATEGORIES)]
    counts = {unit: draw(st.integers(0, 9)) for unit in units}
    cut = draw(st.integers(1, UNITS - 1))
    areas = {"land": range(UNITS), "first": range(cut), "second": range(cut, UNITS)}
    for name in ("north", "south"):
        areas[name] = sorted(draw(st.sets(st.integers(0, UNITS - 1), min_size=1)))
    areas |= {m: [m] for m in range(UNITS) if draw(st.booleans())}
    covers = {}
    for name, within in areas.items():
        for c in range(CATEGORIES):
            covers[name, c] = [(m, c) for m in within]
        covers[name, "all"] = [(m, c) for m in within for c in range(CATEGORIES)]
    rule = Rule(minimum=draw(st.sampled_from([3, 5])))
    return counts, covers, [rule], draw(st.booleans())


def _attack(
    counts: dict, covers: dict, hidden: set, wanted: list, wholes: dict | None = None
) -> tuple[int, int]:
    """Least and greatest possible sum of the wanted units, given all cells that are not hidden.

    ``wholes``: the denominators of the units, if the attacker knows them.
    """
    units = list(counts)
    rows = [[float(u in set(within)) for u in units] for key, within in covers.items()
            if key not in hidden]  # fmt: skip
    sums = [float(sum(counts[u] for u in within)) for key, within in covers.items()
            if key not in hidden]  # fmt: skip
    cost = np.array([float(u in set(wanted)) for u in units])
    known = LinearConstraint(np.array(rows).reshape(-1, len(units)), sums, sums) if rows else ()
    found = []
    for sign in (1.0, -1.0):
        solved = milp(sign * cost, integrality=np.ones(len(units)), constraints=known,
                      bounds=Bounds(0, [wholes[u] if wholes else 500 for u in units]))  # fmt: skip
        found.append(round(solved.fun * sign))
    return found[0], found[1]


def _protected(counts: dict, covers: dict, rule: Rule, tells: bool) -> Protection:
    latent, relations = overlaps(covers, counts if tells else None)
    shown = [Cell(key, sum(counts[u] for u in within)) for key, within in covers.items()]
    return protect([*shown, *latent], relations, rule)


@settings(max_examples=examples(25, 10), deadline=None)
@given(_tables())
def test_an_attacker_narrows_no_hidden_cell(given_: tuple[dict, dict, list, bool]) -> None:
    counts, covers, (rule,), tells = given_
    found = _protected(counts, covers, rule, tells)
    hidden = set(found.hidden)
    small = {key for key, within in covers.items()
             if 0 < sum(counts[u] for u in within) < rule.minimum}  # fmt: skip
    assert (small <= hidden, found.exposed) == (True, ())
    for key in hidden:
        least, greatest = _attack(counts, covers, hidden, covers[key])
        assert greatest - least >= rule.demanded
    for unit, count in counts.items():
        if 0 < count < rule.minimum:
            least, greatest = _attack(counts, covers, hidden, [unit])
            assert greatest - least >= rule.demanded


@settings(max_examples=examples(20, 8), deadline=None)
@given(_tables(), st.lists(st.integers(0, 12), min_size=12, max_size=12))
def test_nor_one_who_knows_all_denominators(
    given_: tuple[dict, dict, list, bool], more: list[int]
) -> None:
    counts, covers, (rule,), _ = given_
    wholes = {unit: count + rest for (unit, count), rest in zip(counts.items(), more, strict=True)}
    latent, relations = overlaps(covers, counts, wholes)
    shown = [Cell(key, sum(counts[u] for u in within), sum(wholes[u] for u in within))
             for key, within in covers.items()]  # fmt: skip
    found = protect([*shown, *latent], relations, rule)
    hidden = set(found.hidden)
    for cell in shown:
        count, whole = cell.count or 0, cell.denominator or 0
        few = 0 < count < rule.minimum or (whole - count < rule.minimum and whole > 0)
        assert not few or cell.key in hidden
        if cell.key in hidden:
            least, greatest = _attack(counts, covers, hidden, covers[cell.key], wholes)
            assert greatest - least >= min(rule.demanded, whole)
    assert found.exposed == audit([*shown, *latent], relations, hidden, rule).exposed == ()


@pytest.mark.parametrize("seed", [14, 60, 110])
def test_cells_in_the_middle_of_a_small_denominator(seed: int) -> None:
    # Neither up nor down is there room for the whole width: a part each way has to be freed.
    chance = Random(seed)
    units = [(m, c) for m in range(UNITS) for c in range(CATEGORIES)]
    most = chance.choice([1, 3, 9])
    counts = {unit: chance.randint(0, most) for unit in units}
    wholes = {unit: count + chance.choice([0, 0, 1, 3, 12]) for unit, count in counts.items()}
    cut = chance.randint(1, UNITS - 1)
    areas = {"land": range(UNITS), "first": range(cut), "second": range(cut, UNITS)}
    for name in ("north", "south"):
        areas[name] = chance.sample(range(UNITS), chance.randint(1, UNITS))
    areas |= {m: [m] for m in range(UNITS) if chance.random() < 0.5}
    covers = {}
    for name, within in areas.items():
        for c in range(CATEGORIES):
            covers[name, c] = [(m, c) for m in within]
        covers[name, "all"] = [(m, c) for m in within for c in range(CATEGORIES)]
    rule = Rule(minimum=chance.choice([3, 5]))
    latent, relations = overlaps(covers, counts, wholes)
    shown = [Cell(key, sum(counts[u] for u in within), sum(wholes[u] for u in within))
             for key, within in covers.items()]  # fmt: skip
    found = protect([*shown, *latent], relations, rule)
    assert found.exposed == ()
    assert audit([*shown, *latent], relations, found.hidden, rule).is_safe


@settings(max_examples=15, deadline=None)
@given(_tables())
def test_the_audit_agrees_with_the_attacker(given_: tuple[dict, dict, list, bool]) -> None:
    counts, covers, (rule,), _ = given_
    latent, relations = overlaps(covers, counts)
    shown = [Cell(key, sum(counts[u] for u in within)) for key, within in covers.items()]
    hidden = {key for key, within in covers.items() if sum(counts[u] for u in within) % 3 == 1}
    intervals = audit([*shown, *latent], relations, hidden, rule).intervals
    for key in hidden:
        least, greatest = _attack(counts, covers, hidden, covers[key])
        found = intervals[key]
        assert found.least == least
        assert found.greatest == (None if greatest >= 500 else greatest)
