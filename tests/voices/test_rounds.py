"""A whole round that a scribe types in is one voice, however often it is corrected."""

from weitblick.method.factors.criteria import INFLUENCE
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind
from weitblick.voices import actions as voices
from weitblick.voices import queries
from weitblick.voices.actions import Judged, Speaker
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
