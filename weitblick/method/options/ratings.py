"""Options as they were rated: medians, a picture of effort and impact, support by sector."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from statistics import fmean, median
from typing import Any

from django.utils.translation import gettext as _

from weitblick.engines.agreement import Agreement, Hidden, by_group
from weitblick.faces.asking import Choice
from weitblick.faces.figures import Point, grid_context
from weitblick.faces.numbers import number
from weitblick.method.options import queries
from weitblick.method.options.criteria import EFFORT, IMPACT, SUPPORT
from weitblick.method.options.models import Option
from weitblick.voices.ballots import items_in_order
from weitblick.voices.queries import Value, contributors, numbers
from weitblick.workshop.models import Activity, Process

STRONG_SUPPORT = 4
ORDERED = 9


@dataclass(frozen=True)
class Rated:
    """An option as it was rated on 1–5: medians (None without an answer), ``n`` voices.

    ``means`` of impact, effort and support serve the picture, where medians would lie on each
    other.
    """

    option: Option
    numeral: str
    impact: float | None
    effort: float | None
    support: float | None
    n: int
    means: tuple[float | None, ...]

    @property
    def words(self) -> str:
        """The medians in one line."""
        if not self.n:
            return _("noch nicht bewertet")
        return _("Wirkung %(i)s · Aufwand %(e)s · Rückhalt %(s)s · n = %(n)s") % {
            "i": number(self.impact) or "–", "e": number(self.effort) or "–",
            "s": number(self.support) or "–", "n": number(self.n),
        }

    @property
    def is_strongly_supported(self) -> bool:
        """Whether the median support is 4 or 5."""
        return self.support is not None and self.support >= STRONG_SUPPORT


def rated(process: Process, *, activity: Activity | None = None) -> list[Rated]:
    """Every live option with its medians, in order."""
    given = {
        criterion.slug: queries.ratings(process, criterion.slug, activity=activity)
        for criterion in (IMPACT, EFFORT, SUPPORT)
    }
    return [
        _rated(option, [values.get(option.item_id, []) for values in given.values()])
        for option in queries.options(process)
    ]


def _rated(option: Option, given: list[list[Value]]) -> Rated:
    impact, effort, support = (_median(values) for values in given)
    n = max(sum(one.count for one in values) for values in given)
    means = tuple(fmean(numbers(values)) if values else None for values in given)
    return Rated(option, queries.field_numeral(option), impact, effort, support, n, means)


def picture(rows: Sequence[Rated], url: str = "") -> dict[str, Any] | None:
    """Effort × impact as a picture with its table; the best supported are filled and named.

    Means on 1–5; the picture begins a little below the least value. None without ratings.
    """
    shown = [row for row in rows if None not in row.means[:2]]
    if not shown:
        return None
    asked = any(row.means[2] is not None for row in shown)
    values = [[float(mean or 0) for mean in row.means] for row in shown]
    impacts, efforts, supports = zip(*values, strict=True)
    if not asked:
        supports = tuple(impact - effort for impact, effort in zip(impacts, efforts, strict=True))
    low = [floor(2 * min(axis)) / 2 for axis in (efforts, impacts)]
    strongest = sorted(supports, reverse=True)[: max(3, len(shown) // 4)]
    points = [
        Point(row.option.item.text, effort - low[0] + 1 / 4, impact - low[1] + 1 / 4,
              row.numeral or None, support >= strongest[-1],
              url and f"{url}{row.option.item.public_id}/")
        for row, impact, effort, support in zip(shown, impacts, efforts, supports, strict=True)
    ]
    x = _("Aufwand, Mittelwert (Ausschnitt ab %s)") % number(low[0])
    y = _("Wirkung, Mittelwert (Ausschnitt ab %s)") % number(low[1])
    corners = (_("wirksam und leicht"), _("wirksam, aber schwer"),
               _("wenig wirksam, leicht"), _("wenig wirksam, schwer"))
    return {
        "grid": grid_context(points, x, y, corners), "n": max(row.n for row in shown),
        "reading": _("Gefüllt und benannt: die Optionen mit dem stärksten Rückhalt. Links oben: "
                     "viel Wirkung für wenig Aufwand.") if asked else
        _("Links oben: viel Wirkung für wenig Aufwand; gefüllt und benannt: was davon am meisten "
          "verspricht."),
        "headers": (_("Option"), _("Wirkung"), _("Aufwand"), _("Rückhalt"), "n"),
        "rows": [(row.option.item.text, *(number(mean, 1) for mean in row.means), number(row.n))
                 for row in shown],
    }


def placed(activity: Activity) -> dict[str, Any] | None:
    """The picture of one round in which options were placed between effort and impact."""
    return picture(rated(activity.meeting.process, activity=activity))


def participation(activity: Activity) -> dict[str, int]:
    """How many have answered, of how many who are there."""
    return {"n_people": contributors(activity), "n_all": activity.meeting.attendances.count()}


def ordered(activity: Activity) -> list[Choice]:
    """The options that are put in an order: those of the strongest mean support, nine at most.

    ``options["most"]`` says how many; equally supported ones keep their order. Where nobody was
    asked for support, the first ones of the step. Of a closed round: those that were ordered.
    """
    if not activity.is_open and (kept := items_in_order(activity)):
        numerals = {one.item_id: queries.field_numeral(one)
                    for one in queries.options(activity.meeting.process)}
        return [Choice(item, numerals.get(item.pk, "")) for item in kept]
    most = max(2, int(activity.options.get("most", ORDERED)))
    rows = rated(activity.meeting.process)
    best = sorted(rows, key=lambda row: -(row.means[2] or 0))[:most]
    return [Choice(row.option.item, row.numeral) for row in rows if row in best]


def support_by_sector(
    process: Process, option: Option
) -> list[tuple[str, Agreement | Hidden]]:
    """Support by sector, small ones (and what would give them away) hidden."""
    given = queries.ratings(process, SUPPORT.slug).get(option.item_id, [])
    cells = [(value.value, value.sector) for value in given for _one in range(value.count)]
    found = by_group(
        [int(value) for value, _sector in cells], [sector for _value, sector in cells], 1, 5,
        process.min_cell,
    )
    ordered = [*(sector.slug for sector in process.frame.sectors), ""]
    titles = {"": _("ohne Akteursgruppe")}
    return [(titles.get(slug) or process.frame.title_of(slug), found[slug])
            for slug in ordered if slug in found]


def _median(values: list[Value]) -> float | None:
    return float(median(numbers(values))) if values else None
