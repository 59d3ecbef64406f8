"""What a single text or picture must be, so that every format can hold it."""

from __future__ import annotations

import base64
import binascii
import re

from weitblick.exports.blocks import DocumentError
from weitblick.exports.words import unbroken

# Controls that XML cannot hold, lone surrogates, non-characters, and the marks that turn the
# direction of text around them (a card must not be able to reorder the line it is quoted in).
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U000e0000-\U000e007f\U0010fffe\U0010ffff]"
)
_PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def plain(text: str) -> str:
    """Text as people typed it, without what no format can print.

    Line ends become "\\n", tabs spaces; controls, lone surrogates and direction overrides go.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.replace("\u2029", "\n").replace("\t", " ")
    return _FORBIDDEN.sub("", text)


def check_line(text: str, where: str) -> None:
    """Raise DocumentError for an empty text, or one that ``check_text`` refuses."""
    if not text.strip():
        raise DocumentError("empty", where, "must not be empty")
    check_text(text, where)


def check_text(text: str, where: str) -> None:
    """Raise DocumentError for a character that some format cannot hold."""
    if found := _FORBIDDEN.search(text):
        code = f"U+{ord(found.group()):04X}"
        raise DocumentError(
            "control-character",
            where,
            f"holds {code} at character {found.start() + 1}; clean the text with plain()",
            character=code,
            position=found.start() + 1,
        )


def printable(text: str, where: str) -> str:
    """A checked text with its numbers kept together with their signs."""
    check_text(text, where)
    return unbroken(text)


def check_picture(data: str, media_type: str, where: str) -> None:
    """Raise DocumentError unless the base64 text holds a file of this type."""
    try:
        start = base64.b64decode(data, validate=True)[:8]
    except binascii.Error as error:
        raise DocumentError("picture", where, "is no base64 text") from error
    if not start.startswith(_PICTURES[media_type]):
        raise DocumentError("picture", where, f"holds no {media_type}", media_type=media_type)
