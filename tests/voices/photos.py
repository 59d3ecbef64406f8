"""Photos and recordings as bytes, made for the tests."""

import io
import struct

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def jpeg(size: tuple[int, int] = (40, 20), colour: str = "red", **saved: object) -> bytes:
    """A JPEG, by default without anything in its head."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **saved)
    return out.getvalue()


def from_a_phone() -> bytes:
    """A photo held upright: turned by its head, with place and device."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Telefonwerk"
    exif.get_ifd(0x8825).update({1: "N", 2: (50.0, 58.0, 41.0)})
    return jpeg((400, 200), exif=exif)


def wav(seconds: int = 1) -> bytes:
    """Silence."""
    data = bytes(8000 * seconds)
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1,
                       8000, 8000, 1, 8, b"data", len(data))
    return head + data


def m4a(seconds: int) -> bytes:
    """The head of a recording as phones make it."""
    mvhd = struct.pack(">4sIIIII", b"mvhd", 0, 0, 0, 1000, seconds * 1000)
    return struct.pack(">I4s4sI", 16, b"ftyp", b"M4A ", 0) + struct.pack(">I", 28) + mvhd


def upload(data: bytes, name: str = "bild.jpg") -> SimpleUploadedFile:
    """As a browser sends it."""
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")
