"""The pages of step 2: phone (with and without HTMX), board, desk, reader."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests.method.test_trends_actions import make_factor, say
from weitblick.method.trends import actions, delphi, queries
from weitblick.method.trends.actions import Estimate
from weitblick.method.trends.step import STEP
from weitblick.voices.models import Card, Rating
from weitblick.workshop.actions import close_activity, set_public, show_results


@pytest.fixture
def factor(process):
    return make_factor(process, "Mobilität", dimensions=["flexible-mobilitaet"])


@pytest.fixture
def pair(factor):
    return [actions.create_assumption(factor, t, f"{t} im Dorf.") for t in ("Rufbus", "Auto")]


def url(activity):
    return reverse("entrance:phone-activity", args=[activity.meeting.code, activity.pk])


def board(activity):
    kind = STEP.kind(activity.kind)
    fragment = kind.board(activity)
    return render_to_string(fragment.template, dict(fragment.context))


@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}])
def test_a_suggestion_becomes_a_card_about_the_factor_once(
    process, factor, running, join, phone, headers
):
    activity, person = running("trends", "suggest"), join()
    browser = phone(person)
    assert "Schlüsselfaktor wählen" in browser.get(url(activity)).content.decode()
    public_id = factor.item.public_id
    asked = browser.get(url(activity), {"faktor": public_id}).content.decode()
    assert "Entwicklung vorschlagen" in asked

    sent = {"faktor": public_id, "text": "Der Rufbus fährt", "once": "a" * 32}
    for _twice in range(2):
        answer = browser.post(url(activity), sent, **headers)
        assert answer.status_code == (200 if headers else 302)
    cards = queries.suggestions(process)
    assert [(c.item.text, c.about, c.participant) for c in cards] == [
        ("Der Rufbus fährt", factor.item, person)
    ]
    assert "Der Rufbus fährt" in browser.get(url(activity)).content.decode()


def test_an_empty_suggestion_says_how_to_mend_it(factor, running, join, phone):
    activity = running("trends", "suggest")
    answer = phone(join()).post(url(activity), {"faktor": factor.item.public_id, "text": " "})
    assert answer.status_code == 422
    assert "Bitte schreiben Sie, was geschehen könnte." in answer.content.decode()
    assert Card.objects.count() == 0


def test_an_own_suggestion_can_be_taken_back_until_it_is_used(
    process, factor, running, join, phone
):
    activity, person = running("trends", "suggest"), join()
    used = actions.suggest(activity, factor, "Wird gebraucht", say(person))
    free = actions.suggest(activity, factor, "Doch nicht", say(person))
    browser = phone(person)
    browser.post(url(activity), {"take_back": free.item.public_id})
    assert queries.suggestions(process) == [used]
    actions.create_assumption(factor, "Rufbus", derived_from=[used.item])
    answer = browser.post(url(activity), {"take_back": used.item.public_id}, follow=True)
    assert "Mit dieser Karte wurde schon weitergearbeitet." in answer.content.decode()
    assert queries.suggestions(process) == [used]


def test_after_closing_the_phone_thanks_and_takes_nothing(factor, running, join, phone):
    activity, person = running("trends", "suggest"), join()
    close_activity(activity)
    browser = phone(person)
    assert "Das Sammeln ist geschlossen." in browser.get(url(activity)).content.decode()
    sent = {"faktor": factor.item.public_id, "text": "zu spät"}
    answer = browser.post(url(activity), sent)
    assert answer.status_code == 422
    assert Card.objects.count() == 0


def test_estimating_goes_on_where_it_stopped_and_counts_once(pair, running, join, phone):
    activity, browser = running("trends", "delphi"), phone(join())
    first = browser.get(url(activity)).content.decode()
    assert "Annahme 1 von 2" in first
    sent = {"annahme": pair[0].item.public_id, "probability": 40, "desirability": 4,
            "reason": "Es fehlt Personal.", "once": "b" * 32}
    for _twice in range(2):
        assert browser.post(url(activity), sent).url == url(activity)
    assert Rating.objects.count() == 2
    assert [card.item.text for card in Card.objects.all()] == ["Es fehlt Personal."]

    page = browser.get(url(activity)).content.decode()
    assert "Annahme 2 von 2" in page
    assert "Auto im Dorf." in page
    browser.post(url(activity), {**sent, "annahme": pair[1].item.public_id, "reason": "",
                                 "once": "c" * 32})
    assert "Alle 2 Annahmen sind eingeschätzt." in browser.get(url(activity)).content.decode()


def test_a_missing_value_is_named_and_the_other_stays_ticked(pair, running, join, phone):
    activity = running("trends", "delphi")
    sent = {"annahme": pair[0].item.public_id, "probability": 40, "once": "d" * 32}
    answer = phone(join()).post(url(activity), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Bitte wählen Sie einen Wert." in page
    assert 'name="probability" value="40" checked' in page
    assert Rating.objects.count() == 0


def test_the_second_round_shows_the_first_only_after_answering(pair, running, join, phone):
    first, person, other = running("trends", "delphi"), join(), join()
    for who, value in ((person, 20), (other, 90)):
        actions.rate_assumptions(first, [Estimate(pair[0], value, 3)], say(who))
    actions.give_reason(first, pair[0], "Weil der Kreis zahlt", say(other))
    close_activity(first)
    second, browser = running("trends", "delphi"), phone(person)

    before = browser.get(url(second), {"annahme": pair[0].item.public_id}).content.decode()
    assert "Ihre Antwort in der vorigen Runde: 20 %, Wünschbarkeit 3 von 5." in before
    assert "Weil der Kreis zahlt" not in before
    peek = browser.get(url(second), {"antwort": pair[0].item.public_id})
    assert (peek.status_code, peek.url) == (302, url(second))

    answer = browser.post(url(second), {"annahme": pair[0].item.public_id, "probability": 30,
                                        "desirability": 3, "once": "e" * 32})
    assert answer.url == f"{url(second)}?antwort={pair[0].item.public_id}"
    after = browser.get(answer.url).content.decode()
    assert "Weil der Kreis zahlt" in after
    assert "n = 2" in after


def test_results_reach_phones_only_when_they_are_shown(pair, running, join, phone):
    activity, person = running("trends", "delphi"), join()
    actions.rate_assumptions(activity, [Estimate(pair[0], 20, 3)], say(person))
    close_activity(activity)
    page = phone(person).get(url(activity)).content.decode()
    assert "20 % · Wünschbarkeit 3 von 5" in page
    assert "n = 1" not in page
    show_results(activity, True)
    assert "n = 1" in phone(person).get(url(activity)).content.decode()


def test_the_board_shows_participation_first_and_distributions_after(pair, running, join):
    activity = running("trends", "delphi")
    actions.rate_assumptions(activity, [Estimate(pair[0], 20, 3)], say(join()))
    assert "<svg" not in board(activity)
    assert "Verteilungen erscheinen, wenn die Runde geschlossen ist." in board(activity)
    close_activity(activity)
    assert board(activity).count("<svg") == 1


def test_the_board_of_suggestions_counts_by_factor(
    factor, running, join, django_assert_max_num_queries
):
    activity = running("trends", "suggest")
    for text in ("Eins", "Zwei", "Drei"):
        actions.suggest(activity, factor, text, say(join()))
    with django_assert_max_num_queries(10):
        page = board(activity)
    assert "Drei" in page
    assert "Eins" not in page
    assert "<b>3</b>" in page


def test_boards_say_what_to_do_while_there_is_nothing(running):
    assert "Noch keine Schlüsselfaktoren" in board(running("trends", "suggest"))
    assert "Noch keine Annahmen" in board(running("trends", "delphi"))


def test_the_desk_names_what_is_missing(process, factor, desk):
    page = desk.get(reverse("trends:desk", args=[process.slug])).content.decode()
    assert "Hier fehlen noch 2 Annahmen: Ein Faktor braucht mindestens zwei." in page


def test_the_desk_derives_an_assumption_from_ticked_suggestions(
    process, factor, running, join, desk
):
    card = actions.suggest(running("trends", "suggest"), factor, "Rufbus", say(join()))
    page = reverse("trends:factor", args=[process.slug, factor.item.public_id])
    assert "Rufbus" in desk.get(page).content.decode()
    desk.post(page, {"title": "Rufbus überall", "text": "", "cards": [card.item.public_id]})
    made = queries.assumptions(process)[0]
    assert {link.older for link in made.item.down_links.all()} == {factor.item, card.item}


def test_the_desk_rewords_files_moves_and_takes_out(process, pair, desk):
    one = pair[0]
    page = reverse("trends:assumption", args=[process.slug, one.item.public_id])
    desk.post(page, {"title": "Rufbus nah", "text": "x", "reason": "kürzer",
                     "dimensions": ["lokale-versorgung"]})
    one.item.refresh_from_db()
    assert one.item.text == "Rufbus nah"
    assert list(one.item.filings.values_list("dimension", flat=True)) == ["lokale-versorgung"]

    act = reverse("trends:act", args=[process.slug, one.item.public_id])
    desk.post(act, {"act": "down"})
    assert [a.item.text for a in queries.assumptions(process)] == ["Auto", "Rufbus nah"]
    desk.post(act, {"act": "retire"})
    assert [a.item.text for a in queries.assumptions(process)] == ["Auto"]
    assert "Rufbus nah" in desk.get(reverse("trends:desk", args=[process.slug])).content.decode()
    desk.post(act, {"act": "restore"})
    assert len(queries.assumptions(process)) == 2


def test_results_and_export_open(process, pair, running, join, desk):
    actions.rate_assumptions(running("trends", "delphi"), [Estimate(pair[0], 20, 3)], say(join()))
    page = desk.get(reverse("trends:results", args=[process.slug])).content.decode()
    assert "nicht gezeigt, Gruppe unter 5" in page
    answer = desk.get(reverse("trends:export", args=[process.slug]))
    lines = answer.content.decode("utf-8").split("\r\n")
    assert lines[0].startswith("\ufeffFaktor;Buchstabe;Annahme;Text;Kennung")
    assert lines[1].startswith("Mobilität;a;Rufbus;Rufbus im Dorf.;")


def test_strangers_do_not_reach_the_desk(process, client):
    for name in ("desk", "results", "export"):
        assert client.get(reverse(f"trends:{name}", args=[process.slug])).status_code == 302


def test_the_reader_page_links_every_assumption_to_its_thread(process, pair, client):
    set_public(process, True)
    page = client.get(reverse("entrance:reader-step", args=[process.slug, "trends"]))
    text = page.content.decode()
    for one in pair:
        assert reverse("entrance:trace", args=[process.slug, one.item.public_id]) in text
    assert STEP.figures(process) == {"assumptions": 2}


def test_what_somebody_wrote_is_no_formula_in_the_file(process, desk):
    actions.create_assumption(make_factor(process, "=HYPERLINK(1)"), "+49 Busse", "@SUM(A1)")
    text = desk.get("/desk/werkstatt/trends/annahmen.csv").content.decode()
    assert "'=HYPERLINK(1);a;'+49 Busse;'@SUM(A1);" in text


def test_what_a_running_round_brings_is_told_nowhere(process, pair, running, join, phone):
    def medians(groups):
        return [one.probability.median for _factor, group in groups for one in group]

    def answer(activity, value):
        given = [Estimate(one, value) for one in pair]
        actions.rate_assumptions(activity, given, say(person))

    person, first = join(), running("trends", "delphi")
    answer(first, 20)
    close_activity(first)
    show_results(first, True)
    second = running("trends", "delphi")
    answer(second, 90)
    assert medians(delphi.estimated(process, settled=True)) == [20.0, 20.0]
    shown = phone(person).get(url(first)).context["groups"]
    assert [row["probability"].median for _factor, rows in shown for row in rows] == [
        "20\u202f%", "20\u202f%"]
    close_activity(second)
    assert medians(delphi.estimated(process, settled=True)) == [90.0, 90.0]
