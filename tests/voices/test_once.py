"""A key makes one delivery count once: it never swallows other words or other people's."""

import pytest

from weitblick.method.factors.criteria import IMPACT, INFLUENCE
from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind
from weitblick.voices import actions as voices
from weitblick.voices import queries
from weitblick.voices.actions import Given, Judged, Speaker
from weitblick.voices.models import Card, Judgement, Rating
from weitblick.workshop.models import Activity, Process


@pytest.fixture
def gathering(running) -> Activity:
    return running("factors", "cards")


@pytest.fixture
def factor(process: Process) -> Item:
    return trace.create(process, Kind.FACTOR, "Bus")


def test_the_same_words_sent_again_are_one_card(gathering, join) -> None:
    speaker = Speaker(join())
    first = voices.hand_in(gathering, "Kein Bus", speaker, key="k")
    assert voices.hand_in(gathering, "Kein Bus ", speaker, key="k") == first
    assert Card.objects.count() == 1


def test_changed_words_under_a_used_key_are_kept(gathering, join) -> None:
    speaker = Speaker(join())
    for text in ("Kein Bus", "Kein Bus am Abend"):
        voices.hand_in(gathering, text, speaker, key="k")
    assert [card.item.text for card in Card.objects.all()] == ["Kein Bus", "Kein Bus am Abend"]


def test_a_key_of_one_person_swallows_nothing_of_another(gathering, join, factor) -> None:
    for speaker in (Speaker(join()), Speaker(join())):
        voices.hand_in(gathering, "Kein Bus", speaker, key="k")
        voices.rate(gathering, [Given(factor, IMPACT, 4, key="k")], speaker)
    assert (Card.objects.count(), Rating.objects.count()) == (2, 2)


def test_the_same_key_in_another_activity_is_another_card(gathering, running, join) -> None:
    other, speaker = running("trends", "suggest"), Speaker(join())
    for activity in (gathering, other):
        voices.hand_in(activity, "Kein Bus", speaker, key="k")
    assert [card.activity for card in Card.objects.all()] == [gathering, other]


def test_a_changed_value_under_a_used_key_counts(gathering, join, factor, process) -> None:
    speaker = Speaker(join())
    for value in (2, 2, 5):
        voices.rate(gathering, [Given(factor, IMPACT, value, key="k")], speaker)
    given = queries.values(process, IMPACT.slug)[factor.pk]
    assert ([one.value for one in given], Rating.objects.count()) == ([5], 2)


def test_a_changed_judgement_under_a_used_key_counts(gathering, join, factor, process) -> None:
    speaker, target = Speaker(join()), trace.create(process, Kind.FACTOR, "Arzt")
    for value in (1, 1, 3):
        voices.judge(gathering, INFLUENCE, [Judged(factor, target, value, key="k")], speaker)
    said = queries.opinions(process, INFLUENCE.slug)
    assert ([one.value for one in said], Judgement.objects.count()) == ([3], 2)


def test_who_goes_back_and_says_the_first_again_has_said_the_first(
    gathering, join, factor, process
) -> None:
    speaker = Speaker(join())
    for value in (3, 5, 3, 3, 5, 5, 3):
        voices.rate(gathering, [Given(factor, IMPACT, value, key="k")], speaker)
    given = queries.values(process, IMPACT.slug)[factor.pk]
    assert [one.value for one in given] == [3]
    assert list(Rating.objects.values_list("value", flat=True)) == [3, 5, 3, 5, 3]


def test_a_late_repeat_does_not_undo_what_another_page_said_since(
    gathering, join, factor, process
) -> None:
    speaker = Speaker(join())
    for key, value in (("k", 3), ("other", 5), ("k", 3)):
        voices.rate(gathering, [Given(factor, IMPACT, value, key=key)], speaker)
    given = queries.values(process, IMPACT.slug)[factor.pk]
    assert ([one.value for one in given], Rating.objects.count()) == ([5], 2)


def test_judgements_follow_the_last_word_of_a_page_too(gathering, join, factor, process) -> None:
    speaker, target = Speaker(join()), trace.create(process, Kind.FACTOR, "Arzt")
    for value in (1, None, 1, 1):
        voices.judge(gathering, INFLUENCE, [Judged(factor, target, value, key="k")], speaker)
    said = queries.opinions(process, INFLUENCE.slug)
    assert ([one.value for one in said], Judgement.objects.count()) == ([1], 3)


def test_a_count_of_hands_corrected_back_counts(gathering, factor, process) -> None:
    speaker = Speaker(channel="paper")
    for count in (4, 6, 4):
        voices.rate(gathering, [Given(factor, IMPACT, 5, count, key="k")], speaker)
    given = queries.values(process, IMPACT.slug)[factor.pk]
    assert [one.count for one in given] == [4]
