"""Opinion groups: named where they are real, and only there; consensus and representativeness.

Proven: the published formulas to 1e-9 against a slow reading of them in fractions, the groups of a
real German conversation (adjusted Rand index 0.90 at least against the published ones), no groups
in a real small conversation and in random votes, planted groups found, one range of opinion told
from two camps, and the rules for selecting statements.
"""

import csv
from fractions import Fraction
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weitblick.engines.errors import InputError
from weitblick.engines.opinions import (
    Gate,
    Opinions,
    Repness,
    Vote,
    adjusted_rand,
    analyse,
    group_aware_consensus,
    repness,
    representative,
)
from weitblick.engines.opinions.clusters import silhouette
from weitblick.engines.opinions.continuum import silverman

CASES = Path(__file__).parents[3] / "shared" / "cases" / "participation"
AUSTRIA = "austria-climate.5twd2jsnkf.2022-08-08"
LONDON = "london.youth.policing"
QUICK = Gate(draws=39, resamples=20)

small_votes = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from("abcd"), st.sampled_from([-1, 0, 1])),
    min_size=1,
    max_size=60,
)


def _rows(conversation: str, name: str) -> list[dict[str, str]]:
    file = CASES / conversation / name
    if not file.exists():
        pytest.skip(f"the conversation {conversation} is not there")
    with file.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _votes(conversation: str) -> list[Vote]:
    rows = _rows(conversation, "votes.csv")
    return [(int(r["voter-id"]), int(r["comment-id"]), int(r["vote"])) for r in rows]


def _published_groups(conversation: str) -> dict[int, int]:
    rows = _rows(conversation, "participants-votes.csv")
    return {int(r["participant"]): int(r["group-id"]) for r in rows if r["group-id"]}


def _rejected(conversation: str) -> set[int]:
    rows = _rows(conversation, "comments.csv")
    return {int(r["comment-id"]) for r in rows if r["moderated"] == "-1"}


@pytest.fixture(scope="module")
def austria() -> Opinions:
    return analyse(_votes(AUSTRIA), moderated_out=_rejected(AUSTRIA))


def test_the_published_groups_of_a_real_conversation_are_found(austria: Opinions) -> None:
    published = _published_groups(AUSTRIA)
    own = {member: group.number for group in austria.groups for member in group.members}
    assert (austria.n_participants, austria.n_statements) == (1116, 522)
    assert own.keys() == published.keys()
    assert austria.evidence.k == 2
    assert [own[p] for p in published].count(0) == austria.groups[0].n
    assert adjusted_rand([own[p] for p in published], list(published.values())) >= 0.9


def test_the_evidence_for_real_groups(austria: Opinions) -> None:
    evidence = austria.evidence
    assert evidence.reason is None
    assert evidence.p_value == 0.01
    assert evidence.silhouette > evidence.chance + 0.2
    assert evidence.stability >= 0.8
    # Told apart, yes; but the smaller group is the tail of one range, not a separate camp.
    assert evidence.p_continuous > 0.05


def test_rejected_statements_do_not_represent_anybody(austria: Opinions) -> None:
    rejected = _rejected(AUSTRIA)
    shown = {r.statement for group in austria.groups for r in group.representative}
    shown |= {s.statement for s in (*austria.agreed, *austria.rejected)}
    assert shown
    assert not shown & rejected
    assert {s.statement for s in austria.consensus if s.moderated_out} == rejected & {
        s.statement for s in austria.consensus
    }


def test_counts_are_those_of_the_last_votes(austria: Opinions) -> None:
    matrix = _rows(AUSTRIA, "participants-votes.csv")
    for found in austria.consensus[::25]:
        column = [row[str(found.statement)] for row in matrix]
        counts = (column.count("1"), column.count("-1"), column.count("0"))
        assert (found.agree, found.disagree, found.passed) == counts


def test_no_reliable_groups_in_a_small_conversation() -> None:
    found = analyse(_votes(LONDON), moderated_out=_rejected(LONDON))
    assert found.groups is None
    assert found.reason == "not_better_than_chance"
    assert found.evidence.p_value > 0.2
    assert len(found.projection) == 24
    assert {s.group_aware_agree for s in found.consensus} == {None}


def test_formulas_with_the_published_groups() -> None:
    votes, groups = _votes(AUSTRIA), _published_groups(AUSTRIA)
    consensus, stands = group_aware_consensus(votes, groups), repness(votes, groups)
    expected = _by_hand(votes, groups, sorted(consensus)[::40])
    for statement, (across, by_group) in expected.items():
        assert consensus[statement] == pytest.approx(across, abs=1e-9)
        for group, figures in by_group.items():
            found = next(s for s in stands[group] if s.statement == statement)
            assert _figures(found) == pytest.approx(figures, abs=1e-9)


