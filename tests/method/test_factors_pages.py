"""Proves what board, desk, reader and paper show of the first step: participation before results,
every desk action through its form, an export that opens in a spreadsheet, a valid chapter whose
sentences lead to the cards, and erased words nowhere."""

import csv
import io
from itertools import permutations

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.test import Client

from tests.method.factors_setting import hand_in, judge_all, make_factors
from weitblick.exports.document import Document, Figure, Paragraph, Table, validate
from weitblick.method.chain import activity_kind
from weitblick.method.factors import actions, queries
from weitblick.method.factors.chapter import chapter
from weitblick.method.factors.models import Group
from weitblick.method.factors.step import STEP
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Card, Judgement, Rating
from weitblick.workshop.actions import close_activity, set_public, set_tables, show_results
from weitblick.workshop.models import Membership, Role

BASE = "/desk/werkstatt/factors/"


@pytest.fixture
def person(join):
    return join()


@pytest.fixture
def gathering(running):
    return running("factors", "cards")


@pytest.fixture
def cards(gathering, person):
    return hand_in(gathering, person, "Kein Bus am Abend", "Der Bus fährt selten", "Kein Arzt")


@pytest.fixture
def three(process):
    factors = make_factors(process, "Bus", "Arzt", "Laden")
    actions.shortlist(process, factors)
    return factors


@pytest.fixture
def scribe(process):
    user = get_user_model().objects.create_user("tisch", password="eine-lange-losung")
    Membership.objects.create(process=process, user=user, role=Role.SCRIBE)
    client = Client(HTTP_ACCEPT_LANGUAGE="de")
    client.force_login(user)
    return client


def board(activity) -> str:
    fragment = activity_kind("factors", activity.kind).board(activity)
    return render_to_string(fragment.template, {"activity": activity, **fragment.context})


def page(client, path: str = "") -> str:
    answer = client.get(BASE + path)
    assert answer.status_code == 200
    return answer.content.decode()


