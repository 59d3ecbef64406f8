"""Proves of dots, orders and places between two axes, in every step that asks for them: one ballot
a person, the last one counts, a repeat counts once; budgets hold; nobody favours their own card;
nothing is seen before the round closes; and it all works without scripts."""

import pytest

from tests.method.factors_setting import hand_in, make_factors
from weitblick.method.factors import actions as factors
from weitblick.method.factors.views import favouring as factor_views
from weitblick.method.options import actions, ratings
from weitblick.method.options.criteria import EFFORT, IMPACT
from weitblick.method.options.views import favouring
from weitblick.voices import ballots
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Rating
from weitblick.voices.queries import own_values
from weitblick.workshop.actions import close_activity

TITLES = ("Rufbus", "Dorfladen", "Gemeindeschwester")


@pytest.fixture
def three(process):
    return [actions.create_option(process, title) for title in TITLES]


@pytest.fixture
def rounds(running):
    """An open round with its own rules."""

    def of(step: str, kind: str, **options):
        activity = running(step, kind)
        activity.options = options
        activity.save(update_fields=["options"])
        return activity

    return of


def url(activity) -> str:
    return f"/m/ABC234/{activity.pk}/"


def dots_for(rows, *counts: int) -> dict:
    return {row.item.public_id: str(n) for row, n in zip(rows, counts, strict=True)}


def test_dots_are_shared_out_changed_and_counted_when_the_round_closes(
    rounds, phone, join, three
) -> None:
    activity, people = rounds("options", "dots"), [join(), join()]
    first, second = (phone(person) for person in people)
    assert first.post(url(activity), dots_for(three, 2, 1, 0)).status_code == 302
    assert first.post(url(activity), dots_for(three, 0, 1, 2)).status_code == 302
    assert second.post(url(activity), dots_for(three, 0, 0, 1)).status_code == 302
    shown = first.get(url(activity)).content.decode()
    assert "3 von 5 Punkten sind gezählt." in shown
    assert favouring.board_dots(activity).context["rows"] == []
    close_activity(activity)
    activity.refresh_from_db()
    rows = favouring.board_dots(activity).context["rows"]
    assert [(row.choice.item.text, row.dots, row.voices, row.width) for row in rows] == [
        ("Gemeindeschwester", 3, 2, 300), ("Dorfladen", 1, 1, 100)]
    assert "Alle Punkte" in first.get(url(activity)).content.decode()


@pytest.mark.parametrize(("counts", "said"), [
    ((3, 0, 0), "kommen höchstens 2 Punkte"),
    ((2, 2, 2), "Sie haben 6 Punkte verteilt, möglich sind 5."),
    ((-1, 0, 0), "„-1“ ist keine Zahl von Punkten."),
])
def test_a_ballot_beyond_the_budget_comes_back(
    rounds, phone, join, three, counts, said
) -> None:
    activity = rounds("options", "dots")
    answer = phone(join()).post(url(activity), dots_for(three, *counts))
    assert (answer.status_code, Rating.objects.count()) == (422, 0)
    assert said in answer.content.decode()


def test_a_step_says_how_many_dots_there_are(rounds, phone, join, three) -> None:
    activity = rounds("options", "dots", dots=9, most=4)
    answer = phone(join()).post(url(activity), dots_for(three, 4, 4, 1))
    assert answer.status_code == 302
    assert sum(one.dots for one in ballots.dots_of(activity).values()) == 9


def test_nobody_sticks_dots_on_what_they_wrote_alone(rounds, running, phone, join, process) -> None:
    author, other = join(), join()
    collecting = running("factors", "cards")
    own, shared = (hand_in(collecting, person, text)[0] for text, person in (
        ("Der Bus fehlt", author), ("Der Arzt fehlt", other)))
    factors.create_factor(process, "Mobilität", cards=[own])
    factors.create_factor(process, "Versorgung", cards=[own, shared])
    activity = rounds("factors", "dots")
    shown = phone(author).get(url(activity))
    assert [one.item.text for one in shown.context["excluded"]] == ["Mobilität"]
    assert [one["label"] for one in shown.context["options"]] == ["Versorgung"]
    choices = {one.item.text: one.item for one in factor_views.choices(activity)}
    sent = {choices["Mobilität"].public_id: "1"}
    assert phone(author).post(url(activity), sent).status_code == 422
    assert phone(other).post(url(activity), sent).status_code == 302


def test_dots_go_on_cards_while_there_are_no_factors(rounds, running, phone, join) -> None:
    author = join()
    (card,) = hand_in(running("factors", "cards"), author, "Der Bus fehlt")
    activity = rounds("factors", "dots")
    assert [one.item for one in factor_views.choices(activity)] == [card]
    assert factor_views.choices(activity, author)[0].is_own
    make_factors(activity.meeting.process, "Mobilität")
    assert [one.item.text for one in factor_views.choices(activity)] == ["Mobilität"]
    activity.options = {"on": "cards"}
    assert [one.item for one in factor_views.choices(activity)] == [card]