def _figures(found: Repness) -> list[float]:
    agree = [found.p_agree, found.z_agree, found.r_agree, found.rz_agree]
    return [*agree, found.p_disagree, found.z_disagree, found.r_disagree, found.rz_disagree]


def _by_hand(votes: list[Vote], groups: dict, statements: list) -> dict:
    """The formulas read slowly, in fractions: statement -> (consensus, group -> figures)."""
    last = {(person, statement): vote for person, statement, vote in votes}
    result = {}
    for statement in statements:
        cast = {g: [] for g in set(groups.values())}
        for (person, of), vote in last.items():
            if of == statement and person in groups:
                cast[groups[person]].append(vote)
        agree, disagree = Fraction(1), Fraction(1)
        by_group = {}
        for group, own in cast.items():
            other = [v for g, them in cast.items() if g != group for v in them]
            agree *= Fraction(own.count(1) + 1, len(own) + 2)
            disagree *= Fraction(own.count(-1) + 1, len(own) + 2)
            by_group[group] = [*_one_side(own, other, 1), *_one_side(own, other, -1)]
        result[statement] = ((float(agree), float(disagree)), by_group)
    return result


def _one_side(own: list[int], other: list[int], side: int) -> list[float]:
    n, size, m, rest = own.count(side), len(own), other.count(side), len(other)
    p, q = Fraction(n + 1, size + 2), Fraction(m + 1, rest + 2)
    test = 2 * sqrt(size + 1) * float(Fraction(n + 1, size + 1) - Fraction(1, 2))
    pooled = Fraction(n + m + 2, size + rest + 2)
    spread = sqrt(pooled * (1 - pooled) * (Fraction(1, size + 1) + Fraction(1, rest + 1)))
    difference = float(Fraction(n + 1, size + 1) - Fraction(m + 1, rest + 1))
    return [float(p), test, float(p / q), difference / spread if spread else 0.0]


VOTES = [
    *[(f"a{i}", "bus", 1) for i in range(8)],
    *[(f"b{i}", "bus", -1) for i in range(7)],
    *[(f"{g}{i}", "shop", 1) for g in "ab" for i in range(7)],
    ("a7", "shop", 0),
]
GROUPS = {person: person[0] for person, _, _ in VOTES}


def test_figures_worked_by_hand() -> None:
    bus, _ = repness(VOTES, GROUPS)["a"]
    assert (bus.statement, bus.agree, bus.disagree, bus.seen) == ("bus", 8, 0, 8)
    assert (bus.p_agree, bus.p_disagree) == (0.9, 0.1)
    assert bus.z_agree == 3
    assert bus.r_agree == pytest.approx(0.9 / (1 / 9))
    assert (bus.side, bus.significant) == ("agree", True)
    consensus = group_aware_consensus(VOTES, GROUPS)
    assert consensus["bus"] == pytest.approx((0.9 * 1 / 9, 0.1 * 8 / 9))
    assert consensus["shop"] == pytest.approx((0.8 * 8 / 9, 0.1 * 1 / 9))


def test_what_represents_a_group() -> None:
    stands = repness(VOTES, GROUPS)
    assert [(r.statement, r.side) for r in representative(stands["a"])] == [("bus", "agree")]
    # b agrees with the shop as much as everybody: its first line, before what it rejects.
    b = [(r.statement, r.side, r.votes, r.seen) for r in representative(stands["b"])]
    assert b == [("shop", "agree", 7, 7), ("bus", "disagree", 7, 7)]


def test_a_group_without_any_favourite_has_one_statement() -> None:
    votes = [(f"{g}{i}", "bus", 0) for g in "ab" for i in range(6)]
    stands = repness(votes, {person: person[0] for person, _, _ in votes})
    assert [r.statement for r in representative(stands["a"])] == ["bus"]
    assert representative(stands["a"], excluded={"bus"}) == ()


def test_at_most_five_statements() -> None:
    votes = [
        (f"{g}{i}", s, 1 if g == "a" else -1) for s in range(9) for g in "ab" for i in range(8)
    ]
    stands = repness(votes, {person: person[0] for person, _, _ in votes})
    assert len(representative(stands["a"])) == 5


def test_the_last_vote_counts() -> None:
    found = analyse([("p", "s", 1), ("q", "s", 1), ("p", "s", -1)])
    assert [(s.agree, s.disagree, s.passed, s.n) for s in found.consensus] == [(1, 1, 0, 2)]


def test_too_few_people_or_statements() -> None:
    few = analyse([(p, s, 1) for p in range(9) for s in range(9)])
    assert (few.groups, few.reason) == (None, "too_few_participants")
    agreed = analyse([(p, s, 1) for p in range(30) for s in range(9)])
    assert (agreed.groups, agreed.reason) == (None, "too_few_statements")
    assert [s.statement for s in agreed.agreed] == [0, 1, 2, 3, 4]
    assert agreed.rejected == ()