def messages(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def post(client, path: str, data: dict, **kwargs) -> list[str]:
    """Send a desk form and follow it; the messages it led to."""
    answer = client.post(BASE + path, data, follow=True, **kwargs)
    assert answer.status_code == 200
    return messages(answer)


def complete(process, running, person, factors) -> None:
    """Ratings and a full matrix of three factors."""
    speaker = Speaker(participant=person)
    actions.rate_factors(running("factors", "rate"), speaker, [(f, 4, 3) for f in factors])
    judge_all(running("factors", "influence"), person, factors)


def test_the_board_shows_cards_people_and_growing_groups(gathering, person, cards, process):
    shown = board(gathering)
    assert ("<b>3</b> Karten" in shown, "<b>1</b> Person oder Tisch" in shown,
            "Gruppen" in shown) == (True, True, False)
    actions.group_cards(process, "Verkehr", cards[:2])
    shown = board(gathering)
    assert ("<b>1</b> Gruppe" in shown, "Verkehr" in shown, "2 Karten" in shown) == (True,) * 3


def test_an_empty_board_says_what_will_come(gathering):
    assert "Die ersten Karten erscheinen hier" in board(gathering)


def test_the_board_needs_few_questions(
    gathering, person, process, django_assert_max_num_queries
):
    for at in range(30):
        card = hand_in(gathering, person, f"Karte {at}")
        group = actions.group_cards(process, f"Gruppe {at}", card)
        actions.factor_from_group(group, f"Faktor {at}", dimensions=["lokale-versorgung"])
    with django_assert_max_num_queries(12):
        board(gathering)


def test_the_board_shows_ratings_only_when_it_may(running, person, three):
    activity = running("factors", "rate")
    actions.rate_factors(activity, Speaker(participant=person), [(three[0], 5, 4)])
    shown = board(activity)
    assert ("<b>1</b> Einschätzung" in shown, "<svg" in shown) == (True, False)
    show_results(activity, True)
    activity.refresh_from_db()
    assert "<svg" in board(activity)
    show_results(activity, False)
    close_activity(activity)
    assert "<svg" in board(activity)


def test_the_board_shows_coverage_then_the_system_grid(running, person, three):
    activity = running("factors", "influence")
    actions.judge_influences(activity, Speaker(participant=person), [(three[0], three[1], 3)])
    shown = board(activity)
    assert ("<b>1</b> von 6 Paaren beurteilt" in shown, shown.count("<rect"),
            shown.count('opacity="0.3"')) == (True, 6, 1)
    assert "Systembild" not in shown
    close_activity(activity)
    assert "Am stärksten treiben an: „Bus“ (3)" in board(activity)


def test_the_desk_leads_from_step_to_step(desk, running, join, process):
    def following() -> str:
        return desk.get(BASE).context["next"][2]

    assert following() == "Zum Ablauf"
    person = join()
    cards = hand_in(running("factors", "cards"), person, "Kein Bus", "Kein Arzt", "Kein Laden")
    assert following() == "Karten ordnen"
    factors = [actions.create_factor(process, card.text, cards=[card]) for card in cards]
    assert following() == "Faktoren auswählen"
    actions.shortlist(process, factors)
    assert following() == "Zur Einflussmatrix"
    complete(process, running, person, factors)
    assert following() == "Schlüsselfaktoren wählen"
    actions.choose_key(process, factors[:1], "Treibt an.")
    assert following() == "Zu den Trendannahmen"


@pytest.mark.parametrize("path", [
    "", "karten/", "karten/papier/", "faktoren/", "faktoren/neu/", "einschaetzung/",
    "einschaetzung/haende/", "einfluss/", "einfluss/eintragen/", "schluessel/"])
def test_every_page_stands_empty_and_full(desk, path, running, person, process, meeting):
    page(desk, path)
    set_tables(meeting, ["daseinsvorsorge"])
    cards = hand_in(running("factors", "cards"), person, "Kein Bus", "Kein Arzt", "Kein Laden")
    factors = [actions.create_factor(process, card.text, cards=[card]) for card in cards]
    actions.shortlist(process, factors)
    complete(process, running, person, factors)
    page(desk, path)


@pytest.mark.parametrize("path", ["", "karten/", "faktoren.csv"])
def test_the_desk_is_closed_to_strangers(client, path, process):
    answer = client.get(BASE + path)
    assert (answer.status_code, answer["Location"].startswith("/konto/anmelden/")) == (302, True)


def test_scribes_type_in_but_do_not_decide(scribe, gathering, cards, process):
    page(scribe, "karten/papier/")
    page(scribe, "einschaetzung/haende/")
    page(scribe, "einfluss/eintragen/")
    assert "Verschieben" not in page(scribe)
    for path in ("karten/", "faktoren/", "schluessel/", "faktoren.csv"):
        assert scribe.get(BASE + path).status_code == 403
    sent = {"do": "group", "card": cards[0].public_id, "title": "Verkehr"}
    assert scribe.post(BASE + "karten/legen/", sent).status_code == 403
    assert Group.objects.count() == 0


def test_ticked_cards_are_grouped_moved_and_added(desk, cards, process):
    ids = [card.public_id for card in cards]
    assert post(desk, "karten/legen/", {"do": "group", "card": ids[:2], "title": "Verkehr"}) == [
        "Gruppe „Verkehr“ ist angelegt."]
    group = Group.objects.get()
    assert post(desk, "karten/legen/", {"do": "move", "card": ids[2], "to_group": group.pk}) == [
        "Die Karten liegen jetzt hier: Verkehr."]
    assert post(desk, "karten/legen/", {"do": "move", "card": ids[2], "to_group": ""}) == [
        "Die Karten liegen jetzt hier: ohne Gruppe."]
    factor = actions.create_factor(process, "Gesundheit")
    assert post(desk, "karten/legen/", {
        "do": "add", "card": ids[2], "to_factor": factor.item.public_id}) == [
        "1 Karte liegt jetzt bei „Gesundheit“."]
    assert queries.loose_cards(process) == []


def test_a_group_without_a_name_is_never_named_after_a_card(desk, cards):
    post(desk, "karten/legen/", {"do": "group", "card": cards[0].public_id, "title": ""})
    assert Group.objects.get().title == "Gruppe 1"


def test_nothing_ticked_is_explained_and_changes_nothing(desk, cards, process):
    assert post(desk, "karten/legen/", {"do": "group", "title": "Verkehr"}) == [
        "Bitte wählen Sie mindestens eine Karte aus."]
    assert queries.changes(process) == []


def test_cards_that_say_the_same_are_suggested_and_not_merged(desk, gathering, person, process):
    hand_in(gathering, person, "Am Abend fährt kein Bus mehr ins Dorf",
            "Abends fährt kein Bus mehr ins Dorf", "Die Hausarztpraxis schließt")
    answer = desk.get(BASE + "karten/")
    assert [[card.item.text for card in group] for group in answer.context["suggestions"]] == [
        ["Am Abend fährt kein Bus mehr ins Dorf", "Abends fährt kein Bus mehr ins Dorf"]]
    assert (queries.groups(process), queries.factors(process)) == ([], [])


def test_cards_like_one_come_first(desk, gathering, person):
    items = hand_in(gathering, person, "Die Hausarztpraxis schließt", "Kein Bus am Abend",
                    "Abends kein Bus")
    answer = desk.get(BASE + f"karten/?zu={items[2].public_id}")
    assert [one.item.text for one in answer.context["loose"]] == [
        "Abends kein Bus", "Kein Bus am Abend", "Die Hausarztpraxis schließt"]


def test_a_group_is_renamed_dissolved_and_brought_back(desk, cards, process):
    group = actions.group_cards(process, "Verkehr", cards[:2])
    path = f"karten/gruppe/{group.pk}/"
    page(desk, path)
    assert post(desk, path, {"do": "rename", "title": "Mobil"}) == [
        "Die Gruppe heißt jetzt „Mobil“."]
    assert post(desk, path, {"do": "dissolve"}) == [
        "„Mobil“ ist aufgelöst; die Karten sind wieder frei."]
    page(desk, path)
    change = queries.changes(process)[0]
    assert post(desk, f"verlauf/{change.pk}/zurueck/", {}) == [
        "Rückgängig gemacht: Gruppe aufgelöst: Mobil"]
    assert [one.title for one in queries.groups(process)] == ["Mobil"]


def test_a_factor_is_made_from_a_group(desk, cards, process):
    group = actions.group_cards(process, "Verkehr", cards[:2])
    form = desk.get(BASE + f"faktoren/neu/?gruppe={group.pk}")
    assert [item.text for item in form.context["items"]] == [card.text for card in cards[:2]]
    said = post(desk, "faktoren/neu/", {
        "group": group.pk, "card": [card.public_id for card in cards[:2]],
        "title": "Unterwegs", "description": "Wie man hinkommt.",
        "dimensions": ["flexible-mobilitaet"]})
    assert said == ["Faktor „Unterwegs“ ist gebildet."]
    factor = queries.factors(process)[0]
    group.refresh_from_db()
    assert (group.factor, len(queries.cards_by_factor(process)[factor.pk])) == (factor, 2)


def test_a_factor_without_a_title_is_sent_back_with_its_cards(desk, cards):
    answer = desk.post(BASE + "faktoren/neu/", {"card": [cards[0].public_id], "title": ""})
    assert (answer.status_code, answer.context["items"]) == (422, cards[:1])


def test_ticked_cards_become_a_factor(desk, cards):
    answer = desk.post(BASE + "karten/legen/", {"do": "factor", "card": [cards[0].public_id]})
    assert (answer.status_code, answer.context["items"]) == (200, cards[:1])


def test_factors_are_merged_after_asking_for_the_wording(desk, three, process):
    ids = [factor.item.public_id for factor in three[:2]]
    asked = desk.post(BASE + "faktoren/zusammenfuehren/", {"factor": ids})
    assert asked.context["form"].initial["title"] == "Bus"
    assert post(desk, "faktoren/zusammenfuehren/", {"factor": ids, "title": "Versorgung"}) == [
        "Zusammengeführt zu „Versorgung“."]
    assert post(desk, "faktoren/zusammenfuehren/", {"factor": ids[:1]}) == [
        "Zum Zusammenführen wählen Sie bitte mindestens zwei Faktoren."]
    assert [f.item.text for f in queries.factors(process)] == ["Versorgung", "Laden"]


def test_a_factor_is_reworded_refiled_and_split(desk, cards, process):
    factor = actions.create_factor(process, "Versorgung", cards=cards)
    path = f"faktoren/{factor.item.public_id}/"
    page(desk, path)
    post(desk, path, {"do": "reword", "title": "Versorgt sein", "description": "",
                      "reason": "klarer"})
    post(desk, path, {"do": "refile", "dimensions": ["lokale-versorgung"]})
    said = post(desk, path, {"do": "split", "first": "Verkehr", "second": "Gesundheit",
                             "card": [cards[2].public_id]})
    assert said == ["Geteilt in „Verkehr“ und „Gesundheit“."]
    below = queries.cards_by_factor(process)
    assert {f.item.text: [c.text for c in below[f.pk]] for f in queries.factors(process)} == {
        "Verkehr": ["Kein Bus am Abend", "Der Bus fährt selten"], "Gesundheit": ["Kein Arzt"]}
    assert desk.get(BASE + path).status_code == 404


def test_the_shortlist_is_suggested_and_taken(desk, running, person, three, process):
    actions.shortlist(process, [])
    actions.rate_factors(running("factors", "rate"), Speaker(participant=person), [
        (three[0], 5, 4), (three[1], 2, 2)])
    table = desk.get(BASE + "einschaetzung/").context["table"]
    assert [(line["row"].factor.item.text, line["ticked"]) for line in table] == [
        ("Bus", True), ("Arzt", True), ("Laden", False)]
    said = post(desk, "einschaetzung/auswahl/", {"factor": [three[2].item.public_id]})
    assert said == ["1 Faktor ist in der Einflussmatrix."]
    assert [f.item.text for f in queries.shortlisted(process)] == ["Laden"]


def test_raised_hands_are_typed_in(desk, running, three, meeting):
    table = set_tables(meeting, [""])[0]
    sent = {"factor": three[0].item.public_id, "criterion": "impact", "table": table.pk,
            "hands_1": 0, "hands_2": 3, "hands_5": 4, "once": "a" * 32}
    refused = desk.post(BASE + "einschaetzung/haende/", sent)
    assert refused.status_code == 422
    running("factors", "rate")
    for _time in range(2):
        assert post(desk, "einschaetzung/haende/", sent) == ["Die Handzeichen sind eingetragen."]
    found = Rating.objects.exclude(count=0).values_list("value", "count", "channel", "table")
    assert sorted(found) == [(2.0, 3, "paper", table.pk), (5.0, 4, "paper", table.pk)]


def test_paper_cards_are_typed_in_one_a_line(desk, gathering, meeting, facilitator):
    table = set_tables(meeting, ["daseinsvorsorge"])[0]
    sent = {"lines": "Kein Bus\n\n  Kein Arzt \n", "table": table.pk, "once": "a" * 32}
    for _time in range(2):
        assert post(desk, "karten/papier/", sent) == ["2 Karten sind eingetragen."]
    typed = [(c.item.text, c.topic, c.table, c.channel, c.typed_by) for c in Card.objects.all()]
    assert typed == [(text, "daseinsvorsorge", table, "paper", facilitator)
                     for text in ("Kein Bus", "Kein Arzt")]


def test_paper_cards_need_an_open_round(desk, gathering):
    close_activity(gathering)
    answer = desk.post(BASE + "karten/papier/", {"lines": "Kein Bus"})
    assert answer.status_code == 422
    assert Card.objects.count() == 0


def test_a_table_enters_the_matrix_and_only_what_changed_is_written(
    desk, running, three, meeting, process
):
    table = set_tables(meeting, [""])[0]
    running("factors", "influence")
    ids = [factor.item.public_id for factor in three]
    cells = {f"v-{a}-{b}": "2" for a, b in permutations(ids, 2)} | {f"v-{ids[0]}-{ids[1]}": "?"}
    path = "einfluss/eintragen/"
    assert post(desk, path, {"table": table.pk, **cells}) == ["6 Urteile sind eingetragen."]
    changed = cells | {f"v-{ids[1]}-{ids[0]}": "3", f"v-{ids[2]}-{ids[0]}": ""}
    assert post(desk, path, {"table": table.pk, **changed}) == ["1 Urteil ist eingetragen."]
    rows = desk.get(BASE + path + f"?tisch={table.pk}&zeile={ids[1]}").context["rows"]
    assert [[cell and cell["value"] for cell in row["cells"]] for row in rows] == [["3", None, "2"]]
    assert Judgement.objects.filter(table=table).count() == 7


@pytest.mark.parametrize("value", ["4", "x", "-1"])
def test_a_wrong_cell_is_explained_and_nothing_is_written(desk, running, three, meeting, value):
    table = set_tables(meeting, [""])[0]
    running("factors", "influence")
    ids = [factor.item.public_id for factor in three]
    said = post(desk, "einfluss/eintragen/", {
        "table": table.pk, f"v-{ids[0]}-{ids[1]}": "1", f"v-{ids[0]}-{ids[2]}": value})
    assert (len(said), Judgement.objects.count()) == (1, 0)


def test_key_factors_are_chosen_by_hand_with_the_reason(desk, running, person, three, process):
    complete(process, running, person, three)
    rows = desk.get(BASE + "schluessel/").context["rows"]
    assert [(row["factor"].item.text, row["ticked"]) for row in rows] == [
        ("Bus", True), ("Arzt", True), ("Laden", True)]
    said = post(desk, "schluessel/", {
        "factor": [three[1].item.public_id], "reason": "Daran hängt alles."})
    assert said == ["1 Schlüsselfaktor ist gewählt."]
    assert [f.item.text for f in queries.key_factors(process)] == ["Arzt"]
    assert "Daran hängt alles." in page(desk)


def test_the_export_opens_in_a_spreadsheet(desk, running, person, cards, process):
    factor = actions.create_factor(process, "=SUMME(A1)", "Nur Text; mit Strichpunkt", cards[:2],
                                   ["flexible-mobilitaet"])
    actions.rate_factors(running("factors", "rate"), Speaker(participant=person), [(factor, 4, 2)])
    answer = desk.get(BASE + "faktoren.csv")
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    head, row = csv.reader(io.StringIO(text[1:]), delimiter=";")
    assert dict(zip(head, row, strict=True)) == {
        "Kennung": factor.item.public_id, "Faktor": "'=SUMME(A1)",
        "Beschreibung": "Nur Text; mit Strichpunkt",
        "Entwicklungsdimensionen": "Flexible Mobilität", "Karten": "2",
        "Personen und Tische": "1", "Wirkung (Mittel)": "4,00", "Wirkung (Median)": "4,00",
        "Ungewissheit (Mittel)": "2,00", "Ungewissheit (Median)": "2,00", "n": "1",
        "in der Matrix": "nein", "Aktivsumme": "", "Passivsumme": "", "Rolle": "",
        "Schlüsselfaktor": "nein",
    }


def test_the_reader_sees_key_factors_and_walks_to_their_trace(
    client, running, person, cards, process
):
    factors = [actions.create_factor(process, card.text, cards=[card]) for card in cards]
    actions.shortlist(process, factors)
    complete(process, running, person, factors)
    actions.choose_key(process, factors[:1], "Treibt an.")
    set_public(process, True)
    shown = client.get("/p/werkstatt/factors/").content.decode()
    assert f"/p/werkstatt/faden/{factors[0].item.public_id}/" in shown
    assert ("1 Karte, n = 1" in shown, "Treibt an." in shown,
            "Systembild der Einflussfaktoren" in shown) == (True, True, True)


def test_the_reader_page_stands_before_anything_was_said(client, process):
    set_public(process, True)
    shown = client.get("/p/werkstatt/factors/").content.decode()
    assert "Noch sind keine Karten gesammelt." in shown


def whole(process) -> Document:
    return Document(title="Papier", language="de", date="2026-11-22", chapters=(chapter(process),))


def test_there_is_no_chapter_before_there_is_a_card(process):
    assert chapter(process) is None


def test_the_chapter_counts_cards_people_and_sectors(process, cards):
    first = chapter(process).blocks[0]
    assert (first.text, first.key, first.trace.n) == (
        "Am Anfang standen 3 Karten, geschrieben von 1 Person aus 1 Akteursgruppe.",
        "factors.intro", 1)
    validate(whole(process))


def test_the_whole_chapter_is_valid_and_leads_to_the_cards(process, running, person, cards):
    factors = [
        actions.create_factor(process, card.text, "Was sich ändern kann.", [card],
                              ["lokale-versorgung"])
        for card in cards
    ]
    actions.shortlist(process, factors)
    complete(process, running, person, factors)
    actions.choose_key(process, factors[:2], "Treiben an.")
    found = validate(whole(process)).chapters[0]
    assert [block.spec.kind for block in found.blocks if isinstance(block, Figure)] == [
        "coverage", "system_grid"]
    table = next(block for block in found.blocks if isinstance(block, Table))
    assert table.rows == (
        ("Kein Bus am Abend", "II", "1", "1", "4,0", "3,0", "1"),
        ("Der Bus fährt selten", "II", "1", "1", "4,0", "3,0", "1"))
    key = f"factors.key.{factors[0].item.public_id}"
    told = next(b for b in found.blocks if isinstance(b, Paragraph) and b.key == key)
    assert [(ref.kind, ref.url) for ref in told.trace.refs] == [
        ("factor", f"/p/werkstatt/faden/{factors[0].item.public_id}/"),
        ("card", f"/p/werkstatt/faden/{cards[0].public_id}/")]


def test_the_chapter_takes_words_no_format_can_print(process, gathering, person):
    card, = hand_in(gathering, person, "Kein\u202e Bus\x07 <b>")
    factor = actions.create_factor(process, "Bus\x08", "A\u2029B", [card])
    actions.choose_key(process, [factor], "Weil\x0b so")
    validate(whole(process))


def test_erased_words_are_on_no_page_and_in_no_chapter(
    desk, client, process, gathering, person, cards
):
    group = actions.group_cards(process, "Verkehr", cards[:2])
    factor = actions.factor_from_group(group, "Unterwegs", "Wie man hinkommt.")
    actions.choose_key(process, [factor], "")
    set_public(process, True)
    voices.erase(person)
    pages = [page(desk, path) for path in (
        "", "karten/", f"karten/gruppe/{group.pk}/", "faktoren/",
        f"faktoren/{factor.item.public_id}/")]
    pages += [client.get("/p/werkstatt/factors/").content.decode(), board(gathering),
              str(chapter(process))]
    assert [text for text in pages for card in cards if card.text in text] == []
    assert "auf Wunsch gelöscht" in pages[4]
    validate(whole(process))


def test_figures_count_what_counts(process, cards):
    factors = [actions.create_factor(process, card.text, cards=[card]) for card in cards]
    actions.merge_factors(factors[:2], "Bus")
    actions.choose_key(process, [factors[2]], "")
    assert STEP.figures(process) == {"cards": 3, "factors": 2, "key_factors": 1}
