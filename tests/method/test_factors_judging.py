"""Proves: ratings and judgements are taken once, on their scales, for factors that count, by
people, tables and raised hands; pairs are planned so that all are covered evenly."""

from collections import Counter

import pytest
from django.core.exceptions import ValidationError

from tests.method.factors_setting import judge_all, make_factors
from weitblick.engines.agreement import Hidden
from weitblick.method.factors import actions, queries
from weitblick.method.factors.analysis.influence import influence, next_pair, progress
from weitblick.method.factors.analysis.keys import suggested_keys
from weitblick.method.factors.analysis.ratings import (
    by_score,
    by_sector,
    rated,
    suggested_shortlist,
)
from weitblick.method.factors.analysis.words import (
    dissents,
    reading_of_coverage,
    reading_of_ratings,
    reading_of_structure,
)
from weitblick.method.factors.criteria import IMPACT, UNCERTAINTY
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Judgement, Rating
from weitblick.workshop.actions import close_activity, set_tables


@pytest.fixture
def rating(running):
    return running("factors", "rate")


@pytest.fixture
def judging(running):
    return running("factors", "influence")


@pytest.fixture
def three(process):
    factors = make_factors(process, "Bus", "Arzt", "Laden")
    actions.shortlist(process, factors)
    return factors


def figures(process) -> list[tuple]:
    """Title, n, median and mean of impact, median of uncertainty."""
    return [(r.factor.item.text, r.n, r.impact.median, r.impact.mean, r.uncertainty.median)
            for r in rated(process)]


def test_the_last_rating_of_a_person_counts_and_earlier_ones_are_kept(rating, join, three, process):
    speaker = Speaker(participant=join())
    actions.rate_factors(rating, speaker, [(three[0], 2, 3)], key="a" * 32)
    actions.rate_factors(rating, speaker, [(three[0], 2, 3)], key="a" * 32)
    actions.rate_factors(rating, speaker, [(three[0], 5, 4)], key="b" * 32)
    assert Rating.objects.count() == 4
    assert figures(process) == [
        ("Bus", 1, 5.0, 5.0, 4.0), ("Arzt", 0, None, None, None), ("Laden", 0, None, None, None)]


@pytest.mark.parametrize(("impact", "uncertainty"), [(0, 3), (6, 3), (3, 0), (3, 6)])
def test_values_beside_the_scale_are_refused_whole(rating, join, three, impact, uncertainty):
    with pytest.raises(ValidationError):
        actions.rate_factors(rating, Speaker(participant=join()), [
            (three[1], 3, 3), (three[0], impact, uncertainty)])
    assert Rating.objects.count() == 0


def test_what_no_longer_counts_is_not_rated(rating, join, three):
    old = three[0].item
    actions.merge_factors(three[:2], "Versorgung")
    three[0].item = old
    old.refresh_from_db()
    with pytest.raises(ValidationError) as refused:
        actions.rate_factors(rating, Speaker(participant=join()), [(three[0], 3, 3)])
    assert refused.value.messages == ["„Bus“ wurde inzwischen abgelöst."]


def test_a_closed_round_takes_nothing(rating, judging, join, three):
    close_activity(rating)
    close_activity(judging)
    speaker = Speaker(participant=join())
    with pytest.raises(ValidationError):
        actions.rate_factors(rating, speaker, [(three[0], 3, 3)])
    with pytest.raises(ValidationError):
        actions.judge_influences(judging, speaker, [(three[0], three[1], 1)])
    assert (Rating.objects.count(), Judgement.objects.count()) == (0, 0)


def test_raised_hands_count_as_people_and_a_new_count_replaces_the_old(
    rating, join, three, process, meeting
):
    table = set_tables(meeting, [""])[0]
    actions.rate_factors(rating, Speaker(participant=join()), [(three[0], 5, 5)])
    actions.rate_by_hands(rating, table, three[0], IMPACT, {3: 6, 4: 1, 5: 0})
    assert figures(process)[0][:4] == ("Bus", 8, 3.0, 3.375)
    actions.rate_by_hands(rating, table, three[0], IMPACT, {3: 0, 4: 1, 5: 0})
    assert figures(process)[0][:4] == ("Bus", 2, 4.5, 4.5)


def test_a_negative_count_of_hands_is_refused(rating, three):
    with pytest.raises(ValidationError) as refused:
        actions.rate_by_hands(rating, None, three[0], UNCERTAINTY, {1: -1})
    assert refused.value.messages == ["Eine Zahl von Händen ist nie kleiner als null."]


