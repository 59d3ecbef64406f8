"""Targets and what was observed since: one sentence each, judged only with a tolerance.

What a figure did is no proof of what a measure did; the pages say so.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.evidence import queries as evidence
from weitblick.evidence.cells import Cell, Series
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import Indicator
from weitblick.faces.numbers import number, percent
from weitblick.monitoring.analysis.credits import credited
from weitblick.monitoring.analysis.printing import dated, decimals, printed
from weitblick.monitoring.lines import Line, Spot, picture
from weitblick.monitoring.models import Goal, Measure, Target
from weitblick.workshop.models import Process


@dataclass(frozen=True)
class Effect:
    """A target with its observed values. ``tone``: reached, on, behind, or none (not judged).

    ``part``: for whom it holds, if not for all: the words of the breakdown.
    """

    target: Target
    indicator: Indicator | None
    area: str
    part: str
    aim: str
    sentence: str
    tone: str
    latest: Cell | None
    picture: dict[str, Any] | None
    attributions: tuple[str, ...]


VERDICTS = {"reached": gettext_lazy("Erreicht"), "on": gettext_lazy("Auf dem Weg"),
            "behind": gettext_lazy("Hinter dem Weg")}


def effect(target: Target) -> Effect:
    """What became of a target, by shown values only."""
    area = evidence.names([target.area_key])[target.area_key]
    try:
        one = evidence.indicator(target.indicator)
    except EvidenceError:
        words = _("Den Indikator „%s“ gibt es in dieser Installation nicht.") % target.indicator
        return Effect(target, None, area, target.dimensions, "", words, "none", None, None, ())
    found = evidence.series(target.indicator, target.area_key, dimensions=target.dimensions)
    latest = found.latest
    tone = _tone(target, found)
    return Effect(target, one, area, part_of(target), _aim(target, one, latest),
                  _sentence(target, one, found, tone), tone, latest,
                  _picture(target, found, one), credited(one, [target.area_key]))


def part_of(target: Target) -> str:
    """The words of the breakdown a target holds for; '' for all."""
    if not target.dimensions:
        return ""
    return evidence.breakdowns(target.indicator).get(target.dimensions, target.dimensions)


def _aim(target: Target, one: Indicator, latest: Cell | None) -> str:
    places = decimals(latest.step) if latest else 1
    return _("von %(start)s (%(from)d) auf %(aim)s %(unit)s bis %(to)d") % {
        "start": number(target.start_value, places), "from": target.start_year,
        "aim": number(target.target_value, places), "unit": one.unit, "to": target.target_year}


def _since(target: Target, found: Series) -> Cell | None:
    """The newest value after the start."""
    latest = found.latest
    return latest if latest and latest.year > target.start_year else None


def is_broken(target: Target, found: Series) -> bool:
    """Whether a break lies between the start and the newest value."""
    latest = _since(target, found)
    return latest is not None and any(
        one.at.year > target.start_year and one.at <= latest.end for one in found.breaks)


def _tone(target: Target, found: Series) -> str:
    latest = _since(target, found)
    if latest is None or latest.value is None or target.tolerance is None \
            or is_broken(target, found):
        return "none"
    sign = 1 if target.target_value >= target.start_value else -1
    if sign * (latest.value - target.target_value) >= 0:
        return "reached"
    return "on" if sign * (latest.value - expected(target, latest.year)) >= -target.tolerance \
        else "behind"


def expected(target: Target, year: int) -> float:
    """The value on the straight way from start to target."""
    share = (year - target.start_year) / (target.target_year - target.start_year)
    return target.start_value + min(share, 1.0) * (target.target_value - target.start_value)


def _sentence(target: Target, one: Indicator, found: Series, tone: str) -> str:
    latest = _since(target, found)
    if latest is None:
        return _("Seit %d ist kein neuer Wert erschienen.") % target.start_year
    now = _("%(at)s: %(value)s.") % {"at": dated(latest), "value": printed(latest, one)}
    if is_broken(target, found):
        return now + " " + _("Dazwischen liegt ein Bruch der Reihe: Mit dem Ausgangswert ist das "
                             "nicht vergleichbar.")
    if tone == "none":
        return now + " " + _covered(target, latest)
    places = decimals(latest.step)
    way = _("Auf geradem Weg wären es %(value)s, Toleranz %(tolerance)s.") % {
        "value": number(expected(target, latest.year), places),
        "tolerance": number(target.tolerance)}
    return f"{now} {way}"


def _covered(target: Target, latest: Cell) -> str:
    """How much of the way is covered; no judgement."""
    whole = target.target_value - target.start_value
    if not whole:
        return _("Ziel ist, den Wert zu halten.")
    share = ((latest.value or 0) - target.start_value) / whole
    if share < 0:
        return _("Der Wert hat sich vom Ziel entfernt.")
    return _("Das sind %s des Weges zum Ziel.") % percent(min(share, 1.0), 0)


def _picture(target: Target, found: Series, one: Indicator) -> dict[str, Any] | None:
    """Observed values, and the straight way to the target."""
    cells = [cell for cell in found.cells if cell.year >= target.start_year - 5]
    seen = Line(_("beobachtet"), tuple(
        Spot(cell.year, cell.value if cell.has_number else None,
             f"{dated(cell)}: {printed(cell, one)}") for cell in cells))
    way = Line(_("gerader Weg zum Ziel"), tuple(
        Spot(year, value, f"{year}: {number(value)}") for year, value in (
            (target.start_year, target.start_value), (target.target_year, target.target_value))))
    breaks = [(one_break.at.year - 0.5, one_break.reason) for one_break in found.breaks
              if one_break.at.year > target.start_year - 5]
    return picture([way, seen] if not cells else [seen, way], None, breaks)


@dataclass(frozen=True)
class Shown:
    """A measure with the effects of its targets and the items behind it."""

    measure: Measure
    effects: tuple[Effect, ...]
    milestones: tuple[Any, ...]
    sources: tuple[Any, ...]


@dataclass(frozen=True)
class FieldGoals:
    """An action field with its goals, each with its measures."""

    numeral: str
    title: str
    goals: tuple[tuple[Goal, str, tuple[Shown, ...]], ...]


def shown(measure: Measure) -> Shown:
    """A measure for a page."""
    targets = [one for one in measure.targets.all() if not one.is_retired]
    return Shown(measure, tuple(effect(one) for one in targets), tuple(measure.milestones.all()),
                 tuple(one.item for one in measure.sources.select_related("item")))


def by_field(process: Process) -> list[FieldGoals]:
    """All goals that count, by the action fields of the frame; empty fields are left out."""
    goals = list(Goal.objects.filter(process=process, is_retired=False).prefetch_related(
        "measures__targets", "measures__milestones", "measures__sources__item"))
    fields = []
    for field in process.frame.fields:
        titles = {one.slug: one.title for one in field.dimensions}
        own = tuple((goal, titles[goal.dimension], tuple(map(shown, goal.measures.all())))
                    for goal in goals if goal.dimension in titles)
        if own:
            fields.append(FieldGoals(field.numeral, field.title, own))
    return fields
