"""The desk: signing in, leading a meeting, roles, publishing."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from weitblick.entrance.board import board_url
from weitblick.workshop import actions, roles
from weitblick.workshop.models import Activity, Membership, Process, Role


@pytest.fixture
def act(desk, process, meeting):
    def press(do: str, activity: Activity | None = None):
        data = {"do": do, **({"activity": activity.pk} if activity else {})}
        return desk.post(f"/desk/werkstatt/treffen/{meeting.pk}/aktion/", data, follow=True)

    return press


def test_the_first_link_makes_the_administrator(db):
    client = Client(HTTP_ACCEPT_LANGUAGE="de")
    url = f"/konto/einladung/{roles.invite(administrator=True)}/"
    assert "Richten Sie das erste Konto ein" in client.get(url).content.decode()
    weak = client.post(url, {"username": "leitung", "password": "kurz"})
    assert weak.status_code == 422 and not get_user_model().objects.exists()
    strong = {"username": "leitung", "password": "drei-wolken-und-ein-pfad"}
    assert client.post(url, strong).url == "/desk/"
    assert client.get("/desk/").status_code == 200
    assert Client().get(url).status_code == 410


def test_an_account_accepts_a_second_invitation(desk, facilitator, process):
    other = actions.create_process(process.frame, "Zweiter", "Was?", slug="zweiter")
    url = f"/konto/einladung/{roles.invite(other, Role.ANALYST)}/"
    assert "Sie sind als „moderation“ angemeldet." in desk.get(url).content.decode()
    assert desk.post(url, {"mine": "yes"}).url == "/desk/"
    assert roles.roles_of(facilitator, other) == {Role.ANALYST}
    assert roles.roles_of(facilitator, process) == {Role.FACILITATOR}
    assert desk.get(url).status_code == 410


def test_nobody_accepts_with_an_account_without_being_signed_in(process):
    token = roles.invite(process, Role.ANALYST)
    answer = Client().post(f"/konto/einladung/{token}/", {"mine": "yes"})
    assert answer.status_code == 422
    assert roles.find_invitation(token) is not None


def test_signing_in_and_out(facilitator):
    client = Client(HTTP_ACCEPT_LANGUAGE="de")
    assert client.get("/desk/").url == "/konto/anmelden/?next=/desk/"
    wrong = client.post("/konto/anmelden/", {"username": "moderation", "password": "falsch"})
    assert "errors" in wrong.content.decode()
    right = {"username": "moderation", "password": "eine-lange-losung"}
    assert client.post("/konto/anmelden/", right).url == "/desk/"
    assert client.post("/konto/abmelden/").url == "/"
    assert client.get("/desk/").status_code == 302


def test_a_process_and_its_first_meeting(desk):
    data = {"title": "Zweite Werkstatt", "question": "Was nun?", "frame": "thueringen-2035",
            "horizon": 2040, "region": "", "introduction": ""}
    assert desk.post("/desk/neu/", data).url == "/desk/zweite-werkstatt/treffen/neu/"
    made = Process.objects.get(slug="zweite-werkstatt")
    assert (made.horizon, made.region) == (2040, "Ländlicher Raum in Thüringen")
    meeting = {"title": "Tag", "kind": "workshop", "starts_on": "2026-09-12", "ends_on": "",
               "place": "", "tables": 6}
    answer = desk.post("/desk/zweite-werkstatt/treffen/neu/", meeting)
    assert answer.url == f"/desk/zweite-werkstatt/treffen/{made.meetings.get().pk}/ablauf/"
    topics = [topic.slug for topic in made.frame.topics]
    assert list(made.meetings.get().tables.values_list("topic", flat=True)) == (topics * 2)[:6]


def test_a_meeting_cannot_end_before_it_begins(desk, process):
    data = {"title": "Tag", "kind": "workshop", "starts_on": "2026-09-12", "ends_on": "2026-09-11"}
    answer = desk.post("/desk/werkstatt/treffen/neu/", data)
    assert "Der letzte Tag liegt vor dem ersten." in answer.content.decode()


def test_planning_opening_extending_and_closing(act, desk, meeting):
    url = f"/desk/werkstatt/treffen/{meeting.pk}/ablauf/"
    desk.post(url, {"kind": "factors:cards", "title": "", "minutes": ""})
    activity = meeting.activities.get()
    assert (activity.title, activity.minutes) == ("Karten sammeln", 20)
    act("open", activity)
    end = meeting.activities.get().ends_at
    act("extend", activity)
    assert (meeting.activities.get().ends_at - end).total_seconds() == 300
    act("close", activity)
    assert meeting.activities.get().state == "closed"


def test_what_is_refused_becomes_a_message(act, running):
    activity = running("factors", "cards")
    page = act("remove", activity).content.decode()
    assert "Diese Aktivität hat schon Beiträge und bleibt im Ablauf stehen." in page
    assert Activity.objects.filter(pk=activity.pk).exists()


def test_doors_and_pause(act, meeting):
    act("doors-close")
    act("pause")
    meeting.refresh_from_db()
    assert (meeting.is_joinable, meeting.is_paused) == (False, True)
    act("doors-open")
    act("resume")
    meeting.refresh_from_db()
    assert (meeting.is_joinable, meeting.is_paused) == (True, False)


def test_an_invitation_is_shown_once_as_a_link(desk, process):
    page = desk.post("/desk/werkstatt/einladen/", {"role": Role.ANALYST}, follow=True)
    token = re.search(r"/konto/einladung/([\w-]+)/", page.content.decode()).group(1)
    assert roles.find_invitation(token).role == Role.ANALYST
    assert token not in desk.get("/desk/werkstatt/").content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [(Role.ANALYST, 403), (Role.SCRIBE, 403), (Role.FACILITATOR, 302)]
)
def test_only_who_leads_may_open_and_close(process, meeting, role, status):
    user = get_user_model().objects.create_user("jemand", password="eine-lange-losung")
    Membership.objects.create(process=process, user=user, role=role)
    client = Client()
    client.force_login(user)
    answer = client.post(f"/desk/werkstatt/treffen/{meeting.pk}/aktion/", {"do": "pause"})
    assert answer.status_code == status


def test_strangers_see_no_desk(process, meeting):
    user = get_user_model().objects.create_user("fremd", password="eine-lange-losung")
    client = Client()
    assert client.get("/desk/werkstatt/").status_code == 302
    client.force_login(user)
    assert client.get("/desk/werkstatt/").status_code == 403


def test_readers_come_in_when_the_process_is_public(desk, process):
    reader = Client(HTTP_ACCEPT_LANGUAGE="de")
    assert reader.get("/p/werkstatt/").status_code == 404
    desk.post("/desk/werkstatt/oeffentlich/", {"public": "yes"})
    assert reader.get("/p/werkstatt/").status_code == 200
    desk.post("/desk/werkstatt/oeffentlich/", {"public": "no"})
    assert reader.get("/p/werkstatt/").status_code == 404


def test_the_join_sheet_is_a_pdf(desk, meeting):
    answer = desk.get(f"/desk/werkstatt/treffen/{meeting.pk}/aushang.pdf")
    assert answer.content[:5] == b"%PDF-"


def test_the_board_needs_its_key_and_shows_code_and_qr(meeting):
    page = Client().get(board_url(meeting)).content.decode()
    assert "ABC234" in page and "<svg" in page and 'style="' not in page
    assert Client().get("/tafel/ABC234/geraten/").status_code == 404
    actions.set_joinable(meeting, False)
    assert "join-code" not in Client().get(board_url(meeting)).content.decode()


def test_every_page_forbids_what_comes_from_elsewhere(client, db):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; img-src 'self' data:")
    assert "unsafe" not in policy
