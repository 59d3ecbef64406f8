"""INKAR (BBSR) as exported by hand: CSV with quoted German numbers, or .xls with a metadata sheet.

Two header rows: indicator names, then years; columns Kennziffer, Raumeinheit, Aggregat.
"""

from collections.abc import Sequence

from . import periods
from .errors import InputError
from .ledger import Ledger
from .numbers import INKAR, Cell, Numbers
from .reading import Format, Progress, Reading, Variable
from .text import Shape, decode, header, table
from .wide import Place, ValueColumn, enter
from .workbook import Sheet, text

LEAD = ["Kennziffer", "Raumeinheit", "Aggregat"]
ATTRIBUTION = "© BBSR Bonn, INKAR, Datenlizenz Deutschland – Namensnennung – Version 2.0"
NAMES = {"Daten", "Metadaten", "Quellangabe"}


def read(raw: bytes, name: str, ledger: Ledger, progress: Progress) -> Reading:
    """The CSV as a reading. Raises InputError if the two header rows are not as they should be."""
    content = decode(raw)
    head = [header(line, ";") for line in content.lines[:2]]
    columns = value_columns(head)
    numbers, width = Numbers(INKAR), len(head[0])
    for number, parts in table(content, Shape(3, ";", width), ledger, progress):
        _line(number, parts, columns, numbers, ledger)
    return Reading(
        Format.INKAR_WEB, ledger.close(), title=_title(columns), source="INKAR (BBSR)",
        attribution=ATTRIBUTION, problems=ledger.problems, tally=ledger.tally,
    )


def read_workbook(found: Sequence[Sheet], ledger: Ledger, progress: Progress) -> Reading:
    """The .xls as a reading, with the words of its sheet Metadaten."""
    by_name = {sheet.name: sheet for sheet in found}
    sheet = by_name["Daten"]
    columns = value_columns([[text(cell) for cell in row] for row in sheet.rows[:2]])
    ledger.tally.headers += 2
    numbers = Numbers(INKAR)
    for number, row in enumerate(sheet.rows[2:], 3):
        progress(number, len(sheet.rows))
        if any(text(cell) for cell in row):
            _line(number, row, columns, numbers, ledger)
        else:
            ledger.tally.blank += 1
    source = _source(by_name.get("Quellangabe"))
    return Reading(
        Format.INKAR_WORKBOOK, ledger.close(), title=_title(columns), source=source,
        attribution=ATTRIBUTION, metadata=_metadata(by_name.get("Metadaten")),
        problems=ledger.problems, tally=ledger.tally,
    )


def value_columns(head: list[list[str]]) -> list[ValueColumn]:
    """The value columns of the two header rows."""
    if len(head) < 2 or head[0][:3] != LEAD or len(head[0]) < 4 or len(head[0]) != len(head[1]):
        raise InputError(
            "damaged_header",
            "the first two lines are not those of an INKAR table (Kennziffer, Raumeinheit, "
            "Aggregat, indicators; then years); fetch it again",
            line=1, found="",
        )
    made = []
    for index, (label, year) in enumerate(zip(head[0], head[1], strict=True)):
        if index < 3:
            continue
        period = periods.parse(year)
        if period is None or not label.strip():
            raise InputError(
                "damaged_header",
                f"column {index + 1} has no indicator or no year ({label!r}, {year!r})",
                line=2, found=year, column=index + 1,
            )
        made.append(ValueColumn(index, Variable("", label.strip()), period))
    return made


def _line(
    number: int, parts: Sequence[Cell], columns: list[ValueColumn], numbers: Numbers,
    ledger: Ledger,
) -> None:
    key = ledger.key(text(parts[0]), number)
    if key is not None:
        place = Place(number, key, text(parts[1]).strip(), level=text(parts[2]).strip())
        enter(ledger, numbers, place, parts, columns)


def _title(columns: list[ValueColumn]) -> str:
    labels = list(dict.fromkeys(column.variable.label for column in columns))
    return labels[0] if len(labels) == 1 else f"INKAR: {len(labels)} Indikatoren"


def _metadata(sheet: Sheet | None) -> dict[str, dict[str, str]]:
    """Per indicator: Langname, Quelle, Berechnungsgrundlage, Anmerkungen."""
    if sheet is None:
        return {}
    rows = [[text(cell).strip() for cell in row] for row in sheet.rows]
    at = next((n for n, row in enumerate(rows) if row and row[0] == "Indikator"), None)
    if at is None:
        return {}
    heads = rows[at][1:]
    return {
        row[0]: {head: cell for head, cell in zip(heads, row[1:], strict=True) if head and cell}
        for row in rows[at + 1 :]
        if row[0]
    }


def _source(sheet: Sheet | None) -> str:
    filled = [text(cell) for row in sheet.rows for cell in row] if sheet else []
    return " ".join(" ".join(filled).split()) or "INKAR (BBSR)"
