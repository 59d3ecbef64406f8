"""A rehearsal: a copy without its people, simulated participants of the product's own making, moved
by one server only however many there are, two rehearsals at once, and no trace of it afterwards."""

import random
import threading
import time
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from weitblick.entrance import rehearsal_copy, rehearsal_people
from weitblick.entrance.agendas import _usual
from weitblick.method.chain import CHAIN
from weitblick.method.factors import actions as factors
from weitblick.method.paper import storage
from weitblick.portable import export_process
from weitblick.trace.models import Item
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Card, Rating
from weitblick.workshop import actions, roles, seats
from weitblick.workshop.agenda import load_agenda, use_agenda
from weitblick.workshop.models import Participant, Process


@pytest.fixture
def told(process, meeting, running, join):
    """A process somebody has taken part in: a card, a factor, a rating given twice."""
    actions.set_tables(meeting, [topic.slug for topic in process.frame.topics])
    ada, activity = join(), running("factors", "cards")
    card = voices.hand_in(activity, "Der Bus fährt nicht", Speaker(participant=ada), key="k").item
    factor = factors.create_factor(process, "Wege", cards=[card])
    rating = running("factors", "rate")
    for value in (2, 5):
        factors.rate_factors(rating, Speaker(participant=ada), [(factor, value, 3)])
    return process


@pytest.fixture
def stage(told, meeting):
    """The meeting of a rehearsal, its doors open, nobody there yet."""
    copy = rehearsal_copy.copy_for_rehearsal(told)
    place = rehearsal_copy.place_of(meeting, copy)
    rehearsal_copy.start_over(place)
    return place


