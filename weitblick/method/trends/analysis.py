"""Estimates prepared for pages: pictures, sectors, rounds, gaps, and rows for a spreadsheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.engines.agreement import Hidden, Stability, by_group, stability
from weitblick.faces.figures import Bar, bars
from weitblick.faces.numbers import number, percent
from weitblick.method.factors.models import Factor
from weitblick.method.trends import queries
from weitblick.method.trends.criteria import DESIRABILITY, PROBABILITY
from weitblick.method.trends.delphi import (
    Estimated,
    Spread,
    in_words,
    steps,
    value_words,
    verdict_words,
)
from weitblick.method.trends.models import Assumption
from weitblick.voices import queries as voices
from weitblick.voices.scales import Criterion
from weitblick.workshop.models import Process

FEWEST, MOST = 2, 4
STEP_WIDTH, HEIGHT = 40, 72


@dataclass(frozen=True)
class Picture:
    """A histogram of one spread with its median mark, in units of its viewBox."""

    spread: Spread
    bars: list[Bar]
    width: int
    height: int
    mark: int | None
    label: str
    words: str
    median: str
    verdict: str

    @property
    def foot(self) -> int:
        """Where the labels of the bars stand."""
        return self.height + 22


def picture(found: Spread) -> Picture:
    """The histogram of a spread; the median mark stands between bars if it falls there."""
    scale = found.criterion.scale
    width = STEP_WIDTH * len(found.counts)
    mark = None
    if found.median is not None:
        mark = round(STEP_WIDTH * ((found.median - scale.low) / scale.step + 0.5))
    return Picture(
        found, bars(found.counts, scale.values, width, HEIGHT), width, HEIGHT, mark,
        str(found.criterion.title), in_words(found), value_words(found.median, found.criterion),
        verdict_words(found.verdict),
    )


def pictures(one: Estimated) -> dict[str, Any]:
    """An assumption with both histograms, as templates show it."""
    return {
        "assumption": one.assumption, "item": one.assumption.item, "n": one.n,
        "probability": picture(one.probability), "desirability": picture(one.desirability),
    }


def gap(factor: Factor, count: int) -> str:
    """What is missing or too much about a factor's assumptions; "" if nothing."""
    if count < FEWEST:
        return ngettext(
            "Hier fehlt noch %(n)d Annahme: Ein Faktor braucht mindestens zwei.",
            "Hier fehlen noch %(n)d Annahmen: Ein Faktor braucht mindestens zwei.",
            FEWEST - count,
        ) % {"n": FEWEST - count}
    if count > MOST:
        return _(
            "%d Annahmen sind viele: Jede weitere vervielfacht die Urteile im nächsten Schritt. "
            "Zwei bis vier sind üblich."
        ) % count
    return ""


@dataclass(frozen=True)
class SectorRow:
    """One sector's answers on one assumption; ``words`` says why there is no number."""

    sector: str
    n: int | None
    median: str
    middle: str
    words: str = ""


def by_sector(process: Process, assumption: Assumption, criterion: Criterion) -> list[SectorRow]:
    """Answers by sector in the frame's order, small sectors protected (also by complement)."""
    given = queries.standing(process, criterion.slug).get(assumption.item_id, [])
    return sector_rows(process, given, criterion)


def sector_rows(
    process: Process, given: Sequence[voices.Value], criterion: Criterion
) -> list[SectorRow]:
    """The rows of ``by_sector`` for values that are at hand."""
    values = steps(voices.numbers(given), criterion.scale)
    sectors = [one.sector for one in given for _hand in range(one.count)]
    top = len(criterion.scale.values) - 1
    found = by_group(values, sectors, 0, top, process.min_cell)
    titles = {s.slug: s.title for s in process.frame.sectors} | {"": _("ohne Angabe")}
    order = sorted(found, key=lambda slug: (slug not in titles, list(titles).index(slug)
                                            if slug in titles else 0))
    return [_sector_row(titles.get(slug, slug), found[slug], criterion) for slug in order]


def rounds_compared(process: Process) -> dict[int, dict[str, Stability]]:
    """How stable answers were between the two latest rounds, by item pk and criterion slug."""
    latest = queries.rounds(process)[-2:]
    if len(latest) < 2:
        return {}
    found: dict[int, dict[str, Stability]] = {}
    for criterion in (PROBABILITY, DESIRABILITY):
        before, after = (
            voices.values(process, criterion.slug, activity=activity) for activity in latest
        )
        for item_id in before.keys() & after.keys():
            found.setdefault(item_id, {})[criterion.slug] = _stability(
                before[item_id], after[item_id], criterion
            )
    return found


def stability_words(found: Stability) -> str:
    """How much changed between two rounds, in one sentence."""
    if not found.n or found.share_changed is None:
        return _("Niemand hat in beiden Runden geantwortet.")
    return _("%(share)s von %(n)s Personen haben ihre Antwort zwischen den Runden geändert.") % {
        "share": percent(found.share_changed, 0), "n": number(found.n),
    }


def rows_for_export(
    process: Process, groups: Sequence[tuple[Factor, Sequence[Estimated]]]
) -> Iterator[list[str]]:
    """A heading and one row for each assumption, for spreadsheets."""
    yield [_("Faktor"), _("Buchstabe"), _("Annahme"), _("Text"), _("Kennung"), _("Dimensionen"),
           _("Wahrscheinlichkeit (Median, %)"), _("unteres Viertel"), _("oberes Viertel"), "n",
           _("Wünschbarkeit (Median, 1–5)"), _("unteres Viertel"), _("oberes Viertel"), "n"]
    for factor, group in groups:
        for one in group:
            item = one.assumption.item
            filed = [process.frame.title_of(f.dimension) for f in item.filings.all()]
            yield [factor.item.text, one.assumption.letter, item.text, item.detail, item.public_id,
                   ", ".join(filed), *_numbers(one.probability), *_numbers(one.desirability)]


def _numbers(found: Spread) -> list[str]:
    return [*("" if v is None else f"{v:g}".replace(".", ",")
              for v in (found.median, found.q1, found.q3)), str(found.n)]


def _sector_row(title: str, found: Any, criterion: Criterion) -> SectorRow:
    if isinstance(found, Hidden):
        return SectorRow(title, None, "–", "–", _("nicht gezeigt, Gruppe unter %d")
                         % found.minimum)
    scale = criterion.scale
    q1, q2, q3 = (
        value_words(None if step is None else scale.low + step * scale.step, criterion)
        for step in (found.q1, found.median, found.q3)
    )
    return SectorRow(title, found.n, q2, f"{q1} – {q3}")


def _stability(
    before: Sequence[voices.Value], after: Sequence[voices.Value], criterion: Criterion
) -> Stability:
    """People who answered both rounds; raised hands cannot be paired."""
    first = {v.participant_id: v.value for v in before if v.participant_id}
    second = {v.participant_id: v.value for v in after if v.participant_id}
    both = sorted(first.keys() & second.keys())
    return stability(
        steps([first[pk] for pk in both], criterion.scale),
        steps([second[pk] for pk in both], criterion.scale),
        0, len(criterion.scale.values) - 1,
    )
