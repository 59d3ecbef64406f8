"""A table as JSON for the template: its cells, and how wide its columns stand."""

from __future__ import annotations

from weitblick.exports.blocks import Table, words_of
from weitblick.exports.pdf_text import Json, runs

LINE, WIDE_LINE = 74, 102
"""Characters of table type that fit the text column, and text column and margin together."""
WIDE_COLUMNS = 4
"""A table with more columns runs into the margin."""


def table_json(table: Table, label: str, series: str) -> Json:
    """``label`` stands before the caption; ``series`` is "own" or, for a figure, "data"."""
    rows = [[{"runs": runs(cell)} for cell in row] for row in table.rows]
    lengths = sum(len(words_of(cell)) for row in table.rows for cell in row)
    columns, filled = column_weights(table, LINE)
    wide = series == "data" or len(table.header) > WIDE_COLUMNS or is_cramped(table)
    if wide:
        columns, filled = column_weights(table, WIDE_LINE)
    return {
        "label": label,
        "caption": table.caption,
        "header": list(table.header),
        "rows": rows,
        "numeric": list(table.numeric),
        "note": table.note,
        "columns": columns,
        "filled": filled,
        "wide": wide,
        "series": series,
        "row_header": table.row_header,
        "breakable": len(rows) > 12 or lengths > 1500,
    }


def column_weights(table: Table, capacity: float) -> tuple[list[float], bool]:
    """Widths in characters, and whether they fill the ``capacity`` of the line.

    Every column gets its longest word; what is left goes to columns with longer texts.
    """
    least, natural = [], []
    for column, head in enumerate(table.header):
        cells = [words_of(row[column]) for row in table.rows]
        word = max((float(len(w)) for text in cells for w in text.split()), default=1.0)
        word = max(word, *(1.15 * len(w) for w in head.split()))
        long = max((len(text) for text in cells), default=1)
        least.append(min(word, 24) + 3.0)
        headed = min(len(head), 26) * 1.15 + 3.0
        natural.append(max(least[-1], headed, min(long, 90) * 0.95 + 3.0))
    room, wish = max(0.0, capacity - sum(least)), sum(natural) - sum(least)
    if wish <= room:
        return [round(width, 2) for width in natural], sum(natural) > 0.85 * capacity
    share = room / wish
    widths = [low + (high - low) * share for low, high in zip(least, natural, strict=True)]
    return [round(width, 2) for width in widths], True


def is_cramped(table: Table) -> bool:
    """Whether three or more columns of running text would stand in the text column."""
    long = [max((len(words_of(row[c])) for row in table.rows), default=0)
            for c in range(len(table.header))]  # fmt: skip
    return len(long) > 2 and sum(long) > 1.6 * LINE
