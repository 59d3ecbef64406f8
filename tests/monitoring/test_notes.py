"""Notes of evidence: what is pinned stays as it was, says when it is outdated, and hides what must
be hidden, also afterwards; they stand beside what they support."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.evidence.tables import flat
from weitblick.evidence import actions as evidence
from weitblick.monitoring.actions import notes as actions
from weitblick.monitoring.models import EvidenceNote
from weitblick.monitoring.queries import notes as queries
from weitblick.monitoring.queries import notes_of
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind, State
from weitblick.trace.queries import walk_down

SERIES = {"code": "bevoelkerung", "area": "16072", "dimensions": ""}


def bring(*rows, **more):
    return evidence.import_file(flat([(a, d, "", v) for a, d, v in rows]), "t.csv", **more).run


@pytest.fixture
def figures(db):
    return bring(("16072", "2023-12-31", "56100"), ("16072", "2024-12-31", "55500"))


@pytest.fixture
def factor(process):
    return trace.create(process, Kind.FACTOR, "Alterung")


@pytest.fixture
def note(process, factor, figures):
    return actions.pin(process, "series", SERIES, [factor], remark="Es werden weniger.")


def test_a_note_keeps_the_shown_values_and_their_line_of_attribution(note):
    assert [(p["label"], p["value"]) for p in note.snapshot["points"]] == [
        ("2023", 56100.0), ("2024", 55500.0)]
    assert len(note.snapshot["attributions"]) == 1
    assert note.item.text == (
        "Bevölkerung, Sonneberg: 55\u202f500 Personen (2024). 2023: 56\u202f100.")


def test_a_factor_is_walked_down_to_its_evidence(note, factor):
    assert walk_down(factor).of_kind(Kind.EVIDENCE) == [note.item]


def test_the_same_state_again_is_the_same_note(process, note):
    other = trace.create(process, Kind.ASSUMPTION, "Weniger Menschen")
    again = actions.pin(process, "series", SERIES, [other])
    assert again == note
    assert {item.text for item in queries.supported(note)} == {"Alterung", "Weniger Menschen"}


def test_nothing_is_pinned_to_cards_or_to_another_process(process, figures):
    card = trace.create(process, Kind.CARD, "Karte")
    with pytest.raises(ValidationError, match="mindestens einen Faktor"):
        actions.pin(process, "series", SERIES, [card])


def test_an_unknown_series_is_refused(process, factor):
    with pytest.raises(ValidationError, match="keine Zahlen"):
        actions.pin(process, "series", {"code": "nichts", "area": "16072"}, [factor])


def test_newer_figures_make_a_note_outdated_and_say_what_changed(note):
    assert not queries.is_outdated(note)
    bring(("16072", "2024-12-31", "55400"), ("16072", "2025-12-31", "55000"))
    assert queries.is_outdated(note)
    assert queries.changed(note) == [
        "2024: 55\u202f500 → 55\u202f400", "neu: 2025: 55\u202f000"]


def test_renewing_pins_the_new_state_and_keeps_the_old_one_readable(note, factor):
    bring(("16072", "2025-12-31", "55000"))
    newer = actions.renew(note)
    note.item.refresh_from_db()
    assert (note.item.state, newer.replaces) == (State.SUPERSEDED, note)
    assert [one.item for one in notes_of([factor])[factor.pk]] == [newer.item]
    assert EvidenceNote.objects.get(pk=note.pk).snapshot["points"][-1]["label"] == "2024"


def test_renewing_without_change_says_so(note):
    with pytest.raises(ValidationError, match="nichts geändert"):
        actions.renew(note)


def test_a_note_taken_off_can_be_put_back(note, factor):
    actions.take_off(note)
    assert notes_of([factor]) == {}
    actions.put_back(note)
    assert len(notes_of([factor])[factor.pk]) == 1


def test_notes_of_many_items_are_one_query(note, factor, process):
    other = trace.create(process, Kind.FACTOR, "Ohne")
    with CaptureQueriesContext(connection, ) as asked:
        found = notes_of([factor, other])
        words = [one.sentence for rows in found.values() for one in rows]
    assert (len(asked), len(words)) == (1, 1)


def test_a_small_number_is_not_in_the_note(process, factor):
    bring(("16072", "2024-12-31", "2"), ("16071", "2024-12-31", "80000"))
    note = actions.pin(process, "series", SERIES, [factor])
    assert note.snapshot["points"] == [{
        "at": "2024-12-31", "label": "2024", "value": None, "status": "suppressed"}]
    assert note.item.text == "Bevölkerung, Sonneberg: kein Wert (geheim zu halten)."


def test_a_sheet_that_protects_more_hides_in_notes_too(process, factor, desk):
    bring(("16072", "2024-12-31", "30"), ("16071", "2024-12-31", "80000"))
    note = actions.pin(process, "series", SERIES, [factor])
    assert note.snapshot["points"][0]["value"] == 30.0
    address = reverse("monitoring:sheet", args=[process.slug, "bevoelkerung"])
    form = desk.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    assert desk.post(address, {**data, "min_n": "50"}).status_code == 302
    note.refresh_from_db()
    assert (note.snapshot["points"][0]["value"], note.snapshot["points"][0]["status"]) == (
        None, "suppressed")
    assert note.item.text == "Bevölkerung, Sonneberg: kein Wert (geheim zu halten)."


def test_what_must_be_hidden_later_vanishes_from_the_note_too(note):
    bring(("16072", "2023-12-31", "2"))
    note.refresh_from_db()
    assert note.snapshot["points"][0] == {
        "at": "2023-12-31", "label": "2023", "value": None, "status": "suppressed"}
    kept = json.dumps([note.snapshot, note.item.text,
                       list(note.item.revisions.values_list("text", flat=True))])
    assert "56100" not in kept and "56\u202f100" not in kept
    assert queries.changed(note) == []


def test_a_break_is_drawn_and_not_crossed(process, factor):
    bring(("16072", "2010-12-31", "60000"), ("16072", "2024-12-31", "55500"))
    note = queries.of_row(actions.pin(process, "series", SERIES, [factor]))
    assert note.sentence == (
        "Bevölkerung, Sonneberg: 55\u202f500 Personen (2024). "
        "Davor ist die Reihe unterbrochen und nicht vergleichbar.")
    assert note.picture["lines"][0]["path"] == ""
    assert len(note.picture["breaks"]) == 2


def test_pages_pin_renew_and_take_off(desk, process, factor, figures):
    url = reverse("monitoring:pin", args=[process.slug])
    asked = desk.get(url, {"kind": "series", **SERIES})
    assert asked.status_code == 200
    assert "55\u202f500" in asked.content.decode()
    assert desk.post(url, {"kind": "series", **SERIES}).status_code == 422
    made = desk.post(url, {"kind": "series", **SERIES, "items": [factor.public_id]})
    note = EvidenceNote.objects.get()
    page = reverse("monitoring:note", args=[process.slug, note.item.public_id])
    assert made.headers["Location"] == page
    bring(("16072", "2025-12-31", "55000"))
    assert "Was sich geändert hat" in desk.get(page).content.decode()
    act = reverse("monitoring:note-act", args=[process.slug, note.item.public_id])
    desk.post(act, {"act": "renew"})
    assert EvidenceNote.objects.count() == 2
    listed = desk.get(reverse("monitoring:notes", args=[process.slug])).content.decode()
    assert "Frühere und abgenommene Belege" in listed


def test_an_unknown_kind_is_not_found(desk, process):
    url = reverse("monitoring:pin", args=[process.slug])
    assert desk.get(url, {"kind": "geheim"}).status_code == 404


def test_the_tag_shows_notes_with_attribution_beside_a_question(note, factor):
    text = Template("{% load evidence %}{% evidence_notes factor small=True %}").render(
        Context({"factor": factor}))
    assert "55\u202f500 Personen" in text
    assert note.snapshot["attributions"][0] in text
    assert "Es werden weniger." in text


def test_the_public_thread_of_a_note_shows_its_figures(client, process, note):
    process.is_public = True
    process.save()
    page = client.get(reverse("entrance:trace", args=[process.slug, note.item.public_id]))
    assert "Es werden weniger." in page.content.decode()
    assert note.snapshot["attributions"][0] in page.content.decode()