def counts() -> dict[str, int]:
    """The rows of every table there is."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def act_until_quiet(meeting, rng: random.Random) -> int:
    """Everybody contributes until nobody has anything more to say. How many contributions."""
    people, n = rehearsal_people._simulated(meeting), 0
    for _turn in range(200):
        before = Card.objects.count(), Rating.objects.count()
        n += sum(rehearsal_people.contribute(one, rng) for one in people)
        if before == (Card.objects.count(), Rating.objects.count()):
            return n
    raise AssertionError("they never come to an end")


def test_nobody_who_took_part_is_in_the_copy(told, meeting, facilitator, stage):
    copy = stage.process
    assert (copy.rehearsal_of, copy.slug, copy.is_public) == (told, "werkstatt-probe", False)
    assert not Participant.objects.filter(process=copy).exists()
    assert not stage.attendances.exists()
    assert roles.may(facilitator, copy, "facilitator")
    assert {a.title: a.state for a in stage.activities.all()} == {
        "factors cards": "planned", "factors rate": "planned"}


def test_what_was_said_comes_along_as_said_by_nobody_and_once(told, stage):
    copy = stage.process
    card = Card.objects.get(item__process=copy)
    assert (card.item.text, card.participant, card.key) == ("Der Bus fährt nicht", None, None)
    given = Rating.objects.filter(item__process=copy, criterion="impact")
    assert [(one.value, one.participant) for one in given] == [(5.0, None)]


def test_ids_and_codes_of_the_copy_are_its_own(told, meeting, stage):
    ours = set(Item.objects.filter(process=told).values_list("public_id", flat=True))
    theirs = set(Item.objects.filter(process=stage.process).values_list("public_id", flat=True))
    assert (len(ours), len(theirs), ours & theirs) == (2, 2, set())
    assert stage.code != meeting.code
    assert stage.code not in {"", None}


def test_a_rehearsal_appears_nowhere(told, facilitator, desk, stage, tmp_path):
    assert roles.processes_of(facilitator) == [told]
    with pytest.raises(ValidationError):
        export_process(stage.process, tmp_path / "probe.json")
    with pytest.raises(ValidationError):
        actions.set_public(stage.process, True)
    assert desk.get(f"/p/{stage.process.slug}/").status_code == 404
    assert "werkstatt-probe" not in desk.get("/desk/").content.decode()
    assert not (tmp_path / "probe.json").exists()


def test_every_page_of_it_says_what_it_is(desk, stage, phone):
    label = "Probe mit simulierten Teilnehmenden"
    for url in (f"/desk/{stage.process.slug}/", f"/desk/{stage.process.slug}/factors/",
                f"/desk/{stage.process.slug}/treffen/{stage.pk}/", f"/j/{stage.code}/"):
        assert label in desk.get(url).content.decode()


def test_people_arrive_and_sit_down_evenly(stage):
    stage.process.rehearsal_people = 9
    rng = random.Random(1)
    for _beat in range(5):
        rehearsal_people.beat(stage, rng)
    people = Participant.objects.filter(process=stage.process)
    assert (people.count(), people.filter(is_simulated=True).count()) == (9, 9)
    sits = sorted(table.attendances.count() for table in stage.tables.all())
    assert sits == [2, 2, 2, 3]


def test_they_take_part_in_what_is_opened_and_only_then(stage):
    rng = random.Random(2)
    rehearsal_people.arrive(stage, 4, rng)
    assert act_until_quiet(stage, rng) == 0
    activity = stage.activities.get(kind="cards")
    actions.open_activity(activity)
    assert act_until_quiet(stage, rng) > 0
    assert Card.objects.filter(activity=activity).count() == 1 + 4 * 4  # the copied one, theirs
    actions.close_activity(activity)
    assert act_until_quiet(stage, rng) == 0


def test_in_a_pause_they_hold_still(stage):
    rng = random.Random(3)
    rehearsal_people.arrive(stage, 30, rng)
    actions.open_activity(stage.activities.get(kind="cards"))
    actions.set_paused(stage, True)
    before = Card.objects.count()
    for _beat in range(20):
        rehearsal_people.beat(stage, rng)
    assert Card.objects.count() == before


def test_every_kind_of_activity_can_be_rehearsed():
    missing = {f"{step.slug}:{kind.slug}" for step in CHAIN for kind in step.activities
               if kind.rehearse is None}
    assert missing == set()


@pytest.mark.parametrize("slug", ["1-werkstatt-tag", "2-forum-90-minuten", "3-online-zwei-wochen"])
def test_a_whole_ready_day_can_be_rehearsed_without_a_stumble(stage, slug):
    use_agenda(stage, load_agenda(slug), _usual)
    rng = random.Random(4)
    rehearsal_people.arrive(stage, 3, rng)
    for activity in stage.activities.all():
        actions.open_activity(activity)
        act_until_quiet(stage, rng)
        actions.close_activity(activity)
    assert not stage.activities.exclude(state="closed").exists()


def test_ending_it_leaves_no_trace(told, meeting, desk, stage, facilitator):
    rehearsal_copy.remove_rehearsal(stage.process)
    before = counts()
    pk = _start(desk, meeting, people=5)
    copy = Process.objects.get(rehearsal_of=told)
    rng = random.Random(5)
    place = copy.meetings.get(pk=pk)
    for activity in place.activities.all():
        actions.open_activity(activity)
        act_until_quiet(place, rng)
    desk.post(f"/desk/{copy.slug}/treffen/{pk}/aktion/", {"do": "message", "text": "Gleich Pause"})
    storage.keep(storage.folder_of(copy), "paper.pdf", b"%PDF-")
    assert counts() != before
    answer = desk.post(f"/desk/{copy.slug}/probe/ende/")
    assert answer.url == "/desk/werkstatt/"
    assert counts() == before
    assert not Process.objects.filter(rehearsal_of=told).exists()


@pytest.fixture
def own_folder(settings, tmp_path: Path) -> None:
    """Files lie by the process's number, which tests whose rows were rolled back had before."""
    settings.DATA = tmp_path


def test_files_of_it_go_too(own_folder, told, stage, django_capture_on_commit_callbacks):
    files = _files()
    storage.keep(storage.folder_of(stage.process), "paper.pdf", b"%PDF-")
    assert _files() != files
    with django_capture_on_commit_callbacks(execute=True):
        rehearsal_copy.remove_rehearsal(stage.process)
    assert _files() == files


def test_the_original_cannot_be_removed_that_way(told):
    with pytest.raises(ValueError, match="rehearsal"):
        rehearsal_copy.remove_rehearsal(told)


def test_starting_twice_leads_to_the_one_that_runs(told, meeting, desk):
    first = _start(desk, meeting)
    assert _start(desk, meeting) == first
    assert Process.objects.filter(rehearsal_of=told).count() == 1


def test_the_desk_shows_progress_and_lets_them_hold_still(told, meeting, desk):
    pk = _start(desk, meeting, people=12)
    copy = Process.objects.get(rehearsal_of=told)
    page = desk.get(f"/desk/{copy.slug}/treffen/{pk}/").content.decode()
    assert "Simulierte Teilnehmende" in page and "Anhalten" in page
    desk.post(f"/desk/{copy.slug}/probe/tempo/", {"people": "0"})
    page = desk.get(f"/desk/{copy.slug}/treffen/{pk}/").content.decode()
    assert "Die simulierten Teilnehmenden halten still." in page


