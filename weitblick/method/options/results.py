"""Rows to engine inputs, results to words: ratings, robustness over the futures, partners.

Pages and chapter of this step read it. An option helps in a future if, among the assumptions
that hold there, it fosters the desirable and hinders the undesirable ones more than the other way
round: each median effect (-3…+3) is weighted by the assumption's median desirability (1…5 as
-1…+1). Where nobody gave desirabilities, the effects stand unweighted, and the words say
"wirkt fördernd" instead of "hilft".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from statistics import fmean, median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from weitblick.engines import options as engine
from weitblick.engines.agreement import Agreement, Hidden, by_group
from weitblick.faces.figures import Point, grid_context
from weitblick.faces.numbers import number, signed
from weitblick.method.options import queries
from weitblick.method.options.criteria import EFFORT, IMPACT, SUPPORT
from weitblick.method.options.models import Option, Part
from weitblick.method.options.queries import Effects
from weitblick.method.scenarios.models import Scenario
from weitblick.method.scenarios.queries import scenarios as chosen_scenarios
from weitblick.method.trends.queries import desirabilities
from weitblick.voices.queries import Value, numbers
from weitblick.workshop.models import Activity, Process

NAN = float("nan")
COUNTED = (
    gettext_lazy("null"), gettext_lazy("einer"), gettext_lazy("zwei"), gettext_lazy("drei"),
    gettext_lazy("vier"), gettext_lazy("fünf"), gettext_lazy("sechs"), gettext_lazy("sieben"),
    gettext_lazy("acht"), gettext_lazy("neun"), gettext_lazy("zehn"),
)
STRONG_SUPPORT = 4
FEW = 9


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


@dataclass(frozen=True)
class Robust:
    """What an option does in every chosen scenario, and what that means in words."""

    option: Option
    numeral: str
    effects: tuple[float, ...]
    share_helped: float
    worst: float
    regret: float
    only: Scenario | None
    unjudged: int
    words: str

    @property
    def helps_everywhere(self) -> bool:
        """Whether it helps in every chosen scenario."""
        return self.share_helped == 1


@dataclass(frozen=True)
class RobustnessTable:
    """Robustness of all options; ``weighted`` says whether desirability was counted."""

    scenarios: tuple[Scenario, ...]
    rows: tuple[Robust, ...]
    weighted: bool
    voices: int
    judged: int
    cells: int

    @property
    def everywhere(self) -> tuple[Robust, ...]:
        """Options that help in every future."""
        return tuple(row for row in self.rows if row.helps_everywhere)

    @property
    def single(self) -> tuple[Robust, ...]:
        """Options that help in one future only."""
        return tuple(row for row in self.rows if row.only)

    @property
    def ranked(self) -> list[Robust]:
        """The most robust first: by share of futures helped, then by the worst case."""
        return sorted(self.rows, key=lambda row: (-row.share_helped, -row.worst))

    @property
    def titles(self) -> list[str]:
        """Row titles of the heat map, in ranked order."""
        return [row.option.item.text for row in self.ranked]

    @property
    def columns(self) -> list[str]:
        """Column titles of the heat map."""
        return [scenario.item.text for scenario in self.scenarios]

    @property
    def values(self) -> list[tuple[float, ...]]:
        """The cells of the heat map, in ranked order."""
        return [row.effects for row in self.ranked]

    @property
    def few_titles(self) -> list[str]:
        """The row titles a room can read from afar."""
        return self.titles[:FEW]

    @property
    def few_values(self) -> list[tuple[float, ...]]:
        """The cells of ``few_titles``."""
        return self.values[:FEW]

    @property
    def lowest(self) -> float:
        """The lower end of the colour scale."""
        return -self.greatest

    @property
    def words(self) -> list[tuple[str, ...]]:
        """The table beside the heat map: option, words, worst case, regret, not judged."""
        return [
            (row.option.item.text, row.words, signed(row.worst), number(row.regret),
             number(row.unjudged))
            for row in self.ranked
        ]

    @property
    def headers(self) -> tuple[str, ...]:
        """The head of ``words``."""
        return (_("Option"), _("Was das heißt"), _("schlechtester Fall"),
                _("größtes Bedauern"), _("nicht beurteilt"))

    @property
    def reading(self) -> str:
        """The heat map in one sentence."""
        n, total = len(self.everywhere), len(self.scenarios)
        parts = {"n": number(n), "all": number(len(self.rows)),
                 "futures": _listed(self.columns, total), "single": number(len(self.single))}
        if self.weighted:
            return ngettext(
                "%(n)s von %(all)s Optionen hilft in %(futures)s, %(single)s nur in einer.",
                "%(n)s von %(all)s Optionen helfen in %(futures)s, %(single)s nur in einer.", n,
            ) % parts
        return ngettext(
            "%(n)s von %(all)s Optionen wirkt fördernd in %(futures)s, %(single)s nur in einer.",
            "%(n)s von %(all)s Optionen wirken fördernd in %(futures)s, %(single)s nur in einer.",
            n,
        ) % parts

    @property
    def greatest(self) -> float:
        """The greatest absolute effect, at least 1: the ends of the colour scale."""
        return max([1.0, *(abs(effect) for row in self.rows for effect in row.effects)])


@dataclass(frozen=True)
class Partnership:
    """Who carries options together: sector titles, options each carries, and both of a pair."""

    sectors: tuple[str, ...]
    shared: tuple[tuple[int | None, ...], ...]
    options_of: tuple[int, ...]
    missing: tuple[str, ...]
    orphaned: tuple[Option, ...]
    alone: tuple[Option, ...]
    leads: int

    @property
    def most(self) -> int:
        """The most options two sectors share, at least 1: the end of the colour scale."""
        return max([1, *(n for row in self.shared for n in row if n)])


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
    shown = [row for row in rows if None not in row.means]
    if not shown:
        return None
    values = [[float(mean or 0) for mean in row.means] for row in shown]
    impacts, efforts, supports = zip(*values, strict=True)
    low = [floor(2 * min(axis)) / 2 for axis in (efforts, impacts)]
    strongest = sorted(supports, reverse=True)[: max(3, len(shown) // 4)]
    points = [
        Point(row.option.item.text, effort - low[0] + 1 / 4, impact - low[1] + 1 / 4,
              row.numeral or None, support >= strongest[-1],
              url and f"{url}{row.option.item.public_id}/")
        for row, (impact, effort, support) in zip(shown, values, strict=True)
    ]
    x = _("Aufwand, Mittelwert (Ausschnitt ab %s)") % number(low[0])
    y = _("Wirkung, Mittelwert (Ausschnitt ab %s)") % number(low[1])
    corners = (_("wirksam und leicht"), _("wirksam, aber schwer"),
               _("wenig wirksam, leicht"), _("wenig wirksam, schwer"))
    return {
        "grid": grid_context(points, x, y, corners), "n": max(row.n for row in shown),
        "reading": _("Gefüllt und benannt: die Optionen mit dem stärksten Rückhalt. Links oben: "
                     "viel Wirkung für wenig Aufwand."),
        "headers": (_("Option"), _("Wirkung"), _("Aufwand"), _("Rückhalt"), "n"),
        "rows": [(row.option.item.text, *(number(mean, 1) for mean in row.means), number(row.n))
                 for row in shown],
    }


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


def robustness(process: Process) -> RobustnessTable | None:
    """What every option does in every chosen scenario; None without options or scenarios."""
    scenarios = tuple(chosen_scenarios(process))
    effects = queries.effects(process)
    if not (scenarios and effects.options and effects.assumptions):
        return None
    wanted = desirabilities(process)
    weights = [_weight(wanted.get(one.item_id)) for one in effects.assumptions] if wanted else None
    column = {one.pk: n for n, one in enumerate(effects.assumptions)}
    members = [
        [column[one.pk] for one in scenario.assumptions.all() if one.pk in column]
        for scenario in scenarios
    ]
    found = engine.robustness(_weighted(effects, weights), members)
    rows = tuple(_robust(effects.options[one.option], one, scenarios, bool(weights))
                 for one in found)
    return RobustnessTable(
        scenarios, rows, bool(weights), effects.voices, effects.judged,
        len(effects.options) * len(effects.assumptions),
    )


def partner_names(option: Option) -> list[str]:
    """Who takes part: the name if there is one, else the sector; the lead first and marked."""
    frame = option.process.frame
    named = [
        (p.part != Part.LEAD, p.name or frame.title_of(p.sector), p)
        for p in option.partners.all()
    ]
    return list(dict.fromkeys(
        _("%s (federführend)") % name if partner.part == Part.LEAD else name
        for _last, name, partner in sorted(named, key=lambda row: row[0])
    ))


def partnership(process: Process) -> Partnership:
    """Which sectors carry options together, and which are missing."""
    rows = queries.options(process)
    sectors = process.frame.sectors
    found = engine.partners(
        [(one.pk, partner.sector) for one in rows for partner in one.partners.all()],
        [one.pk for one in rows], [sector.slug for sector in sectors],
    )
    ties = {frozenset((tie.one, tie.other)): tie.options for tie in found.ties}
    by_pk = {one.pk: one for one in rows}
    return Partnership(
        tuple(sector.title for sector in sectors),
        tuple(tuple(None if a is b else ties.get(frozenset((a.slug, b.slug)), 0) for b in sectors)
              for a in sectors),
        tuple(found.options_of[sector.slug] for sector in sectors),
        tuple(process.frame.title_of(str(slug)) for slug in found.missing),
        tuple(by_pk[pk] for pk in found.orphaned),  # type: ignore[index]
        tuple(by_pk[pk] for pk in found.alone),  # type: ignore[index]
        sum(any(p.part == Part.LEAD for p in one.partners.all()) for one in rows),
    )


def robust_words(effects: Sequence[float], titles: Sequence[str], *, weighted: bool = True) -> str:
    """What effects on the futures mean: "hilft in allen vier Zukünften", "hilft nur in „…“"."""
    helped = [title for effect, title in zip(effects, titles, strict=True) if effect > 0]
    harmed = [title for effect, title in zip(effects, titles, strict=True) if effect < 0]
    words = _helped(helped, len(titles), weighted)
    if not harmed:
        return words
    where = {"words": words, "where": _listed(harmed, len(titles))}
    if weighted:
        return _("%(words)s, schadet in %(where)s") % where
    return _("%(words)s, hemmend in %(where)s") % where


def _helped(helped: list[str], total: int, weighted: bool) -> str:
    if not helped:
        return _("hilft in keiner Zukunft") if weighted else _("wirkt in keiner Zukunft fördernd")
    where = _listed(helped, total)
    if len(helped) == 1 and total > 1:
        return (_("hilft nur in %s") if weighted else _("wirkt fördernd nur in %s")) % where
    return (_("hilft in %s") if weighted else _("wirkt fördernd in %s")) % where


def _listed(titles: list[str], total: int) -> str:
    if len(titles) == total == 2:
        return _("beiden Zukünften")
    if len(titles) == total > 2:
        return _("allen %s Zukünften") % counted(total)
    if len(titles) == 1:
        return f"„{titles[0]}“"
    return _("%(part)s von %(all)s Zukünften") % {
        "part": counted(len(titles)), "all": counted(total)
    }


def counted(n: int) -> str:
    """Small numbers as words: "vier"."""
    return str(COUNTED[n]) if 0 <= n < len(COUNTED) else number(n)


def _robust(
    option: Option, one: engine.Robustness, scenarios: tuple[Scenario, ...], weighted: bool
) -> Robust:
    titles = [scenario.item.text for scenario in scenarios]
    return Robust(
        option, queries.field_numeral(option), one.effects, one.share_helped, one.worst,
        one.regret, None if one.single_future is None else scenarios[one.single_future],
        one.unjudged, robust_words(one.effects, titles, weighted=weighted),
    )


def _weighted(effects: Effects, weights: list[float] | None) -> list[list[float]]:
    return [
        [
            NAN if cell is None else cell * (weights[n] if weights else 1)
            for n, cell in enumerate(row)
        ]
        for row in effects.medians
    ]


def _weight(desirability: float | None) -> float:
    """-1 (1: not at all desirable) to +1 (5: very desirable); NaN where nobody said."""
    return NAN if desirability is None else (desirability - 3) / 2


def _median(values: list[Value]) -> float | None:
    return float(median(numbers(values))) if values else None
