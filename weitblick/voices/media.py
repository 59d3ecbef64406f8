"""Photos and recordings as bytes: what they are, whether they may stay, without what gives away.

A photo is turned as it was held, made smaller and written anew, so that place, device and time of
the picture do not travel with it. A recording is kept as it is.
"""

import io
import struct
import threading
import warnings
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from weitblick.voices.models import AttachmentKind

MEGABYTE = 1024 * 1024
MOST_PHOTO, MOST_AUDIO = 15 * MEGABYTE, 12 * MEGABYTE
MOST_SECONDS = 5 * 60
MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 40_000_000, "WEBP": 40_000_000}
"""A JPEG is read at a part of its size; the others are in memory whole, however small the file."""
EDGE, QUALITY = 2560, 85
PHOTOS = ("JPEG", "PNG", "WEBP")
_one_at_a_time = threading.Lock()
"""Several large pictures at once would need the memory of a laptop."""
MP4_BRANDS = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso4", b"iso5", b"iso6",
              b"3gp4", b"3gp5", b"3gp6", b"dash", b"qt  ")


@dataclass(frozen=True)
class Media:
    """A file that may be kept: what it is, and its bytes."""

    kind: str
    media_type: str
    data: bytes


def photo(data: bytes) -> Media:
    """A photo as it is kept: JPEG (WebP where parts are clear), at most 2560 pixels an edge."""
    if len(data) > MOST_PHOTO:
        raise ValidationError(_("Das Foto ist zu groß. Möglich sind %d MB.")
                              % (MOST_PHOTO // MEGABYTE))
    with _one_at_a_time:
        return _anew(data)


def _anew(data: bytes) -> Media:
    picture = _opened(data)
    clear = "A" in picture.getbands() or "transparency" in picture.info
    if picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGBA" if clear else "RGB")
    picture.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
    turned = ImageOps.exif_transpose(picture).convert("RGBA" if clear else "RGB")
    turned.info.clear()
    out = io.BytesIO()
    if clear:
        turned.save(out, "WEBP", quality=QUALITY)
    else:
        turned.save(out, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    media_type = "image/webp" if clear else "image/jpeg"
    return Media(AttachmentKind.PHOTO, media_type, out.getvalue())


def _opened(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=PHOTOS)
            if picture.width * picture.height > MOST_PIXELS.get(
                    picture.format or "", MOST_PIXELS["JPEG"]):  # two pictures in one JPEG: "MPO"
                raise ValidationError(_("Das Foto hat zu viele Bildpunkte. Bitte nehmen Sie ein "
                                        "kleineres."))
            picture.draft("RGB", (EDGE, EDGE))  # JPEG alone: the rest of its size is never read
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error,
            Image.DecompressionBombError) as problem:
        raise ValidationError(
            _("Das ist kein Foto, das sich lesen lässt. Bitte nehmen Sie ein Bild als JPEG, PNG "
              "oder WebP.")
        ) from problem
    return picture


def audio(data: bytes) -> Media:
    """A recording as it is kept, if its first bytes say what it is."""
    if len(data) > MOST_AUDIO:
        raise ValidationError(_("Die Aufnahme ist zu groß. Möglich sind %d MB, etwa fünf Minuten.")
                              % (MOST_AUDIO // MEGABYTE))
    media_type = _sound_of(data)
    if not media_type:
        raise ValidationError(_("Das ist keine Tonaufnahme, die sich abspielen lässt. Möglich sind "
                                "M4A, MP3, WebM, Ogg und WAV."))
    seconds = _seconds(data, media_type)
    if seconds is not None and seconds > MOST_SECONDS:
        raise ValidationError(_("Die Aufnahme ist zu lang. Möglich sind fünf Minuten."))
    return Media(AttachmentKind.AUDIO, media_type, data)


def _sound_of(data: bytes) -> str:
    """The media type by the magic bytes; empty for anything else."""
    if data[4:8] == b"ftyp" and data[8:12] in MP4_BRANDS:
        return "audio/mp4"
    if data[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in data[:64]:
        return "audio/webm"
    if data[:4] == b"OggS":
        return "audio/ogg"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    is_frame = len(data) > 2 and data[0] == 0xFF and data[1] & 0xE6 in (0xE2, 0xE4, 0xE6)
    return "audio/mpeg" if data[:3] == b"ID3" or is_frame else ""


def _seconds(data: bytes, media_type: str) -> float | None:
    """How long a recording is, where its head says so (MP4, WAV); None elsewhere."""
    try:
        if media_type == "audio/wav":
            rate = struct.unpack_from("<I", data, data.index(b"fmt ") + 16)[0]
            return (len(data) - 44) / rate if rate else None
        if media_type == "audio/mp4":
            at = data.index(b"mvhd") + 4
            long = data[at] == 1
            scale, length = struct.unpack_from(">IQ" if long else ">II", data,
                                               at + (20 if long else 12))
            return length / scale if scale else None
    except (ValueError, struct.error, IndexError):
        return None  # a damaged head: the limit in megabytes still holds
    return None
