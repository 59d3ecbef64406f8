"""A whole round that a scribe types in is one voice, however often it is corrected; a room whose
hands are counted again is counted once."""

from weitblick.method.factors.criteria import IMPACT, INFLUENCE
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind
from weitblick.voices import actions as voices
from weitblick.voices import queries
from weitblick.voices.actions import Given, Judged, Speaker
from weitblick.voices.models import Channel


def test_judgements_of_a_round_without_a_table_are_one_voice_and_the_last_ones_count(
    process, running, facilitator
) -> None:
    activity = running("factors", "influence")
    bus, shop, doctor = (trace.create(process, Kind.FACTOR, text)
                         for text in ("Bus", "Laden", "Arzt"))
    room = Speaker(typed_by=facilitator, channel=Channel.PAPER)
    voices.judge(activity, INFLUENCE, [Judged(bus, shop, 1), Judged(bus, doctor, 2)], room)
    voices.judge(activity, INFLUENCE, [Judged(bus, shop, 3)], room)
    said = queries.opinions(process, INFLUENCE.slug)
    assert sorted(one.value for one in said) == [2, 3]
    assert {one.voice for one in said} == {f"a{activity.pk}"}


def hands(activity, item, counts: dict[int, int]) -> None:
    given = [Given(item, IMPACT, value, count=count) for value, count in counts.items()]
    voices.rate(activity, given, Speaker(channel=Channel.PAPER))


def test_a_room_counted_again_in_a_later_activity_is_counted_once(process, running) -> None:
    first, second = running("factors", "rate"), running("factors", "rate")
    bus = trace.create(process, Kind.FACTOR, "Bus")
    hands(first, bus, {2: 20, 3: 3})
    hands(second, bus, {3: 1, 4: 22})
    counted = queries.values(process, IMPACT.slug)[bus.pk]
    assert sorted((one.value, one.count) for one in counted) == [(3, 1), (4, 22)]
    earlier = queries.values(process, IMPACT.slug, activity=first)[bus.pk]
    assert sorted((one.value, one.count) for one in earlier) == [(2, 20), (3, 3)]


def test_a_corrected_count_keeps_the_values_that_were_not_corrected(process, running) -> None:
    activity = running("factors", "rate")
    bus = trace.create(process, Kind.FACTOR, "Bus")
    hands(activity, bus, {2: 20, 3: 3})
    hands(activity, bus, {3: 4})
    counted = queries.values(process, IMPACT.slug)[bus.pk]
    assert sorted((one.value, one.count) for one in counted) == [(2, 20), (3, 4)]
