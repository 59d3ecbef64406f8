"""Photos that came with cards, made ready to print: turned upright, small, without their data."""

import base64
import io
from collections.abc import Iterator

from PIL import Image, ImageOps

from weitblick.trace.models import State
from weitblick.voices.models import Attachment, AttachmentKind, Card
from weitblick.voices.storage import path_of
from weitblick.workshop.models import Meeting

LARGEST = 1400
"""Pixels of the longer side: 16 cm at 220 dots an inch."""
QUALITY = 82


def of_meeting(meeting: Meeting) -> Iterator[tuple[Card, str, str]]:
    """Card, description and JPEG in base64 of every photo of the meeting that is on this disk."""
    rows = Attachment.objects.filter(
        kind=AttachmentKind.PHOTO, card__activity__meeting=meeting, card__item__state=State.LIVE
    ).select_related("card__item")
    for one in rows:
        path = path_of(one.digest)
        if one.card is not None and path.is_file():
            yield one.card, one.description, ready(path.read_bytes())


def ready(content: bytes) -> str:
    """A photo as JPEG in base64; where it was taken, and by what, is not in it any more."""
    with Image.open(io.BytesIO(content)) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((LARGEST, LARGEST))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY)
    return base64.b64encode(out.getvalue()).decode()
