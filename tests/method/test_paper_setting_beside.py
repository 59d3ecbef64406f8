"""Papers are set beside the web threads; nothing is composed while nothing changed."""

import threading

import pytest
from django.urls import reverse

from tests.method.paper_setting import chain_fixture  # noqa: F401
from weitblick import portable
from weitblick.method.factors.actions import write_card
from weitblick.method.paper import actions, storage, typesetting
from weitblick.method.paper.composing import composed, state
from weitblick.method.paper.typesetting import BeingSet, Setting, wait_for
from weitblick.method.paper.views import files
from weitblick.voices.actions import Speaker, erase
from weitblick.workshop import actions as workshop


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def held():
    """A job that goes on until it is let go."""
    go = threading.Event()
    yield go
    go.set()


def test_who_asks_too_early_is_sent_away_and_the_job_goes_on(held):
    def job() -> bytes:
        held.wait(30)
        return b"done"

    with pytest.raises(BeingSet):
        wait_for("slow", job, 0.05)
    held.set()
    assert wait_for("slow", lambda: b"done", 30) == b"done"


def test_the_same_file_is_set_once_however_many_ask(held):
    calls = []

    def job() -> bytes:
        calls.append(1)
        held.wait(30)
        return b"once"

    for _i in range(5):
        with pytest.raises(BeingSet):
            wait_for("same", job, 0.01)
    held.set()
    wait_for("same", job, 30)
    assert len(calls) <= 2  # the second only if the first was over before it was asked again


def test_so_many_different_files_may_wait_and_no_more(held):
    for n in range(typesetting.QUEUED):
        with pytest.raises(BeingSet):
            wait_for(f"file {n}", lambda: held.wait(30) and b"", 0.01)
    with pytest.raises(BeingSet):
        wait_for("one more", lambda: pytest.fail("must not run"), 30)


def test_readers_get_a_calm_page_that_asks_again(client, chain, monkeypatch):
    workshop.set_public(chain.process, True)
    monkeypatch.setattr(files, "PATIENCE", 0.0)
    answer = client.get(reverse("public-paper:pdf", args=[chain.process.slug]))
    assert (answer.status_code, answer["Retry-After"], answer["Refresh"]) == (503, "5", "5")
    assert "Das Papier wird gerade gesetzt" in answer.content.decode()
    monkeypatch.setattr(files, "PATIENCE", 60.0)
    again = client.get(reverse("public-paper:pdf", args=[chain.process.slug]))
    assert again.content.startswith(b"%PDF-")


def test_the_address_of_the_installation_comes_from_the_setting(client, chain, settings):
    settings.ADDRESS = "https://werkstatt.example"
    workshop.set_public(chain.process, True)
    files_patience = {"HTTP_HOST": "boese.example"}
    page = client.get(reverse("public-paper:html", args=[chain.process.slug]), **files_patience)
    while page.status_code == 503:
        page = client.get(reverse("public-paper:html", args=[chain.process.slug]),
                          **files_patience)
    assert "https://werkstatt.example/p/" in page.content.decode()
    assert "boese" not in page.content.decode()


def test_protocols_are_not_for_readers_and_others_when_they_were_begun(client, chain):
    workshop.set_public(chain.process, True)
    meeting = chain.process.meetings.get()
    actions.start_paper(chain.process, "Protokoll", kind="protocol", meeting=meeting)
    slug = chain.process.slug
    for which in (f"protokoll-{meeting.pk}", "kurzfassung", "roman"):
        assert client.get(reverse("public-paper:file", args=[slug, which, "html"])
                          ).status_code == 404
    actions.start_paper(chain.process, "Kurz", kind="summary")
    answer = client.get(reverse("public-paper:file", args=[slug, "kurzfassung", "html"]))
    assert answer.status_code in (200, 503)


def test_a_second_reader_costs_no_composing(
    client, chain, monkeypatch, django_assert_max_num_queries
):
    workshop.set_public(chain.process, True)
    monkeypatch.setattr(files, "PATIENCE", 60.0)
    url = reverse("entrance:reader-step", args=[chain.process.slug, "paper"])
    assert "Das Papier" in client.get(url).content.decode()
    with django_assert_max_num_queries(2 * len(state._tables()) + 12):
        client.get(url)
    assert composed(chain.process) is composed(chain.process)


