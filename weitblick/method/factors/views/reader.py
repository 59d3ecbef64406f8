"""Step 1 for readers: what moves the region, from cards to key factors."""

from weitblick.faces.declaration import Fragment
from weitblick.method.factors import queries
from weitblick.method.factors.analysis.coverage import coverage_fields, reading_of_map
from weitblick.method.factors.analysis.influence import influence
from weitblick.method.factors.analysis.ratings import rated
from weitblick.method.factors.analysis.words import reading_of_structure
from weitblick.method.factors.views.pictures import grid_points, scatter
from weitblick.workshop.models import Process


def reader(process: Process) -> Fragment:
    """Key factors first, then how they were found."""
    below = queries.cards_by_factor(process)
    cards = queries.cards(process)
    rows = [
        {
            "factor": factor, "numeral": queries.field_numeral(factor),
            "n_cards": len(below[factor.pk]), "n_people": queries.writers(below[factor.pk]),
        }
        for factor in queries.factors(process)
    ]
    matrix = influence(process)
    return Fragment("factors/reader.html", {
        "n_cards": len(cards), "n_people": queries.writers(card.item for card in cards),
        "n_factors": len(rows), "keys": [row for row in rows if row["factor"].is_key],
        "others": [row for row in rows if not row["factor"].is_key],
        "reason": queries.reason_of_choice(process),
        "points": grid_points(matrix) if matrix.covered else [], "matrix": matrix,
        "readings": reading_of_structure(matrix), "picture": scatter(rated(process)),
        "fields": coverage_fields(process), "coverage_reading": reading_of_map(process),
    })
