"""The worked example: complete, traceable from every recommendation, the same each time."""

import pytest
from django.utils import translation

from weitblick.entrance.overview import summary
from weitblick.example.build import SLUG, build, remove
from weitblick.example.opening import OPEN_CODE
from weitblick.method.paper.composing import compose
from weitblick.trace.models import Item, Kind, Revision
from weitblick.trace.queries import cards_below, walk_down, walk_up
from weitblick.workshop.models import Process


@pytest.fixture(scope="module")
def example(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        built = build()
        yield built
        remove(built)


@pytest.fixture(autouse=True)
def database(example, db):
    """Every test here reads the one example."""


def test_it_is_whole(example):
    found = summary(example)
    assert (found["slug"], found["example"], found["participants"]) == (SLUG, True, 70)
    assert found["sectors"] == {
        "Kommune": 16, "Wohlfahrtspflege": 14, "Politik": 8, "Wirtschaft": 10,
        "Zivilgesellschaft": 15, "Wissenschaft": 7,
    }
    steps = found["steps"]
    assert steps["factors"] == {"cards": 197, "factors": 30, "key_factors": 12}
    assert steps["trends"] == {"assumptions": 36}
    assert {name: steps["scenarios"][name] for name in
            ("consistent", "complete", "chosen", "stories")} == {
        "consistent": 9, "complete": True, "chosen": 4, "stories": 4}
    assert len(steps["scenarios"]["digest"]) == 64
    assert steps["options"] == {"options": 36}
    assert steps["validation"] == {"statements": 24, "verdicts": 24}
    assert steps["paper"] == {"recommendations": 12, "traced": 12}
    assert min(n for row in found["coverage"].values() for n in row.values()) >= 2


def test_every_recommendation_leads_back_to_cards(example):
    for item in example.items.filter(kind=Kind.RECOMMENDATION):
        assert len(cards_below([item])) >= 6, item.text


def test_every_card_leads_up_to_its_factor_and_the_thread_closes(example):
    for card in example.items.filter(kind=Kind.CARD, card__activity__step="factors"):
        assert walk_up(card).of_kind(Kind.FACTOR)
    one = example.items.filter(kind=Kind.RECOMMENDATION).first()
    below = walk_down(one).of_kind(Kind.CARD)
    assert all(one in walk_up(card).of_kind(Kind.RECOMMENDATION) for card in below)


def test_it_is_labelled(example):
    assert compose(example).document.example is True


def reasons(process: Process) -> list[str]:
    """Why something was reworded or decided; some of it is written by the product."""
    rows = Revision.objects.filter(item__process=process).order_by("item__public_id", "number")
    return [*rows.values_list("reason", flat=True),
            *process.factor_changes.values_list("subject", flat=True)]


def test_building_it_again_gives_the_same_in_whatever_language(example):
    texts = list(example.items.values_list("public_id", "kind", "text", "state"))
    why = reasons(example)
    numbers, paper = summary(example), compose(example).document
    Process.objects.filter(pk=example.pk).update(slug="anderswo")
    example.meetings.filter(code=OPEN_CODE).update(code="ANDERS")
    for pk, public_id in example.items.values_list("pk", "public_id"):
        Item.objects.filter(pk=pk).update(public_id=f"x{public_id}")
    with translation.override("en"):
        again = build()
    assert list(again.items.values_list("public_id", "kind", "text", "state")) == texts
    assert reasons(again) == why
    assert summary(again) == numbers
    assert compose(again).document == paper


def test_only_an_example_can_be_removed(process):
    with pytest.raises(ValueError, match="example"):
        remove(process)
