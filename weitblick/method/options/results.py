"""What helps in which future: effects to the engine, its results to words.

An option helps in a future if, among the assumptions
that hold there, it fosters the desirable and hinders the undesirable ones more than the other way
round: each median effect (-3…+3) is weighted by the assumption's median desirability (1…5 as
-1…+1). Where nobody gave desirabilities, the effects stand unweighted, and the words say
"wirkt fördernd" instead of "hilft".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from weitblick.engines import options as engine
from weitblick.faces.numbers import number, signed
from weitblick.method.options import queries
from weitblick.method.options.models import Option
from weitblick.method.options.queries import Effects
from weitblick.method.scenarios.models import Scenario
from weitblick.method.scenarios.queries import scenarios as chosen_scenarios
from weitblick.method.trends.queries import desirabilities
from weitblick.workshop.models import Process

NAN = float("nan")
COUNTED = (
    gettext_lazy("null"), gettext_lazy("einer"), gettext_lazy("zwei"), gettext_lazy("drei"),
    gettext_lazy("vier"), gettext_lazy("fünf"), gettext_lazy("sechs"), gettext_lazy("sieben"),
    gettext_lazy("acht"), gettext_lazy("neun"), gettext_lazy("zehn"),
)
FEW = 9


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
        return _("„%s“") % titles[0]
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
