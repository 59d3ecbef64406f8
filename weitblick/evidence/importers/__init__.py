"""Pure parsers of statistical files: bytes in, rows with their reasons out. No Django here.

``recognise`` says what a file is, ``read`` reads it, ``plain.propose`` suggests how to read a
table of no known kind. Each format has one file; all give a :class:`~.reading.Reading`.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from . import (
    ba,
    crosstab,
    flat4,
    flat5,
    gisd,
    inkar_bulk,
    inkar_web,
    iris,
    plain,
    vg250,
    wegweiser,
    zensus_grid,
)
from .errors import InputError
from .inkar_bulk import Selection
from .ledger import Ledger
from .mapping import Column, Mapping, Proposal, Reason, Role
from .plain import propose
from .reading import (
    Dimension,
    Format,
    Problem,
    Progress,
    Reading,
    Rejected,
    Row,
    Sign,
    Tally,
    Variable,
)
from .reasons import MENDABLE, explain
from .recognition import recognise
from .source import Source, opened
from .workbook import Sheet, sheets

__all__ = [
    "MENDABLE", "Column", "Dimension", "Format", "InputError", "Mapping", "Problem", "Progress",
    "Proposal", "Reading", "Reason", "Rejected", "Role", "Row", "Selection", "Sign", "Tally",
    "Variable", "explain", "propose", "read", "recognise",
]

MAPPED = {Format.FLAT_5: flat5.read, Format.FLAT_4: flat4.read, Format.CROSSTAB: crosstab.read}
TEXTS = {
    Format.INKAR_WEB: inkar_web.read,
    Format.IRIS: iris.read,
    Format.GISD: gisd.read,
    Format.WEGWEISER: wegweiser.read,
}
WORKBOOKS = (Format.PLAIN_WORKBOOK, Format.INKAR_WORKBOOK, Format.BA_WORKBOOK)
STREAMED = (Format.INKAR_BULK, Format.ZENSUS_GRID)


def _quiet(done: int, total: int) -> None:
    """Nobody watches."""


def read(
    file: Path | BinaryIO, *, name: str = "", mapping: Mapping | None = None,
    consent: frozenset[str] = frozenset(), progress: Progress = _quiet,
    selection: Selection = Selection(),  # noqa: B008  a frozen dataclass
) -> Reading:
    """Read a file.

    ``mapping``: for plain tables (a mapping without columns only gives its ``period`` or
    ``sheet`` to the formats that ask for one). ``consent``: codes of damage that may be mended
    (``MENDABLE``). ``progress(done, total)``: lines, or bytes of streamed formats.
    ``selection``: what is wanted of the INKAR bulk file. A stream must be able to rewind and stay
    open while the rows are taken. Raises InputError for a file that cannot be used as a whole.
    """
    name = name or (file.name if isinstance(file, Path) else "table")
    ledger = Ledger(frozenset(consent))
    with opened(file, name) as source:
        form = recognise(source.name, source.head)
        if mapping is not None and mapping.columns and form not in WORKBOOKS:
            with source.mapped() as raw:
                return plain.read(raw, name, mapping, ledger, progress)
        if form in STREAMED:
            return _streamed(form, file, source, ledger, progress, selection)
        if form in WORKBOOKS:
            found = sheets(source.whole(), source.name)
            return _workbook(found, name, mapping, ledger, progress)
        return _text(form, source, mapping, ledger, progress)


def _text(
    form: Format, source: Source, mapping: Mapping | None, ledger: Ledger, progress: Progress
) -> Reading:
    if form in MAPPED:
        with source.mapped() as raw:
            return MAPPED[form](raw, source.name, ledger, progress)
    if form in TEXTS:
        return TEXTS[form](source.whole(), source.name, ledger, progress)
    if form is Format.VG250:
        period = mapping.period if mapping else ""
        return vg250.read(source.whole(), source.name, ledger, progress, period)
    if form is Format.PLAIN_CSV:
        raise _unmapped(source.name)
    raise InputError(
        "not_statistics", f"{source.name} is {form}: timetables and boundaries are read by "
        "importers of their own", line=0, format=str(form),
    )


def _unmapped(name: str) -> InputError:
    return InputError(
        "mapping_needed", f"{name} is a table of no known kind; say what its columns hold "
        "(importers.propose suggests it)", line=0,
    )


def _workbook(
    found: Sequence[Sheet], name: str, mapping: Mapping | None, ledger: Ledger,
    progress: Progress,
) -> Reading:
    if mapping is not None and mapping.columns:
        return plain.read_workbook(found, name, mapping, ledger, progress)
    if {"Daten", "Metadaten"} <= {sheet.name for sheet in found}:
        return inkar_web.read_workbook(found, ledger, progress)
    if any(len(ba.area_rows(sheet)) >= 2 for sheet in found):
        return ba.read(found, ledger, progress, mapping.sheet if mapping else "")
    raise _unmapped(name)


def _streamed(
    form: Format, file: Path | BinaryIO, source: Source, ledger: Ledger, progress: Progress,
    selection: Selection,
) -> Reading:
    first = source.head.split(b"\n")[0].decode("utf-8-sig", errors="replace")
    if form is Format.ZENSUS_GRID:
        zensus_grid.layout_of(first.strip())

    def rows() -> Iterator[Row | Rejected]:
        with opened(file, source.name) as again:
            args = (again.stream, again.name, ledger, progress, again.size)
            if form is Format.ZENSUS_GRID:
                yield from zensus_grid.rows(*args)
            else:
                yield from inkar_bulk.rows(*args, selection)

    if form is Format.ZENSUS_GRID:
        return zensus_grid.reading(ledger, rows(), Path(source.name).stem)
    return inkar_bulk.reading(ledger, rows())