def test_factors_are_suggested_by_impact_times_uncertainty(rating, join, three, process):
    for values in ((5, 2), (3, 5)):
        actions.rate_factors(rating, Speaker(participant=join()), [(three[0], *values)])
    actions.rate_factors(rating, Speaker(participant=join()), [(three[2], 4, 4)])
    rows = rated(process)
    assert [(r.factor.item.text, r.score) for r in by_score(rows)] == [
        ("Laden", 16.0), ("Bus", 14.0), ("Arzt", None)]
    assert [f.item.text for f in suggested_shortlist(rows)] == ["Laden", "Bus"]
    assert [f.item.text for f in suggested_shortlist(rows, 1)] == ["Laden"]
    assert reading_of_ratings(rows) == (
        "Als wirkungsvoll und zugleich ungewiss gelten vor allem „Laden“ und „Bus“.")


def test_sectors_of_fewer_than_five_are_hidden_with_another_one(rating, join, three, process):
    for sector, people in (("kommune", 5), ("politik", 6), ("wirtschaft", 1)):
        for _person in range(people):
            actions.rate_factors(rating, Speaker(participant=join(sector)), [(three[0], 4, 2)])
    shown = [(criterion, sector, "hidden" if isinstance(found, Hidden) else found.n)
             for criterion, sector, found in by_sector(process, three[0])]
    assert shown == [
        ("Wirkung", "Kommune", "hidden"), ("Wirkung", "Politik", 6),
        ("Wirkung", "Wirtschaft", "hidden"), ("Ungewissheit", "Kommune", "hidden"),
        ("Ungewissheit", "Politik", 6), ("Ungewissheit", "Wirtschaft", "hidden"),
    ]


def test_a_pair_is_judged_once_a_person_and_not_with_itself(judging, join, three):
    speaker = Speaker(participant=join())
    actions.judge_influences(judging, speaker, [(three[0], three[1], 3)], key="a" * 32)
    actions.judge_influences(judging, speaker, [(three[0], three[1], 3)], key="a" * 32)
    assert Judgement.objects.count() == 1
    with pytest.raises(ValidationError) as refused:
        actions.judge_influences(judging, speaker, [(three[0], three[0], 3)])
    assert refused.value.messages == ["Ein Faktor wird nicht mit sich selbst verglichen."]
    with pytest.raises(ValidationError):
        actions.judge_influences(judging, speaker, [(three[0], three[1], 4)])
    assert Judgement.objects.count() == 1


def test_late_people_are_asked_the_pairs_with_the_fewest_voices(judging, join, three, process):
    asked: Counter = Counter()
    for _person in range(12):
        person = join()
        source, target = next_pair(judging, person, three)
        asked[(source.pk, target.pk)] += 1
        actions.judge_influences(judging, Speaker(participant=person), [(source, target, 1)])
    assert (len(asked), set(asked.values())) == (6, {2})


def test_who_is_there_in_time_gets_a_planned_share_of_their_own(running, join, three, process):
    people = [join() for _person in range(3)]
    activity = running("factors", "influence", options={"pairs": 2})
    asked = []
    for person in people:
        while not progress(activity, person, three).is_done:
            source, target = next_pair(activity, person, three)
            asked.append((source.pk, target.pk))
            actions.judge_influences(activity, Speaker(participant=person), [(source, target, 2)])
    assert (len(asked), len(set(asked))) == (6, 6)
    found = progress(activity, people[0], three)
    assert (found.own, found.share, found.covered, found.often) == (2, 2, 6, 0)
    assert next_pair(activity, people[0], three) is not None


def test_the_plan_does_not_shift_while_it_is_worked_through(running, join, three, process):
    first, second = join(), join()
    activity = running("factors", "influence", options={"pairs": 2})
    before = next_pair(activity, second, three)
    join()
    actions.judge_influences(
        activity, Speaker(participant=first), [(*next_pair(activity, first, three), 1)])
    assert next_pair(activity, second, three) == before


def test_nobody_is_asked_twice_and_dont_know_is_an_answer_but_no_coverage(
    judging, join, three, process
):
    person = join()
    seen = set()
    while pair := next_pair(judging, person, three):
        seen.add((pair[0].pk, pair[1].pk))
        actions.judge_influences(judging, Speaker(participant=person), [(*pair, None)])
    found = progress(judging, person, three)
    assert (len(seen), found.own, found.pairs, found.covered) == (6, 6, 6, 0)


def test_people_asked_at_the_same_moment_are_asked_different_pairs(judging, join, three):
    pairs = {tuple(f.pk for f in next_pair(judging, join(), three)) for _person in range(20)}
    assert len(pairs) > 1


