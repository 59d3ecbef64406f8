"""Seating: topics by wish, tables mixed by sector, no pair twice.

Proven: 70 people at 10 tables over four rounds with 840 of 840 distinct pairs in less than ten
seconds; every table with its exact share of every sector, in every round; pairs kept apart and
earlier meetings kept in mind; the work bounded by steps, whatever is wished; fixed places, tables
of different sizes and wishes kept; what is said about a seating that stands; topic plans equal to
trying every plan.
"""

import time
from collections import Counter
from functools import partial
from itertools import permutations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weitblick.engines.errors import InputError
from weitblick.engines.seating import (
    Conditions,
    Quality,
    Seating,
    TopicPlan,
    anneal,
    assign_topics,
    best_table,
    make_ready,
    measure,
    seat,
)

SECTORS = [
    sector
    for sector, size in zip(
        ("municipality", "welfare", "politics", "business", "civil society", "science"),
        (18, 14, 12, 10, 9, 7),
        strict=True,
    )
    for _ in range(size)
]


def _assert_mixed(found: Seating, sectors: list[str]) -> None:
    for one in found.rounds:
        assert sorted(person for table in one for person in table) == list(range(len(sectors)))
        sizes = [len(table) for table in one]
        assert max(sizes) - min(sizes) <= 1
        for sector in set(sectors):
            shares = [sum(sectors[p] == sector for p in table) for table in one]
            assert max(shares) - min(shares) <= 1


@pytest.mark.parametrize("seed", range(3))
def test_seventy_people_ten_tables_four_rounds(seed: int) -> None:
    start = time.process_time()
    found = seat(SECTORS, tables=10, rounds=4, seed=seed)
    assert time.process_time() - start < 10
    assert (found.pairs, found.distinct, found.most_meetings) == (840, 840, 1)
    assert found.repeated == found.broken == ()
    _assert_mixed(found, SECTORS)


def test_more_rounds_than_the_mathematics_allows() -> None:
    # 36 people at 6 tables of one sector each: nobody is left to meet after a few rounds.
    sectors = [str(person % 6) for person in range(36)]
    found = seat(sectors, tables=6, rounds=8)
    assert found.pairs == 8 * 6 * 15
    assert found.distinct == found.pairs - sum(
        times - 1 for times in _meetings(found).values() if times > 1
    )
    assert found.most_meetings == max(_meetings(found).values()) > 1
    assert set(found.repeated) == {pair for pair, times in _meetings(found).items() if times > 1}
    _assert_mixed(found, sectors)


def _meetings(found: Seating) -> Counter:
    return Counter(
        (i, j) for one in found.rounds for table in one for i in table for j in table if i < j
    )


def test_pairs_are_kept_apart() -> None:
    apart = [(0, 20), (0, 40), (60, 1)]
    found = seat(SECTORS, tables=10, rounds=4, apart=apart)
    assert found.broken == ()
    assert not {(0, 20), (0, 40), (1, 60)} & _meetings(found).keys()
    assert found.distinct == 840


def test_what_cannot_be_kept_apart_is_named() -> None:
    found = seat(["a", "b"], tables=1, apart=[(1, 0)])
    assert (found.broken, found.most_meetings) == (((0, 1),), 1)


def test_earlier_meetings_count() -> None:
    first = seat(SECTORS, tables=10, rounds=2)
    second = seat(SECTORS, tables=10, rounds=2, met=_meetings(first), seed=1)
    assert not _meetings(first).keys() & _meetings(second).keys()
    assert (second.distinct, second.most_meetings, second.repeated) == (420, 1, ())


def test_the_same_seed_gives_the_same_seating() -> None:
    assert seat(SECTORS, 10, 3, seed=7) == seat(SECTORS, 10, 3, seed=7)
    assert seat(SECTORS, 10, 3, seed=7) != seat(SECTORS, 10, 3, seed=8)


def test_steps_are_drawn_in_portions_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    conditions = Conditions(topics="ABC", wishes=["AB", "BC", "CA"] * 4)
    whole = seat(list("xxyyzz" * 2), 3, 3, conditions=conditions)
    monkeypatch.setattr(anneal, "STEPS_AT_ONCE", 999)
    assert seat(list("xxyyzz" * 2), 3, 3, conditions=conditions) == whole


