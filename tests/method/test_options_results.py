"""Proves what options are said to do in which future, whom they bring together, and whose turn
it is to be asked."""

from collections import Counter
from itertools import product

import pytest

from weitblick.method.options import actions, partnership, queries, ratings, results, turns
from weitblick.method.options.models import Part
from weitblick.voices.actions import Speaker

from .options_setting import futures, key_factor, option, wish


@pytest.fixture
def judged(process, running, join):
    """Three options judged by two people: good in both futures, in the dark one, and nowhere."""
    known = futures(process)
    rows = [option(process, title) for title in ("Haus", "Notbus", "Mauer")]
    given = {
        ("Haus", "offen"): (3, 2), ("Haus", "zu"): (-3, -2),
        ("Notbus", "fährt nicht"): (-1, -1), ("Mauer", "fährt nicht"): (2, None),
    }
    activity, people = running("options", "effects"), [join(), join()]
    by_title = {one.item.text: one for one in rows}
    for n, person in enumerate(people):
        actions.judge_effects(activity, Speaker(person), [
            actions.Effect(by_title[o], known[a], values[n]) for (o, a), values in given.items()
        ])
    return known


def test_the_effects_matrix_holds_medians_and_counts_without_dont_knows(process, judged) -> None:
    found = queries.effects(process)
    assert [one.item.text for one in found.assumptions] == ["offen", "zu", "fährt", "fährt nicht"]
    assert found.medians == (
        (2.5, -2.5, None, None), (None, None, None, -1.0), (None, None, None, 2.0)
    )
    assert found.counts == ((2, 2, 0, 0), (0, 0, 0, 2), (0, 0, 0, 1))
    assert (found.judged, found.voices) == (4, 2)


def test_an_option_helps_where_it_fosters_the_desirable_or_hinders_the_undesirable(
    process, judged, meeting, join
) -> None:
    wish(meeting, join(), {judged["offen"]: 5, judged["zu"]: 1, judged["fährt"]: 5,
                           judged["fährt nicht"]: 1})
    table = results.robustness(process)
    assert table.weighted
    assert table.columns == ["Dunkel", "Hell"]
    assert {row.option.item.text: (row.effects, row.words) for row in table.rows} == {
        "Haus": ((2.5, 2.5), "hilft in beiden Zukünften"),
        "Notbus": ((1.0, 0.0), "hilft nur in „Dunkel“"),
        "Mauer": ((-2.0, 0.0), "hilft in keiner Zukunft, schadet in „Dunkel“"),
    }
    assert [row.regret for row in table.rows] == [0.0, 2.5, 4.5]
    assert table.titles == ["Haus", "Notbus", "Mauer"]
    assert table.reading == (
        "1 von 3 Optionen hilft in beiden Zukünften, 1 nur in einer."
    )


def test_without_desirabilities_the_words_say_foster_and_hinder(process, judged) -> None:
    table = results.robustness(process)
    assert not table.weighted
    assert {row.option.item.text: (row.effects, row.words) for row in table.rows} == {
        "Haus": ((-2.5, 2.5), "wirkt fördernd nur in „Hell“, hemmend in „Dunkel“"),
        "Notbus": ((-1.0, 0.0), "wirkt in keiner Zukunft fördernd, hemmend in „Dunkel“"),
        "Mauer": ((2.0, 0.0), "wirkt fördernd nur in „Dunkel“"),
    }


def test_an_assumption_of_unknown_desirability_counts_as_not_judged(
    process, judged, meeting, join
) -> None:
    wish(meeting, join(), {judged["offen"]: 5})
    rows = results.robustness(process).rows
    assert [row.effects for row in rows] == [(0.0, 2.5), (0.0, 0.0), (0.0, 0.0)]
    assert [row.unjudged for row in rows] == [3, 4, 4]


def test_without_scenarios_there_is_no_robustness(process) -> None:
    key_factor(process, "Häuser", ["offen"])
    option(process, "Haus")
    assert results.robustness(process) is None


@pytest.mark.parametrize(("effects", "words"), [
    ((1, 1, 1, 1), "hilft in allen vier Zukünften"),
    ((1, 1, 1, 0), "hilft in drei von vier Zukünften"),
    ((1, 0, 0, -1), "hilft nur in „A“, schadet in „D“"),
    ((0, 0, 0, 0), "hilft in keiner Zukunft"),
    ((-1, -1, -1, -1), "hilft in keiner Zukunft, schadet in allen vier Zukünften"),
])
def test_effects_in_words(effects, words) -> None:
    assert results.robust_words(effects, "ABCD") == words


def test_ratings_come_as_medians_with_n_and_their_words(process, running, join) -> None:
    one, two = option(process, "A"), option(process, "B")
    activity = running("options", "rate")
    for impact, support in ((4, 5), (5, 4)):
        actions.rate_options(
            activity, Speaker(join()), [actions.OptionRating(one, impact, 2, support)]
        )
    rated = {row.option.pk: row for row in ratings.rated(process)}
    first = rated[one.pk]
    assert (first.impact, first.effort, first.support, first.n) == (4.5, 2.0, 4.5, 2)
    assert first.words == "Wirkung 4,5 · Aufwand 2 · Rückhalt 4,5 · n = 2"
    assert first.is_strongly_supported
    assert rated[two.pk].words == "noch nicht bewertet"
    assert (first.means, ratings.picture([rated[two.pk]])) == ((4.5, 2.0, 4.5), None)
    shown = ratings.picture(ratings.rated(process), "/hier/")
    assert shown["rows"] == [("A", "4,5", "2,0", "4,5", "2")]
    assert [(m.point.label, m.point.key, m.point.url) for m in shown["grid"]["marks"]] == [
        ("A", True, f"/hier/{one.item.public_id}/")
    ]
    assert shown["grid"]["x_label"] == "Aufwand, Mittelwert (Ausschnitt ab 2)"


