"""Leading a day at the desk: what stands there, what its buttons do, and what phones and boards
show of it."""

import pytest
from django.test import Client
from django.utils import timezone

from weitblick.entrance.board import board_url
from weitblick.entrance.standing import standing
from weitblick.entrance.wifi import wifi_text
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Channel
from weitblick.workshop import actions
from weitblick.workshop.models import Activity, Attendance, MeetingChange
from weitblick.workshop.queries import state_token


@pytest.fixture
def page(desk, meeting):
    return lambda: desk.get(f"/desk/werkstatt/treffen/{meeting.pk}/").content.decode()


@pytest.fixture
def press(desk, meeting):
    def act(do: str, activity: Activity | None = None, **more: str):
        data = {"do": do, **({"activity": activity.pk} if activity else {}), **more}
        return desk.post(f"/desk/werkstatt/treffen/{meeting.pk}/aktion/", data, follow=True)

    return act


@pytest.fixture
def undo(desk, meeting):
    def latest():
        change = MeetingChange.objects.filter(undone_at=None).first()
        return desk.post(f"/desk/werkstatt/treffen/{meeting.pk}/zurueck/",
                         {"change": change.pk}, follow=True)

    return latest


def write(activity: Activity, participant) -> None:
    voices.hand_in(activity, "Ein Gedanke", Speaker(participant=participant))


def test_it_stands_by_sector_and_table_without_small_groups(meeting, join, running):
    tables = actions.set_tables(meeting, ["", ""])
    activity = running("factors", "cards")
    people = [join("kommune") for _one in range(6)] + [join("politik") for _one in range(5)]
    people += [join("wirtschaft"), join("wirtschaft")]
    for number, one in enumerate(people):
        Attendance.objects.filter(participant=one).update(table=tables[number % 2])
    for one in people[:4]:
        write(activity, one)
    found = standing(meeting, activity)
    assert (found.asked, found.answered, found.missing) == (13, 4, 9)
    assert [(one.title, one.asked, one.answered) for one in found.sectors] == [("Kommune", 6, 4)]
    assert found.others == 7
    assert [(one.title, one.answered, one.asked) for one in found.tables] == [
        ("1", 2, 7), ("2", 2, 6)]


def test_a_table_on_paper_has_answered(meeting, join, running):
    table = actions.set_tables(meeting, [""])[0]
    activity, people = running("factors", "cards"), [join() for _one in range(3)]
    Attendance.objects.filter(participant__in=people).update(table=table)
    voices.hand_in(activity, "Vom Papier", Speaker(table=table, channel=Channel.PAPER))
    assert standing(meeting, activity).missing == 0


def test_who_left_or_was_erased_is_not_waited_for(meeting, join, running):
    activity, people = running("factors", "cards"), [join() for _one in range(3)]
    Attendance.objects.filter(participant=people[0]).update(left_at="2026-01-01T10:00Z")
    voices.erase(people[1])
    assert standing(meeting, activity).asked == 1


def test_closing_asks_while_people_still_write(page, join, running):
    activity = running("factors", "cards")
    people = [join() for _one in range(3)]
    write(activity, people[0])
    assert "2 Personen haben noch nicht geantwortet." in page()
    assert "Jetzt schließen" in page()
    for one in people[1:]:
        write(activity, one)
    assert "Jetzt schließen" not in page()
    assert "Runde schließen" in page()


def test_one_button_closes_and_opens_the_next(press, page, meeting, running):
    first = running("factors", "cards")
    second = actions.plan_activity(meeting, step="factors", kind="rate", title="Danach")
    assert "Schließen und Nächstes öffnen" in page()
    press("open", second, closing=str(first.pk), once="a")
    press("open", second, closing=str(first.pk), once="a")
    assert list(meeting.activities.values_list("state", flat=True)) == ["closed", "open"]
    assert MeetingChange.objects.count() == 1


def test_every_press_has_its_undo_on_the_page(press, undo, page, meeting, running):
    activity = running("factors", "cards")
    press("close", activity)
    at = timezone.localtime(MeetingChange.objects.get().at)
    assert f"Rückgängig: Runde geschlossen um {at:%H:%M}" in page()
    assert "Zurückgenommen: Runde geschlossen." in undo().content.decode()
    assert Activity.objects.get(pk=activity.pk).is_open
    assert "Rückgängig:" not in page()


def test_extending_by_more_than_offered_is_refused(press, running):
    activity = running("factors", "cards")
    end = Activity.objects.get(pk=activity.pk).ends_at
    assert "Verlängern lässt sich um" in press("extend", activity, minutes="600"
                                                   ).content.decode()
    assert Activity.objects.get(pk=activity.pk).ends_at == end