def test_the_plain_generator_goes_on_where_the_compiled_steps_stopped() -> None:
    chance, same = Random(5), Random(5)
    expected = [same.random() for _ in range(1500)]
    assert anneal._draws(chance, 1500).tolist() == expected
    anneal._skip(chance, 700)
    assert chance.random() == expected[700]


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=20), st.data())
@settings(max_examples=20, deadline=None)
def test_any_people_are_mixed_exactly(sectors: list[str], data: st.DataObject) -> None:
    tables = data.draw(st.integers(1, len(sectors)))
    found = seat(sectors, tables, rounds=1)
    assert len(found.rounds[0]) == tables
    assert found.distinct == found.pairs
    _assert_mixed(found, sectors)


def test_seating_refuses_what_it_cannot_use() -> None:
    with pytest.raises(InputError, match="2 people, 3 tables"):
        seat(["a", "b"], tables=3)
    with pytest.raises(InputError, match="The pair 0, 2 does not name two of 2 people"):
        seat(["a", "b"], tables=1, apart=[(0, 2)])


HALL_TOPICS = "ABCDABCDAB"


def _wishes(seed: int) -> list[list[str]]:
    chance = Random(seed)
    firsts = chance.choices("ABCD", (4, 3, 2, 2), k=len(SECTORS))
    return [[one, chance.choice([t for t in "ABCD" if t != one])] for one in firsts]


def _measured(found: Seating, wishes: list[list[str]]) -> Quality:
    rounds = [dict(enumerate(one)) for one in found.rounds]
    return measure(rounds, dict(enumerate(SECTORS)), dict(enumerate(wishes)),
                   dict(enumerate(HALL_TOPICS)))


def test_eight_rounds_full_of_wishes_keep_nobody_waiting() -> None:
    make_ready()
    start = time.process_time()
    found = seat(SECTORS, 10, 8, conditions=Conditions(topics=HALL_TOPICS, wishes=_wishes(0)))
    assert time.process_time() - start < 1.5
    assert (found.pairs, found.wishing) == (1680, 560)


@pytest.mark.parametrize("seed", range(3))
def test_wishes_new_faces_and_mix_together(seed: int) -> None:
    wishes = _wishes(seed)
    start = time.process_time()
    found = seat(SECTORS, 10, 4, conditions=Conditions(topics=HALL_TOPICS, wishes=wishes))
    assert time.process_time() - start < 10
    assert (found.pairs, found.distinct, found.wishing) == (840, 840, 280)
    assert sum(found.wishes_met) >= 0.75 * found.wishing
    _assert_mixed(found, SECTORS)
    quality = _measured(found, wishes)
    assert (quality.people, quality.wishing, quality.off, quality.distinct) == (70, 70, 0, 840)
    assert quality.met >= 0.9 * quality.wishing


def test_one_round_meets_as_many_wishes_as_there_are_places() -> None:
    # Two tables for A, two for B: of 8 people who all wish A first, 4 get it, 4 their second.
    wishes = [["A", "B"]] * 8
    found = seat(list("xyxyxyxy"), 4, conditions=Conditions(topics="ABAB", wishes=wishes))
    assert (found.wishing, found.wishes_met, found.distinct) == (8, (4, 4), 4)
    _assert_mixed(found, list("xyxyxyxy"))


def test_fixed_places_are_kept_and_the_mix_with_them() -> None:
    fixed = [{0: 3, 18: 3}, {0: 4}, {}, {69: 0}]
    found = seat(SECTORS, 10, 4, conditions=Conditions(fixed=fixed))
    for kept, one in zip(fixed, found.rounds, strict=True):
        assert all(person in one[table] for person, table in kept.items())
    assert (found.distinct, found.repeated) == (840, ())
    _assert_mixed(found, SECTORS)


def test_tables_take_no_more_than_their_places() -> None:
    most = [4, 5, None, 7, 7, 7, 7, 7, 7, 10]
    found = seat(SECTORS, 10, 2, conditions=Conditions(sizes=most))
    # 70 people; what two small tables cannot take is shared among those that can take more.
    assert [[len(table) for table in one] for one in found.rounds] == [
        [4, 5, 10, 7, 7, 7, 7, 7, 7, 9]] * 2
    assert found.distinct == found.pairs
    with pytest.raises(InputError, match="70 people, but only 20 places"):
        seat(SECTORS, 10, conditions=Conditions(sizes=[2] * 10))


def test_conditions_that_fit_nothing_are_refused() -> None:
    with pytest.raises(InputError, match="sizes has 1 entries, expected 2"):
        seat(["a", "b"], 2, conditions=Conditions(sizes=[1]))
    with pytest.raises(InputError, match="Person 5 at table 0 is not among 2 people"):
        seat(["a", "b"], 1, conditions=Conditions(fixed=[{5: 0}]))


