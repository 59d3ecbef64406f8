"""What the browser tests find when the curtain rises: ``python -m tests.e2e.stage`` builds it.

Runs in a process of its own on the data folder in WEITBLICK_DATA: the worked example, an empty
process, rooms (meetings) with a round of cards, seats, an invitation. Prints as JSON what the
tests have to know: codes, keys, ids, secrets of seats.
"""

import json
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weitblick.settings")

from weitblick.cli.database import prepare

prepare()  # the models below can be imported only after it

from django.core.management import call_command  # noqa: E402
from django.utils import translation  # noqa: E402

from tests.e2e.figures import figures  # noqa: E402
from weitblick.entrance.board import board_url, key_of  # noqa: E402
from weitblick.evidence import actions as evidence  # noqa: E402
from weitblick.example.build import build  # noqa: E402
from weitblick.example.opening import OPEN_CODE  # noqa: E402
from weitblick.faces.phone import cookie_name  # noqa: E402
from weitblick.method.chain import CHAIN, EVERYWHERE  # noqa: E402
from weitblick.method.paper.composing import compose  # noqa: E402
from weitblick.monitoring.actions import forecasts  # noqa: E402
from weitblick.voices.models import Card, Judgement, Rating  # noqa: E402
from weitblick.workshop import actions, roles, seats  # noqa: E402
from weitblick.workshop.frame import load_frame  # noqa: E402
from weitblick.workshop.models import Activity, ActivityState, Meeting, Participant, Process, Role  # noqa: E402

ROOMS = ("script", "plain", "keys", "board", "desk", "hidden", "outage", "weight", "closed")
SECTOR = "kommune"


def stage() -> dict[str, Any]:
    """Build everything; the facts."""
    example = build()
    empty = actions.create_process(
        load_frame("thueringen-2035"), "Werkstatt im Saal", "Wie leben wir hier 2035?",
        slug="werkstatt",
    )
    visited = Meeting.objects.get(code=OPEN_CODE)
    complete(visited)
    forecast(example)
    return {
        "example": example.slug,
        "cookie": cookie_name(example),
        **{f"visited_{name}": value for name, value in place(visited).items()},
        "visited_counted": visited.activities.get(step="factors", kind="rate").pk,
        "visited_activity": visited.activities.get(state=ActivityState.OPEN).pk,
        "place": 1,
        "activities": activities(example),
        "forms": forms(example),
        "newcomer": newcomer(example, visited),
        **items(example),
        "group": example.card_groups.first().pk,
        **dict(zip(("key", "other"), key_factors(example), strict=True)),
        **passage(example),
        **figures(example),
        "whatif": example.whatifs.first().key,
        "forecast": example.forecasts.first().key,
        "invitation": roles.invite(example, Role.ANALYST),
        "empty": empty.slug,
        "rooms": {name: room(empty, name) for name in ROOMS},
    }


def newcomer(process: Process, meeting: Meeting) -> str:
    """The secret of somebody who joined here and came in at every other meeting too."""
    participant, secret = seats.join(meeting, sector=SECTOR)
    for one in process.meetings.all():
        seats.attend(one, participant)
    return secret


def forecast(process: Process) -> None:
    """A forecast of a Kreis from a made-up table of people by age and sex."""
    head = ("statistics_code;statistics_label;time_code;time_label;time;1_variable_code;"
            "1_variable_label;1_variable_attribute_code;1_variable_attribute_label;"
            "2_variable_code;2_variable_label;2_variable_attribute_code;"
            "2_variable_attribute_label;3_variable_code;3_variable_label;"
            "3_variable_attribute_code;3_variable_attribute_label;value;value_unit;"
            "value_variable_code;value_variable_label")
    ages = [("ALT000", "unter 20 Jahre", 4000), ("ALT020", "20 bis unter 65 Jahre", 15000),
            ("ALT065", "65 Jahre und mehr", 8000)]
    lines = [
        f"12411;Bevölkerung;STAG;Stichtag;2024-12-31;KREISE;Kreise;16072;Sonneberg;GES;Geschlecht;"
        f"{sex};{word};ALTX20;Altersgruppen;{code};{label};{people};Anzahl;BEVSTD;Bevölkerungsstand"
        for sex, word in (("GESM", "männlich"), ("GESW", "weiblich"))
        for code, label, people in ages
    ]
    evidence.import_file(("\ufeff" + "\n".join([head, *lines]) + "\n").encode(), "alter.csv")
    forecasts.ask(process, ["16072"], {"steps": 10, "paths": 100}, wait=True)


