"""The stage of the worked example: who plays, what was made so far, and simulated answers."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils import timezone

from weitblick.example.content import Content
from weitblick.method.factors.models import Factor
from weitblick.method.options.models import Option
from weitblick.method.scenarios.models import Scenario
from weitblick.method.trends.models import Assumption
from weitblick.method.validation.models import Statement
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Channel
from weitblick.voices.scales import Criterion
from weitblick.workshop import actions as workshop
from weitblick.workshop.frame import slug_of
from weitblick.workshop.models import Activity, Meeting, Participant, Process, Table


@dataclass
class Stage:
    """Everything the acts of the example share; objects are found by the authored slugs."""

    content: Content
    process: Process
    chance: random.Random
    meetings: dict[str, Meeting] = field(default_factory=dict)
    tables: dict[int, Table] = field(default_factory=dict)
    people: dict[str, Participant] = field(default_factory=dict)
    factors: dict[str, Factor] = field(default_factory=dict)
    assumptions: dict[str, Assumption] = field(default_factory=dict)
    lettered: dict[tuple[str, str], Assumption] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    options: dict[str, Option] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)

    def opened(self, meeting: str, step: str, kind: str, title: str, prompt: str = "") -> Activity:
        """Plan and open an activity in a meeting."""
        activity = workshop.plan_activity(
            self.meetings[meeting], step=step, kind=kind, title=title, prompt=prompt
        )
        return workshop.open_activity(activity)

    def apart(self, name: str) -> "Stage":
        """The same stage with a chance of its own: what is drawn there moves no other answer."""
        return replace(self, chance=random.Random(name))

    def of_sector(self, sector: str) -> list[Participant]:
        """The people of a sector (by title), in authored order."""
        return [p for p in self.people.values() if p.sector == slug_of(sector)]

    def speaker(self, participant: Participant, channel: str = Channel.PHONE) -> Speaker:
        """A participant as a voice."""
        return Speaker(participant=participant, channel=channel)

    def at_table(self, number: int, channel: str = Channel.PAPER) -> Speaker:
        """A table as a voice, through its scribe."""
        return Speaker(table=self.tables[number], channel=channel)

    def answer(self, about: dict[str, float], criterion: Criterion, wider: float = 1.0) -> int:
        """One simulated answer around an authored mean, on the criterion's scale."""
        scale = criterion.scale
        drawn = self.chance.gauss(about["mean"], about["spread"] * wider)
        nearest = scale.low + round((drawn - scale.low) / scale.step) * scale.step
        return min(max(nearest, scale.low), scale.high)


def moment(value: object) -> dt.datetime:
    """An authored "2026-09-12 09:00" (or a date) as a moment of local time."""
    text = str(value)
    form = "%Y-%m-%d %H:%M" if " " in text else "%Y-%m-%d"
    return timezone.make_aware(dt.datetime.strptime(text[:16], form))


def by_share(shares: dict[str, float], n: int) -> list[str]:
    """``n`` answers in the given shares, by largest remainder; in the order of the shares."""
    total = sum(shares.values())
    exact = {name: n * share / total for name, share in shares.items()}
    counts = {name: int(value) for name, value in exact.items()}
    rest = sorted(exact, key=lambda name: counts[name] - exact[name])
    for name in rest[: n - sum(counts.values())]:
        counts[name] += 1
    return [name for name, count in counts.items() for _ in range(count)]


def slugs(titles: Sequence[str]) -> list[str]:
    """Slugs of authored titles of the frame."""
    return [slug_of(title) for title in titles]
