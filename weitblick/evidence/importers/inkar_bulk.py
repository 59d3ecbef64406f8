"""The INKAR bulk file (BBSR, several GB): streamed at constant memory, filtered while reading.

``Bereich;ID;Kuerzel;Indikator;Raumbezug;Kennziffer;Name;Zeitbezug;Wert``. Level and key stand
side by side, so that whole blocks are searched for the few lines wanted before any is parsed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from . import periods
from .errors import InputError
from .inkar_web import ATTRIBUTION
from .ledger import Ledger
from .numbers import INKAR, NotANumber, Numbers
from .reading import Format, Progress, Reading, Rejected, Row, Variable
from .stream import Line, Seen, blocks
from .text import BOM, cells, header, unpadded
from .zensus_grid import entered, refusal

HEADER = [
    "Bereich", "ID", "Kuerzel", "Indikator", "Raumbezug", "Kennziffer", "Name", "Zeitbezug",
    "Wert",
]
WIDTHS = {"Länder": 2, "Kreise": 5, "Gemeinden": 8, "Gemeindeverbände": 9}


@dataclass(frozen=True)
class Selection:
    """The lines wanted: levels as INKAR calls them (empty: all) and the beginning of the keys."""

    levels: tuple[str, ...] = ("Kreise", "Gemeinden", "Gemeindeverbände")
    prefix: str = "16"

    def needles(self) -> tuple[bytes, ...]:
        """What every wanted line contains one of; some other lines may, too."""
        starts = {self.prefix, self.prefix.lstrip("0")}
        plain = {f"{level};{start}" for level in self.levels or ("",) for start in starts}
        quoted = {f'{level}";"{start}' for level in self.levels or ("",) for start in starts}
        mixed = {f'{level}";{start}' for level in self.levels for start in starts}
        words = plain | quoted | mixed | {f'{level};"{s}' for level in self.levels for s in starts}
        return tuple(sorted({w.encode(e) for w in words for e in ("utf-8", "cp1252")}))


def reading(ledger: Ledger, rows: Iterator[Row | Rejected]) -> Reading:
    """The reading over a stream of rows."""
    return Reading(
        Format.INKAR_BULK, rows, title="INKAR", source="INKAR (BBSR)", attribution=ATTRIBUTION,
        tally=ledger.tally, problems=ledger.problems,
    )


def rows(
    stream: BinaryIO, name: str, ledger: Ledger, progress: Progress, size: int,
    selection: Selection,
) -> Iterator[Row | Rejected]:
    """The wanted rows, one at a time; all other lines are counted as outside."""
    numbers, seen = Numbers(INKAR), Seen(ledger)
    for line in wanted(stream, name, ledger, progress, size, selection.needles()):
        found = _line(line, numbers, ledger, selection)
        if found is None:
            ledger.tally.outside += 1
            continue
        if isinstance(found, Row) and seen.again(_identity(found), line.number):
            found = Rejected(line.number, "repeated", {}, 0, line.text[:120])
        yield from entered(ledger, [found])


def _identity(row: Row) -> tuple[object, ...]:
    return (row.area_level, row.area_key, row.variable, row.period_start)


def wanted(
    stream: BinaryIO, name: str, ledger: Ledger, progress: Progress, size: int,
    needles: tuple[bytes, ...],
) -> Iterator[Line]:
    """Lines with a needle. A block ends before its last line, so that every line has a next."""
    number, rest, done = 1, b"", 0
    for block in blocks(stream, name):
        if not done:
            rest, block = _past_header(block, ledger)
            number = 2
        done += len(block)
        rest += block
        end = rest.rfind(b"\n", 0, max(rest.rfind(b"\n"), 0)) + 1
        yield from _hits(rest, end, number, needles, ledger)
        number += rest.count(b"\n", 0, end)
        rest = rest[end:]
        progress(done, size)
    yield from _hits(rest, len(rest), number, needles, ledger)


def _past_header(block: bytes, ledger: Ledger) -> tuple[bytes, bytes]:
    first, _, rest = block.removeprefix(BOM).partition(b"\n")
    names = header(first.decode("cp1252", "replace").strip(), ";")
    if names != HEADER:
        raise InputError(
            "damaged_header",
            f"the first line is not that of the INKAR bulk file: {';'.join(names)[:80]}",
            line=1, found=";".join(names)[:80],
        )
    ledger.tally.headers += 1
    return b"", rest


def _hits(
    data: bytes, end: int, number: int, needles: tuple[bytes, ...], ledger: Ledger
) -> Iterator[Line]:
    """The lines of ``data[:end]`` with a needle; the others are counted."""
    at = hits = 0
    for place in sorted(p for needle in needles for p in _places(data, needle, end)):
        if place < at:
            continue  # a second needle in the same line
        start = data.rfind(b"\n", 0, place) + 1
        number += data.count(b"\n", at, start)
        stop = data.find(b"\n", place)
        complete, stop = stop >= 0, stop if stop >= 0 else len(data)
        following = _following(data, stop)
        hits += 1
        yield Line(number, data[start:stop].removesuffix(b"\r"), following, complete)
        number, at = number + 1, stop + 1
    unended = end == len(data) and not data.endswith(b"\n") and bool(data)
    ledger.tally.outside += data.count(b"\n", 0, end) + unended - hits


def _places(data: bytes, needle: bytes, end: int) -> Iterator[int]:
    """Where the needle stands; the search itself runs at the speed of memory."""
    place = data.find(needle, 0, end)
    while place >= 0:
        yield place
        place = data.find(needle, place + 1, end)


def _following(data: bytes, stop: int) -> bytes | None:
    after = data.find(b"\n", stop + 1)
    return data[stop + 1 : after if after >= 0 else len(data)] or None


def _line(
    line: Line, numbers: Numbers, ledger: Ledger, selection: Selection
) -> Row | Rejected | None:
    text = line.text
    parts = cells(text, ";")
    parts = unpadded(parts, len(HEADER)) if parts else parts
    problem = refusal(line, parts, len(HEADER), ledger)
    if problem or parts is None:
        return Rejected(line.number, problem, {}, 0, text[:120])
    _, _, code, label, level, raw_key, name, time, raw = (part.strip() for part in parts)
    key = area_key(level, raw_key)
    if selection.levels and level not in selection.levels:
        return None
    if key is None:
        return Rejected(line.number, "bad_area_key", {"key": raw_key}, 0, text[:120])
    if not key.startswith(selection.prefix):
        return None
    period = periods.parse(time)
    if period is None:
        return Rejected(line.number, "bad_period", {"period": time}, 0, text[:120])
    try:
        value, sign = numbers.read(raw)
    except NotANumber as error:
        return Rejected(line.number, error.code, {"value": raw}, 9, raw)
    return Row(
        line.number, key, name, *period, Variable(code, label), value, sign, raw,
        area_level=level, column=9,
    )


def area_key(level: str, raw: str) -> str | None:
    """The key of a level. The file holds integers and fills the key of a district up to eight
    digits: 1001000 is 01001; the level says how long the key is, so nothing is guessed."""
    width = WIDTHS.get(level)
    if not raw.isascii() or not raw.isdigit():
        return None
    if width is None:
        return raw
    if len(raw) in (7, 8) and width < 8:
        raw = raw.zfill(8)
        raw, rest = raw[:width], raw[width:]
        return raw if not rest.strip("0") else None
    raw = raw.zfill(width) if len(raw) == width - 1 else raw
    return raw if len(raw) == width and "01" <= raw[:2] <= "16" else None
