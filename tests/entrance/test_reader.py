"""The public thread: from an item down to the cards and up to what became of it."""

import pytest
from django.test import Client

from weitblick.method.validation.actions import create_statement, moderate
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.workshop.actions import close_activity, set_public


@pytest.fixture
def thread(process, running, join):
    activity = running("factors", "cards")
    card = voices.hand_in(activity, "Der Bus fährt nicht", Speaker(participant=join())).item
    factor = trace.merge([card], "Wege ohne Auto", kind=Kind.FACTOR)
    advice = trace.create(process, Kind.RECOMMENDATION, "Rufbus bis 22 Uhr", derived_from=[factor])
    close_activity(activity)
    set_public(process, True)
    return card, factor, advice


def page(item) -> str:
    client = Client(HTTP_ACCEPT_LANGUAGE="de")
    return client.get(f"/p/werkstatt/faden/{item.public_id}/").content.decode()


def test_a_recommendation_leads_down_to_its_card(thread):
    card, factor, advice = thread
    text = page(advice)
    assert card.text in text and factor.text in text
    assert f"/p/werkstatt/faden/{card.public_id}/" in text
    assert "Karte liegt diesem Satz zugrunde." in text


def test_a_card_leads_up_to_the_recommendation(thread):
    card, _factor, advice = thread
    text = page(card)
    assert advice.text in text
    assert "Hier beginnt der Faden" in text


def test_earlier_wordings_stay_readable(thread):
    _card, factor, _advice = thread
    trace.reword(factor, "Unterwegs ohne Auto", reason="klarer")
    text = page(factor)
    assert "Wege ohne Auto" in text and "klarer" in text


def test_an_erased_card_keeps_its_place_without_words(thread):
    card, _factor, advice = thread
    trace.blank([card])
    assert "Der Bus" not in page(advice)
    assert f"/p/werkstatt/faden/{card.public_id}/" in page(advice)
    assert "Auf Wunsch gelöscht" in page(card)


def test_an_item_of_another_process_is_not_found(thread, process):
    from weitblick.workshop.actions import create_process

    other = create_process(process.frame, "Andere", "?", slug="andere")
    set_public(other, True)
    client = Client()
    assert client.get(f"/p/andere/faden/{thread[0].public_id}/").status_code == 404


def test_the_numbers_can_be_had_as_data(thread):
    answer = Client().get("/p/werkstatt/daten.json")
    assert answer.json()["slug"] == "werkstatt"
    assert answer.json()["steps"]["factors"]["cards"] == 1


def test_the_data_name_no_small_sector_and_none_that_would_give_it_away(process, join):
    for sector, n in (("kommune", 6), ("wirtschaft", 7), ("politik", 2)):
        for _person in range(n):
            join(sector)
    set_public(process, True)
    data = Client().get("/p/werkstatt/daten.json").json()
    assert (data["participants"], data["sectors"]) == (15, {
        "Kommune": None, "Wohlfahrtspflege": 0, "Politik": None, "Wirtschaft": 7,
        "Zivilgesellschaft": 0, "Wissenschaft": 0,
    })


@pytest.fixture
def assumption(process):
    set_public(process, True)
    return trace.create(process, Kind.ASSUMPTION, "Der Bus fährt stündlich")


def test_reasons_of_an_open_round_are_not_read_before_it_closes(
    process, running, join, assumption, desk
):
    activity = running("trends", "delphi")
    said = voices.hand_in(activity, "Der Landkreis plant das", Speaker(join()),
                          kind=Kind.ARGUMENT, about=assumption).item
    for item in (assumption, said):
        text = page(item)
        assert "Der Landkreis plant das" not in text
        assert "Noch nicht zu lesen: Die Runde ist offen." in text
        assert f"/p/werkstatt/faden/{said.public_id}/" in text or item == said
    address = f"/p/werkstatt/faden/{said.public_id}/"
    assert "Der Landkreis plant das" in desk.get(address).content.decode()
    close_activity(activity)
    assert "Der Landkreis plant das" in page(assumption)
    assert "Der Landkreis plant das" in page(said)


def test_an_argument_taken_back_keeps_its_place_without_words(running, join, assumption):
    activity, person = running("trends", "delphi"), join()
    card = voices.hand_in(activity, "Das war zu scharf", Speaker(person),
                          kind=Kind.ARGUMENT, about=assumption)
    voices.take_back(card, person)
    close_activity(activity)
    for item in (assumption, card.item):
        assert "Das war zu scharf" not in page(item)
        assert "Zurückgenommen" in page(item)


def test_a_statement_taken_out_by_moderators_keeps_its_place_without_words(process, assumption):
    statement = create_statement(process, "Alle Ämter sind unfähig", derived_from=[assumption])
    moderate(statement, True)
    for item in (assumption, statement.item):
        assert "unfähig" not in page(item)
        assert "Von der Moderation herausgenommen" in page(item)
    moderate(statement, False)
    assert "unfähig" in page(assumption)
