"""Which kind of file this is, from its name and its first bytes."""

import io
import re
import zipfile
from pathlib import Path

from .crosstab import TITLE
from .errors import InputError
from .flat4 import START as FLAT_4
from .flat5 import START as FLAT_5
from .gisd import FIRST as GISD
from .inkar_bulk import HEADER as BULK
from .inkar_web import LEAD
from .iris import FIRST as IRIS
from .reading import Format
from .source import ZIP, ZIP_ERRORS
from .text import BOM
from .workbook import OLE

_ENTRY = re.compile(rb"PK\x03\x04.{22}(..)(..)", re.S)


def recognise(name: str, head: bytes) -> Format:
    """The format of a file. ``head``: its first bytes (some 64 KB are enough).

    A workbook is told apart by its sheets only when it is read: here .xls is an INKAR workbook if
    the name of its metadata sheet is seen, everything else a plain workbook.
    Raises InputError for what is no table, with what to do.
    """
    if head.startswith(ZIP):
        return _archive(name, head)
    if head.startswith(OLE):
        sheets = (b"Metadaten", "Metadaten".encode("utf-16-le"))
        inkar = any(sheet in head for sheet in sheets)
        return Format.INKAR_WORKBOOK if inkar else Format.PLAIN_WORKBOOK
    _refuse(name, head)
    start = head.removeprefix(BOM).lstrip()
    if start[:1] in (b"{", b"["):
        return _json(start)
    return _text(head)


def _refuse(name: str, head: bytes) -> None:
    kinds = ((b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8", "JPEG"), (b"\x1f\x8b", "gzip"),
             (b"7z\xbc\xaf", "7z"), (b"Rar!", "RAR"), (b"SQLite", "SQLite"))
    kind = next((word for start, word in kinds if head.startswith(start)), None)
    lowered = head[:512].lstrip().lower()
    if lowered.startswith((b"<!doctype html", b"<html")):
        kind = "HTML"
    if kind:
        raise InputError(
            "unknown_format",
            f"{name} is {kind}, no table; fetch the table as CSV, XLSX or JSON", line=0, found=kind,
        )


def _json(start: bytes) -> Format:
    """Answers of Wegweiser Kommune; boundaries in GeoJSON are read elsewhere."""
    if b'"indicatorsAndTopics"' in start or b'"regionYearValues"' in start:
        return Format.WEGWEISER
    if b'"FeatureCollection"' in start:
        return Format.BOUNDARIES
    return Format.WEGWEISER


def _text(head: bytes) -> Format:
    """By the first line, and for two formats the second."""
    text = head.removeprefix(BOM).decode("utf-16" if head[:1] in b"\xff\xfe" else "cp1252",
                                         errors="replace")
    lines = [line.strip("\r\ufeff ") for line in text.split("\n")[:3]] + [""]
    first = [cell.strip().strip('"') for cell in lines[0].split(";")]
    if first[:5] == FLAT_5:
        return Format.FLAT_5
    if first[:5] == FLAT_4:
        return Format.FLAT_4
    if TITLE.match(lines[0]):
        return Format.CROSSTAB
    if first[: len(BULK)] == BULK and not any(first[len(BULK) :]):
        return Format.INKAR_BULK
    return _by_columns(lines, first)


def _by_columns(lines: list[str], first: list[str]) -> Format:
    if first[:3] == LEAD:
        return Format.INKAR_WEB
    if IRIS.fullmatch(first[0]) and first[1:2] == [first[0] + "name"]:
        return Format.IRIS
    if GISD.fullmatch(lines[0].split(",")[0]) and "gisd_score" in lines[0]:
        return Format.GISD
    if first[0].startswith("GITTER_ID_"):
        return Format.ZENSUS_GRID
    if {"AGS", "GEN", "EWZ"} <= set(first):
        return Format.VG250
    return Format.PLAIN_CSV


def _archive(name: str, head: bytes) -> Format:
    """A workbook, a timetable or boundaries by the names inside; else by the table in it."""
    names = _names(head)
    if any(one.endswith("stops.txt") for one in names):
        return Format.GTFS
    if any(one.lower().endswith((".shp", ".gpkg", ".geojson")) for one in names):
        return Format.BOUNDARIES
    if any(one.startswith(("[Content_Types]", "xl/", "_rels/")) for one in names):
        return Format.PLAIN_WORKBOOK
    return _inside(name, head)


def _names(head: bytes) -> list[str]:
    """The names of entries that begin within these bytes."""
    found = []
    for match in _ENTRY.finditer(head):
        length = int.from_bytes(match[1], "little")
        found.append(head[match.end() : match.end() + length].decode("cp437"))
    return found


def _inside(name: str, head: bytes) -> Format:
    """The table in an archive that is whole; a cut one is told by its first name only."""
    try:
        with zipfile.ZipFile(io.BytesIO(head)) as archive:
            member = max(archive.infolist(), key=lambda one: one.file_size)
            with archive.open(member) as opened:
                return recognise(Path(member.filename).name, opened.read(64 * 1024))
    except ZIP_ERRORS as error:
        if isinstance(error, InputError):
            raise
        names = [one for one in _names(head) if one.lower().endswith("inkar.csv")]
        return Format.INKAR_BULK if names or "inkar" in name.lower() else Format.PLAIN_CSV