def test_the_same_ballot_sent_again_is_one(rounds, phone, join, three) -> None:
    activity, person = rounds("options", "dots"), join()
    for _time in range(2):
        phone(person).post(url(activity), {**dots_for(three, 2, 1, 0), "once": "k"})
    assert Rating.objects.count() == 2


def test_an_order_is_moved_without_scripts_and_handed_in(rounds, phone, join, three) -> None:
    activity, person = rounds("options", "rank"), join()
    browser, ids = phone(person), [one.item.public_id for one in three]
    moved = browser.post(url(activity), {"order": ids, "down": ids[0]})
    assert moved.status_code == 200
    assert [one.item.text for one in moved.context["order"]] == [
        "Dorfladen", "Rufbus", "Gemeindeschwester"]
    assert Rating.objects.count() == 0
    assert browser.post(url(activity), {"order": [ids[1], ids[0], ids[2]]}).status_code == 302
    assert own_values(person, "rank") == {
        three[1].item_id: 1, three[0].item_id: 2, three[2].item_id: 3}
    again = browser.get(url(activity))
    assert [one.item.public_id for one in again.context["order"]] == [ids[1], ids[0], ids[2]]
    assert "Ihre Rangfolge ist gezählt." in again.content.decode()


def test_the_common_order_is_counted_after_borda_with_kendalls_w(
    rounds, join, three
) -> None:
    activity, items = rounds("options", "rank"), [one.item for one in three]
    for order in ([0, 1, 2], [0, 2, 1], [0, 1, 2]):
        ballots.put_in_order(activity, [items[at] for at in order], Speaker(join()))
    assert favouring.board_rank(activity).context["ranked"] is None
    close_activity(activity)
    activity.refresh_from_db()
    found = favouring.board_rank(activity).context["ranked"]
    assert [(row.choice.item.text, row.points, round(row.mean, 2)) for row in found.rows] == [
        ("Rufbus", 6, 1.0), ("Dorfladen", 2, 2.33), ("Gemeindeschwester", 1, 2.67)]
    assert round(found.concordance.w, 4) == 0.7778
    assert found.words == "Die Rangfolgen sind sich sehr einig (Kendalls W = 0,78, n = 3)."


def test_nine_options_of_the_strongest_support_are_put_in_order(
    process, running, rounds, join
) -> None:
    made = [actions.create_option(process, f"Option {n}") for n in range(12)]
    rating = running("options", "rate")
    person = Speaker(join())
    actions.rate_options(rating, person, [
        actions.OptionRating(one, 3, 3, 5 if n >= 3 else 1) for n, one in enumerate(made)])
    activity = rounds("options", "rank")
    assert [one.item.text for one in ratings.ordered(activity)] == [
        f"Option {n}" for n in range(3, 12)]
    note = favouring.board_rank(activity).context["note"]
    assert note == "Geordnet werden die 9 Optionen mit dem stärksten Rückhalt."


def test_options_are_placed_between_effort_and_impact(rounds, phone, join, three) -> None:
    activity, person = rounds("options", "grid"), join()
    browser = phone(person)
    for done in range(3):
        answer = browser.get(url(activity))
        assert f"Handlungsoption · {done} von 3 eingeschätzt" in answer.content.decode()
        choice = answer.context["choice"]
        browser.post(url(activity), {
            "option": choice.item.public_id, EFFORT.slug: 2, IMPACT.slug: 4 + done % 2})
    assert "Alles ist eingeschätzt" in browser.get(url(activity)).content.decode()
    assert set(own_values(person, EFFORT.slug).values()) == {2}
    assert favouring.board_grid(activity).context["picture"] is None
    close_activity(activity)
    activity.refresh_from_db()
    picture = favouring.board_grid(activity).context["picture"]
    assert picture["n"] == 1
    # Nobody was asked for support: what brings much for little effort is filled and named.
    assert [mark.point.key for mark in picture["grid"]["marks"]] == [True, True, True]


def test_a_closed_round_takes_nothing_and_says_so(rounds, phone, join, three) -> None:
    person = join()
    for kind, sent in (("dots", dots_for(three, 1, 0, 0)),
                       ("rank", {"order": [one.item.public_id for one in three]})):
        activity = rounds("options", kind)
        close_activity(activity)
        answer = phone(person).post(url(activity), sent)
        assert answer.status_code == 422
        assert "ist gerade nicht offen" in answer.content.decode()
    assert Rating.objects.count() == 0
