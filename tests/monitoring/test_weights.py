"""Weights of the comparison: every choice is kept with who, when and why, and can be taken back."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.monitoring.figures_setting import KREISE, kreise, plain, rate
from weitblick.monitoring.actions import weights as actions
from weitblick.monitoring.models import Weighting
from weitblick.monitoring.queries import weights as queries
from weitblick.portable import export_process, import_process


@pytest.fixture
def figures(db):
    kreise()
    for code, step in (("quote", 1), ("zweite", 7)):
        rate(code)
        plain(code, [(key, 2023, str(at * step % 23)) for at, key in enumerate(KREISE)])


def test_a_choice_is_kept_with_its_reason_and_what_it_changed(process, facilitator):
    actions.agree(process, {"a": 1, "b": 2}, "Armut zählt doppelt", by=facilitator)
    actions.agree(process, {"a": 0, "b": 2}, "Ohne A", by=facilitator)
    newest, first = queries.log(process)
    assert (newest.changed, first.changed) == ((("a", 1, 0),), (("b", 1, 2),))
    assert (first.weighting.reason, first.weighting.by_user) == ("Armut zählt doppelt", facilitator)
    assert queries.agreed(process) == newest.weighting


def test_taking_back_keeps_both_in_the_log(process, facilitator):
    actions.agree(process, {"a": 1, "b": 2}, "Erst so", by=facilitator)
    actions.agree(process, {"a": 3, "b": 2}, "Dann so", by=facilitator)
    actions.take_back(process, by=facilitator)
    assert [one.reason for one in queries.weightings(process)] == [
        "Zurückgenommen: Dann so", "Dann so", "Erst so"]
    assert queries.agreed(process).weights == {"a": 1, "b": 2}


def test_the_first_choice_taken_back_leaves_all_alike(process):
    actions.agree(process, {"a": 1, "b": 2}, "So")
    actions.take_back(process)
    assert queries.agreed(process).weights == {"a": 1, "b": 1}


@pytest.mark.parametrize(("weights", "reason", "words"), [
    ({"a": 4}, "So", "0, 1, 2 oder 3"), ({"a": 0}, "So", "mindestens eines"),
    ({"a": 1}, " ", "warum"),
])
def test_what_is_no_choice_is_refused(process, weights, reason, words):
    with pytest.raises(ValidationError, match=words):
        actions.agree(process, weights, reason)
    assert not Weighting.objects.exists()


def test_the_same_choice_is_not_kept_twice_and_nothing_is_not_taken_back(process):
    with pytest.raises(ValidationError, match="noch keine Gewichtung"):
        actions.take_back(process)
    actions.agree(process, {"a": 2}, "So")
    with pytest.raises(ValidationError, match="gilt schon"):
        actions.agree(process, {"a": 2}, "Noch einmal")


def test_the_page_keeps_shows_and_takes_back(process, desk, figures):
    page = reverse("monitoring:compare", args=[process.slug])
    keep = reverse("monitoring:compare-agree", args=[process.slug])
    text = desk.get(page, {"quote": "1", "zweite": "3"}).content.decode()
    assert "Diese Gewichte für alle festhalten" in text
    desk.post(keep, {"quote": "1", "zweite": "3", "reason": "Ländlicher Raum"})
    text = desk.get(page).content.decode()
    assert "Ländlicher Raum" in text and "zweite: 3 statt 1" in text
    assert '<option selected>3</option>' in text
    assert "Sie probieren andere" in desk.get(page, {"quote": "1", "zweite": "1"}).content.decode()
    text = desk.post(keep, {"quote": "1", "zweite": "3", "reason": "Wieder"}, follow=True)
    assert "gilt schon" in text.content.decode()
    desk.post(keep, {"wish": "back"})
    assert queries.agreed(process).weights == {"quote": 1, "zweite": 1}


def test_readers_of_the_desk_cannot_change_weights(process, client, figures):
    keep = reverse("monitoring:compare-agree", args=[process.slug])
    assert client.post(keep, {"quote": "1", "zweite": "3", "reason": "X"}).status_code in (302, 403)
    assert not Weighting.objects.exists()


def test_choices_travel_with_the_process(process, tmp_path):
    actions.agree(process, {"a": 2}, "So")
    export_process(process, tmp_path / "p.json")
    process.delete()
    moved = import_process(tmp_path / "p.json")
    assert queries.agreed(moved).reason == "So"
