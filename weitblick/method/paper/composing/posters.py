"""Posters: a message a page, with the picture it is read from."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from weitblick.exports.document import Chapter, Figure, Paragraph, plain
from weitblick.exports.specs import DivergingVotes, Heatmap
from weitblick.method.paper.composing import advice, opening
from weitblick.workshop.models import Process

Maker = Callable[[Process], Chapter | None]

PER_CHAPTER = 2
"""How many pictures of one chapter become posters: a wall of thirty tells nobody anything."""
TELLING = re.compile(r"\d|„|“")
ROWS = 12
LONG = 200


def chapters(steps: Mapping[str, Maker], process: Process) -> list[Chapter]:
    """A chapter for each place on the wall, in the order of the chain."""
    makers: dict[str, Maker] = {
        "participation": opening.participation, **steps, "recommendations": advice.chapter,
    }
    made = [(slug, make(process)) for slug, make in makers.items()]
    return [poster for slug, chapter in made if chapter for poster in _posters(slug, chapter)]


def _posters(slug: str, chapter: Chapter) -> list[Chapter]:
    figures = [one for one in chapter.blocks if isinstance(one, Figure)][:PER_CHAPTER]
    return [
        Chapter(f"poster-{slug}-{place}", plain(figure.caption), (
            Paragraph(_message(figure.description), key=f"poster.{slug}.{place}"),
            _trimmed(figure)))
        for place, figure in enumerate(figures, 1)
    ]


def _trimmed(figure: Figure) -> Figure:
    """As many rows as can be read from across a room; the caption says how many there are."""
    spec = figure.spec
    if not isinstance(spec, Heatmap | DivergingVotes) or len(spec.rows) <= ROWS:
        return figure
    caption = _("%(caption)s (die ersten %(n)d von %(all)d)") % {
        "caption": figure.caption, "n": ROWS, "all": len(spec.rows)}
    if isinstance(spec, Heatmap):
        shown: Heatmap | DivergingVotes = replace(
            spec, rows=spec.rows[:ROWS], values=spec.values[:ROWS])
    else:
        shown = replace(spec, rows=spec.rows[:ROWS])
    return replace(figure, caption=caption, spec=shown, table=None)


def _message(reading: str) -> str:
    """The first sentence of the reading that names something: a number or a title."""
    sentences = reading.replace(". ", ".\n").split("\n")
    text = next((one for one in sentences if TELLING.search(one)), sentences[0])
    return text if len(text) <= LONG else f"{text[:LONG - 1].rstrip()}…"
