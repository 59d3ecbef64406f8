"""Preparing a day at the desk: adding, changing, ordering, taking agendas, and taking it back."""

import datetime as dt

import pytest

from weitblick.workshop import actions
from weitblick.workshop.frame import load_frame
from weitblick.workshop.models import MeetingChange


@pytest.fixture
def url(meeting) -> str:
    return f"/desk/werkstatt/treffen/{meeting.pk}/ablauf/"


@pytest.fixture
def act(desk, meeting):
    return lambda **data: desk.post(f"/desk/werkstatt/treffen/{meeting.pk}/aktion/",
                                    {"from": "agenda", **data})


def titles(meeting) -> list[str]:
    return list(meeting.activities.values_list("title", flat=True))


def test_an_empty_agenda_offers_the_ready_ones_first(desk, url):
    page = desk.get(url).content.decode()
    assert page.count("Diesen Ablauf nehmen: ") == 3
    assert page.index("Diesen Ablauf nehmen: ") < page.index("Aktivität hinzufügen")


def test_a_ready_agenda_is_taken_once_and_taken_back(desk, url, meeting):
    data = {"ready": "2-forum-90-minuten", "once": "k"}
    for _tap in range(2):
        desk.post(f"{url}uebernehmen/", data)
    assert meeting.activities.count() == 5
    meeting.refresh_from_db()
    assert (meeting.begins_at, meeting.finishes_at) == (dt.time(18, 0), dt.time(19, 30))
    change = MeetingChange.objects.get()
    desk.post(f"/desk/werkstatt/treffen/{meeting.pk}/zurueck/", {"change": change.pk})
    meeting.refresh_from_db()
    assert (meeting.activities.count(), meeting.begins_at) == (0, None)


def test_the_page_says_whether_the_day_fits(desk, url, meeting):
    desk.post(f"{url}uebernehmen/", {"ready": "2-forum-90-minuten"})
    assert "Das passt genau." in desk.get(url).content.decode()
    desk.post(f"{url}uhr/", {"begins_at": "18:00", "finishes_at": "19:10"})
    assert "Das ist um 20 Minuten zu lang." in desk.get(url).content.decode()
    desk.post(f"{url}uhr/", {"begins_at": "18:00", "finishes_at": "20:00"})
    assert "Frei bleiben 30 Minuten." in desk.get(url).content.decode()


def test_an_agenda_of_an_earlier_meeting_is_copied(desk, process, meeting, url):
    earlier = actions.create_meeting(process, "Letztes Jahr")
    actions.plan_activity(earlier, step="factors", kind="cards", title="Karten wie damals")
    assert "Letztes Jahr" in desk.get(url).content.decode()
    desk.post(f"{url}uebernehmen/", {"meeting": earlier.pk})
    assert titles(meeting) == ["Karten wie damals"]


def test_agendas_of_strangers_cannot_be_copied(desk, url, meeting):
    other = actions.create_process(load_frame("thueringen-2035"), "Fremd", "Was?", slug="fremd")
    theirs = actions.create_meeting(other, "Geheim")
    actions.plan_activity(theirs, step="factors", kind="cards", title="x")
    assert "Geheim" not in desk.get(url).content.decode()
    assert desk.post(f"{url}uebernehmen/", {"meeting": theirs.pk}).status_code == 404


def test_order_by_dragging_and_by_buttons(act, meeting):
    day = [actions.plan_activity(meeting, step="factors", kind="cards", title=title)
           for title in ("Eins", "Zwei", "Drei")]
    act(do="order", order=f"{day[2].pk},{day[0].pk},{day[1].pk}")
    assert titles(meeting) == ["Drei", "Eins", "Zwei"]
    act(do="up", activity=day[1].pk)
    assert titles(meeting) == ["Drei", "Zwei", "Eins"]
    act(do="order", order=f"{day[1].pk},unsinn,999999")
    assert titles(meeting) == ["Zwei", "Drei", "Eins"]


def test_duplicating_puts_the_copy_behind(act, meeting):
    day = [actions.plan_activity(meeting, step="factors", kind="cards", title=title, minutes=9)
           for title in ("Eins", "Zwei")]
    act(do="duplicate", activity=day[0].pk)
    assert titles(meeting) == ["Eins", "Eins", "Zwei"]
    assert list(meeting.activities.values_list("position", flat=True)) == [0, 1, 2]


def test_a_pause_is_added_like_anything_else(desk, url, meeting):
    desk.post(url, {"kind": "meeting:pause", "title": "Kaffee", "minutes": "15"})
    pause = meeting.activities.get()
    assert (pause.title, pause.minutes, pause.is_pause) == ("Kaffee", 15, True)


def test_everything_about_an_activity_can_be_changed(desk, url, meeting):
    actions.set_tables(meeting, ["daseinsvorsorge", "dableibe-vorsorge"])
    one = actions.plan_activity(meeting, step="options", kind="dots", title="Alt")
    desk.post(f"{url}{one.pk}/", {
        "title": "Neu", "prompt": "Kleben Sie", "minutes": "12", "topics": ["daseinsvorsorge"],
        "tables": ["2"], "waits_for_all": "on", "option-dots": "7", "option-most": "3",
    })
    one.refresh_from_db()
    assert (one.title, one.prompt, one.minutes, one.topics, one.tables, one.waits_for_all,
            one.options) == ("Neu", "Kleben Sie", 12, ["daseinsvorsorge"], [2], True,
                             {"dots": 7, "most": 3})


def test_bad_values_stay_in_the_form(desk, url, meeting):
    one = actions.plan_activity(meeting, step="options", kind="dots", title="Alt")
    answer = desk.post(f"{url}{one.pk}/", {"title": "", "minutes": "-1", "option-dots": "99"})
    assert answer.status_code == 422
    one.refresh_from_db()
    assert one.title == "Alt"


def test_only_who_leads_prepares(meeting, url, client):
    assert client.get(url).status_code == 302
