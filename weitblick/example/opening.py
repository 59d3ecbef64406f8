"""First act: the process, its meetings and tables, and seventy people who join."""

import random

from weitblick.example import room
from weitblick.example.content import Content
from weitblick.example.stage import Stage, moment
from weitblick.workshop import actions as workshop
from weitblick.workshop import clock, seats
from weitblick.workshop.frame import load_frame, slug_of

SEED = 2035
OPEN_CODE = "WEIT35"


def open_process(content: Content) -> Stage:
    """The process with its meetings and ten tables."""
    told = content.process
    process = workshop.create_process(
        load_frame(told["frame"]), told["title"], told["question"], horizon=told["horizon"],
        slug=told["slug"], region=told["region"], introduction="\n\n".join(told["introduction"]),
        is_example=True,
    )
    stage = Stage(content, process, random.Random(SEED))
    for one in told["meetings"]:
        start, end = moment(one["starts"]), moment(one["ends"])
        stage.meetings[one["slug"]] = workshop.create_meeting(
            process, one["title"], kind=one["kind"], place=one["place"], starts_on=start.date(),
            ends_on=end.date() if end.date() != start.date() else None,
        )
    first = next(iter(stage.meetings.values()))
    rows = workshop.set_tables(first, [slug_of(table["topic"]) for table in told["tables"]])
    stage.tables = {row.number: row for row in rows}
    return stage


def everybody_joins(stage: Stage) -> None:
    """All join the first meeting, are seated there, and come to the later ones too."""
    first, *later = stage.meetings.values()
    for one in _by_sector(stage.content):
        participant, _secret = seats.join(
            first, sector=slug_of(one["sector"]), region=one.get("region", ""), simulated=True
        )
        stage.people[one["id"]] = participant
    stage.people = {one["id"]: stage.people[one["id"]] for one in stage.content.participants}
    room.take_seats(stage)
    for meeting in later:
        for participant in stage.people.values():
            seats.attend(meeting, participant)


def close_doors(stage: Stage) -> None:
    """The past meetings close; one more stays open for whoever looks at the example."""
    for meeting in stage.meetings.values():
        for activity in meeting.activities.all():
            workshop.close_activity(activity)
            workshop.show_results(activity, True)
        workshop.set_joinable(meeting, False)
    workshop.set_public(stage.process, True)


def invite_visitors(stage: Stage) -> None:
    """An open round: whoever tries the example can write a card at once."""
    meeting = workshop.create_meeting(
        stage.process, "Zum Ausprobieren: offene Runde", kind="online",
        starts_on=clock.now().date(), code=OPEN_CODE,
    )
    for step, kind, title, prompt in VISITS:
        workshop.plan_activity(meeting, step=step, kind=kind, title=title, prompt=prompt)
    workshop.open_activity(meeting.activities.get(position=0), minutes=0)


VISITS = (
    ("factors", "cards", "Was bewegt Ihren Ort?",
     "Schreiben Sie auf eine Karte, was das Leben bei Ihnen bis 2035 prägen wird."),
    ("factors", "dots", "Was prägt uns am stärksten?", ""),
    ("factors", "rate", "Wie stark, wie ungewiss?", ""),
    ("trends", "delphi", "Wie wahrscheinlich, wie wünschenswert?", ""),
    ("scenarios", "rate", "Vier Zukünfte einschätzen", ""),
    ("options", "rate", "Was hilft am meisten?", ""),
    ("options", "rank", "Was soll zuerst kommen?", ""),
    ("validation", "vote", "Stimmt das?", ""),
    ("paper", "respond", "Was sagen Sie zu den Empfehlungen?", ""),
)


def _by_sector(content: Content) -> list[dict[str, str]]:
    """Participants as they come in: sector by sector."""
    return sorted(content.participants, key=lambda one: (one["sector"], one["id"]))
