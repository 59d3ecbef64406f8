"""Bring in statements and whole conversations from elsewhere."""

import hashlib
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from weitblick.method.validation.criteria import VOTE
from weitblick.method.validation.models import Statement
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind, State
from weitblick.voices.files import Conversation, StatementRow
from weitblick.voices.models import Channel, Rating
from weitblick.workshop import actions as workshop
from weitblick.workshop import channels
from weitblick.workshop.models import (
    Activity,
    Attendance,
    Meeting,
    MeetingKind,
    Participant,
    Process,
)

BATCH = 5000
Progress = Callable[[float, int], None]


@transaction.atomic
def import_statements(
    process: Process, rows: Iterable[StatementRow], *, by: object = None
) -> list[Statement]:
    """New statements from a list; those whose wording is there already are left out.

    A row whose topic is an Entwicklungsdimension (title or slug) is filed under it.
    """
    known = set(process.items.filter(kind=Kind.STATEMENT, state=State.LIVE)
                .values_list("text", flat=True))
    slugs = {word: one.slug for one in process.frame.dimensions for word in (one.slug, one.title)}
    new: dict[str, StatementRow] = {}
    for row in rows:
        if row.text not in known:
            new.setdefault(row.text, row)
    made = [
        _statement(process, text, by=by, dimensions=filter(None, [slugs.get(row.topic)]))
        for text, row in new.items()
    ]
    return _numbered(process, made)


@transaction.atomic
def import_conversation(
    process: Process, conversation: Conversation, progress: Progress | None = None, *,
    by: object = None,
) -> Activity:
    """A conversation held elsewhere: its statements, its participants (no sector), its votes.

    It becomes a closed vote of an online meeting of its own. ``progress`` hears the share that is
    done and the number of votes. The same conversation a second time is refused.
    """
    tell = progress or (lambda share, done: None)
    digest = _digest(conversation)
    if _imported(process).filter(options__conversation=digest).exists():
        raise ValidationError(_("Diese Befragung ist in diesem Prozess schon übernommen."))
    activity = _activity(process, conversation.topic, digest)
    statements = _statements(process, conversation, by)
    tell(0.2, 0)
    people = _people(activity.meeting, conversation)
    tell(0.3, 0)
    _votes(activity, conversation, statements, people, tell)
    workshop.close_activity(activity)
    return activity


def _digest(conversation: Conversation) -> str:
    lines = repr((conversation.statements, conversation.votes))
    return hashlib.sha256(lines.encode()).hexdigest()


def _imported(process: Process) -> QuerySet[Activity]:
    return Activity.objects.filter(meeting__process=process, step="validation", kind="vote")


def _activity(process: Process, topic: str, digest: str) -> Activity:
    title = topic[:200] or str(_("Übernommene Befragung"))
    meeting = workshop.create_meeting(process, title, kind=MeetingKind.ONLINE)
    workshop.set_joinable(meeting, False)
    activity = workshop.plan_activity(
        meeting, step="validation", kind="vote", title=title, options={"conversation": digest}
    )
    return workshop.open_activity(activity)


def _statements(
    process: Process, conversation: Conversation, by: object
) -> dict[int, Statement]:
    made = {
        one.number: _statement(process, one.text, by=by, moderated_out=one.is_moderated_out)
        for one in conversation.statements
    }
    _numbered(process, list(made.values()))
    return made


def _statement(
    process: Process, text: str, *, by: object, dimensions: Iterable[str] = (),
    moderated_out: bool = False,
) -> Statement:
    item = trace.create(process, Kind.STATEMENT, text, by=by, dimensions=dimensions)
    return Statement(process=process, item=item, moderated_out=moderated_out)


def _numbered(process: Process, made: list[Statement]) -> list[Statement]:
    first = process.statements.count()
    for position, statement in enumerate(made, start=first):
        statement.position = position
    Statement.objects.bulk_create(made)
    channels.announce_desk(process)
    return made


def _people(meeting: Meeting, conversation: Conversation) -> dict[int, Participant]:
    people = Participant.objects.bulk_create(
        Participant(process=meeting.process, pseudonym=f"#{one.number}")
        for one in conversation.participants
    )
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, participant=person) for person in people
    )
    return {
        one.number: person
        for one, person in zip(conversation.participants, people, strict=True)
    }


def _votes(
    activity: Activity, conversation: Conversation, statements: dict[int, Statement],
    people: dict[int, Participant], tell: Progress,
) -> None:
    """Written in batches past the voices' own verb, which takes one speaker at a time."""
    votes = conversation.votes
    for start in range(0, len(votes), BATCH):
        Rating.objects.bulk_create(
            Rating(
                activity=activity, item=statements[vote.statement].item, criterion=VOTE.slug,
                value=VOTE.scale.check(vote.value), participant=people[vote.participant],
                channel=Channel.IMPORT,
            )
            for vote in votes[start : start + BATCH]
        )
        done = min(start + BATCH, len(votes))
        tell((3 + 7 * done / len(votes)) / 10, done)
