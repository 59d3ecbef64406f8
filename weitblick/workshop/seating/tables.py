"""The tables of a meeting: how many, with which topics and how much room; who wishes which."""

from collections import Counter
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.workshop import channels
from weitblick.workshop.models import Attendance, Meeting, Table
from weitblick.workshop.queries import present

MOST_TABLES = 60


@transaction.atomic
def arrange(meeting: Meeting, tables: Sequence[tuple[str, int | None]]) -> list[Table]:
    """Tables 1..n, each with a topic (slug) and room for so many (None: any number).

    Tables beyond stay, because what was said there stays; nobody is seated there any more.
    """
    if not 1 <= len(tables) <= MOST_TABLES:
        raise ValidationError(_("Möglich sind 1 bis %d Tische.") % MOST_TABLES)
    known = {topic.slug for topic in meeting.process.frame.topics}
    for topic, room in tables:
        if topic and topic not in known:
            raise ValidationError(_("„%s“ ist kein Themenfeld dieses Prozesses.") % topic)
        if room is not None and room < 1:
            raise ValidationError(_("Ein Tisch braucht mindestens einen Platz."))
    made = [
        Table.objects.update_or_create(
            meeting=meeting, number=n, defaults={"topic": topic, "room": room})[0]
        for n, (topic, room) in enumerate(tables, start=1)
    ]
    meeting.tables.filter(number__gt=len(tables)).update(room=0)
    channels.announce_state(meeting)
    return made


def tables_in_use(meeting: Meeting) -> list[Table]:
    """The tables at which people are seated."""
    return list(meeting.tables.exclude(room=0))


def topics_by_wish(meeting: Meeting, tables: int) -> list[str]:
    """Topics for so many tables: each topic one, the others by first wishes (highest averages,
    Sainte-Laguë), in the order of the frame."""
    topics = [topic.slug for topic in meeting.process.frame.topics]
    wished = Counter(one.first_wish for one in present(meeting) if one.first_wish)
    given = Counter(topics[:tables])
    for _round in range(tables - given.total()):
        given[max(topics, key=lambda one: ((wished[one] + 0.01) / (2 * given[one] + 1)))] += 1
    return [topic for topic in topics for _one in range(given[topic])]


@transaction.atomic
def wish(attendance: Attendance, first: str, second: str) -> None:
    """Wish for topics (slugs, "" for none), until the first round is shown."""
    if attendance.meeting.shown_round:
        raise ValidationError(_("Die erste Runde läuft schon. Ihre Wünsche bleiben, wie sie sind."))
    known = {"", *(topic.slug for topic in attendance.meeting.process.frame.topics)}
    if {first, second} - known:
        raise ValidationError(_("Dieses Themenfeld gibt es hier nicht."))
    if not first:
        first, second = second, ""
    attendance.first_wish, attendance.second_wish = first, "" if second == first else second
    attendance.save(update_fields=["first_wish", "second_wish"])
    channels.announce_desk(attendance.meeting.process)


def wishes_of(attendance: Attendance) -> list[str]:
    """The topics somebody wishes, the first one first."""
    return [one for one in (attendance.first_wish, attendance.second_wish) if one]
