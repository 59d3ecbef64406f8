"""Typst, driven: a static template and JSON in, a tagged PDF out."""

from __future__ import annotations

import ctypes
import datetime
import functools
import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import typst

from weitblick.exports import pdf_streams
from weitblick.exports.blocks import DocumentError
from weitblick.exports.house import Face

Missing = Literal["name", "error"]

FONTS = Path(__file__).parent / "fonts"
"""Noto Sans, with its licence beside it; Libertinus Serif comes with the engine."""
FACES: dict[Face, str] = {"book": "Libertinus Serif", "sans": "Noto Sans"}
WIDE = "DejaVu Sans Mono"

_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_ROUNDS = 5


@functools.cache
def _fonts(paths: tuple[Path, ...]) -> typst.Fonts:
    """The engine's embedded faces, ours and the given folders; never the machine's own fonts."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS, *paths])


def families(paths: Sequence[Path] = (), face: Face = "book") -> list[str]:
    """The families to ask in order: the chosen face, the other one, faces given, the wide one."""
    known = _fonts(tuple(paths)).families()
    own = [name for name in known if name not in (*FACES.values(), WIDE)]
    others = [name for name in FACES.values() if name != FACES[face]]
    return [FACES[face], *others, *(name for name in own if "New Computer" not in name), WIDE]


def compiled(
    template: Path | Sequence[Path],
    data: Mapping[str, Any],
    *,
    date: str,
    face: Face = "book",
    standard: Sequence[str] = ("a-2a", "ua-1"),
    missing: Missing = "name",
    font_paths: Sequence[Path] = (),
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The PDF of a template (perhaps in several files, one behind the other) and its data.
    Raises DocumentError.

    ``pictures`` are files that the template names by "/" and their name; it reads no others.

    Characters without a glyph are found by the engine (the standards forbid them), then named
    in brackets in a second round, or reported, as ``missing`` says.
    """
    with tempfile.TemporaryDirectory(prefix="weitblick-") as folder:
        for name, content in (pictures or {}).items():
            (Path(folder) / name).write_bytes(content)
        return _compiled(template, data, date, face, standard, missing, font_paths, folder)


def pictured(template: Path, data: Mapping[str, Any], *, ppi: float = 36) -> bytes:
    """The first page as a small PNG: what will be printed, to look at. Raises DocumentError."""
    text = json.dumps({**data, "fonts": families()}, ensure_ascii=False)
    compiler = typst.Compiler(
        input=template.read_bytes(), font_paths=_fonts(()), sys_inputs={"document": text}
    )
    try:
        pages = compiler.compile(format="png", ppi=ppi)
    except typst.TypstError as error:
        raise DocumentError("typesetting", "document", error.message) from error
    first = pages[0] if isinstance(pages, list) else pages
    assert isinstance(first, bytes)
    return first


def _compiled(
    template: Path | Sequence[Path], data: Mapping[str, Any], date: str, face: Face,
    standard: Sequence[str], missing: Missing, font_paths: Sequence[Path], folder: str,
) -> bytes:
    text = json.dumps({**data, "fonts": families(font_paths, face)}, ensure_ascii=False)
    fonts = _fonts(tuple(font_paths))
    files = [template] if isinstance(template, Path) else template
    source = b"\n".join(file.read_bytes() for file in files)
    for _ in range(_ROUNDS):
        try:
            compiler = typst.Compiler(
                input=source, root=folder, font_paths=fonts, sys_inputs={"document": text}
            )
            pdf = compiler.compile(
                format="pdf", pdf_standards=_standards(standard), timestamp=_timestamp(date)
            )
            assert isinstance(pdf, bytes)
            return pdf_streams.settled(pdf)
        except typst.TypstError as error:
            text = _without_missing(text, error, data, missing)
    raise DocumentError("glyph", "document", "holds too many characters no font has")


def give_back() -> None:
    """Hand freed memory back to the system, where its C library can (glibc): a worker is watched
    for what it holds, and the next stage of a long paper needs the room."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def _standards(names: Sequence[str]) -> Any:
    """The engine's binding types them as literals; an unknown name is its error to raise."""
    return list(names)


def _timestamp(date: str) -> int:
    """SOURCE_DATE_EPOCH, else the document's date at midnight UTC, in seconds."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(epoch)
    day = datetime.date.fromisoformat(date)
    midnight = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    return int(midnight.timestamp())


def _without_missing(
    text: str, error: typst.TypstError, data: Mapping[str, Any], missing: Missing
) -> str:
    clusters = [_unescaped(found) for found in _GLYPH.findall(error.diagnostic)]
    characters = sorted({c for cluster in clusters for c in cluster if ord(c) > 0x7F})
    if not characters:
        raise DocumentError("typesetting", "document", error.message) from error
    if missing == "error":
        place = _place(data, characters[0]) or "document"
        names = ", ".join(f"{c} (U+{ord(c):04X})" for c in characters)
        raise DocumentError("glyph", place, f"no font has {names}", characters=characters)
    return text.translate({ord(c): _named(c) for c in characters})


def _unescaped(found: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), found)


def _named(character: str) -> str:
    """ "😀" -> "[grinning face]"; joiners and selectors, which show nothing, go."""
    if unicodedata.category(character) in ("Cf", "Mn"):
        return ""
    code = f"U+{ord(character):04X}"
    return f"[{unicodedata.name(character, code).lower()}]"


def _place(value: Any, character: str, where: str = "") -> str:
    """The path of the first text that holds the character."""
    if isinstance(value, str):
        return where if character in value else ""
    pairs: list[tuple[str, Any]] = []
    if isinstance(value, Mapping):
        pairs = [(f"{where}.{key}".lstrip("."), item) for key, item in value.items()]
    elif isinstance(value, list):
        pairs = [(f"{where}[{i}]", item) for i, item in enumerate(value)]
    return next((path for name, item in pairs if (path := _place(item, character, name))), "")
