"""The seating at the desk, on phones and boards; wishes; signs and lists to print.

Proven: tables are arranged, rounds computed, people moved, released, sent away and brought back by
plain forms; quality is said with n; a shown round stands on phones and boards; wishes are taken
until then; bad input is answered by a sentence, never by an error page.
"""

import pytest

from tests.exports.pdf_reading import findings, pages
from weitblick.engines.seating import Quality
from weitblick.entrance.board import board_url
from weitblick.entrance.seating_pictures import in_words, sector_signs
from weitblick.workshop import actions, seating
from weitblick.workshop.models import Place, SeatingRound

SECTORS = ("kommune", "wohlfahrtspflege", "politik", "wirtschaft", "zivilgesellschaft",
           "wissenschaft")


@pytest.fixture
def act(desk, meeting):
    def press(do: str, **data):
        url = f"/desk/werkstatt/treffen/{meeting.pk}/sitzordnung/aktion/"
        return desk.post(url, {"do": do, **data}, follow=True).content.decode()

    return press


@pytest.fixture
def people(join):
    return [join(SECTORS[n % 6]) for n in range(12)]


@pytest.fixture
def seated(act, people, meeting):
    act("arrange", tables="3")
    act("compute", rounds="2")
    return list(meeting.seating_rounds.all())


def test_from_the_empty_page_to_two_rounds(act, desk, people, meeting):
    url = f"/desk/werkstatt/treffen/{meeting.pk}/sitzordnung/"
    first = desk.get(url).content.decode()
    assert "12 Personen sind da." in first and 'value="2"' in first
    topics = [topic.slug for topic in meeting.process.frame.topics]
    assert "3 Tische stehen." in act("arrange", tables="3", room="5")
    assert list(meeting.tables.values_list("topic", "room")) == [(t, 5) for t in topics[:3]]
    page = act("compute", rounds="2")
    assert "2 Runden sind berechnet." in page
    assert "33 von 36 Paaren sind verschieden, 3 treffen sich noch einmal." in page
    assert "gleichmäßig gemischt" in page
    for person in people:
        assert page.count(person.pseudonym) == 1


def test_topics_and_places_of_each_table(act, meeting, people):
    act("arrange", tables="2")
    topic = meeting.process.frame.topics[3].slug
    act("arrange", **{"tables": "2", "topic-1": topic, "room-1": "9", "topic-2": "", "room-2": ""})
    assert list(meeting.tables.values_list("topic", "room")) == [(topic, 9), ("", None)]


def test_topics_follow_the_wishes(act, meeting, people):
    wanted = meeting.process.frame.topics[2].slug
    for one in meeting.attendances.all():
        seating.wish(one, wanted, "")
    act("arrange", tables="7", by_wish="on")
    assert list(meeting.tables.values_list("topic", flat=True)).count(wanted) == 4


@pytest.mark.parametrize(("do", "data", "said"), [
    ("arrange", {"tables": "viele"}, "wie viele Tische es gibt"),
    ("arrange", {"tables": "61"}, "1 bis 60 Tische"),
    ("arrange", {"tables": "2", "room-1": "x"}, "Tisch 1: „x“ ist keine Zahl"),
    ("compute", {"rounds": ""}, "wie viele Runden"),
    ("compute", {"rounds": "3"}, "wie viele Tische es gibt"),
    ("move", {"round": "1"}, "noch nicht berechnet"),
    ("show", {"round": "7"}, "noch nicht berechnet"),
    ("leave", {}, "zuerst eine Person"),
    ("leave", {"person": "abc"}, "zuerst eine Person"),
    ("quatsch", {}, "gibt es nicht"),
])
def test_bad_input_is_answered_by_a_sentence(act, people, do, data, said):
    assert said in act(do, **data)
    assert not SeatingRound.objects.exists()


def test_moving_and_releasing(act, seated, meeting):
    one = meeting.attendances.first()
    page = act("move", round="1", person=one.pk, table="3")
    place = Place.objects.get(round=seated[0], attendance=one)
    assert (place.table.number, place.is_fixed) == (3, True)
    assert ">fest<" in page
    act("release", round="1", person=one.pk)
    place.refresh_from_db()
    assert place.is_fixed is False


