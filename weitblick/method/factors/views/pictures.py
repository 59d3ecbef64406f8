"""What pictures of step 1 are drawn from: points, heads and rows."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.engines.structure import Structure
from weitblick.faces.figures import Point, grid_context
from weitblick.faces.numbers import number
from weitblick.method.factors import queries
from weitblick.method.factors.analysis.influence import Influence
from weitblick.method.factors.analysis.ratings import Rated, by_score
from weitblick.method.factors.analysis.words import (
    QUADRANTS,
    ROLES,
    reading_of_coverage,
    reading_of_ratings,
    reading_of_structure,
)

# Upper left, upper right, lower left, lower right: uncertainty upwards, impact to the right.
CORNERS = (
    gettext_lazy("schwach, offen"), gettext_lazy("stark, offen"),
    gettext_lazy("schwach, klar"), gettext_lazy("stark, klar"),
)


def scatter(
    rows: Sequence[Rated], named: int = 8, shown: int | None = None
) -> dict[str, Any]:
    """Uncertainty over impact: the picture, its table, its reading. Rated factors only.

    ``shown``: at most so many, those with the highest product of both.
    """
    best = [row for row in by_score(rows) if row.score is not None][:shown]
    across = _spread([row.impact.mean or 0 for row in best])
    upwards = _spread([row.uncertainty.mean or 0 for row in best])
    points = [
        Point(row.factor.item.text, x, y, queries.field_numeral(row.factor), key=at < named)
        for at, (row, x, y) in enumerate(zip(best, across, upwards, strict=True))
    ]
    return {
        "title": _("Wirkung und Ungewissheit der Einflussfaktoren"),
        "reading": reading_of_ratings(rows),
        "grid": grid_context(
            points, _("Wirkung"), _("Ungewissheit"), [str(corner) for corner in CORNERS]
        ),
        "headers": [_("Nr."), _("Faktor"), _("Wirkung"), _("Ungewissheit"), "n"],
        "rows": [
            (at, row.factor.item.text, number(row.impact.mean, 1),
             number(row.uncertainty.mean, 1), number(row.n))
            for at, row in enumerate(best, start=1)
        ],
        "n": max((row.n for row in best), default=0),
        "note": _("Ausschnitt der Skala von 1 bis 5; die Linien zeigen das Mittel aller Faktoren."),
    }


def _spread(values: Sequence[float]) -> list[float]:
    """Values over the width of the picture, 1 to 10: means lie close together on their scale."""
    low, high = min(values, default=0), max(values, default=0)
    return [1 + 9 * (value - low) / ((high - low) or 1) for value in values]


def system_picture(influence: Influence) -> dict[str, Any] | None:
    """The system grid: passive sum to the right, active sum upwards; None without judgements."""
    structure = influence.structure
    if structure is None or not influence.covered:
        return None
    readings = reading_of_structure(influence)
    return {
        "title": _("Systembild der Einflussfaktoren"), "reading": readings[0] if readings else "",
        "more": readings[1:],
        "grid": grid_context(
            _grid_points(influence, structure), _("Passivsumme"), _("Aktivsumme"),
            [str(name) for name in QUADRANTS],
        ),
        "headers": [_("Nr."), _("Faktor"), _("Passivsumme"), _("Aktivsumme"), _("Rolle")],
        "rows": [
            (at + 1, factor.item.text, number(structure.passive[at]),
             number(structure.active[at]), ROLES[structure.role[at]])
            for at, factor in enumerate(influence.factors)
        ],
        "n": influence.voices,
        "note": _("Personen und Tische, Median je Paar; %s") % reading_of_coverage(influence),
    }


def _grid_points(influence: Influence, structure: Structure) -> list[Point]:
    """Key factors are named, or the drivers as long as none is chosen."""
    chosen = any(factor.is_key for factor in influence.factors)
    return [
        Point(
            factor.item.text, structure.passive[at], structure.active[at],
            queries.field_numeral(factor),
            key=factor.is_key if chosen else structure.role[at] in ("active", "critical"),
        )
        for at, factor in enumerate(influence.factors)
    ]


def structure_rows(influence: Influence) -> list[dict[str, Any]]:
    """One row a factor: sums, product, quotient, indirect shares, role in words."""
    structure = influence.structure
    if structure is None:
        return []
    return [
        {
            "factor": factor, "active": structure.active[at], "passive": structure.passive[at],
            "product": structure.product[at], "quotient": structure.quotient[at],
            "indirect_active": structure.indirect_active[at],
            "indirect_passive": structure.indirect_passive[at],
            "role": ROLES[structure.role[at]],
        }
        for at, factor in enumerate(influence.factors)
    ]
