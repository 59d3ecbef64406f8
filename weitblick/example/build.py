"""Build the worked example: act by act, each at its own hour, all or nothing."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation

from weitblick.example import (
    evidence,
    favouring,
    firsthalf,
    opening,
    papers,
    poster,
    room,
    secondhalf,
)
from weitblick.example.content import load
from weitblick.example.stage import Stage, moment
from weitblick.trace import ids
from weitblick.voices import attachments
from weitblick.voices.models import Attachment
from weitblick.workshop import clock
from weitblick.workshop.models import Process

SLUG = "thueringen-2035-beispiel"
LANGUAGE = "de"
"""What the product writes into the process on the way speaks the language of the content."""

Report = Callable[[float, str], None]


@dataclass(frozen=True)
class Act:
    """One piece of the play: when it happens, how it is announced, what is done."""

    at: str
    words: str
    perform: Callable[[Stage], None]


ACTS = (
    Act("2026-09-12 09:00", "Ankommen", opening.everybody_joins),
    Act("2026-09-12 09:30", "Karten und Faktoren",
        lambda stage: firsthalf.make_factors(stage, firsthalf.write_cards(stage))),
    Act("2026-09-12 10:40", "Punkte auf Faktoren", favouring.stick_dots),
    Act("2026-09-12 11:00", "Wirkung und Ungewissheit", firsthalf.rate_factors),
    Act("2026-09-12 11:40", "Zweite Tischrunde", lambda stage: room.change_tables(stage, 2)),
    Act("2026-09-12 11:45", "Einflüsse", firsthalf.judge_influences),
    Act("2026-09-12 12:40", "Mittagspause", room.go_to_lunch),
    Act("2026-09-12 13:25", "Dritte Tischrunde", room.come_back),
    Act("2026-09-12 13:30", "Annahmen", firsthalf.make_assumptions),
    Act("2026-09-12 15:00", "Erste Delphi-Runde",
        lambda stage: firsthalf.estimate(
            stage, "werkstatttag", "Wie wahrscheinlich? Erste Runde", second=False)),
    Act("2026-09-20 10:00", "Belege", evidence.bring_evidence),
    Act("2026-09-29 10:00", "Zweite Delphi-Runde",
        lambda stage: firsthalf.estimate(
            stage, "online-runde", "Wie wahrscheinlich? Zweite Runde", second=True)),
    Act("2026-10-01 10:00", "Wechselwirkungen", secondhalf.judge_crossimpacts),
    Act("2026-10-05 10:00", "Szenarien", secondhalf.find_scenarios),
    Act("2026-10-05 16:00", "Ein Plakat", poster.hang_poster),
    Act("2026-10-06 10:00", "Szenarien bewerten", secondhalf.rate_scenarios),
    Act("2026-10-08 10:00", "Handlungsoptionen", secondhalf.make_options),
    Act("2026-10-08 15:00", "Wirkung und Aufwand", favouring.place_options),
    Act("2026-10-09 10:00", "Optionen bewerten", secondhalf.rate_options),
    Act("2026-10-10 10:00", "Rangfolge", favouring.order_options),
    Act("2026-10-24 10:00", "Validierungsforum", secondhalf.vote),
    Act("2026-11-02 10:00", "Empfehlungen und Papier", papers.write_paper),
    Act("2026-11-02 17:00", "Türen schließen", opening.close_doors),
)


@transaction.atomic
def build(report: Report = lambda share, words: None) -> Process:
    """The worked example, the same each time: texts, ids, ratings, scenarios, paper."""
    content = load()
    with ids.seeded(SLUG), translation.override(LANGUAGE):
        with clock.at(moment("2026-08-20")):
            stage = opening.open_process(content)
        for number, act in enumerate(ACTS):
            report(number / len(ACTS), act.words)
            with clock.at(moment(act.at)):
                act.perform(stage)
    with clock.at(moment("2026-11-02 17:30") + dt.timedelta(minutes=1)):
        opening.invite_visitors(stage)
    report(1.0, "")
    return stage.process


@transaction.atomic
def remove(process: Process) -> None:
    """Remove the example with everything in it, to build it anew."""
    if not process.is_example:
        raise ValueError("Only the worked example can be removed.")
    attachments.remove(Attachment.objects.filter(activity__meeting__process=process))
    process.scenarios.all().delete()
    process.delete()
    evidence.take_back(load())
