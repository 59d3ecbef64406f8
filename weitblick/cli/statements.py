"""``weitblick statements import``: CSV files, and conversations in the Polis export layout."""

from argparse import Namespace
from pathlib import Path

from django.utils.translation import gettext as _

from weitblick.cli.console import console, print_json, progress_bar
from weitblick.cli.problems import Refused
from weitblick.cli.processes import find
from weitblick.method.factors import actions as factors
from weitblick.method.validation import actions as validation
from weitblick.voices.files import read_conversation, read_statements
from weitblick.workshop import actions as workshop
from weitblick.workshop.models import Activity, MeetingKind, Process


def bring_in(arguments: Namespace) -> None:
    """Bring statements (and votes) into a process as cards or as statements to be voted on."""
    process, source = find(arguments.process), Path(arguments.file)
    if not source.exists():
        raise Refused(_("%s gibt es nicht.") % source)
    with progress_bar(_("Aussagen einlesen")) as report:
        if source.is_dir():
            conversation = read_conversation(source)
            if arguments.step == "validation":
                found = validation.import_conversation(process, conversation, progress=report)
            else:
                found = factors.import_cards(_activity(process), conversation.as_rows())
        else:
            rows = read_statements(source, text_column=arguments.text_column,
                                   topic=arguments.topic, sector=arguments.sector)
            if arguments.step == "validation":
                found = validation.import_statements(process, rows)
            else:
                found = factors.import_cards(_activity(process), rows)
    summary = {"file": str(source), "process": process.slug, "step": arguments.step, **found}
    if arguments.json:
        print_json(summary)
    else:
        console.print(", ".join(f"{name}: {value}" for name, value in found.items()))


def _activity(process: Process) -> Activity:
    """An open activity that holds what is brought in from files."""
    meeting = process.meetings.filter(title=_("Übernahme aus Dateien")).first()
    if meeting is None:
        meeting = workshop.create_meeting(
            process, _("Übernahme aus Dateien"), kind=MeetingKind.ONLINE
        )
        workshop.set_joinable(meeting, False)
    activity = workshop.plan_activity(
        meeting, step="factors", kind="cards", title=_("Übernommene Aussagen")
    )
    return workshop.open_activity(activity)
