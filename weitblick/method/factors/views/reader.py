"""Step 1 for readers: what moves the region, from cards to key factors."""

from typing import Any

from weitblick.faces.declaration import Fragment
from weitblick.method.factors import queries
from weitblick.method.factors.analysis.coverage import coverage_fields, missing_in_words
from weitblick.method.factors.analysis.favoured import favoured
from weitblick.method.factors.analysis.influence import influence
from weitblick.method.factors.analysis.ratings import rated
from weitblick.method.factors.views.pictures import scatter, system_picture
from weitblick.workshop.models import Process


def reader(process: Process) -> Fragment:
    """Key factors first, then how they were found."""
    below = queries.cards_by_factor(process)
    cards = queries.cards(process)
    rows: list[dict[str, Any]] = [
        {
            "factor": factor, "numeral": queries.field_numeral(factor),
            "n_cards": len(below[factor.pk]), "n_people": queries.writers(below[factor.pk]),
        }
        for factor in queries.factors(process)
    ]
    return Fragment("factors/reader.html", {
        "n_cards": len(cards), "n_people": queries.writers(card.item for card in cards),
        "n_factors": len(rows), "keys": [row for row in rows if row["factor"].is_key],
        "others": [row for row in rows if not row["factor"].is_key],
        "reason": queries.reason_of_choice(process),
        "system": system_picture(influence(process)),
        "picture": scatter(rated(process, settled=True)),
        "favoured": favoured(process),
        "fields": coverage_fields(process), "missing": missing_in_words(process),
    })