def test_without_a_shortlist_there_is_no_pair(judging, join):
    assert next_pair(judging, join(), []) is None


def test_the_matrix_is_the_median_of_all_voices_and_the_structure_follows(
    judging, join, three, process
):
    for _person in range(3):
        judge_all(judging, join(), three)
    found = influence(process)
    assert found.values == ((None, 1.0, 2.0), (3.0, None, 3.0), (0.0, 1.0, None))
    assert found.counts == ((0, 3, 3), (3, 0, 3), (3, 3, 0))
    assert (found.voices, found.covered, found.pairs, found.is_complete) == (3, 6, 6, True)
    assert found.structure.active == (3.0, 6.0, 1.0)
    assert found.structure.passive == (3.0, 2.0, 5.0)
    assert found.structure.role == ("buffering", "active", "passive")
    assert dissents(found) == []


def test_a_table_is_one_voice_and_dissent_is_named(judging, join, three, process, meeting):
    table = set_tables(meeting, [""])[0]
    pair = three[0], three[1]
    for value in (0, 3):
        actions.judge_influences(judging, Speaker(table=table), [(*pair, value)])
    for value in (0, 0, None):
        actions.judge_influences(judging, Speaker(participant=join()), [(*pair, value)])
    found = influence(process)
    assert (found.values[0][1], found.counts[0][1], found.voices) == (0.0, 3, 3)
    (source, target, median, dissent, n), = dissents(found)
    assert (source, target, median, round(dissent, 3), n) == ("Bus", "Arzt", 0.0, 0.943, 3)


def test_an_open_matrix_says_so_and_counts_open_pairs_as_nothing(judging, join, three, process):
    actions.judge_influences(judging, Speaker(participant=join()), [(three[0], three[1], 2)])
    found = influence(process)
    assert (found.covered, found.is_complete, found.structure.active) == (1, False, (2.0, 0.0, 0.0))
    assert reading_of_coverage(found) == (
        "1 von 6 Paaren sind beurteilt; offene zählen bis dahin als „gar nicht“.")


def test_what_is_not_on_the_shortlist_is_not_in_the_matrix(judging, join, three, process):
    judge_all(judging, join(), three)
    actions.shortlist(process, three[:2])
    assert influence(process).values == ((None, 1.0), (3.0, None))
    actions.shortlist(process, [])
    found = influence(process)
    assert (found.values, found.structure, found.pairs) == ((), None, 0)


def test_the_readings_name_drivers_and_driven(judging, join, three, process):
    judge_all(judging, join(), three)
    assert reading_of_structure(influence(process)) == [
        "Am stärksten treiben an: „Arzt“ (6), „Bus“ (3) und „Laden“ (1).",
        "Am stärksten getrieben werden: „Laden“ (5), „Bus“ (3) und „Arzt“ (2).",
    ]


def test_key_factors_are_suggested_with_their_reason(judging, rating, join, three, process):
    judge_all(judging, join(), three)
    actions.rate_factors(rating, Speaker(participant=join()), [(three[2], 4, 5), (three[0], 2, 2)])
    found = suggested_keys(influence(process), rated(process))
    assert [(one.factor.item.text, one.reason) for one in found] == [
        ("Arzt", "Treibt viel an und wird wenig getrieben (Aktivsumme 6, Passivsumme 2)."),
        ("Laden", "Gilt als wirkungsvoll und ungewiss (Wirkung im Mittel 4,0, Ungewissheit 5,0, "
                  "n = 1)."),
        ("Bus", "Gilt als wirkungsvoll und ungewiss (Wirkung im Mittel 2,0, Ungewissheit 2,0, "
                "n = 1)."),
    ]
    assert len(suggested_keys(influence(process), rated(process), 1)) == 1


def test_an_erased_person_keeps_counting_as_nobody(judging, rating, join, three, process):
    person = join()
    judge_all(judging, person, three)
    actions.rate_factors(rating, Speaker(participant=person), [(three[0], 4, 4)])
    before = influence(process).values, figures(process)
    voices.erase(person)
    assert (influence(process).values, figures(process)) == before
    assert by_sector(process, three[0]) == []


def test_pair_counts_count_each_voice_once(judging, join, three, process, meeting):
    table = set_tables(meeting, [""])[0]
    person = Speaker(participant=join())
    for speaker, value in ((person, 1), (person, 2), (Speaker(table=table), 3)):
        actions.judge_influences(judging, speaker, [(three[0], three[1], value)])
    assert queries.pair_counts(process) == {(three[0].item_id, three[1].item_id): 2}
