"""Row headers in a tagged PDF, which the engine's Python binding cannot set yet."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pikepdf

from weitblick.exports.pdf_streams import saved


def mark_row_headers(pdf: bytes, wanted: Sequence[bool]) -> bytes:
    """Turn the first cell of every body row into a row header, in the tables that want it.

    ``wanted`` holds one flag a table in reading order. Deterministic: same bytes in, same out.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        tables = list(_tables(document.Root.StructTreeRoot))
        if len(tables) != len(wanted):
            raise ValueError(f"{len(tables)} tables in the PDF, {len(wanted)} in the document")
        for table, is_wanted in zip(tables, wanted, strict=True):
            if is_wanted:
                _mark(table)
        return saved(document)


def _children(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def _is(element: pikepdf.Object, role: str) -> bool:
    return str(element.S) == role


def _tables(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for kid in _children(element):
        if _is(kid, "/Table"):
            yield kid
        else:
            yield from _tables(kid)


def _mark(table: pikepdf.Object) -> None:
    for part in _children(table):
        if _is(part, "/TBody"):
            for row in _children(part):
                first = next(_children(row), None)
                if first is not None and _is(first, "/TD"):
                    first.S = pikepdf.Name.TH
                    first.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
