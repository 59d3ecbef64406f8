"""Proves, as a phone sees it: cards, ratings and judgements go in with and without HTMX, exactly
once, resume where they were left, can be changed while open and are calm when closed."""

import pytest

from tests.method.factors_setting import hand_in, make_factors
from weitblick.method.factors import actions, queries
from weitblick.voices.models import Card, Judgement, Rating
from weitblick.voices.queries import own_judgements, own_values
from weitblick.workshop.actions import close_activity, set_tables, show_results
from weitblick.workshop.seats import attend

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def person(join):
    return join()


@pytest.fixture
def browser(phone, person):
    return phone(person)


@pytest.fixture
def three(process):
    factors = make_factors(process, "Bus", "Arzt", "Laden")
    actions.shortlist(process, factors)
    return factors


def url(activity) -> str:
    return f"/m/ABC234/{activity.pk}/"


def page(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def rating_of(factor, once: str = "", **values) -> dict:
    return {"factor": factor.item.public_id, "impact": 4, "uncertainty": 2, "once": once, **values}


def pair_of(source, target, value, once: str = "") -> dict:
    return {"source": source.item.public_id, "target": target.item.public_id, "value": value,
            "once": once}


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_card_goes_in_and_is_shown_below(running, browser, headers):
    activity = running("factors", "cards")
    answer = browser.post(url(activity), {"text": "Kein <b>Bus</b>", "topic": ""}, **headers)
    assert answer.status_code == (200 if headers else 302)
    shown = answer.content.decode() if headers else page(browser, answer["Location"])
    assert "Kein &lt;b&gt;Bus&lt;/b&gt;" in shown
    assert "Ihre Karte</h2>" in shown


def test_a_card_sent_twice_is_there_once(running, browser):
    activity = running("factors", "cards")
    for _time in range(2):
        answer = browser.post(url(activity), {"text": "Kein Bus", "once": "a" * 32})
        assert answer.status_code == 302
    assert Card.objects.count() == 1


def test_an_empty_card_is_sent_back_with_the_reason(running, browser):
    answer = browser.post(url(running("factors", "cards")), {"text": "  "})
    assert answer.status_code == 422
    assert "Bitte schreiben Sie etwas auf die Karte." in answer.content.decode()
    assert Card.objects.count() == 0


def test_the_topic_of_the_table_is_chosen_already(running, browser, person, meeting):
    table = set_tables(meeting, ["dableibe-vorsorge"])[0]
    attend(meeting, person, table=table)
    shown = page(browser, url(running("factors", "cards")))
    assert '<option value="dableibe-vorsorge" selected>' in shown


def test_the_last_topic_stays_chosen(running, browser):
    activity = running("factors", "cards")
    browser.post(url(activity), {"text": "Kein Arzt", "topic": "daseinsvorsorge"})
    shown = page(browser, url(activity))
    assert '<option value="daseinsvorsorge" selected>' in shown


def test_the_only_topic_of_an_activity_is_not_asked(running, browser):
    activity = running("factors", "cards", topics=["daseinsvorsorge"])
    assert '<input type="hidden" name="topic" value="daseinsvorsorge">' in page(
        browser, url(activity))
    browser.post(url(activity), {"text": "Kein Arzt", "topic": "daseinsvorsorge"})
    assert [card.topic for card in Card.objects.all()] == ["daseinsvorsorge"]


def test_an_own_card_is_taken_back_until_it_is_used(running, browser, person, process):
    activity = running("factors", "cards")
    first, second = hand_in(activity, person, "Kein Bus", "Kein Arzt")
    actions.create_factor(process, "Gesundheit", cards=[second])
    shown = page(browser, url(activity))
    assert (f'value="{first.public_id}"' in shown, f'value="{second.public_id}"' in shown) == (
        True, False)
    assert browser.post(url(activity), {"take_back": first.public_id}).status_code == 302
    refused = browser.post(url(activity), {"take_back": second.public_id})
    assert refused.status_code == 422
    assert "Mit dieser Karte wurde schon weitergearbeitet." in refused.content.decode()
    assert [card.item.text for card in queries.cards(process)] == ["Kein Arzt"]


def test_a_closed_round_shows_ones_own_cards_and_takes_none(running, browser, person):
    activity = running("factors", "cards")
    hand_in(activity, person, "Kein Bus")
    close_activity(activity)
    shown = page(browser, url(activity))
    assert ("Danke, die Kartenrunde ist geschlossen." in shown, "Kein Bus" in shown,
            "<textarea" in shown) == (True, True, False)
    refused = browser.post(url(activity), {"text": "Zu spät"})
    assert refused.status_code == 422
    assert Card.objects.count() == 1


def test_one_factor_at_a_time_until_all_are_done(running, browser, three, person):
    activity = running("factors", "rate")
    seen = []
    for done in range(3):
        answer = browser.get(url(activity))
        factor = answer.context["choice"]
        assert f"{done} von 3 eingeschätzt" in answer.content.decode()
        seen.append(factor.item.text)
        assert browser.post(url(activity), rating_of(factor)).status_code == 302
    assert sorted(seen) == ["Arzt", "Bus", "Laden"]
    assert "Alles ist eingeschätzt" in page(browser, url(activity))
    assert set(own_values(person, "impact").values()) == {4.0}


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_rating_sent_twice_counts_once_and_can_be_changed(
    running, browser, three, person, headers
):
    activity = running("factors", "rate")
    for _time in range(2):
        browser.post(url(activity), rating_of(three[0], "a" * 32), **headers)
    assert Rating.objects.count() == 2
    change = page(browser, f"{url(activity)}?faktor={three[0].item.public_id}")
    assert 'name="impact" value="4" checked' in change
    browser.post(url(activity), rating_of(three[0], "b" * 32, impact=1), **headers)
    assert own_values(person, "impact") == {three[0].item_id: 1.0}


def test_half_a_rating_is_sent_back_and_keeps_what_was_chosen(running, browser, three):
    values = rating_of(three[0])
    del values["uncertainty"]
    answer = browser.post(url(running("factors", "rate")), values)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Bitte wählen Sie einen Wert für „Ungewissheit“." in shown
    assert 'name="impact" value="4" checked' in shown
    assert Rating.objects.count() == 0


def test_a_factor_that_was_merged_meanwhile_is_explained(running, browser, three):
    activity = running("factors", "rate")
    gone = rating_of(three[0])
    actions.merge_factors(three[:2], "Versorgung")
    answer = browser.post(url(activity), gone)
    assert answer.status_code == 422
    assert "Das wurde inzwischen neu gefasst." in answer.content.decode()


def test_a_person_may_pass_on_a_factor(running, browser, three):
    activity = running("factors", "rate")
    first = browser.get(url(activity)).context
    assert first["skip"] != first["choice"]
    second = browser.get(f"{url(activity)}?faktor={first['skip'].item.public_id}").context
    assert second["choice"] == first["skip"]


def test_results_are_shown_only_to_those_who_answered(running, browser, three):
    activity = running("factors", "rate")
    show_results(activity, True)
    assert "results" not in browser.get(url(activity)).context
    for factor in three:
        browser.post(url(activity), rating_of(factor))
    shown = page(browser, url(activity))
    assert "Wirkung und Ungewissheit der Einflussfaktoren" in shown
    assert "n = 1" in shown


def test_before_there_are_factors_the_phone_waits(running, browser):
    assert "Noch gibt es hier nichts zu wählen" in page(browser, url(running("factors", "rate")))
    assert "Noch sind keine Faktoren ausgewählt" in page(
        browser, url(running("factors", "influence")))


def test_a_closed_rating_shows_ones_own_values(running, browser, three):
    activity = running("factors", "rate")
    browser.post(url(activity), rating_of(three[0]))
    close_activity(activity)
    shown = page(browser, url(activity))
    assert "Danke, die Einschätzung ist geschlossen." in shown
    assert "Ihre Einschätzung" in shown
    assert browser.post(url(activity), rating_of(three[1])).status_code == 422
    assert Rating.objects.count() == 2


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_pair_is_judged_once_and_another_follows(running, browser, three, person, headers):
    activity = running("factors", "influence")
    source, target = browser.get(url(activity)).context["pair"]
    for _time in range(2):
        answer = browser.post(url(activity), pair_of(source, target, "2", "a" * 32), **headers)
        assert answer.status_code == (200 if headers else 302)
    assert Judgement.objects.count() == 1
    assert own_judgements(person, "influence") == {(source.item_id, target.item_id): 2}
    assert browser.get(url(activity)).context["pair"] != (source, target)


def test_dont_know_is_an_answer_and_no_answer_is_not(running, browser, three, person):
    activity = running("factors", "influence")
    silent = pair_of(three[0], three[1], "")
    del silent["value"]
    refused = browser.post(url(activity), silent)
    assert refused.status_code == 422
    assert "Bitte wählen Sie eine Antwort" in refused.content.decode()
    browser.post(url(activity), pair_of(three[0], three[1], ""))
    assert own_judgements(person, "influence") == {(three[0].item_id, three[1].item_id): None}
    assert "weiß nicht" in page(browser, url(activity))


@pytest.mark.parametrize("value", ["4", "-1", "viel"])
def test_a_value_beside_the_scale_is_refused(running, browser, three, value):
    answer = browser.post(url(running("factors", "influence")),
                          pair_of(three[0], three[1], value))
    assert (answer.status_code, Judgement.objects.count()) == (422, 0)


def test_an_own_judgement_is_changed(running, browser, three, person):
    activity = running("factors", "influence")
    browser.post(url(activity), pair_of(three[0], three[1], "3"))
    address = (f"{url(activity)}?von={three[0].item.public_id}"
               f"&auf={three[1].item.public_id}")
    assert 'name="value" value="3" checked' in page(browser, address)
    browser.post(url(activity), pair_of(three[0], three[1], "1"))
    assert own_judgements(person, "influence") == {(three[0].item_id, three[1].item_id): 1}


def test_after_the_last_pair_there_is_thanks_and_the_own_judgements(running, browser, three):
    activity = running("factors", "influence")
    for _pair in range(6):
        source, target = browser.get(url(activity)).context["pair"]
        browser.post(url(activity), pair_of(source, target, "1"))
    shown = page(browser, url(activity))
    assert "Sie haben alle Paare beurteilt" in shown
    assert "6 von 6 Paaren beurteilt, 0 davon mindestens dreimal" in shown
    close_activity(activity)
    assert "Danke, die Einflussmatrix ist geschlossen." in page(browser, url(activity))