def test_whatever_changes_shows_in_the_token(chain, running):
    seen = [state.token(chain.process)]

    def changed() -> bool:
        seen.append(state.token(chain.process))
        return seen[-1] not in seen[:-1]

    assert state.token(chain.process) == seen[0]
    card = write_card(running("factors", "cards"), Speaker(participant=chain.people[0]), "Neu.")
    assert changed()
    chain.votes(1, 1, 1)
    assert changed()
    actions.reword_recommendation(chain.recommendation, "Anders", "Anders gesagt.")
    assert changed()
    actions.describe_recommendation(chain.recommendation, field=chain.recommendation.field,
                                    due="morgen")
    assert changed()
    paper = actions.start_paper(chain.process, "Gut leben")
    assert changed()
    actions.edit_passage(paper, "recommendations", "recommendations.intro", "Worte.")
    assert changed()
    actions.set_house(chain.process, accent="#005f56")
    assert changed()
    erase(card.participant)
    assert changed()


def test_every_table_of_a_process_goes_into_the_token():
    ways = {model._meta.label: way for model, way in state._tables()}
    assert {label for label, _way in portable.TABLES} <= {
        label for label, way in ways.items() if way}


def asked_in_vain(process, held) -> BeingSet:
    """A file of this process that is under way, until it is let go."""
    name = f"{storage.folder_of(process)}/{'0' * 64}.pdf"
    with pytest.raises(BeingSet) as caught:
        wait_for(name, lambda: held.wait(30) and b"done", 0.01, Setting())
    return caught.value


def test_who_waits_hears_how_far_it_is(client, chain, held):
    workshop.set_public(chain.process, True)
    wait = asked_in_vain(chain.process, held)
    url = reverse("public-paper:state", args=[chain.process.slug, f"{'0' * 64}.pdf"])
    assert "Wartet auf einen freien Platz" in client.get(url).content.decode()
    wait.setting.told(3, 12)
    page = client.get(url)
    assert page.status_code == 200
    assert "3 von 12" in page.content.decode() and 'value="3" max="12"' in page.content.decode()
    wait.setting.is_last = True
    assert "die Seiten werden gesetzt" in client.get(url).content.decode()


def test_nothing_under_way_ends_the_asking(client, chain):
    workshop.set_public(chain.process, True)
    name = f"{'1' * 64}.pdf"
    url = reverse("public-paper:state", args=[chain.process.slug, name])
    assert client.get(url).status_code == 286
    storage.keep(storage.folder_of(chain.process), name, b"done")
    assert "Die Datei ist fertig." in client.get(url).content.decode()
    foreign = reverse("public-paper:state", args=[chain.process.slug, "..%2F..%2Fsecret.key"])
    assert client.get(foreign).status_code == 404


def test_the_desk_stops_it_and_readers_cannot(client, desk, chain, held):
    workshop.set_public(chain.process, True)
    wait = asked_in_vain(chain.process, held)
    url = reverse("paper:stop", args=[chain.process.slug, f"{'0' * 64}.pdf"])
    assert client.post(url).status_code == 302
    assert not wait.setting.is_unwanted()
    desk.post(url)
    assert wait.setting.is_unwanted()


def test_what_was_stopped_is_not_begun_again_by_pages_that_ask_by_themselves(
    desk, client, chain, monkeypatch
):
    workshop.set_public(chain.process, True)
    monkeypatch.setattr(files, "PATIENCE", 0.0)
    url = reverse("public-paper:pdf", args=[chain.process.slug])
    name = client.get(url).context["name"]
    desk.post(reverse("paper:stop", args=[chain.process.slug, name]))
    monkeypatch.setattr(files, "PATIENCE", 60.0)
    page = client.get(url, follow=True)
    assert "Das Setzen wurde angehalten." in page.content.decode()
    monkeypatch.setattr(typesetting, "STOPPED", 0)
    assert client.get(url).content.startswith(b"%PDF-")


def test_a_job_done_before_anybody_waits_holds_no_lock(monkeypatch):
    submit = typesetting._pool.submit

    def at_once(job):
        future = submit(job)
        future.result()
        return future

    monkeypatch.setattr(typesetting._pool, "submit", at_once)
    monkeypatch.setattr(typesetting, "_lock", threading.Lock())  # nobody else hangs if this does
    asking = threading.Thread(target=wait_for, args=("quick", lambda: b"x", 5), daemon=True)
    asking.start()
    asking.join(10)
    assert not asking.is_alive()
    assert typesetting.under_way("quick") is None
