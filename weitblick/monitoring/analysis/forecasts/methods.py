"""Which method an area is large enough for and has the data for; what is missing, and where it is.

The rules by size are the engine's (`forecast.choose_model`); a planner may choose another one that
the data allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.engines import forecast
from weitblick.evidence import queries as evidence
from weitblick.evidence.models import Area, Level
from weitblick.evidence.register import find
from weitblick.monitoring.analysis.forecasts import people
from weitblick.monitoring.analysis.forecasts.people import Start
from weitblick.monitoring.analysis.forecasts.siblings import Siblings, carrier_of, siblings

COHORT, BORROWED, GROWN, SHARED = "cohort", "cohort_borrowed", "hamilton_perry", "shares"
TITLES: dict[str, str | Promise] = {
    COHORT: gettext_lazy("Nach Alter und Geschlecht, mit eigenen Altersverläufen"),
    BORROWED: gettext_lazy("Nach Alter und Geschlecht, Altersverläufe aus Kreis oder Land"),
    GROWN: gettext_lazy("Nach Jahrgängen: Die Veränderung der letzten fünf Jahre setzt sich fort"),
    SHARED: gettext_lazy("Als Anteil am Kreis"),
}
REASONS: dict[str, str | Promise] = {
    "large": gettext_lazy(
        "Größe: über 10 000 Menschen, also eigene Rechnung nach Alter und Geschlecht."),
    "medium": gettext_lazy(
        "Größe: 2 000 bis 10 000 Menschen, also Altersverläufe geliehen, Höhe aus eigenen Zahlen."),
    "small": gettext_lazy("Größe: unter 2 000 Menschen, also nach dem Wachsen der Jahrgänge."),
    "small_without_ages": gettext_lazy(
        "Größe: unter 2 000 Menschen, also nur die Summe, nach Anteilen am Kreis."),
    "tiny": gettext_lazy("Größe: unter 500 Menschen, also nur die Summe, ohne Alter."),
}
USUAL = {"large": COHORT, "medium": BORROWED, "small": GROWN, "small_without_ages": SHARED,
         "tiny": SHARED}
KREIS_AGES, GEMEINDE_AGES, GEMEINDE_TOTALS = "12411-04-02-4", "12411-02-03-5", "12411-01-01-5"
STEP = 5
JUMP = 0.02
"""More than births, deaths and moves usually change within a year."""


@dataclass(frozen=True)
class Missing:
    """Data that a method needs, and the official table that brings them."""

    what: str
    table: str


@dataclass(frozen=True)
class Way:
    """A method with what it still needs; possible if that is nothing."""

    model: str
    missing: tuple[Missing, ...] = ()

    @property
    def title(self) -> str:
        """What it does, in words."""
        return str(TITLES[self.model])


@dataclass(frozen=True)
class Plan:
    """An area with the methods for its size. ``advised``: by size and data, None if none is."""

    key: str
    name: str
    people: float | None
    year: int | None
    ways: tuple[Way, ...]
    advised: str | None
    reason: str
    tables: tuple[Start, ...] = ()
    earlier: Start | None = None
    among: Siblings | None = None
    carrier: str | None = None
    carrier_tables: tuple[Start, ...] = field(default=())

    @property
    def possible(self) -> list[Way]:
        """The methods that can be chosen."""
        return [one for one in self.ways if not one.missing]

    @property
    def missing(self) -> list[Way]:
        """The methods that still need data."""
        return [one for one in self.ways if one.missing]

    def chosen(self, wish: str) -> str | None:
        """The method wished for if it is possible, else the advised one."""
        return wish if wish in {one.model for one in self.possible} else self.advised

    @property
    def why(self) -> str:
        """Why this method, in a sentence; or what stands in the way of the usual one."""
        usual = next((one for one in self.missing if one.model == self.usual), None)
        if usual is None:
            return str(REASONS.get(self.reason, ""))
        return _("Bei dieser Größe üblich wäre „%(way)s“. Dafür fehlt: %(needed)s.") % {
            "way": usual.title, "needed": ", ".join(one.what for one in usual.missing)}

    @property
    def usual(self) -> str:
        """The method for this size, if all data were there."""
        return "" if self.people is None else forecast.choose_model(self.people).model


def plan(key: str) -> Plan | None:
    """What can be done for an area; None for an unknown key."""
    area = find(key)
    if area is None:
        return None
    tables, counted = tuple(people.tables([key]).get(key, ())), people.size(key)
    earlier = people.before(tables, STEP) if tables else None
    carrier = carrier_of(area)
    known = tuple(people.tables([carrier]).get(carrier, ())) if carrier else ()
    among = siblings(area, carrier) if carrier else None
    number = counted[1] if counted else None
    ways = _ways(area, number, tables, earlier, known, among)
    advised, reason = _advised(number, ways, earlier is not None)
    return Plan(key, evidence.names([key])[key], number, counted[0] if counted else None, ways,
                advised, reason, tables, earlier, among, carrier, known)


def reason_of(model: str, reason: str) -> str:
    """Why a result was worked out this way; or which way is usual for the size."""
    usual = USUAL.get(reason, model)
    if usual == model:
        return str(REASONS.get(reason, ""))
    return _("Bei dieser Größe üblich wäre „%s“.") % TITLES[usual]


def jump(plan: Plan) -> tuple[int, int, float] | None:
    """The greatest change from one table to the next within the last five years, if it is more
    than moves explain: years before and after, and the share."""
    if plan.earlier is None:
        return None
    since = [one for one in plan.tables if one.year >= plan.earlier.year]
    changes = [(old.year, new.year, new.total / old.total - 1)
               for new, old in pairwise(since) if new.year - old.year == 1]
    greatest = max(changes, key=lambda one: abs(one[2]), default=None)
    return greatest if greatest and abs(greatest[2]) > JUMP else None


def _ways(
    area: Area, number: float | None, tables: Sequence[Start], earlier: Start | None,
    carrier: Sequence[Start], among: Siblings | None,
) -> tuple[Way, ...]:
    is_kreis = area.level in (Level.KREIS, Level.LAND)
    table = KREIS_AGES if is_kreis else GEMEINDE_AGES
    ages = () if tables else (Missing(_("Menschen nach Alter und Geschlecht"), table),)
    found = []
    if is_kreis or (number or 0) > forecast.places.LARGE:
        found.append(Way(COHORT, ages))
    elif number is None or number >= forecast.places.MEDIUM:
        found.append(Way(BORROWED, ages))
    if number is None or number >= forecast.places.SMALL:
        gap = () if ages or earlier else (
            Missing(_("dieselbe Tabelle, fünf Jahre früher"), table),)
        found.append(Way(GROWN, (*ages, *gap)))
    if not is_kreis:
        found.append(Way(SHARED, _for_shares(carrier, among)))
    return tuple(found)


def _for_shares(carrier: Sequence[Start], among: Siblings | None) -> tuple[Missing, ...]:
    found = []
    if not carrier:
        found.append(Missing(_("Menschen nach Alter und Geschlecht im Kreis"), KREIS_AGES))
    if among is None:
        found.append(Missing(_("Einwohnerzahlen der Gemeinden des Kreises"), GEMEINDE_TOTALS))
    return tuple(found)


def _advised(
    number: float | None, ways: Sequence[Way], has_two: bool
) -> tuple[str | None, str]:
    """By size first, then whatever the data allow."""
    possible = [one.model for one in ways if not one.missing]
    if number is None or not possible:
        return None, ""
    choice = forecast.choose_model(number, has_two)
    if choice.model in possible:
        return choice.model, choice.reason
    return possible[0], choice.reason
