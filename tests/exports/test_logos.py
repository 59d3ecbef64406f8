"""Logos from anywhere: a header that lies, a format nobody asked for, are refused with a reason."""

import struct
import zlib

import pytest

from weitblick.exports.blocks import DocumentError
from weitblick.exports.logos import png


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def huge(edge: int) -> bytes:
    """A few bytes that say they are a very large picture."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", edge, edge, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", b"") + _chunk(b"IEND", b"")


@pytest.mark.parametrize("edge", [7000, 60000])
def test_a_logo_with_too_many_pixels_is_refused(edge: int) -> None:
    with pytest.raises(DocumentError, match="too many pixels"):
        png(huge(edge))


@pytest.mark.parametrize("content", [
    b"", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b"II*\x00" + bytes(40),
    huge(10)[:40], b"<svg", b"GIF89a",
])
def test_what_is_no_logo_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentError):
        png(content)