def complete(meeting: Meeting) -> None:
    """Plan every kind of activity the example has none of, so that each can be looked at."""
    known = set(Activity.objects.filter(
        meeting__process=meeting.process).values_list("step", "kind"))
    for step in EVERYWHERE:
        for kind in step.activities:
            if (step.slug, kind.slug) not in known:
                actions.plan_activity(meeting, step=step.slug, kind=kind.slug,
                                      title=str(kind.title), minutes=0)


def place(meeting: Meeting) -> dict[str, Any]:
    """Where a meeting is found."""
    return {"code": meeting.code, "meeting": meeting.pk, "key": key_of(meeting),
            "board": board_url(meeting)}


def room(process: Process, name: str) -> dict[str, Any]:
    """A meeting with one planned round of cards."""
    meeting = actions.create_meeting(process, f"Raum {name}")
    activity = actions.plan_activity(
        meeting, step="factors", kind="cards", title="Was bewegt den Ort?", minutes=0
    )
    return {**place(meeting), "activity": activity.pk, "cookie": cookie_name(process)}


def forms(process: Process) -> list[dict[str, Any]]:
    """A room of its own for every kind of activity, planned in the example."""
    found = []
    for step in CHAIN:
        for kind in step.activities:
            meeting = actions.create_meeting(process, f"Raum {step.slug} {kind.slug}")
            planned = actions.plan_activity(
                meeting, step=step.slug, kind=kind.slug, title=str(kind.title), minutes=0
            )
            seats.attend(meeting, seats.join(meeting, sector=SECTOR)[0])
            found.append({"step": step.slug, "kind": kind.slug, "activity": planned.pk,
                          **place(meeting)})
    return found


def activities(process: Process) -> list[dict[str, Any]]:
    """The last closed activity of each kind (the open ones are for visitors), then the others."""
    found: dict[tuple[str, str], Activity] = {}
    rows = Activity.objects.filter(meeting__process=process).order_by("pk")
    for one in [*rows.exclude(state=ActivityState.CLOSED), *rows.filter(state="closed")]:
        found[one.step, one.kind] = one
    secrets: dict[int, str] = {}
    return [
        {"step": step, "kind": kind, "activity": one.pk, "seat": seat(one, secrets),
         **place(one.meeting)}
        for (step, kind), one in sorted(found.items())
    ]


def seat(activity: Activity, secrets: dict[int, str]) -> str:
    """The seat of somebody who contributed to the activity; "" where nobody did."""
    for voice in (Card, Rating, Judgement):
        given = voice.objects.filter(activity=activity).exclude(participant=None).first()
        if given is not None:
            return held(given.participant, secrets)
    return ""


def held(participant: Participant, secrets: dict[int, str]) -> str:
    """The secret of a seat, moved here by its personal code."""
    if participant.pk not in secrets:
        secrets[participant.pk] = seats.take_over(
            participant.process, participant.personal_code
        )[1]
    return secrets[participant.pk]


def items(process: Process) -> dict[str, str]:
    """An item of each kind, by public id."""
    rows = process.items.filter(state="live").order_by("-pk").values_list("kind", "public_id")
    return dict(rows)


def key_factors(process: Process) -> list[str]:
    """Two key factors, by public id."""
    rows = process.factors.filter(is_key=True).values_list("item__public_id", flat=True)
    return list(rows[:2])


def passage(process: Process) -> dict[str, str]:
    """The first paragraph of the paper that can be edited."""
    chapters = compose(process).chapters
    return next(
        {"which": "papier", "chapter": one.slug, "passage": entry.key}
        for one in chapters for entry in one.entries if entry.is_editable
    )


if __name__ == "__main__":
    with translation.override("de"):
        facts = stage()
    call_command("collectstatic", verbosity=0, interactive=False)
    print(json.dumps(facts))  # noqa: T201  the answer to the tests
