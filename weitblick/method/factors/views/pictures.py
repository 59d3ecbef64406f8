"""What pictures of step 1 are drawn from: points, heads and rows."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from weitblick.faces.figures import Point, grid_context
from weitblick.faces.numbers import number
from weitblick.method.factors import queries
from weitblick.method.factors.analysis.influence import Influence
from weitblick.method.factors.analysis.ratings import Rated, by_score
from weitblick.method.factors.analysis.words import ROLES, reading_of_ratings
from weitblick.method.factors.criteria import IMPACT, UNCERTAINTY


def scatter(rows: Sequence[Rated], named: int = 8) -> dict[str, Any]:
    """Impact over uncertainty: the picture, its table, its reading. Rated factors only."""
    best = [row for row in by_score(rows) if row.score is not None]
    points = [
        Point(
            row.factor.item.text, (row.uncertainty.mean or 0) - UNCERTAINTY.scale.low,
            (row.impact.mean or 0) - IMPACT.scale.low, queries.field_numeral(row.factor),
            key=at < named,
        )
        for at, row in enumerate(best)
    ]
    return {
        "grid": grid_context(points, _("Ungewissheit"), _("Wirkung")),
        "headers": [_("Nr."), _("Faktor"), _("Ungewissheit"), _("Wirkung"), "n"],
        "rows": [
            (at, row.factor.item.text, number(row.uncertainty.mean, 1),
             number(row.impact.mean, 1), number(row.n))
            for at, row in enumerate(best, start=1)
        ],
        "reading": reading_of_ratings(rows),
        "n": max((row.n for row in best), default=0),
    }


def grid_points(influence: Influence) -> list[Point]:
    """The system grid: passive sum to the right, active sum upwards; key factors named."""
    structure = influence.structure
    if structure is None:
        return []
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
