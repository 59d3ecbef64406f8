"""What the sign ``-`` means: exactly zero, a unit that did not exist, or something not collected.

In one file it stands for all three (table AI-N-01-2-5: every value of 374 dissolved municipalities,
and true zeros of living ones). The register of areas decides first; then, whether anything else was
published for the variable, level and period. Source of the signs: Destatis, Zeichenerklärung.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models.functions import Length

from weitblick.evidence.models import ImportRun, Observation, Status
from weitblick.evidence.register import Existence
from weitblick.evidence.storing import BATCH, Live


@dataclass
class Verdicts:
    """How the dashes of a file were read. ``unknown``: areas of which the register knows nothing;
    they count as not existing where the file has no other value for them in that period."""

    zero: int = 0
    not_existing: int = 0
    discontinued: int = 0
    unknown: set[str] = field(default_factory=set)


def settle(
    run: ImportRun, live: Live, status_on: dt.date | None, over: ImportRun | None = None
) -> Verdicts:
    """Give every ``-`` of a run its status. ``status_on``: the day of the file's boundaries;
    ``over``: the run whose place this one takes."""
    dashes = Observation.objects.filter(run=run, status=Status.ZERO)
    keys = set(dashes.order_by().values_list("area_key", flat=True).distinct())
    register, verdicts, collected = Existence.of(keys), Verdicts(), Collected(run, live, over)
    changed: dict[str, list[int]] = defaultdict(list)
    rows = dashes.order_by("pk").values_list("pk", "indicator_id", "area_key", "period_end")
    for pk, indicator, area, end in rows.iterator():
        known = True if (area, end) in live.areas else register.on(area, status_on or end)
        status = _status(known, collected.at(indicator, area, end))
        if status == Status.ZERO:
            verdicts.zero += 1
            continue
        changed[status].append(pk)
        if known is None and status == Status.NOT_EXISTING:
            verdicts.unknown.add(area)
    for reason, pks in changed.items():
        for start in range(0, len(pks), BATCH):
            Observation.objects.filter(pk__in=pks[start : start + BATCH]).update(
                status=reason, value=None
            )
    verdicts.not_existing = len(changed[Status.NOT_EXISTING])
    verdicts.discontinued = len(changed[Status.DISCONTINUED])
    return verdicts


def _status(exists: bool | None, is_collected: bool) -> Status:
    """The register first; a unit it does not know exists if the file has values for it."""
    if exists is False:
        return Status.NOT_EXISTING
    if not is_collected:
        return Status.DISCONTINUED
    return Status.ZERO if exists else Status.NOT_EXISTING


@dataclass
class Collected:
    """Whether anything was published for an indicator, level and period, here or in other files."""

    run: ImportRun
    live: Live
    over: ImportRun | None = None
    known: dict[tuple[int, int, dt.date], bool] = field(default_factory=dict)

    def at(self, indicator: int, area: str, end: dt.date) -> bool:
        """Asked once for each level of each table."""
        place = (indicator, len(area), end)
        if place not in self.known:
            self.known[place] = place in self.live.indicators or self._elsewhere(*place)
        return self.known[place]

    def _elsewhere(self, indicator: int, size: int, end: dt.date) -> bool:
        others = Observation.objects.counting(without_run=self.over).annotate(
            size=Length("area_key")
        ).filter(indicator=indicator, period_end=end, size=size)
        nothing = [Status.DISCONTINUED, Status.NOT_EXISTING, Status.ZERO]
        return others.exclude(run=self.run).exclude(status__in=nothing).exists()