def test_leaving_and_coming_back(act, seated, meeting):
    one = meeting.attendances.first()
    page = act("leave", round="1", person=one.pk)
    assert "1 Person ist gegangen. Niemand wurde umgesetzt." in page
    assert not Place.objects.filter(attendance=one).exists()
    assert "1 Person ist wieder da." in act("return", person=one.pk)
    assert Place.objects.filter(attendance=one).count() == 2


def test_a_shown_round_stands_on_phones_and_boards(act, seated, meeting, people, phone):
    assert "Runde 1:" not in phone(people[0]).get("/m/ABC234/").content.decode()
    act("show", round="2")
    place = Place.objects.get(round=seated[1], attendance__participant=people[0])
    topic = meeting.process.frame.title_of(place.table.topic)
    page = phone(people[0]).get("/m/ABC234/").content.decode()
    assert f"Runde 2: <strong>Tisch {place.table.number}</strong> · {topic}" in page
    meeting.refresh_from_db()
    actions.show_on_board(meeting, "seating")
    board = phone(people[0]).get(board_url(meeting)).content.decode()
    assert "Runde 2" in board
    assert all(person.pseudonym in board for person in people)


def test_the_place_stands_on_every_activity(act, seated, people, phone, running):
    act("show", round="1")
    activity = running("factors", "cards")
    page = phone(people[0]).get(f"/m/ABC234/{activity.pk}/").content.decode()
    assert "Runde 1: <strong>Tisch" in page


def test_wishes_on_the_phone(act, people, phone, meeting):
    first, second = (topic.slug for topic in meeting.process.frame.topics[:2])
    client = phone(people[0])
    assert "Worüber möchten Sie sprechen?" not in client.get("/m/ABC234/").content.decode()
    act("arrange", tables="4")
    assert "Worüber möchten Sie sprechen?" in client.get("/m/ABC234/").content.decode()
    page = client.post("/m/ABC234/wuensche/", {"first": first, "second": second}, follow=True)
    assert "Ihre Wünsche sind notiert." in page.content.decode()
    attendance = meeting.attendances.get(participant=people[0])
    assert (attendance.first_wish, attendance.second_wish) == (first, second)
    bad = client.post("/m/ABC234/wuensche/", {"first": "fussball"}, follow=True)
    assert "gibt es hier nicht" in bad.content.decode()
    act("compute", rounds="1")
    act("show", round="1")
    late = client.post("/m/ABC234/wuensche/", {"first": second}, follow=True)
    assert "Die erste Runde läuft schon" in late.content.decode()


def test_signs_and_lists_are_valid_pdfs(desk, seated, meeting, people):
    url = f"/desk/werkstatt/treffen/{meeting.pk}/"
    signs = desk.get(url + "tischschilder.pdf").content
    listed = desk.get(url + "platzliste.pdf").content
    assert (findings(signs), findings(listed)) == ([], [])
    assert len(pages(signs)) == 3
    text = "".join(pages(listed))
    assert all(person.pseudonym in text for person in people)


def test_without_tables_or_rounds_there_is_nothing_to_print(desk, meeting):
    url = f"/desk/werkstatt/treffen/{meeting.pk}/"
    assert desk.get(url + "tischschilder.pdf").status_code == 404
    assert desk.get(url + "platzliste.pdf").status_code == 404


def test_signs_tell_sectors_apart_by_letters(process):
    assert list(sector_signs(process.frame).values()) == ["K", "Wo", "P", "Wir", "Z", "Wis"]


def test_quality_is_said_with_n():
    found = Quality(people=70, pairs=840, distinct=840, off=0, wishing=68, met_first=41, met=66)
    assert in_words(found, 4) == [
        "Alle 840 Paare sind verschieden: Niemand trifft zweimal auf dieselbe Person.",
        "An jedem Tisch sind in jeder Runde die Akteursgruppen gleichmäßig gemischt.",
        "97,1\u202f% (66 von 68) sitzen mindestens in der Hälfte ihrer Runden an einem Tisch "
        "ihres ersten oder zweiten Wunsches, 41 davon an dem des ersten.",
        "2 Personen haben keinen Wunsch genannt.",
    ]
