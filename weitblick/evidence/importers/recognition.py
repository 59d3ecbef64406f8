"""Which kind of file this is, from its name and its first bytes."""

import re
import zipfile
import zlib
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
from .source import ZIP, is_table
from .text import BOM
from .workbook import OLE

EDGES = {"from", "to", "from_lat", "from_lon", "to_lat", "to_lon", "class"}
_ENTRY = re.compile(
    rb"PK\x03\x04.{4}(?P<method>..).{16}(?P<name>..)(?P<extra>..)", re.S
)


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
    if b"<osm" in start[:400] and start[:1] == b"<":
        return Format.ROADS
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
    if {cell.strip().strip('"') for cell in re.split(r"[;,\t]", lines[0])} >= EDGES:
        return Format.ROADS
    if {"AGS", "GEN", "EWZ"} <= set(first):
        return Format.VG250
    return Format.PLAIN_CSV


def _archive(name: str, head: bytes) -> Format:
    """A workbook, a timetable or boundaries by the names inside; else by the table in it."""
    entries = _entries(head)
    names = [one for one, _ in entries]
    if any(one.endswith("stops.txt") for one in names):
        return Format.GTFS
    if any(one.lower().endswith((".shp", ".gpkg", ".geojson")) for one in names):
        return Format.BOUNDARIES
    if {"about.npy", "tail.npy", "head.npy"} & set(names):
        return Format.ROADS
    if any(one.startswith(("[Content_Types]", "xl/", "_rels/")) for one in names):
        return Format.PLAIN_WORKBOOK
    return _inside(name, entries)


def _entries(head: bytes) -> list[tuple[str, bytes]]:
    """Name and first bytes of every entry that begins within these bytes."""
    found = []
    for match in _ENTRY.finditer(head):
        name_end = match.end() + int.from_bytes(match["name"], "little")
        content = head[name_end + int.from_bytes(match["extra"], "little") :]
        packed = int.from_bytes(match["method"], "little") == zipfile.ZIP_DEFLATED
        name = head[match.end() : name_end].decode("cp437")
        found.append((name, _unpacked(content) if packed else content))
    return found


def _unpacked(content: bytes) -> bytes:
    """As much as can be unpacked of a stream that may be cut; nothing if it is damaged."""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, 1 << 16)
    except zlib.error:
        return b""


def _inside(name: str, entries: list[tuple[str, bytes]]) -> Format:
    """The table in an archive: the first entry that has the ending of one and is no note."""
    for member, content in entries:
        if is_table(member) and content:
            return recognise(Path(member).name, content)
    return Format.PLAIN_CSV