def test_what_is_said_of_a_seating() -> None:
    sectors = dict(zip("abcd", "xxyy", strict=True))
    rounds = [{1: "ac", 2: "bd"}, {1: "ab", 2: "cd"}, {1: "ac", 2: "bd"}]
    found = measure(rounds, sectors, {"a": "AB", "c": "B", "d": ""}, {1: "A", 2: "B"})
    # a sits at A three times, c at B once of three times; round 2 parts the sectors.
    assert found == Quality(people=4, pairs=6, distinct=4, off=2, wishing=2, met_first=1, met=1)
    assert measure([], {}, {}, {}) == Quality(0, 0, 0, 0, 0, 0, 0)


def test_the_best_free_place() -> None:
    sectors = {"a": "x", "b": "y", "c": "y", "d": "x", "late": "x"}
    at = {1: ["a", "b"], 2: ["c", "d"], 3: []}
    place = partial(best_table, person="late", sector_of=sectors, topic_of={1: "A", 2: "B"})
    nobody: Counter = Counter()
    assert place(at, met=nobody, places={}) == 3
    assert place(at, met=nobody, places={3: 0}) == 1
    assert place(at, met=nobody, places={3: 0}, wishes=["B"]) == 2
    assert place(at, met=Counter([frozenset(("late", "a"))]), places={3: 0}) == 2
    assert place(at, met=nobody, places={1: 2, 2: 2, 3: 0}) is None


TOPICS = ["meeting places", "staying", "co-operation", "services"]


def test_wishes_are_met_and_groups_are_even() -> None:
    # Half of the hall wants the same topic first.
    wishes = [
        ["meeting places", TOPICS[1 + person % 3]] if person % 2 else [TOPICS[1 + person % 3]]
        for person in range(70)
    ]
    found = assign_topics(wishes, TOPICS)
    assert sorted(Counter(found.topics).values()) == [17, 17, 18, 18]
    assert (sum(found.met), found.share_met) == (70, 1)
    assert found.met == (53, 17)


def test_without_wishes_nobody_stands_in_the_way() -> None:
    found = assign_topics([[], ["a"], [], ["a"]], ["a", "b"])
    assert found == TopicPlan(("b", "a", "b", "a"), (2,), 2, 1)
    assert assign_topics([[], []], ["a", "b"]).share_met is None
    assert assign_topics([], ["a"]) == TopicPlan((), (), 0, None)


def test_places_limit_the_topics() -> None:
    found = assign_topics([["a", "b"], ["a", "b"], ["a"]], ["a", "b"], {"a": 1, "b": 5})
    assert found == TopicPlan(("b", "b", "a"), (1, 2), 3, 1)
    with pytest.raises(InputError, match="3 people, but only 2 places"):
        assign_topics([["a"]] * 3, ["a", "b"], {"a": 2})


def test_unknown_topics_are_named() -> None:
    with pytest.raises(InputError, match="Person 1 wishes 'c', which is no topic"):
        assign_topics([["a"], ["c"]], ["a", "b"])


wished = st.lists(st.sampled_from("abc"), max_size=2, unique=True)


@given(st.lists(wished, min_size=1, max_size=6))
@settings(deadline=None, max_examples=60)
def test_topic_plans_equal_trying_every_plan(wishes: list[list[str]]) -> None:
    found = assign_topics(wishes, "abc")
    assert _rating(wishes, found.topics) == max(
        _rating(wishes, plan) for plan in _even_plans(len(wishes))
    )
    assert found.topics in _even_plans(len(wishes))
    assert sum(found.met) == _rating(wishes, found.topics)[0]


def _even_plans(people: int) -> set[tuple[str, ...]]:
    plans = product("abc", repeat=people)
    return {
        plan for plan in plans if max(map(plan.count, "abc")) - min(map(plan.count, "abc")) <= 1
    }


def _rating(wishes: list[list[str]], plan: tuple[str, ...]) -> tuple[int, int]:
    """Wishes met, then first wishes met."""
    met = [wish.index(topic) for wish, topic in zip(wishes, plan, strict=True) if topic in wish]
    return len(met), met.count(0)


def test_every_order_of_topics_is_as_good() -> None:
    wishes = [["a", "b"], ["a"], ["b", "c"], ["c", "a"], []]
    plans = [assign_topics(wishes, order) for order in permutations("abc")]
    assert {plan.met for plan in plans} == {(4, 0)}
