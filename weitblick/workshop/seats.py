"""Joining without an account: a pseudonymous participant and a secret seat in a cookie."""

import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.workshop import channels, clock, seating
from weitblick.workshop.models import Attendance, Meeting, Participant, Process, Table
from weitblick.workshop.prepared import Prepared
from weitblick.workshop.pseudonyms import free_pseudonym

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_BY_CODE = Prepared(lambda code: Meeting.objects.filter(code=code).order_by(), "?")
_BY_KEY = Prepared(lambda pk: Process.objects.filter(pk=pk).order_by(), -1)
_BY_SECRET = Prepared(
    lambda process, secret: Participant.objects.filter(
        process=process, seat_hash=secret, erased_at=None).order_by("pk"), -1, "?",
)
_GUEST = Prepared(
    lambda meeting, secret: Participant.objects.filter(
        attendances__meeting=meeting, attendances__left_at=None, seat_hash=secret, erased_at=None,
    ).order_by("pk"), -1, "?",
)


def hashed(secret: str) -> str:
    """What is kept of a secret. Secrets are long and random, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_meeting(code: str) -> Meeting | None:
    """The meeting with this join code, typed in any case and with any spaces."""
    cleaned = "".join(code.split()).upper()
    meeting = _BY_CODE.first(cleaned)
    if meeting is not None and (process := _BY_KEY.first(meeting.process_id)):
        meeting.process = process
    return meeting


@transaction.atomic
def join(
    meeting: Meeting, *, sector: str, region: str = "", table: Table | None = None,
    simulated: bool = False,
) -> tuple[Participant, str]:
    """A new participant with a seat; the secret goes into the cookie and is not kept."""
    if not meeting.is_joinable:
        raise ValidationError(_("Der Beitritt ist gerade geschlossen. Fragen Sie die Moderation."))
    if sector not in {s.slug for s in meeting.process.frame.sectors}:
        raise ValidationError(_("Bitte wählen Sie Ihre Akteursgruppe."))
    secret = secrets.token_urlsafe(32)
    participant = Participant.objects.create(
        process=meeting.process, pseudonym=free_pseudonym(meeting.process), sector=sector,
        region=region, seat_hash=hashed(secret), personal_code=_free_personal_code(meeting.process),
        is_simulated=simulated,
    )
    attend(meeting, participant, table=table)
    return participant, secret


def attend(meeting: Meeting, participant: Participant, *, table: Table | None = None) -> Attendance:
    """A participant of the process takes part in this meeting too; twice is once.

    Who had left is here again.
    """
    attendance, new = Attendance.objects.get_or_create(
        meeting=meeting, participant=participant, defaults={"table": table}
    )
    if table is not None and attendance.table_id != table.pk:
        attendance.table = table
        attendance.save(update_fields=["table"])
    if new:
        seating.take_in(attendance)
        channels.announce_contribution(meeting)
    elif attendance.left_at:
        seating.bring_back(attendance)
    return attendance


def find_seat(process: Process, secret: str) -> Participant | None:
    """The participant whose secret this is."""
    if not secret:
        return None
    return _BY_SECRET.first(process.pk, hashed(secret))


def find_guest(meeting: Meeting, secret: str) -> Participant | None:
    """The participant whose secret this is, if they are at this meeting: came, and not left."""
    return _GUEST.first(meeting.pk, hashed(secret)) if secret else None


@transaction.atomic
def take_over(process: Process, personal_code: str) -> tuple[Participant, str]:
    """Move a seat to another device by its personal code; the old device's secret ends."""
    cleaned = "".join(personal_code.split()).upper()
    participant = process.participants.filter(personal_code=cleaned, erased_at=None).first()
    if not cleaned or participant is None:
        raise ValidationError(_("Diesen persönlichen Code gibt es hier nicht."))
    secret = secrets.token_urlsafe(32)
    participant.seat_hash = hashed(secret)
    participant.personal_code = _free_personal_code(process)
    participant.save(update_fields=["seat_hash", "personal_code"])
    return participant, secret


def forget(participant: Participant) -> None:
    """Blank the person; called by the voices' ``erase``, which blanks the words."""
    participant.pseudonym = participant.region = participant.sector = ""
    participant.seat_hash = participant.personal_code = ""
    participant.erased_at = clock.now()
    participant.save()
    seating.forget(participant)


def _free_personal_code(process: Process) -> str:
    while True:
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))
        if not process.participants.filter(personal_code=code).exists():
            return code
