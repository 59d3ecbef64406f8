"""The register of areas: which unit existed when, what became of it, what may be compared.

Only the register decides what a missing value of a unit means: the sign ``-`` stands both for
"exactly zero" and for "this unit was dissolved" (often in one file). A key that is not on a
complete list of its level did not exist from the day of that list until the day of the next one.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from weitblick.evidence.models import Area, AreaChange, AreaList, Level

GERMANY = "DG"
LEVELS = {2: Level.LAND, 5: Level.KREIS, 8: Level.GEMEINDE, 9: Level.GEMEINDEVERBAND}


@dataclass(frozen=True)
class Succession:
    """Where a unit went: the key of its successor and the share of the people that went there."""

    key: str
    share: float


@dataclass(frozen=True)
class TerritoryBreak:
    """From ``at`` the unit covers another territory; a series across it is not comparable."""

    at: dt.date
    reason: str


@dataclass(frozen=True)
class Comparison:
    """How keys fit a territorial status.

    ``same``: units of the status with an unchanged territory since; ``mapped``: former units and
    where they went; ``missing``: units of the status for which there is no key; ``unknown``: keys
    of which the register knows nothing.
    """

    same: tuple[str, ...] = ()
    mapped: dict[str, tuple[Succession, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_comparable(self) -> bool:
        """Whether the keys are exactly the units of the status."""
        return not (self.mapped or self.missing or self.unknown)


def level_of(key: str) -> Level | None:
    """The level that a key tells by its length; None for grid cells and planning areas."""
    if key == GERMANY:
        return Level.COUNTRY
    return LEVELS.get(len(key)) if key.isdecimal() else None


def within_of(key: str) -> str:
    """The key of the unit whose complete lists a key has to stand on: its Land, or Germany."""
    return key[:2] if len(key) > 2 and key.isdecimal() else GERMANY


def find(key: str) -> Area | None:
    """The unit with this key, living or former."""
    return Area.objects.filter(key=key).first()


def existed(key: str, on: dt.date) -> bool | None:
    """Whether the unit existed on that day; None if the register cannot know."""
    return Existence.of([key]).on(key, on)


def successor(key: str, on: dt.date) -> tuple[Succession, ...]:
    """The units to which ``key`` belongs on that day: itself, its successors, or none known."""
    if existed(key, on):
        return (Succession(key, 1.0),)
    shares: dict[str, float] = {}
    for change in AreaChange.objects.filter(old__key=key, on__lte=on).select_related("new"):
        for further in successor(change.new.key, on):
            shares[further.key] = shares.get(further.key, 0.0) + change.share * further.share
    return tuple(Succession(new, share) for new, share in sorted(shares.items()))


def comparable(keys: Iterable[str], status: dt.date) -> Comparison:
    """How these keys (of one level) fit the units that existed on the day of ``status``."""
    wanted = sorted(set(keys))
    known = Existence.of(wanted)
    same = tuple(key for key in wanted if known.on(key, status))
    gone = {key: successor(key, status) for key in wanted if key not in same}
    return Comparison(
        same=same,
        mapped={key: where for key, where in gone.items() if where},
        missing=tuple(sorted(_units_of(wanted, status) - set(same))),
        unknown=tuple(key for key, where in gone.items() if not where),
    )


def territory_breaks(key: str) -> tuple[TerritoryBreak, ...]:
    """Days from which the unit covers another territory, with the reason in words."""
    changes = AreaChange.objects.filter(Q(new__key=key) | Q(old__key=key, share__lt=1))
    return tuple(
        TerritoryBreak(change.on, change.note or f"{change.old.name} → {change.new.name}")
        for change in changes.select_related("old", "new")
    )


def complete_list(level: str, within: str, on: dt.date) -> AreaList | None:
    """The last complete list of that level on or before the day."""
    lists = AreaList.objects.filter(level=level, within=within, as_of__lte=on)
    return lists.order_by("as_of").last()


def current_list(level: str, within: str) -> AreaList | None:
    """The newest complete list of that level."""
    return AreaList.objects.filter(level=level, within=within).order_by("as_of").last()


def keys_of(found: AreaList) -> set[str]:
    """The keys on a complete list."""
    return set(found.areas.values_list("key", flat=True))


def _units_of(keys: list[str], status: dt.date) -> set[str]:
    units: set[str] = set()
    for level, within in {(level_of(key), within_of(key)) for key in keys}:
        if level and (found := complete_list(level, within, status)):
            units |= keys_of(found)
    return units


@dataclass(frozen=True)
class Existence:
    """The register as it is needed to judge many keys without asking the database for each."""

    units: dict[str, tuple[dt.date | None, dt.date | None, bool]]
    lists: dict[tuple[str, str], list[tuple[dt.date, frozenset[str]]]]

    @classmethod
    def of(cls, keys: Iterable[str]) -> "Existence":
        """What the register knows about these keys."""
        wanted = set(keys)
        kinds = {(level_of(key), within_of(key)) for key in wanted}
        lists: dict[tuple[str, str], list[tuple[dt.date, frozenset[str]]]] = {}
        for level, within in kinds:
            found = AreaList.objects.filter(level=level or "", within=within).order_by("as_of")
            lists[level or "", within] = [(one.as_of, frozenset(keys_of(one))) for one in found]
        levels = [level for level, within in kinds if level]
        rows = Area.objects.filter(Q(level__in=levels) | Q(level=Level.PLANNING))
        values = rows.values_list("key", "valid_from", "valid_to", "valid_to_is_exact")
        units = {key: (start, end, exact) for key, start, end, exact in values if key in wanted}
        return cls(units, lists)

    def on(self, key: str, day: dt.date) -> bool | None:
        """Whether the unit existed on that day; None if the register cannot know."""
        on_list = self._on_list(key, day)
        if key not in self.units:
            return on_list
        start, end, exact = self.units[key]
        if (start and day < start) or (end and day >= end):
            return False
        if end and not exact:
            return True if on_list else None
        return True

    def _on_list(self, key: str, day: dt.date) -> bool | None:
        past = [one for one in self.lists.get((level_of(key) or "", within_of(key)), [])
                if one[0] <= day]
        return key in past[-1][1] if past else None
