"""How factors were rated: impact and uncertainty, and what that suggests for the matrix."""

from collections.abc import Sequence
from dataclasses import dataclass

from weitblick.engines.agreement import Agreement, Hidden, by_group, summarise
from weitblick.method.factors.criteria import IMPACT, UNCERTAINTY
from weitblick.method.factors.models import Factor
from weitblick.method.factors.queries import factors
from weitblick.voices.queries import Value, numbers, values
from weitblick.voices.scales import Criterion
from weitblick.workshop.models import Activity, Process

SHORTLIST = 15


@dataclass(frozen=True)
class Rated:
    """A factor with its ratings; ``score`` is mean impact times mean uncertainty, 1 to 25."""

    factor: Factor
    impact: Agreement
    uncertainty: Agreement

    @property
    def n(self) -> int:
        """How many voices rated its impact."""
        return self.impact.n

    @property
    def score(self) -> float | None:
        """What makes a factor worth a scenario: it matters, and nobody knows where it goes."""
        if self.impact.mean is None or self.uncertainty.mean is None:
            return None
        return self.impact.mean * self.uncertainty.mean


def rated(
    process: Process, *, activity: Activity | None = None, settled: bool = False
) -> list[Rated]:
    """Every factor that counts, in its order, with its ratings; of all rounds or of one.

    ``settled``: what a running round brings is not told before it is closed.
    """
    given = {criterion.slug: values(process, criterion.slug, activity=activity, settled=settled)
             for criterion in (IMPACT, UNCERTAINTY)}
    return [
        Rated(
            factor,
            _summary(given[IMPACT.slug].get(factor.item_id, []), IMPACT),
            _summary(given[UNCERTAINTY.slug].get(factor.item_id, []), UNCERTAINTY),
        )
        for factor in factors(process)
    ]


def by_score(rows: Sequence[Rated]) -> list[Rated]:
    """Rated factors by score, highest first; unrated ones at the end in their order."""
    return sorted(rows, key=lambda row: (-(row.score or 0), row.factor.position, row.factor.pk))


def suggested_shortlist(rows: Sequence[Rated], count: int = SHORTLIST) -> list[Factor]:
    """The factors with the highest scores; only rated ones."""
    return [row.factor for row in by_score(rows) if row.score is not None][:count]


def by_sector(process: Process, factor: Factor) -> list[tuple[str, str, Agreement | Hidden]]:
    """Ratings of one factor by sector: (criterion title, sector title, figures or hidden).

    Hands raised on paper belong to no sector and are left out here.
    """
    found = []
    for criterion in (IMPACT, UNCERTAINTY):
        given = values(process, criterion.slug, items=[factor.item]).get(factor.item_id, [])
        told = [one for one in given if one.sector]
        grouped = by_group(
            [one.value for one in told], [one.sector for one in told],
            criterion.scale.low, criterion.scale.high, process.min_cell,
        )
        found += [
            (str(criterion.title), sector.title, grouped[sector.slug])
            for sector in process.frame.sectors if sector.slug in grouped
        ]
    return found


def _summary(given: Sequence[Value], criterion: Criterion) -> Agreement:
    return summarise(numbers(given), criterion.scale.low, criterion.scale.high)
