"""Before and after in numbers that a sentence can be made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from weitblick.engines.access.inputs import Numbers
from weitblick.engines.access.state import Outcome
from weitblick.engines.errors import InputError

Code = Literal["farther_than", "nearer_than", "longer", "shorter", "cut_off", "connected"]


@dataclass(frozen=True)
class Fact:
    """So many people (at so many points) are concerned.

    ``farther_than``: within ``threshold`` minutes before, not after ("Für 1 240 Menschen wird der
    Weg länger als 15 Minuten"); ``nearer_than`` the other way round; ``longer`` and ``shorter``:
    any change of the way to the nearest site; ``cut_off``: no way any more; ``connected``: one
    now. ``group`` is "" for all people.
    """

    code: Code
    people: float
    points: int
    threshold: float | None = None
    group: str = ""


@dataclass(frozen=True)
class AreaChange:
    """One area. ``minutes_…``: mean way of its people who have one, None where nobody has;
    ``within_…``: people within each threshold; ``supply_…``: mean capacity for one person."""

    area: str
    people: float
    minutes_before: float | None
    minutes_after: float | None
    within_before: tuple[float, ...]
    within_after: tuple[float, ...]
    supply_before: float | None
    supply_after: float | None


@dataclass(frozen=True)
class Comparison:
    """Before, after, and their difference for each of the P demand points."""

    before: Outcome
    after: Outcome

    @property
    def minutes(self) -> Numbers:
        """Minutes more (or less) to the nearest site; 0 where there is no way before and after."""
        return _difference(self.before.minutes, self.after.minutes)

    @property
    def supply(self) -> Numbers:
        """Capacity for one person more (or less)."""
        return self.after.supply - self.before.supply

    @property
    def open_hours(self) -> Numbers | None:
        """Hours a week with an open site near by, more (or less); None where one is unknown."""
        if self.before.open_hours is None or self.after.open_hours is None:
            return None
        return self.after.open_hours - self.before.open_hours

    @property
    def is_estimate(self) -> bool:
        """The minutes are estimated."""
        return self.before.is_estimate

    def facts(self, group: str = "") -> tuple[Fact, ...]:
        """What changes for how many people, as far as it does for anybody."""
        people = self.before.people(group)
        old, new = self.before.minutes, self.after.minutes
        found: list[tuple[Code, float | None, NDArray[np.bool_]]] = []
        for limit in self.before.question.thresholds:
            found.append(("farther_than", limit, (old <= limit) & (new > limit)))
            found.append(("nearer_than", limit, (old > limit) & (new <= limit)))
        found += [
            ("longer", None, new > old),
            ("shorter", None, new < old),
            ("cut_off", None, np.isfinite(old) & np.isinf(new)),
            ("connected", None, np.isinf(old) & np.isfinite(new)),
        ]
        facts = (Fact(code, float(people[hit].sum()), int((people[hit] > 0).sum()), limit, group)
                 for code, limit, hit in found)  # fmt: skip
        return tuple(fact for fact in facts if fact.people > 0)

    def areas(self) -> tuple[AreaChange, ...]:
        """One row an area, in the order in which the areas first occur."""
        names = list(dict.fromkeys(self.before.demand.areas))
        place = {name: row for row, name in enumerate(names)}
        where = np.array([place[name] for name in self.before.demand.areas], int)
        old, new = (_by_area(found, where, len(names)) for found in (self.before, self.after))
        people = np.bincount(where, self.before.demand.people, len(names))
        return tuple(
            AreaChange(
                name, float(people[row]), _mean(old, "minutes", row), _mean(new, "minutes", row),
                old["within"][row], new["within"][row],
                _mean(old, "supply", row), _mean(new, "supply", row),
            )
            for name, row in place.items()
        )


def compared(before: Outcome, after: Outcome) -> Comparison:
    """Two outcomes of the same people and the same question."""
    if before.demand is not after.demand or before.question != after.question:
        raise InputError(
            "outcomes_differ",
            "The outcomes belong to other people or another question: compare outcomes of one "
            "state and its changes.",
        )
    return Comparison(before, after)


def _difference(old: Numbers, new: Numbers) -> Numbers:
    neither = np.isinf(old) & np.isinf(new)
    return np.where(neither, 0.0, np.where(neither, 0.0, new) - np.where(neither, 0.0, old))


def _by_area(found: Outcome, where: NDArray[np.int64], many: int) -> dict[str, list[Any]]:
    people = found.demand.people
    there = np.isfinite(found.minutes)
    limits = found.question.thresholds
    counts = [np.bincount(where, people * (found.minutes <= limit), many) for limit in limits]
    return {
        "minutes": _weighted(np.where(there, found.minutes, 0.0), people * there, where, many),
        "supply": _weighted(found.supply, people, where, many),
        "within": [tuple(float(v) for v in row) for row in np.column_stack(counts)],
    }


def _weighted(
    values: Numbers, people: Numbers, where: NDArray[np.int64], many: int
) -> list[float | None]:
    whole = np.bincount(where, people, many)
    sums = np.bincount(where, values * people, many)
    return [float(s / w) if w else None for s, w in zip(sums, whole, strict=True)]


def _mean(found: dict[str, list[Any]], name: str, row: int) -> float | None:
    value: float | None = found[name][row]
    return value
