"""Pinned evidence as pieces of a paper: a sentence with its source, and a small figure."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from weitblick.exports.document import (
    Block,
    Figure,
    Paragraph,
    Table,
    Trace,
    plain,
)
from weitblick.exports.specs import Bar, Bars
from weitblick.faces.sources import trace as traced
from weitblick.monitoring.queries.notes import Note
from weitblick.workshop.models import Process

MOST_BARS = 12


def blocks(
    process: Process, found: Sequence[Note], key: str, drawn_already: set[int] | None = None
) -> list[Block]:
    """A sentence and a figure for each note; ``key`` begins the keys of the blocks.

    ``drawn_already``: notes (by item pk) whose figure stands in the chapter; those drawn are added.
    """
    made: list[Block] = []
    there = set() if drawn_already is None else drawn_already
    for note in found:
        if note.item is None:
            continue
        name = f"{key}.{note.item.public_id}"
        trace = traced(process, [note.item])
        made.append(Paragraph(words(note), key=name, trace=trace))
        drawn = None if note.item.pk in there else figure(note, f"{name}.figure", trace)
        there.add(note.item.pk)
        made += [drawn] if drawn else []
    return made


def words(note: Note) -> str:
    """The sentence, what was said of it, its limits and its source."""
    source = "; ".join(note.attributions)
    remark = note.item.detail if note.item is not None else ""
    parts = [note.sentence, remark, *note.remarks, _("Quelle: %s.") % source if source else ""]
    return plain(" ".join(_closed(part.strip()) for part in parts if part.strip())).replace(
        "\n", " ")


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…", ":")) else f"{sentence}."


def figure(note: Note, key: str, trace: Trace) -> Figure | None:
    """The known values as bars, all values and the reasons of missing ones as its table."""
    shown = note.snapshot
    known = [one for one in shown["points"] if one.get("value") is not None]
    if len(known) < 2:
        return None
    step = -(-len(known) // MOST_BARS)
    chosen = [*known[:-1:step], known[-1]]
    title = plain(", ".join(part for part in (shown["title"], shown["area"]) if part))
    table = Table(
        title, (_("Jahr"), shown["unit"] or _("Wert")), tuple(note.rows), numeric=(1,),
        note=plain("; ".join([*note.attributions, *_breaks(note)])),
    )
    spec = Bars(tuple(Bar(one["label"], float(one["value"])) for one in chosen), shown["unit"])
    return Figure(title, plain(note.sentence), spec, table=table, key=key, trace=trace)


def _breaks(note: Note) -> list[str]:
    return [_("Reihenbruch %(at)s: %(reason)s") % one for one in note.snapshot["breaks"]]
