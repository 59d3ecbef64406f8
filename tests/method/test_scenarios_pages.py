"""The pages of step 3: phone (with and without HTMX), board, desk, files, reader."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse

from tests.method.test_scenarios_actions import (  # noqa: F401  fixtures
    found,
    grid,
    judged,
    like_promotes_like,
)
from tests.method.test_trends_actions import say
from tests.voices.photos import jpeg, upload
from weitblick.engines.scenariofiles import parse_matrix
from weitblick.lab.models import Run, RunState
from weitblick.method.scenarios import actions, matrix, queries
from weitblick.method.scenarios.actions import ScenarioRating
from weitblick.method.scenarios.models import Scenario, Story
from weitblick.method.scenarios.step import STEP
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind
from weitblick.voices.models import Judgement, Rating
from weitblick.workshop.actions import close_activity, set_public, set_tables


@pytest.fixture
def chosen(found):  # noqa: F811
    dark = actions.choose_scenario(found, (2, 2, 2), "Abend", "Es wird dunkel.", position=1)
    bright = actions.choose_scenario(found, (1, 1, 1), "Morgen", "Es wird hell.", position=2)
    return dark, bright


def url(activity):
    return reverse("entrance:phone-activity", args=[activity.meeting.code, activity.pk])


def board(activity):
    fragment = STEP.kind(activity.kind).board(activity)
    return render_to_string(fragment.template, dict(fragment.context))


def pair_on(page):
    return page.split('name="paar" value="')[1].split('"')[0]


@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}])
def test_judging_goes_pair_by_pair_and_counts_once(grid, running, join, phone, headers):  # noqa: F811
    activity = running("scenarios", "crossimpact", options={"pairs": 4})
    browser = phone(join())
    page = browser.get(url(activity)).content.decode()
    assert "Paar 1 von 4" in page
    first = pair_on(page)
    for _twice in range(2):
        answer = browser.post(url(activity), {"paar": first, "value": "-2", "once": "a" * 32,
                                              "reason": "Es fehlt Geld"}, **headers)
        assert answer.status_code == (200 if headers else 302)
    said = Judgement.objects.get()
    assert (said.value, said.reason, f"{said.source_id}-{said.target_id}") == (
        -2, "Es fehlt Geld", first
    )
    for number in range(2, 5):
        page = browser.get(url(activity)).content.decode()
        assert f"Paar {number} von 4" in page
        browser.post(url(activity), {"paar": pair_on(page), "value": "", "once": str(number) * 32})
    done = browser.get(url(activity)).content.decode()
    assert "Ihre Paare sind beurteilt." in done
    assert "Noch ein paar Paare beurteilen" in done
    assert sorted(Judgement.objects.values_list("value", flat=True), key=str) == [
        -2, None, None, None
    ]


def test_nothing_ticked_is_no_answer(grid, running, join, phone):  # noqa: F811
    activity, browser = running("scenarios", "crossimpact"), phone(join())
    pair = pair_on(browser.get(url(activity)).content.decode())
    answer = browser.post(url(activity), {"paar": pair, "once": "a" * 32})
    assert answer.status_code == 422
    assert "Bitte wählen Sie einen Wert oder „weiß nicht“." in answer.content.decode()
    assert Judgement.objects.count() == 0


def test_an_own_judgement_can_be_changed(grid, running, join, phone):  # noqa: F811
    activity, browser = running("scenarios", "crossimpact"), phone(join())
    pair = pair_on(browser.get(url(activity)).content.decode())
    browser.post(url(activity), {"paar": pair, "value": "3", "once": "a" * 32})
    page = browser.get(url(activity), {"paar": pair}).content.decode()
    assert "Ihre Antwort ändern" in page
    assert 'value="3" checked' in page


def test_too_late_is_refused(judged, join, phone):  # noqa: F811
    close_activity(judged)
    browser = phone(join())
    assert "Die Urteile sind gesammelt." in browser.get(url(judged)).content.decode()
    before = Judgement.objects.count()
    assert browser.post(url(judged), {"paar": "1-2", "value": "1"}).status_code == 422
    assert Judgement.objects.count() == before


def test_a_story_is_told_once(process, chosen, running, join, phone):
    activity, browser = running("scenarios", "story"), phone(join())
    assert "Abend" in browser.get(url(activity)).content.decode()
    public_id = chosen[1].item.public_id
    asked = browser.get(url(activity), {"szenario": public_id}).content.decode()
    assert "Mobilität: <strong>Takt</strong>" in asked
    sent = {"szenario": public_id, "genre": "newspaper", "title": "Bus fährt wieder",
            "text": "Am Montag.", "once": "b" * 32}
    for _twice in range(2):
        assert browser.post(url(activity), sent).status_code == 302
    told = queries.stories(process)
    assert [(s.item.text, s.item.detail, s.form, s.scenario) for s in told] == [
        ("Bus fährt wieder", "Am Montag.", "newspaper", chosen[1])
    ]
    assert "Bus fährt wieder" in browser.get(url(activity)).content.decode()
    browser.post(url(activity), {"take_back": told[0].item.public_id})
    assert queries.stories(process) == []


def test_a_story_that_something_rests_on_is_not_taken_back(process, chosen, running, join, phone):
    activity, person = running("scenarios", "story"), join()
    story = actions.tell_story(chosen[0], "diary", "Dienstag", "Heute kam der Bus.",
                               activity=activity, speaker=say(person))
    trace.create(process, Kind.STATEMENT, "Der Bus kommt", derived_from=[story.item])
    sent = {"take_back": story.item.public_id}
    answer = phone(person).post(url(activity), sent, follow=True)
    assert "Mit dieser Karte wurde schon weitergearbeitet." in answer.content.decode()
    assert queries.stories(process) == [story]


def test_a_story_without_form_says_how_to_mend_it(chosen, running, join, phone):
    activity = running("scenarios", "story")
    sent = {"szenario": chosen[0].item.public_id, "title": "T", "text": "Mein langer Text"}
    answer = phone(join()).post(url(activity), sent)
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Form für die Geschichte." in answer.content.decode()
    assert "Mein langer Text" in answer.content.decode()
    assert Story.objects.count() == 0


def test_rating_goes_scenario_by_scenario(chosen, running, join, phone):
    activity, browser = running("scenarios", "rate"), phone(join())
    assert "Szenario 1 von 2" in browser.get(url(activity)).content.decode()
    for one, key in zip(chosen, "ab", strict=True):
        browser.post(url(activity), {"szenario": one.item.public_id, "desirability": 2,
                                     "plausibility": 4, "once": key * 32})
    assert "Alle Szenarien sind bewertet." in browser.get(url(activity)).content.decode()
    assert Rating.objects.count() == 4
    close_activity(activity)
    assert "wünschenswert 2, vorstellbar 4 von 5" in browser.get(url(activity)).content.decode()


def test_an_incomplete_rating_is_sent_back(chosen, running, join, phone):
    activity = running("scenarios", "rate")
    sent = {"szenario": chosen[0].item.public_id, "desirability": 2}
    answer = phone(join()).post(url(activity), sent)
    assert answer.status_code == 422
    assert Rating.objects.count() == 0


def test_boards_say_what_to_do_while_there_is_nothing(running):
    assert "Noch keine Annahmen" in board(running("scenarios", "crossimpact"))
    assert "Noch keine Szenarien ausgewählt" in board(running("scenarios", "story"))
    assert "Noch keine Szenarien ausgewählt" in board(running("scenarios", "rate"))


def test_the_board_shows_coverage_then_strength(judged, django_assert_max_num_queries):  # noqa: F811
    with django_assert_max_num_queries(12):
        page = board(judged)
    assert "<b>24</b> von 24 Feldern beurteilt" in page
    assert "Anteil der Felder in Prozent" in page
    close_activity(judged)
    assert "Mittlere Stärke der Urteile" in board(judged)


def test_the_board_of_ratings_waits_for_the_end(chosen, running, join):
    activity = running("scenarios", "rate")
    actions.rate_scenarios(activity, [ScenarioRating(chosen[0], 2, 4)], say(join()))
    assert "<svg" not in board(activity)
    close_activity(activity)
    assert board(activity).count("<svg") == 2


def test_the_board_of_stories_shows_titles(chosen, running):
    actions.tell_story(chosen[0], "diary", "17:40 Uhr", "Heute kam kein Bus.")
    page = board(running("scenarios", "story"))
    assert "17:40 Uhr" in page
    assert "Heute kam kein Bus." in page


def test_the_desk_computes_and_says_complete(
    process, judged, desk, django_capture_on_commit_callbacks  # noqa: F811
):
    address = reverse("scenarios:desk", args=[process.slug])
    assert "Alle stimmigen Szenarien berechnen" in desk.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("scenarios:compute", args=[process.slug]))
    page = desk.get(address).content.decode()
    assert "Vollständig: 2 stimmige Szenarien unter 8 möglichen." in page
    assert "Alle stimmigen Szenarien berechnen" not in page


def test_the_desk_shows_a_running_search_with_progress_and_stop(process, judged, desk):  # noqa: F811
    actions.compute(process)
    Run.objects.update(state=RunState.RUNNING, share=0.25, found=12)
    page = desk.get(reverse("scenarios:desk", args=[process.slug])).content.decode()
    assert "12 stimmige Szenarien bisher" in page
    desk.post(reverse("scenarios:stop", args=[process.slug]))
    assert Run.objects.get().wants_stop is True


def test_the_desk_says_when_the_matrix_has_changed(process, grid, judged, found, join, desk):  # noqa: F811
    actions.judge_crossimpacts(judged, say(join()), like_promotes_like(grid, 3))
    page = desk.get(reverse("scenarios:desk", args=[process.slug])).content.decode()
    assert "Die Matrix hat sich seit der Berechnung geändert." in page
    assert "Vollständig: 2 stimmige Szenarien" in page
    assert Run.objects.count() == 1


def test_the_desk_lists_suggests_explains_and_chooses(process, found, desk):  # noqa: F811
    listed = reverse("scenarios:found", args=[process.slug])
    page = desk.get(listed, {"vorschlag": "3"}).content.decode()
    assert "Vorgeschlagene Szenarien" in page
    firm = desk.get(listed, {"festigkeit": "1"}).content.decode()
    assert "wenn jedes fünfte Urteil zufällig um einen Punkt verschoben wird" in firm
    why = reverse("scenarios:why", args=[process.slug, 1])
    assert "Hält mit 4 Punkten Vorsprung vor „Auto“." in desk.get(why).content.decode()
    assert desk.post(why, {"name": ""}).status_code == 422
    desk.post(why, {"name": "Der Morgen", "summary": "Hell."})
    made = Scenario.objects.get()
    assert (made.item.text, made.states) == ("Der Morgen", [1, 1, 1])
    assert "Dieses Szenario ist ausgewählt." in desk.get(why).content.decode()
    assert desk.get(reverse("scenarios:why", args=[process.slug, 9])).status_code == 404


def test_the_desk_rewords_tells_and_orders(process, chosen, desk):
    dark = chosen[0]
    page = reverse("scenarios:scenario", args=[process.slug, dark.item.public_id])
    desk.post(page, {"name": "Letzter Bus", "summary": "Es wird still.", "reason": "bildhafter"})
    tell = reverse("scenarios:tell", args=[process.slug, dark.item.public_id])
    desk.post(tell, {"genre": "diary", "title": "Dienstag", "text": "Kein Bus."})
    story = Story.objects.get()
    desk.post(tell, {"genre": "diary", "title": "Mittwoch", "text": "Kein Bus.",
                     "story": story.item.public_id})
    act = reverse("scenarios:act", args=[process.slug, dark.item.public_id])
    desk.post(act, {"act": "dawn"})

    assert [s.item.text for s in queries.scenarios(process)] == ["Morgen", "Letzter Bus"]
    assert [s.item.text for s in queries.stories(process)] == ["Mittwoch"]
    assert "Mittwoch" in desk.get(page).content.decode()
    desk.post(act, {"act": "retire"})
    assert "Letzter Bus" in desk.get(
        reverse("scenarios:desk", args=[process.slug])).content.decode()
    desk.post(act, {"act": "restore"})
    assert len(queries.scenarios(process)) == 2


def section_url(process, grid):  # noqa: F811
    ids = [group[0].factor.item.public_id for group in grid[:2]]
    return reverse("scenarios:section", args=[process.slug, *ids])


def test_a_group_is_typed_section_by_section(process, meeting, grid, running, desk):  # noqa: F811
    running("scenarios", "crossimpact")
    table = set_tables(meeting, ["daseinsvorsorge"])[0]
    page = section_url(process, grid)
    typed = {f"c-{a.item.public_id}-{b.item.public_id}": value
             for (a, b), value in zip(
                 [(a, b) for a in grid[0] for b in grid[1]], ["2", "\u22121", "", "0"],
                 strict=True)}
    answer = desk.post(page, {**typed, "table": "1", "once": "a" * 32})
    assert answer.url.endswith("?tisch=1")
    assert matrix.build(process).matrix.values[:2, 2:4].tolist() == [[2, -1], [0, 0]]
    assert int(matrix.build(process).voices.sum()) == 3
    assert {j.table for j in Judgement.objects.all()} == {table}
    shown = desk.get(page, {"tisch": "1"}).content.decode()
    assert 'value="2"' in shown
    assert "Median +2 · n = 1" in shown


def test_a_wrong_number_is_named_and_nothing_is_stored(process, grid, running, desk):  # noqa: F811
    running("scenarios", "crossimpact")
    name = f"c-{grid[0][0].item.public_id}-{grid[1][0].item.public_id}"
    answer = desk.post(section_url(process, grid), {name: "7", "table": "1"}, follow=True)
    assert "„7“ ist kein Urteil von −3 bis +3." in answer.content.decode()
    assert Judgement.objects.count() == 0


def test_without_an_open_activity_nothing_can_be_typed(process, grid, desk):  # noqa: F811
    page = desk.get(section_url(process, grid)).content.decode()
    assert "Zurzeit werden keine Urteile angenommen." in page
    assert "<input type=\"text\"" not in page


@pytest.mark.parametrize("suffix", ["scw", "csv", "xlsx"])
def test_the_matrix_goes_out_and_comes_back(process, judged, desk, suffix):  # noqa: F811
    before = matrix.build(process).matrix
    answer = desk.get(reverse("scenarios:export-matrix", args=[process.slug, suffix]))
    given = parse_matrix(answer.content, f"matrix.{suffix}")
    assert given.values.tolist() == before.values.tolist()
    assert [d.name for d in given.descriptors] == ["Mobilität", "Pflege", "Ehrenamt"]

    upload = SimpleUploadedFile(f"matrix.{suffix}", answer.content)
    desk.post(reverse("scenarios:import", args=[process.slug]), {"file": upload, "table": "3"})
    assert Judgement.objects.filter(channel="import").count() == 24
    assert matrix.build(process).matrix.values.tolist() == before.values.tolist()


def test_a_bad_file_is_refused_with_its_line(process, judged, desk):  # noqa: F811
    upload = SimpleUploadedFile("matrix.scw", b"Hallo\nWelt")
    address = reverse("scenarios:import", args=[process.slug])
    answer = desk.post(address, {"file": upload, "table": "3"},
                       headers={"referer": "http://testserver" + reverse(
                           "scenarios:matrix", args=[process.slug])}, follow=True)
    assert "matrix.scw, Zeile 1: Das ist keine Projektdatei von ScenarioWizard." in (
        answer.content.decode()
    )
    assert Judgement.objects.filter(channel="import").count() == 0


def test_the_export_of_scenarios_is_for_spreadsheets(process, found, desk):  # noqa: F811
    answer = desk.get(reverse("scenarios:export", args=[process.slug]))
    assert answer.content.decode().split("\r\n")[1] == "1;Takt;Nah;Viel;4;6;"


def test_lines_that_an_editor_broke_are_joined_and_typed_ones_stay(chosen):
    wrapped = f"{'Wort ' * 14}\n{'Wort ' * 13}\nEnde.\n\nANNA: Komm.\nBERT: Nein."
    story = actions.tell_story(chosen[0], "theatre", "Vorhang", wrapped)
    assert story.paragraphs == [("Wort " * 27) + "Ende.", "ANNA: Komm.", "BERT: Nein."]


def test_empty_desk_pages_say_what_to_do(process, desk):
    page = desk.get(reverse("scenarios:desk", args=[process.slug])).content.decode()
    assert "Noch nichts zu verknüpfen" in page
    page = desk.get(reverse("scenarios:matrix", args=[process.slug])).content.decode()
    assert "Noch nichts zu verknüpfen" in page
    assert desk.get(reverse("scenarios:found", args=[process.slug])).status_code == 404


def test_strangers_do_not_reach_the_desk(process, client):
    for name in ("desk", "matrix", "found", "export"):
        assert client.get(reverse(f"scenarios:{name}", args=[process.slug])).status_code == 302


def test_the_reader_page_shows_futures_stories_and_method(process, found, chosen, client):  # noqa: F811
    story = actions.tell_story(chosen[0], "diary", "17:40 Uhr", "Heute kam kein Bus.")
    set_public(process, True)
    address = reverse("entrance:reader-step", args=[process.slug, "scenarios"])
    page = client.get(address).content.decode()
    for item in (chosen[0].item, chosen[1].item, story.item):
        assert reverse("entrance:trace", args=[process.slug, item.public_id]) in page
    assert page.index("Abend") < page.index("Morgen")
    assert "Die Menge ist vollständig" in page
    assert found.run.result["digest"][:12] in page


def test_a_story_comes_with_a_photo_that_is_public_once_released(
    process, chosen, running, join, phone, desk, client, settings, tmp_path
):
    settings.DATA = tmp_path
    activity, browser = running("scenarios", "story"), phone(join())
    url = f"/m/ABC234/{activity.pk}/"
    told = {"szenario": chosen[0].item.public_id, "genre": "diary", "title": "Dienstag",
            "text": "Heute kam der Bus."}
    bad = browser.post(url, {**told, "photo": upload(b"x", "x.txt")})
    assert bad.status_code == 422 and "x.txt: Das ist kein Foto" in bad.content.decode()
    assert queries.stories(process) == []
    assert browser.post(url, {**told, "photo": upload(jpeg())}).status_code == 302
    photo = queries.stories(process)[0].item.card.attachments.get()
    page = desk.get(f"/desk/werkstatt/scenarios/szenario/{chosen[0].item.public_id}/")
    assert f"/datei/{photo.pk}/" in page.content.decode()
    process.is_public = True
    process.save()
    assert f"/datei/{photo.pk}/" not in client.get("/p/werkstatt/scenarios/").content.decode()
    desk.post(f"/desk/werkstatt/datei/{photo.pk}/", {"do": "release"})
    assert f"/datei/{photo.pk}/" in client.get("/p/werkstatt/scenarios/").content.decode()
