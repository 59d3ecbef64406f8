"""What each kind of paper is made of: its chapters in the order of its pages, and its layout."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from weitblick.exports.document import Chapter, Layout
from weitblick.method.factors.step import STEP as FACTORS
from weitblick.method.options.step import STEP as OPTIONS
from weitblick.method.paper.composing import (
    advice,
    closing,
    easy,
    opening,
    posters,
    protocol,
    summary,
)
from weitblick.method.paper.models import Paper, PaperKind
from weitblick.method.scenarios.step import STEP as SCENARIOS
from weitblick.method.trends.step import STEP as TRENDS
from weitblick.method.validation.step import STEP as VALIDATION
from weitblick.workshop.models import Process

Maker = Callable[[Process], Chapter | None]
Several = Callable[[Process], list[Chapter]]


@dataclass(frozen=True)
class Template:
    """``lists_sources``: everything the recommendations rest on stands in the annex."""

    chapters: tuple[Maker | Several, ...]
    layout: Layout
    lists_sources: bool = False


STEPS: dict[str, Maker] = {
    step.slug: step.chapter for step in (FACTORS, TRENDS, SCENARIOS, OPTIONS, VALIDATION)
}

POLICY = Template(
    (advice.summary, opening.occasion, opening.participation, *STEPS.values(), advice.chapter,
     closing.monitoring, closing.methods),
    "paper", lists_sources=True,
)
SUMMARY = Template((summary.question, summary.advice, summary.support, summary.next_steps), "brief")
PLAIN = Template(
    (easy.why, easy.who, easy.factors, easy.futures, easy.advice, easy.after), "report"
)


def template(paper: Paper) -> Template:
    """What this paper is made of."""
    match paper.kind:
        case PaperKind.SUMMARY:
            return SUMMARY
        case PaperKind.PLAIN:
            return PLAIN
        case PaperKind.POSTERS:
            return Template((partial(posters.chapters, STEPS),), "posters")
        case PaperKind.PROTOCOL if paper.meeting is not None:
            given = partial(protocol.maker, paper.meeting, STEPS)
            return Template(tuple(given(part) for part in protocol.PARTS), "report")
        case _:
            return POLICY


def made(chosen: Template, process: Process) -> list[Chapter]:
    """The chapters that there is something to say in."""
    found: list[Chapter] = []
    for make in chosen.chapters:
        chapter = make(process)
        found += chapter if isinstance(chapter, list) else [chapter] if chapter else []
    return found


def ordered(chapters: Iterable[Chapter], order: Sequence[str]) -> list[Chapter]:
    """Chapters as the editors put them; one they never moved keeps its place among the others."""
    found = list(chapters)
    places = {slug: place for place, slug in enumerate(order)}
    known = [one for one in found if one.slug in places]
    known.sort(key=lambda one: places[one.slug])
    moved = iter(known)
    return [next(moved) if one.slug in places else one for one in found]