def test_support_by_sector_hides_small_groups_and_what_would_give_them_away(
    process, running, join
) -> None:
    one, activity = option(process, "A"), running("options", "rate")
    for sector, n in (("kommune", 7), ("politik", 6), ("wirtschaft", 2)):
        for _one in range(n):
            actions.rate_options(
                activity, Speaker(join(sector)), [actions.OptionRating(one, 3, 3, 4)]
            )
    found = ratings.support_by_sector(process, one)
    assert [(title, getattr(cell, "n", None)) for title, cell in found] == [
        ("Kommune", 7), ("Politik", None), ("Wirtschaft", None)
    ]


def test_partnership_shows_who_works_together_and_who_is_missing(process) -> None:
    one, two, three = (option(process, title) for title in "ABC")
    entry = actions.PartnerEntry
    actions.set_partners(one, [entry("kommune", part=Part.LEAD), entry("politik", "Rat")])
    actions.set_partners(two, [entry("kommune"), entry("politik"), entry("wissenschaft")])
    found = partnership.partnership(process)
    assert found.sectors == ("Kommune", "Wohlfahrtspflege", "Politik", "Wirtschaft",
                             "Zivilgesellschaft", "Wissenschaft")
    assert found.shared[0] == (None, 0, 2, 0, 0, 1)
    assert found.options_of == (2, 0, 2, 0, 0, 1)
    assert found.missing == ("Wohlfahrtspflege", "Wirtschaft", "Zivilgesellschaft")
    assert ([o.item.text for o in found.orphaned], found.leads, found.most) == (["C"], 1, 2)
    first = queries.options(process)[0]
    assert partnership.partner_names(first) == ["Kommune (federführend)", "Rat"]
    assert three.pk == found.orphaned[0].pk


def test_the_least_rated_option_is_due_first(process, running, join) -> None:
    rows = [option(process, title) for title in "ABC"]
    activity, me = running("options", "rate"), join()
    for one in rows[:2]:
        actions.rate_options(activity, Speaker(join()), [actions.OptionRating(one, 1, 1, 1)])
    due = turns.due_options(process, me, rows, {rows[0].item_id})
    assert [one.item.text for one in due] == ["C", "B"]


def test_everybody_together_judges_every_pair_about_equally_often(process, running, join) -> None:
    futures(process)
    for title in "ABCDE":
        option(process, title)
    activity = running("options", "effects", options={"questions": 4})
    assert turns.quota(activity) == 4
    for _one in range(10):
        person = join()
        for _question in range(4):
            plan = turns.due_effects(activity, person)
            assert len(plan) == 4
            answered = turns._judged(process, person)[1]
            due = next(p for p in plan if (p[0].item_id, p[1].item_id) not in answered)
            actions.judge_effects(activity, Speaker(person), [actions.Effect(*due, 1)])
    assert {n for row in queries.effects(process).counts for n in row} == {2}


def test_a_page_loaded_again_asks_the_same_pair(process, running, join) -> None:
    futures(process)
    option(process, "A"), option(process, "B")
    activity, person = running("options", "effects", options={"questions": 3}), join()
    assert turns.due_effects(activity, person) == turns.due_effects(activity, person)


def test_who_is_there_is_asked_a_planned_share_whatever_others_say(
    process, running, join
) -> None:
    futures(process)
    for title in "ABCD":
        option(process, title)
    people = [join() for _person in range(4)]
    activity = running("options", "effects", options={"questions": 4})
    shares = [turns.due_effects(activity, person) for person in people]
    assert Counter(pair for share in shares for pair in share) == Counter(
        dict.fromkeys(product(queries.options(process), queries.judged_assumptions(process)), 1))
    for share in shares:
        assert len(share) == 4
        assert all(share[at][0] == share[at + 1][0] for at in (0, 2))
    actions.judge_effects(activity, Speaker(people[0]), [
        actions.Effect(*pair, 1) for pair in (*shares[0][:1], *shares[1][:1])])
    assert turns.due_effects(activity, people[0]) == [*shares[0], shares[1][0]]
    assert turns.due_effects(activity, people[1]) == shares[1]


def test_the_late_finish_what_is_begun_and_take_what_the_fewest_judged(
    process, running, join
) -> None:
    futures(process)
    option(process, "A"), option(process, "B")
    early = join()
    activity = running("options", "effects", options={"questions": 4})
    share, late = turns.due_effects(activity, early), join()
    actions.judge_effects(activity, Speaker(early), [actions.Effect(*pair, 1) for pair in share])
    asked = turns.due_effects(activity, late)
    assert set(asked) == {
        pair for pair in product(queries.options(process), queries.judged_assumptions(process))
        if pair not in share}
    actions.judge_effects(activity, Speaker(late), [actions.Effect(*asked[3], 2)])
    assert set(turns.due_effects(activity, late)) == set(asked)
