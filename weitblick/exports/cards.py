"""Card sheets and join posters: what people write on and how they get in, as tagged PDF.

Like ``pdf.write`` these start Typst, so a server calls them through ``render.in_worker``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from weitblick.exports import qr
from weitblick.exports.blocks import DocumentError
from weitblick.exports.charts.palette import LIGHT
from weitblick.exports.printed import printed
from weitblick.exports.text_checks import printable
from weitblick.exports.words import WORDS, base, region, words

_FOLDER = Path(__file__).parent / "typst"
MOST_COPIES = 400


def card_sheet(
    title: str,
    prompt: str,
    url: str = "",
    copies: int = 4,
    *,
    date: str,
    language: str = "de",
    numeral: str = "",
    fields: Sequence[str] = (),
    process_title: str = "",
    code: str = "",
    first_number: int = 1,
    example: bool = False,
    picture: bool = False,
) -> bytes:
    """``copies`` cards of size A6, four on a sheet of A4 with cut marks, each with room to write.

    ``title`` names the activity, ``prompt`` is the question, ``fields`` are lines to fill in
    (Akteursgruppe, Tisch). ``url`` prints as a QR code that leads to the activity, ``code`` as
    the join code beside it. Cards are numbered from ``first_number``, so that a photo of the
    pinboard can be matched; ``numeral`` colours the edge by action field. With ``picture`` the
    first sheet is drawn as a small PNG instead.
    """
    if not 1 <= copies <= MOST_COPIES:
        raise DocumentError("copies", "copies", f"must be 1 to {MOST_COPIES}, not {copies}")
    data = {
        **_common(title, url, language, process_title, code, example),
        "prompt": _line(prompt, "prompt", 300),
        "fields": [_line(field, "fields", 40) for field in fields],
        "colour": LIGHT.field(numeral),
        "numeral": printable(numeral, "numeral"),
        "numbers": list(range(first_number, first_number + copies)),
    }
    return printed(_FOLDER / "cards.typ", data, date, picture)


def join_sheet(
    title: str,
    url: str,
    code: str,
    *,
    date: str,
    language: str = "de",
    process_title: str = "",
    steps: Sequence[str] = (),
    size: Literal["a4", "a3", "a1"] = "a4",
    example: bool = False,
) -> bytes:
    """A poster to join by: QR code, address and join code in large type, ``steps`` below it."""
    if not url:
        raise DocumentError("empty", "url", "a join poster needs an address")
    data = {
        **_common(title, url, language, process_title, code, example),
        "steps": [_line(step, "steps", 120) for step in steps],
        "size": size,
    }
    return printed(_FOLDER / "join.typ", data, date)


def _common(
    title: str, url: str, language: str, process_title: str, code: str, example: bool
) -> dict[str, Any]:
    if base(language) not in WORDS:
        raise DocumentError("language", "language", f"{language!r} is unknown")
    word = words(language)
    return {
        "title": _line(title, "title", 90),
        "url": printable(url, "url"),
        "qr": qr.printable(url) if url else "",
        "code": printable(code, "code"),
        "process": printable(process_title, "process_title"),
        "lang": base(language),
        "region": region(language),
        "example": word["example"] if example else "",
        "words": word,
    }


def _line(text: str, where: str, most: int) -> str:
    """A text that must be there and must fit: a card's size is fixed."""
    if not text.strip():
        raise DocumentError("empty", where, "must not be empty")
    if len(text) > most:
        raise DocumentError("length", where, f"has {len(text)} characters, {most} fit", most=most)
    return printable(text, where)