def test_nobody_voted() -> None:
    found = analyse([])
    assert (found.n_participants, found.n_votes, found.consensus) == (0, 0, ())
    assert found.reason == "too_few_participants"


def _planted(people: int, statements: int, seed: int, noise: float = 0.15) -> list[Vote]:
    """Two camps, 40 % odd numbers: they differ on half of the statements; half is not voted."""
    rng = np.random.default_rng(seed)
    p = np.where(rng.random((2, statements)) < 0.5, noise, 1 - noise)
    return [
        (person, s, 1 if rng.random() < p[_camp(person), s] else -1)
        for person in range(people)
        for s in range(statements)
        if rng.random() < 0.6
    ]


def _camp(person: int) -> int:
    return int(person % 5 in (1, 3))


def test_planted_groups_are_found() -> None:
    found = analyse(_planted(70, 30, seed=3), gate=QUICK)
    own = {member: group.number for group in found.groups for member in group.members}
    assert found.reason is None
    assert found.groups[0].n >= found.groups[1].n
    assert adjusted_rand([own[p] for p in range(70)], [_camp(p) for p in range(70)]) >= 0.9
    # Two camps with a gap between them.
    assert found.evidence.p_continuous <= 0.05


@pytest.mark.parametrize("seed", range(3))
def test_random_votes_have_no_groups(seed: int) -> None:
    rng = np.random.default_rng(seed)
    votes = [(p, s, int(rng.integers(-1, 2))) for p in range(60) for s in range(20)]
    found = analyse(votes, gate=QUICK)
    assert found.groups is None
    assert found.reason in {"not_better_than_chance", "not_stable", "groups_too_small"}


def test_the_same_seed_gives_the_same_result() -> None:
    votes = _planted(40, 12, seed=1)
    assert analyse(votes, seed=5, gate=QUICK) == analyse(votes, seed=5, gate=QUICK)


def test_a_hundred_thousand_votes_of_two_camps() -> None:
    rng = np.random.default_rng(0)
    people, statements = rng.integers(0, 2500, 100_000), rng.integers(0, 300, 100_000)
    sides = np.where((people % 2 == 0) ^ (statements % 2 == 0), 1, -1)
    votes = zip(people.tolist(), statements.tolist(), sides.tolist(), strict=True)
    found = analyse(votes, gate=Gate(draws=19, resamples=5))
    assert [group.n for group in found.groups] == [1250, 1250]


def test_other_votes_are_refused() -> None:
    with pytest.raises(InputError, match="Vote 2 at position 1") as e:
        analyse([("p", "s", 1), ("q", "s", 2)])
    assert (e.value.code, e.value.params["participant"]) == ("vote_unknown", "q")


@given(small_votes, st.dictionaries(st.integers(0, 5), st.sampled_from("xyz"), min_size=1))
@settings(deadline=None, max_examples=50)
def test_formulas_on_any_votes(votes: list[Vote], groups: dict[int, str]) -> None:
    consensus = group_aware_consensus(votes, groups)
    for statement, (across, by_group) in _by_hand(votes, groups, list(consensus)).items():
        assert consensus[statement] == pytest.approx(across)
        for group, figures in by_group.items():
            found = next(s for s in repness(votes, groups)[group] if s.statement == statement)
            assert _figures(found) == pytest.approx(figures)


def test_adjusted_rand_of_a_published_table() -> None:
    # Rows u1..u3 and columns v1..v3 of Yeung and Ruzzo (2001), supplement to Bioinformatics 17:
    # 1 1 0 / 1 2 1 / 0 0 4, adjusted Rand index 0.313.
    u = [1, 1, 2, 2, 2, 2, 3, 3, 3, 3]
    v = [1, 2, 1, 2, 2, 3, 3, 3, 3, 3]
    assert adjusted_rand(u, v) == pytest.approx(0.313, abs=5e-4)
    assert adjusted_rand(u, u) == 1
    assert adjusted_rand([1, 1], [2, 2]) == 1


def test_silhouette_worked_by_hand() -> None:
    points = np.array([[0.0], [1.0], [5.0]])
    found = silhouette(np.abs(points - points.T), np.array([0, 0, 1]))
    assert found == pytest.approx((4 / 5 + 3 / 4 + 0) / 3)


def test_one_peak_and_two() -> None:
    rng = np.random.default_rng(0)
    one = rng.normal(size=200)
    two = np.concatenate([rng.normal(size=100), rng.normal(6, 1, 100)])
    assert silverman(one, rng) > 0.2
    assert silverman(two, rng) == 0.01