def test_a_message_reaches_phones_and_boards_and_goes_away(press, phone, join, meeting):
    client, board = phone(join()), board_url(meeting)
    token = state_token(meeting)
    press("message", text="Um elf gibt es Kaffee <b>")
    meeting.refresh_from_db()
    assert state_token(meeting) == token  # nobody's page is taken away while they write
    assert "Um elf gibt es Kaffee &lt;b&gt;" in client.get("/m/ABC234/").content.decode()
    assert "Um elf gibt es Kaffee" in client.get("/m/ABC234/nachricht/").content.decode()
    assert "Um elf gibt es Kaffee" in Client().get(board).content.decode()
    press("message-clear")
    assert client.get("/m/ABC234/nachricht/").content.decode().strip() == ""
    assert "Kaffee" not in Client().get(board).content.decode()


@pytest.mark.parametrize(("text", "why"), [("  ", "noch leer"), ("x" * 301, "301 Zeichen")])
def test_a_message_that_cannot_be_shown_is_refused(press, meeting, text, why):
    assert why in press("message", text=text).content.decode()
    meeting.refresh_from_db()
    assert meeting.message == ""


def test_strangers_read_no_message(meeting):
    assert Client().get("/m/ABC234/nachricht/").status_code == 403


def test_results_wait_for_the_last_of_those_present(meeting, join, running):
    people = [join(), join()]
    activity = running("factors", "cards", waits_for_all=True)
    write(activity, people[0])
    assert not Activity.objects.get(pk=activity.pk).shows_results
    write(activity, people[1])
    assert Activity.objects.get(pk=activity.pk).shows_results


def test_results_that_wait_appear_with_closing(meeting, join, running):
    join()
    activity = running("factors", "cards", waits_for_all=True)
    actions.close_activity(activity)
    assert Activity.objects.get(pk=activity.pk).shows_results


def test_the_board_shows_what_was_chosen(press, meeting, running):
    first = running("factors", "cards")
    actions.close_activity(first)
    running("factors", "rate")
    board = board_url(meeting)

    def shown() -> str:
        return Client().get(board).content.decode()

    assert "<h1>factors rate</h1>" in shown()
    press("board", view=f"results-{first.pk}")
    assert "<h1>factors cards</h1>" in shown()
    press("board", view="pause")
    assert "board-pause" in shown()
    press("board", view="join")
    assert "join-large" in shown()
    press("board", view="")
    assert "<h1>factors rate</h1>" in shown()
    assert "Diese Ansicht gibt es nicht." in press("board", view="quatsch").content.decode()


def test_a_second_board_keeps_to_its_view(meeting, running):
    running("factors", "cards")
    page = Client().get(board_url(meeting), {"zeigt": "join"}).content.decode()
    assert "join-large" in page
    assert "/fest" in page


def test_the_board_names_no_small_sector(meeting, join):
    for _one in range(6):
        join("kommune")
    join("politik")
    page = Client().get(board_url(meeting)).content.decode()
    assert "Politik" not in page
    assert "<strong>7</strong>" in page


def test_a_pause_of_the_agenda_is_calm_everywhere(phone, join, meeting, running):
    client = phone(join())
    running("meeting", "pause", minutes=20)
    page = client.get("/m/ABC234/").content.decode()
    assert "Weiter um" in page and "Diese Seite meldet sich" in page
    board = Client().get(board_url(meeting)).content.decode()
    assert "board-pause" in board and "Weiter um" in board


def test_other_tables_wait_calmly_and_what_they_send_is_refused(phone, join, meeting, running):
    tables = actions.set_tables(meeting, ["daseinsvorsorge", "dableibe-vorsorge"])
    ada, ben = join(), join("politik")
    for one, table in ((ada, tables[0]), (ben, tables[1])):
        Attendance.objects.filter(participant=one).update(table=table)
    activity = running("factors", "cards", topics=["daseinsvorsorge"])
    assert "Ihre Karte" in phone(ada).get("/m/ABC234/").content.decode()
    client = phone(ben)
    assert "Gerade arbeiten andere Tische." in client.get("/m/ABC234/").content.decode()
    assert client.get(f"/m/ABC234/{activity.pk}/").url == "/m/ABC234/"
    assert client.post(f"/m/ABC234/{activity.pk}/", {"text": "Trotzdem"}).status_code == 403


def test_wifi_texts_are_escaped():
    assert wifi_text('Saal; "oben"', r"ge:heim\12") == (
        r'WIFI:T:WPA;S:Saal\; \"oben\";P:ge\:heim\\12;;')


def test_the_wifi_sheet_has_both_codes_and_stores_nothing(desk, meeting):
    url = f"/desk/werkstatt/treffen/{meeting.pk}/wlan/"
    assert desk.post(url, {"name": "Saal", "password": "kurz"}).status_code == 422
    answer = desk.post(url, {"name": "Saal", "password": "ein langes Wort"})
    page = answer.content.decode()
    assert page.count("<svg") >= 3 and "ein langes Wort" in page and "ABC234" in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert "ein langes Wort" not in desk.get(url).content.decode()
