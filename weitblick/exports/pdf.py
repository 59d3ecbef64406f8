"""Documents as PDF: one static Typst template that walks JSON, tagged, PDF/UA-1 and PDF/A-2a.

The engine hangs in a forked child: a server calls ``prepare`` and ``typeset``
through ``render.in_worker``, in different lanes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf

from weitblick.exports import pdf_data, typesetter
from weitblick.exports.document import Document, DocumentError, validate
from weitblick.exports.outline import outline
from weitblick.exports.pdf_data import Prepared
from weitblick.exports.pdf_tables import mark_row_headers

LEAFLET_SCALES = (1.0, 0.94, 0.88, 0.82)
_FOLDER = Path(__file__).parent / "typst"
_TEMPLATES = {
    "paper": ("blocks", "paper", "chapters", "data", "literature", "sources"),
    "report": ("blocks", "report", "chapters", "data", "literature", "sources", "closing"),
    "brief": ("blocks", "brief", "chapters", "literature", "foot"),
    "posters": ("blocks", "posters", "literature"),
}


def write(
    document: Document,
    *,
    standard: Sequence[str] = ("a-2a", "ua-1"),
    missing: typesetter.Missing = "name",
    font_paths: Sequence[Path] = (),
    attachment: str = "",
) -> bytes:
    """The document as PDF; the same document gives the same bytes (date: SOURCE_DATE_EPOCH,
    else the document's own).

    ``missing`` says what happens to a character no font has: "name" prints its Unicode name in
    brackets, "error" raises DocumentError. Fonts in ``font_paths`` are asked after the engine's
    own. ``attachment`` is JSON text that is put into the file (ergebnis.json); it needs the
    standards ("a-3a", "ua-1").
    """
    prepared = prepare(document, attachment=attachment)
    return typeset(prepared, standard=standard, missing=missing, font_paths=font_paths)


def prepare(document: Document, *, attachment: str = "") -> Prepared:
    """The first half: figures are drawn. A server lets another worker do it than the second
    half: the chart engine and the typesetter together need twice the memory of either."""
    plan = outline(validate(document))
    data = {**pdf_data.paper(plan), "attachment": attachment}
    return Prepared(data, pdf_data.pictures(plan), pdf_data.row_headers(data), document.layout,
                    document.date, document.house.face)  # fmt: skip


def typeset(
    prepared: Prepared,
    *,
    standard: Sequence[str] = ("a-2a", "ua-1"),
    missing: typesetter.Missing = "name",
    font_paths: Sequence[Path] = (),
) -> bytes:
    """The second half: pages."""
    def compiled(**changes: object) -> bytes:
        files = [_FOLDER / f"{name}.typ" for name in _TEMPLATES[prepared.layout]]
        return typesetter.compiled(
            files, {**prepared.data, **changes}, date=prepared.date, standard=standard,
            missing=missing, font_paths=font_paths, face=prepared.face, pictures=prepared.pictures,
        )  # fmt: skip

    pdf = _on_two_pages(compiled) if prepared.layout == "brief" else _floating(compiled)
    typesetter.give_back()
    return mark_row_headers(pdf, prepared.row_headers)


def _on_two_pages(compiled: Callable[..., bytes]) -> bytes:
    """A leaflet in the largest type in which it fits on a sheet, front and back."""
    for scale in LEAFLET_SCALES:
        pdf = compiled(scale=scale)
        with pikepdf.open(io.BytesIO(pdf)) as document:
            if len(document.pages) <= 2:
                break
    return pdf


def _floating(compiled: Callable[..., bytes]) -> bytes:
    """Tall figures float; where the engine cannot tag what flows around them, they do not."""
    try:
        return compiled()
    except DocumentError as problem:
        if problem.code != "typesetting":
            raise
        return compiled(floats=False)
