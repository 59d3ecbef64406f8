"""Who is asked what: shares differ by one voice at most, the late get what is least covered, and
a matrix of 132 pairs is judged three times by 70 people in 15 minutes although some stay away."""

import heapq
import random
from collections import Counter
from itertools import permutations

import pytest

from weitblick.voices import turns

PAIRS = list(permutations(range(12), 2))
MINUTES = 15


def test_the_same_seed_deals_the_same_order() -> None:
    assert turns.dealt(PAIRS, 5) == turns.dealt(PAIRS, 5)
    assert turns.dealt(PAIRS, 5) != turns.dealt(PAIRS, 6)
    assert sorted(turns.dealt(PAIRS, 5)) == PAIRS


@pytest.mark.parametrize(("questions", "people", "size"), [
    (132, 70, 12), (132, 30, 18), (132, 10, 30), (132, 1, 30), (6, 70, 6), (0, 5, 0), (132, 0, 30),
])
def test_a_share_covers_everything_three_times_and_spares_people(questions, people, size) -> None:
    assert turns.fair_share(questions, people) == size


@pytest.mark.parametrize("people", [1, 7, 33, 70])
def test_finished_shares_differ_by_one_voice_at_most(people: int) -> None:
    plan = turns.dealt(PAIRS, 1)
    given = Counter(pair for place in range(people) for pair in turns.share(plan, place, 12))
    counts = [given[pair] for pair in PAIRS]
    assert max(counts) - min(counts) <= 1


def test_nobody_is_asked_the_same_twice() -> None:
    plan = turns.dealt(PAIRS, 1)
    assert len(set(turns.share(plan, 10, 30))) == 30
    assert turns.share(plan, 3, 200) == [*plan[600 % 132:], *plan[:600 % 132]]
    assert turns.share([], 3, 12) == []


@pytest.mark.parametrize("seed", range(5))
def test_seventy_people_judge_132_pairs_three_times_in_fifteen_minutes(seed: int) -> None:
    """20 to 60 seconds a pair; one in five never begins, ten come five minutes late."""
    chance, plan = random.Random(seed), turns.dealt(PAIRS, seed)
    counts: Counter = Counter()
    begin = []
    for person in range(70):
        if chance.random() < 0.2:
            continue
        late = person >= 60
        mine = [] if late else turns.share(plan, person, turns.fair_share(132, 60))
        begin.append((300.0 if late else 0.0, person, mine, late))
    heapq.heapify(begin)
    seen: dict[int, set] = {}
    while begin:
        now, person, mine, late = heapq.heappop(begin)
        if now > MINUTES * 60:
            continue
        own = seen.setdefault(person, set())
        left = [pair for pair in mine if pair not in own]
        if not left and (late or chance.random() < 0.5):  # half go on after their share
            rest = sorted(turns.dealt(plan, person), key=counts.__getitem__)
            left = [pair for pair in rest if pair not in own]
        if not left:
            continue
        own.add(left[0])
        counts[left[0]] += 1
        heapq.heappush(begin, (now + chance.uniform(20, 60), person, mine, late))
    assert min(counts[pair] for pair in PAIRS) >= 3