@pytest.mark.parametrize("people", ["0", "301", "viele", "-3"])
def test_an_impossible_number_of_people_is_refused(told, meeting, desk, people):
    url = f"/desk/werkstatt/treffen/{meeting.pk}/probe/beginnen/"
    page = desk.post(url, {"people": people}, follow=True).content.decode()
    assert "Möglich sind 1 bis 300 Personen." in page
    assert not Process.objects.filter(rehearsal_of=told).exists()


def test_strangers_end_no_rehearsal(stage):
    assert Client().post(f"/desk/{stage.process.slug}/probe/ende/").status_code == 302
    assert Process.objects.filter(pk=stage.process.pk).exists()


def _start(desk: Client, meeting, people: int = 3) -> int:
    url = f"/desk/werkstatt/treffen/{meeting.pk}/probe/beginnen/"
    return int(desk.post(url, {"people": people}).url.rstrip("/").rpartition("/")[2])


def _files() -> list[Path]:
    folder = Path(settings.DATA)
    return sorted(one for part in ("papers", "attachments") for one in (folder / part).rglob("*"))


def test_who_is_erased_is_erased_from_rehearsals_too(told, meeting, stage, phone, join):
    ada = told.participants.get()
    ada.secret = seats.take_over(told, ada.personal_code)[1]
    assert Item.objects.filter(text="Der Bus fährt nicht").count() == 2
    answer = phone(ada).post("/m/ABC234/meine/loeschen/", {"sure": "yes"})
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (200, '"storage"')
    assert Item.objects.filter(text="Der Bus fährt nicht").count() == 0
    assert list(told.rehearsals.all()) == []


def _two_rehearsals(told, meeting) -> list[Process]:
    copies = [rehearsal_copy.copy_for_rehearsal(told) for _n in range(2)]
    for copy in copies:
        place = rehearsal_copy.place_of(meeting, copy)
        rehearsal_copy.start_over(place)
        rehearsal_people.arrive(place, 1, random.Random(0))
        Process.objects.filter(pk=copy.pk).update(rehearsal_people=4)
    return copies


def test_two_rehearsals_run_beside_each_other(told, meeting):
    copies = _two_rehearsals(told, meeting)
    mover = rehearsal_people.Rehearsals()
    assert [mover._beat() for _n in range(2)] == [2, 2]
    assert [copy.participants.count() for copy in copies] == [4, 4]


def test_one_that_stumbles_does_not_hold_the_other_up(told, meeting, caplog):
    broken, sound = _two_rehearsals(told, meeting)
    actions.open_activity(broken.meetings.get().activities.get(kind="cards"))
    Process.objects.filter(pk=broken.pk).update(frame_data={"sectors": "none"})
    mover = rehearsal_people.Rehearsals()
    assert mover._beat() == 2
    assert sound.participants.count() == 3
    assert broken.participants.count() == 1
    assert "A rehearsal stumbled and goes on" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_while_one_runs_people_move_every_half_second():
    beats: list[float] = []

    class Counting(rehearsal_people.Rehearsals):
        def _beat(self) -> int:
            Process.objects.exists()
            beats.append(time.monotonic())
            return 1

    mover = Counting()
    mover.start()
    time.sleep(rehearsal_people.IDLE + 4 * rehearsal_people.BEAT)
    mover.stop()
    assert len(beats) in (3, 4, 5)  # one at every look for rehearsals would be one


@pytest.mark.skipif("sqlite" in str(connection.settings_dict["ENGINE"]),
                    reason="advisory locks are PostgreSQL's")
@pytest.mark.django_db(transaction=True)
def test_of_several_servers_one_moves_everybody_and_the_next_takes_over(monkeypatch):
    monkeypatch.setattr(rehearsal_people, "IDLE", 0.05)
    beats: list[int] = []
    lock = threading.Lock()

    class Counting(rehearsal_people.Rehearsals):
        def _beat(self) -> int:
            with lock:
                beats.append(id(self))
            return 0

    servers = [Counting() for _n in range(3)]
    for one in servers:
        one.start()
    time.sleep(0.6)
    (first,) = set(beats)
    next(one for one in servers if id(one) == first).stop()
    beats.clear()
    time.sleep(0.6)
    (second,) = set(beats)
    assert second != first
    for one in servers:
        one.stop()
