"""How wide the columns of a table stand, in characters of its type; for pages and for Word."""

from __future__ import annotations

import re

from weitblick.exports.blocks import Table, words_of

PAD, TIGHT = 2.4, 1.4
"""What a column needs beside its text, in characters; and in a table of many columns."""
DENSE = 9
"""A table with more columns stands in smaller type, with less between them."""
SHORT = 18
"""Texts up to so many characters stay on one line, where there is room for all of them."""
SPACE = re.compile(r"[ \n]+")
"""Where a line may break; the narrow and the fixed space of numbers hold."""


def column_weights(
    table: Table, capacity: float, pad: float = PAD
) -> tuple[list[float], bool]:
    """Widths in characters, and whether they fill the ``capacity`` of the line.

    Every column gets its longest word, and a short text (a date, a name) its whole length as long
    as there is room for all; what is left goes to columns with longer texts.
    """
    natural = [_natural(table, column, pad) for column in range(len(table.header))]
    least = [_least(table, column, pad, SHORT) for column in range(len(table.header))]
    if sum(least) > capacity:
        least = [_least(table, column, pad, 0) for column in range(len(table.header))]
    room, wish = max(0.0, capacity - sum(least)), sum(natural) - sum(least)
    if wish <= room:
        return [round(width, 2) for width in natural], sum(natural) > 0.85 * capacity
    share = room / wish
    widths = [low + (high - low) * share for low, high in zip(least, natural, strict=True)]
    return [round(width, 2) for width in widths], True


def _least(table: Table, column: int, pad: float, short: int) -> float:
    """The longest word, or the longest text where that is short; the head may break at spaces."""
    cells = [words_of(row[column]) for row in table.rows]
    whole = max((len(text) for text in cells), default=1)
    word = max((len(w) for text in cells for w in SPACE.split(text)), default=1)
    head = max((1.12 * len(w) for w in SPACE.split(table.header[column])), default=1.0)
    kept = whole if whole <= short else min(word, 24)
    return max(float(kept), min(head, 24.0)) + pad


def _natural(table: Table, column: int, pad: float) -> float:
    long = max((len(words_of(row[column])) for row in table.rows), default=1)
    headed = min(len(table.header[column]), 26) * 1.15 + pad
    return max(_least(table, column, pad, SHORT), headed, min(long, 90) * 0.95 + pad)
