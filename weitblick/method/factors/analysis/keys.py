"""Which factors are suggested as key factors, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from weitblick.engines.structure import Structure
from weitblick.faces.numbers import number
from weitblick.method.factors.analysis.influence import Influence
from weitblick.method.factors.analysis.ratings import Rated, by_score
from weitblick.method.factors.models import Factor

KEYS = 12
# Only a clear rise makes a hidden driver; neighbours in the ranking change places by chance.
RISE = 3


@dataclass(frozen=True)
class Suggestion:
    """A factor suggested as key factor, with the reason in words."""

    factor: Factor
    reason: str


def suggested_keys(
    influence: Influence, rows: Sequence[Rated], count: int = KEYS
) -> list[Suggestion]:
    """Drivers first, then hidden drivers, then what matters and is uncertain.

    1. Factors above the mean active sum, strongest first (roles active and critical).
    2. Factors that rise clearly, and among the first ``count``, by indirect influence.
    3. Factors by impact times uncertainty.
    """
    found: dict[int, Suggestion] = {}
    if influence.structure is not None:
        grid = influence.factors, influence.structure
        for one in (*_drivers(*grid), *_hidden_drivers(*grid, count)):
            found.setdefault(one.factor.pk, one)
    for row in by_score(rows):
        if row.score is not None:
            found.setdefault(row.factor.pk, Suggestion(row.factor, _rating_reason(row)))
    return list(found.values())[:count]


def ranks(values: Sequence[float]) -> list[int]:
    """Rank of each value, 1 for the greatest; equal values share the better rank."""
    return [1 + sum(other > value for other in values) for value in values]


def _drivers(factors: Sequence[Factor], structure: Structure) -> list[Suggestion]:
    order = sorted(range(len(structure.names)), key=lambda at: -structure.active[at])
    return [
        Suggestion(factors[at], _driver_reason(structure, at))
        for at in order if structure.role[at] in ("active", "critical")
    ]


def _driver_reason(structure: Structure, at: int) -> str:
    sums = {"active": number(structure.active[at]), "passive": number(structure.passive[at])}
    if structure.role[at] == "critical":
        return _(
            "Treibt viel an und wird selbst stark getrieben "
            "(Aktivsumme %(active)s, Passivsumme %(passive)s)."
        ) % sums
    return _(
        "Treibt viel an und wird wenig getrieben "
        "(Aktivsumme %(active)s, Passivsumme %(passive)s)."
    ) % sums


def _hidden_drivers(
    factors: Sequence[Factor], structure: Structure, count: int
) -> list[Suggestion]:
    direct, indirect = ranks(structure.active), ranks(structure.indirect_active)
    return [
        Suggestion(
            factors[at],
            _("Wirkt vor allem über Umwege: unmittelbar Rang %(direct)d, mittelbar Rang "
              "%(indirect)d.") % {"direct": direct[at], "indirect": indirect[at]},
        )
        for at in sorted(range(len(indirect)), key=lambda at: indirect[at])
        if indirect[at] <= count and direct[at] - indirect[at] >= RISE
    ]


def _rating_reason(row: Rated) -> str:
    return _(
        "Gilt als wirkungsvoll und ungewiss (Wirkung im Mittel %(impact)s, Ungewissheit "
        "%(uncertainty)s, n = %(n)s)."
    ) % {
        "impact": number(row.impact.mean, 1), "uncertainty": number(row.uncertainty.mean, 1),
        "n": number(row.n),
    }

