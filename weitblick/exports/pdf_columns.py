"""A table as JSON for the template: its cells, and how wide its columns stand."""

from __future__ import annotations

from weitblick.exports.blocks import Table, words_of
from weitblick.exports.columns import DENSE, PAD, TIGHT, column_weights
from weitblick.exports.pdf_text import Json, runs

LINE, WIDE_LINE = 74, 102
"""Characters of table type that fit the text column, and text column and margin together."""
WIDE_COLUMNS = 4
"""A table with more columns runs into the margin."""
DENSE_LINE = 116
"""The same for the smaller type of tables with many columns."""


def table_json(table: Table, label: str, series: str) -> Json:
    """``label`` stands before the caption; ``series`` is "own" or, for a figure, "data"."""
    rows = [[{"runs": runs(cell)} for cell in row] for row in table.rows]
    lengths = sum(len(words_of(cell)) for row in table.rows for cell in row)
    columns, filled = column_weights(table, LINE)
    wide = series == "data" or len(table.header) > WIDE_COLUMNS or is_cramped(table)
    dense = len(table.header) > DENSE
    if wide:
        line, pad = (DENSE_LINE, TIGHT) if dense else (WIDE_LINE, PAD)
        columns, filled = column_weights(table, line, pad)
    return {
        "dense": dense,
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


def is_cramped(table: Table) -> bool:
    """Whether three or more columns of running text would stand in the text column."""
    long = [max((len(words_of(row[c])) for row in table.rows), default=0)
            for c in range(len(table.header))]  # fmt: skip
    return len(long) > 2 and sum(long) > 1.6 * LINE
