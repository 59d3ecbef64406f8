"""The live channels of a meeting and a process, and telling them once the data is on disk."""

from django.db import transaction

from weitblick.live.hub import hub
from weitblick.workshop.models import Meeting, Process


def phones(meeting: Meeting) -> str:
    """Changes when an activity opens or closes, or a message goes out."""
    return f"phones-{meeting.pk}"


def boards(meeting: Meeting) -> str:
    """Changes with every contribution too."""
    return f"boards-{meeting.pk}"


def notices(meeting: Meeting) -> str:
    """Changes with a message to all; phones hear it without being asked for their page again."""
    return f"notices-{meeting.pk}"


def screens(meeting: Meeting) -> str:
    """Changes when who leads shows something else on the boards."""
    return f"screens-{meeting.pk}"


def desk(process: Process) -> str:
    """Changes with everything in the process."""
    return f"desk-{process.pk}"


def announce(*channels: str) -> None:
    """Tell channels, after the transaction is on disk.

    Robust: what is written stays written when telling goes wrong, and is not reported as failed.
    """
    def tell() -> None:
        for channel in channels:
            hub.tell(channel)

    transaction.on_commit(tell, robust=True)


def announce_desk(process: Process) -> None:
    """Something was done at a desk: the others hear of it."""
    announce(desk(process))


def announce_state(meeting: Meeting) -> None:
    """What is open has changed: phones, boards and desk hear of it."""
    announce(phones(meeting), boards(meeting), desk(meeting.process))


def announce_screens(meeting: Meeting) -> None:
    """A message, or another view for the boards: phones keep what they show."""
    announce(notices(meeting), screens(meeting), boards(meeting), desk(meeting.process))


def announce_contribution(meeting: Meeting) -> None:
    """Something arrived: boards and desk hear of it, phones are left in peace."""
    announce(boards(meeting), desk(meeting.process))
