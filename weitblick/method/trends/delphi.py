"""Estimates of an assumption: distribution, quartiles, agreement, and what that means in words.

One rule for every scale, stated wherever a verdict is shown: *agreed* if the middle half of the
answers lies within a quarter of the scale; *split* if at least a quarter of the answers lies in
the lowest third of the scale and at least a quarter in the highest; *spread* otherwise. Below the
process's smallest group there is no verdict.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from weitblick.engines.agreement import Agreement, summarise
from weitblick.faces.numbers import number, percent
from weitblick.method.factors.models import Factor
from weitblick.method.trends import queries
from weitblick.method.trends.criteria import DESIRABILITY, PROBABILITY
from weitblick.method.trends.models import Assumption
from weitblick.voices import queries as voices
from weitblick.voices.queries import Value, numbers
from weitblick.voices.scales import Criterion, Scale
from weitblick.workshop.models import Activity, Process

Verdict = Literal["none", "few", "agreed", "spread", "split"]
QUARTER, THIRD = 1 / 4, 1 / 3


@dataclass(frozen=True)
class Spread:
    """Answers under one criterion. ``median``, ``q1`` and ``q3`` are on the criterion's scale.

    ``counts`` has one entry for each value of the scale; ``low`` and ``high`` are the shares of
    answers in its lowest and highest third; ``agreement`` holds the other measures, in steps.
    """

    criterion: Criterion
    n: int
    counts: tuple[int, ...]
    median: float | None
    q1: float | None
    q3: float | None
    low: float
    high: float
    verdict: Verdict
    agreement: Agreement

    @property
    def iqr(self) -> float | None:
        """Width of the middle half, on the criterion's scale."""
        return None if self.q1 is None or self.q3 is None else self.q3 - self.q1


@dataclass(frozen=True)
class Estimated:
    """One assumption with its two spreads."""

    assumption: Assumption
    probability: Spread
    desirability: Spread

    @property
    def n(self) -> int:
        """How many voices said how probable it is."""
        return self.probability.n


def estimated(
    process: Process, *, activity: Activity | None = None, settled: bool = False
) -> list[tuple[Factor, list[Estimated]]]:
    """Every key factor with its estimated assumptions; over all rounds or of one activity.

    ``settled``: what a running round brings is not told before everybody has answered.
    """
    probable = _values(process, PROBABILITY, activity, settled)
    desirable = _values(process, DESIRABILITY, activity, settled)

    def one(assumption: Assumption) -> Estimated:
        pk, few = assumption.item_id, process.min_cell
        return Estimated(
            assumption,
            spread(numbers(probable.get(pk, ())), PROBABILITY, few),
            spread(numbers(desirable.get(pk, ())), DESIRABILITY, few),
        )

    return [(factor, [one(a) for a in group]) for factor, group in queries.by_factor(process)]


def spread(values: Sequence[float], criterion: Criterion, few: int = 5) -> Spread:
    """The spread of plain values on the criterion's scale; below ``few`` there is no verdict."""
    scale = criterion.scale
    top = len(scale.values) - 1
    found = summarise(steps(values, scale), 0, top)
    low = sum(found.counts[: int(top * THIRD) + 1]) / found.n if found.n else 0.0
    high = sum(found.counts[-(int(top * THIRD) + 1):]) / found.n if found.n else 0.0
    return Spread(
        criterion, found.n, found.counts, _on(scale, found.median), _on(scale, found.q1),
        _on(scale, found.q3), low, high, _verdict(found, low, high, top, few), found,
    )


def steps(values: Iterable[float], scale: Scale) -> list[int]:
    """Values as steps from the lowest value of the scale, as the engine counts them."""
    return [round((value - scale.low) / scale.step) for value in values]


def in_words(found: Spread) -> str:
    """The verdict as a sentence, dissent as carefully as consensus."""
    q1, q3 = value_words(found.q1, found.criterion), value_words(found.q3, found.criterion)
    if found.verdict == "none":
        return _("Noch keine Einschätzungen.")
    if found.verdict == "few":
        return _("Für eine Aussage sind es noch zu wenige Einschätzungen.")
    if found.verdict == "split":
        return _(
            "Geteilte Meinungen: %(low)s urteilen im unteren Drittel der Skala, %(high)s im oberen."
        ) % {"low": percent(found.low, 0), "high": percent(found.high, 0)}
    if found.verdict == "agreed":
        words = _("Weitgehend einig: Die mittlere Hälfte liegt zwischen %(q1)s und %(q3)s.")
        return _("Weitgehend einig: Die mittlere Hälfte liegt bei %s.") % q1 if q1 == q3 else (
            words % {"q1": q1, "q3": q3}
        )
    return _("Gestreut: Die mittlere Hälfte liegt zwischen %(q1)s und %(q3)s.") % {
        "q1": q1, "q3": q3
    }


def in_short(found: Spread) -> str:
    """The verdict in a few words with the middle half: "weitgehend einig (20 % bis 40 %)"."""
    q1, q3 = value_words(found.q1, found.criterion), value_words(found.q3, found.criterion)
    if found.verdict == "split":
        return _("geteilt: %(low)s im unteren, %(high)s im oberen Drittel der Skala") % {
            "low": percent(found.low, 0), "high": percent(found.high, 0)}
    if found.verdict in ("none", "few"):
        return _("zu wenige Antworten für ein Urteil")
    words = {"q1": q1, "q3": q3}
    if found.verdict == "agreed":
        return _("weitgehend einig") if q1 == q3 else (
            _("weitgehend einig (%(q1)s bis %(q3)s)") % words)
    return _("gestreut (%(q1)s bis %(q3)s)") % words


def value_words(value: float | None, criterion: Criterion) -> str:
    """A value as it is written: 40 % for a probability, 3,5 for a desirability."""
    if value is None:
        return "–"
    return percent(value / 100, 0 if value == int(value) else 1) if (
        criterion.slug == PROBABILITY.slug
    ) else number(value)


def verdict_words(verdict: Verdict) -> str:
    """The verdict in one or two words."""
    return {
        "none": _("offen"), "few": _("zu wenige"), "agreed": _("einig"),
        "spread": _("gestreut"), "split": _("geteilt"),
    }[verdict]


def rule() -> str:
    """How the verdicts are made, in one sentence."""
    return _(
        "Einig heißt: Die mittlere Hälfte der Antworten liegt innerhalb eines Viertels der Skala. "
        "Geteilt heißt: Je mindestens ein Viertel der Antworten liegt im unteren und im oberen "
        "Drittel. Alles andere heißt gestreut."
    )


def _values(
    process: Process, criterion: Criterion, activity: Activity | None, settled: bool
) -> dict[int, list[Value]]:
    if activity is None:
        return queries.standing(process, criterion.slug, settled=settled)
    return voices.values(process, criterion.slug, activity=activity)


def _on(scale: Scale, step: float | None) -> float | None:
    return None if step is None else scale.low + step * scale.step


def _verdict(found: Agreement, low: float, high: float, top: int, few: int) -> Verdict:
    if found.n == 0:
        return "none"
    if found.n < few:
        return "few"
    if low >= QUARTER and high >= QUARTER:
        return "split"
    return "agreed" if (found.iqr or 0) <= top * QUARTER else "spread"
