"""Chosen scenarios side by side, from dusk to dawn, with how they were rated."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from weitblick.engines.agreement import Agreement, summarise
from weitblick.method.scenarios.criteria import RATINGS
from weitblick.method.scenarios.models import Scenario
from weitblick.method.scenarios.queries import chosen_assumptions, ratings, scenarios
from weitblick.method.trends.models import Assumption
from weitblick.method.trends.queries import desirabilities
from weitblick.voices.queries import numbers
from weitblick.workshop.models import Process


def strip(chosen: Sequence[Scenario], urls: Sequence[str]) -> list[dict[str, Any]]:
    """Chosen scenarios for the scenario strip, cells toned by desirability."""
    if not chosen:
        return []
    liked = desirabilities(chosen[0].process)
    columns = [{one.factor_id: one for one in chosen_assumptions(s)} for s in chosen]
    factors = {one.factor_id: one.factor for column in columns for one in column.values()}
    order = sorted(factors, key=lambda pk: (factors[pk].position, pk))
    return [
        {"title": scenario.item.text, "url": url,
         "states": [_strip_cell(factors[pk].item.text, column.get(pk), liked) for pk in order]}
        for scenario, column, url in zip(chosen, columns, urls, strict=True)
    ]


@dataclass(frozen=True)
class Rated:
    """A chosen scenario with the spread of each rating; its tone runs from dusk 0 to dawn 1."""

    scenario: Scenario
    tone: float
    answers: list[tuple[str, Agreement]]

    @property
    def n(self) -> int:
        """How many voices rated it."""
        return max((found.n for _title, found in self.answers), default=0)


def rated(process: Process) -> list[Rated]:
    """All chosen scenarios with their ratings, dusk to dawn."""
    chosen = scenarios(process)
    given = {criterion.slug: ratings(process, criterion.slug) for criterion in RATINGS}
    return [
        Rated(scenario, tone(place, len(chosen)), [
            (str(c.title), summarise([int(v) for v in numbers(
                given[c.slug].get(scenario.item_id, ()))], 1, 5))
            for c in RATINGS
        ])
        for place, scenario in enumerate(chosen)
    ]


def tone(place: int, of: int) -> float:
    """Where the n-th of so many scenarios stands between dusk (0) and dawn (1)."""
    return place / (of - 1) if of > 1 else 0.5


def brightness(liked: dict[int, float], assumption: Assumption) -> float | None:
    """The desirability of an assumption as a tone from 0 to 1; None where nobody rated it."""
    value = liked.get(assumption.item_id)
    return None if value is None else (value - 1) / 4


def _strip_cell(
    factor: str, assumption: Assumption | None, liked: dict[int, float]
) -> dict[str, Any]:
    if assumption is None:
        return {"factor": factor, "state": "–", "tone": None}
    return {"factor": factor, "state": assumption.item.text, "tone": brightness(liked, assumption)}
