"""Photos and recordings beside the words: kept once as files, served to few, erased with people.

Rows refer to files by digest (storage.py); when the last row goes, the file goes once that is
certain.
"""

import base64
import hashlib
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.voices import media, storage
from weitblick.voices.models import Attachment, Card
from weitblick.workshop import channels, clock
from weitblick.workshop.models import Activity, Participant, Process

MOST_FILES, MOST_SHEETS = 6, 24


@transaction.atomic
def attach(
    card: Card, *, photos: Iterable[UploadedFile] = (), audio: Iterable[UploadedFile] = (),
    description: str = "",
) -> list[Attachment]:
    """Attach photos and recordings to a card; the same file again is there already."""
    photos, audio = list(photos), list(audio)
    if len(photos) + len(audio) > MOST_FILES:  # before any is opened: each takes a second
        raise ValidationError(_("An einer Karte sind höchstens %d Dateien möglich.") % MOST_FILES)
    found = _read(photos, audio)
    known = set(card.attachments.values_list("digest", flat=True))
    new = set(map(_digest, found)) - known
    if len(known | new) > MOST_FILES:
        raise ValidationError(_("An einer Karte sind höchstens %d Dateien möglich.") % MOST_FILES)
    rows = [_keep(one, card.activity, card, description) for one in found]
    if rows:
        channels.announce_contribution(card.activity.meeting)
    return rows


@transaction.atomic
def add_sheets(activity: Activity, photos: Iterable[UploadedFile]) -> list[Attachment]:
    """Photos of paper that wait beside the typing; the same photo again is there already."""
    photos = list(photos)
    if len(photos) > MOST_SHEETS:
        raise ValidationError(_("Möglich sind %d Fotos auf einmal.") % MOST_SHEETS)
    rows = [_keep(one, activity, None, "") for one in _read(photos, ())]
    channels.announce_desk(activity.meeting.process)
    return rows


def set_typed(sheet: Attachment, typed: bool) -> None:
    """Lay a sheet aside as typed in, or take it up again."""
    sheet.typed_at = clock.now() if typed else None
    sheet.save(update_fields=["typed_at"])


def release(attachment: Attachment, released: bool) -> None:
    """Show a photo or a recording on the public pages, or no longer."""
    attachment.is_released = released
    attachment.save(update_fields=["is_released"])


@transaction.atomic
def remove(attachments: Iterable[Attachment]) -> None:
    """Remove attachments; a file nobody else refers to is deleted once this is on disk."""
    rows = list(attachments)
    digests = {row.digest for row in rows}
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    transaction.on_commit(lambda: drop_files(digests), robust=True)


def erase_of(participant: Participant) -> None:
    """Remove what a person attached to own cards."""
    remove(Attachment.objects.filter(card__participant=participant))


def drop_files(digests: Iterable[str]) -> None:
    """Delete the files of these digests to which no row refers any more."""
    wanted = set(digests)
    used = set(Attachment.objects.filter(digest__in=wanted).values_list("digest", flat=True))
    for digest in wanted - used:
        storage.path_of(digest).unlink(missing_ok=True)


def files_of(process: Process) -> dict[str, str]:
    """The files of a process by digest, as base64, for the portable file."""
    rows = Attachment.objects.filter(activity__meeting__process=process)
    digests = sorted(set(rows.values_list("digest", flat=True)))
    return {digest: base64.b64encode(storage.path_of(digest).read_bytes()).decode()
            for digest in digests}


def _read(photos: Iterable[UploadedFile], audio: Iterable[UploadedFile]) -> list[media.Media]:
    """The files that were given; what is wrong with one is said with its name."""
    found = []
    for read, most, files in ((media.photo, media.MOST_PHOTO, photos),
                              (media.audio, media.MOST_AUDIO, audio)):
        for file in files:
            try:
                found.append(read(file.read(most + 1)))
            except ValidationError as problem:
                raise ValidationError(f"{file.name}: {problem.messages[0]}") from problem
    return found


def _keep(
    one: media.Media, activity: Activity, card: Card | None, description: str
) -> Attachment:
    digest = _digest(one)
    storage.write(digest, one.data)
    row, _new = Attachment.objects.get_or_create(
        activity=activity, card=card, digest=digest,
        defaults={"kind": one.kind, "media_type": one.media_type, "size": len(one.data),
                  "description": description.strip()[:400]},
    )
    return row


def _digest(one: media.Media) -> str:
    return hashlib.sha256(one.data).hexdigest()
