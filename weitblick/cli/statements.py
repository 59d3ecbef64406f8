"""``weitblick statements import``: CSV files, and conversations in the Polis export layout."""

from argparse import Namespace
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from weitblick.cli.console import Report, console, print_json, progress_bar
from weitblick.cli.processes import find
from weitblick.cli.refusal import Refused
from weitblick.method.factors import actions as factors
from weitblick.method.factors.actions import CardRow
from weitblick.method.validation import actions as validation
from weitblick.voices.files import Conversation, StatementRow, read_conversation, read_statements
from weitblick.voices.models import Rating
from weitblick.workshop import actions as workshop
from weitblick.workshop.models import Activity, MeetingKind, Process

PARTS_OF_A_CONVERSATION = {"votes.csv", "participants-votes.csv", "summary.csv"}


def bring_in(arguments: Namespace) -> None:
    """Bring statements (and votes) into a process as cards or as statements to be voted on."""
    process, source = find(arguments.process), Path(arguments.file)
    if not source.exists():
        raise Refused(_("%s gibt es nicht.") % source)
    if source.name in PARTS_OF_A_CONVERSATION and (source.parent / "comments.csv").exists():
        source = source.parent
    with progress_bar(_("Aussagen einlesen")) as report:
        if source.is_dir():
            found = _conversation(process, arguments.step, read_conversation(source), report)
        else:
            rows = read_statements(source, arguments.text_column, arguments.topic, arguments.sector)
            found = _list(process, arguments.step, rows)
    if arguments.json:
        print_json({"file": str(source), "process": process.slug, "step": arguments.step, **found})
    else:
        console.print(", ".join(f"{name}: {value}" for name, value in found.items()))


def _conversation(
    process: Process, step: str, conversation: Conversation, report: Report
) -> dict[str, int]:
    if step == "factors":
        rows = [StatementRow(one.text, line=number)
                for number, one in enumerate(conversation.statements, start=1)
                if not one.is_moderated_out]
        return _list(process, step, rows)
    activity = validation.import_conversation(
        process, conversation, progress=lambda share, votes: report(share)
    )
    return {
        "statements": len(conversation.statements),
        "participants": len(conversation.participants),
        "votes": Rating.objects.filter(activity=activity).count(),
    }


def _list(process: Process, step: str, rows: list[StatementRow]) -> dict[str, int]:
    if step == "validation":
        made = validation.import_statements(process, rows)
        return {"statements": len(made), "known": len(rows) - len(made)}
    topics = {word: topic.slug for topic in process.frame.topics
              for word in (topic.slug, topic.title)}
    cards = factors.import_cards(
        _activity(process), [CardRow(row.text, topics.get(row.topic, "")) for row in rows]
    )
    return {"cards": len(cards)}


def _activity(process: Process) -> Activity:
    """An open activity that holds what is brought in from files, named as the process speaks."""
    with translation.override(process.frame.language):
        title, named = _("Übernahme aus Dateien"), _("Übernommene Aussagen")
    meeting = process.meetings.filter(title=title).first()
    if meeting is None:
        meeting = workshop.create_meeting(process, title, kind=MeetingKind.ONLINE)
        workshop.set_joinable(meeting, False)
    known = meeting.activities.filter(step="factors", kind="cards").first()
    activity = known or workshop.plan_activity(
        meeting, step="factors", kind="cards", title=named
    )
    return workshop.open_activity(activity, minutes=0)
