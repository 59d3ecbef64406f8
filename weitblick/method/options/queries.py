"""Options for action, read: the live ones, their ratings, effects and partners."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import Prefetch

from weitblick.method.options.criteria import EFFECT
from weitblick.method.options.models import Option, Partner
from weitblick.method.scenarios.queries import scenarios
from weitblick.method.trends.models import Assumption
from weitblick.method.trends.queries import assumptions
from weitblick.trace.models import Item, Kind, Link, State
from weitblick.voices import queries as voices
from weitblick.voices.models import Card
from weitblick.voices.queries import Value
from weitblick.workshop.models import Activity, Process


@dataclass(frozen=True)
class Effects:
    """What people judged an option to do to an assumption.

    ``medians[i][j]``: median judgement of option i on assumption j (-3…+3), None where nobody
    judged; ``counts[i][j]``: how many judged it ("don't know" not counted).
    """

    options: tuple[Option, ...]
    assumptions: tuple[Assumption, ...]
    medians: tuple[tuple[float | None, ...], ...]
    counts: tuple[tuple[int, ...], ...]
    voices: int

    @property
    def judged(self) -> int:
        """How many cells have at least one judgement."""
        return sum(1 for row in self.counts for n in row if n)


def options(process: Process) -> list[Option]:
    """The options that count, in order, with item, filings and partners at hand."""
    rows = Option.objects.filter(process=process, item__state=State.LIVE)
    return list(
        rows.select_related("item", "process").prefetch_related(
            "item__filings", Prefetch("partners", Partner.objects.select_related("participant"))
        )
    )


def retired_options(process: Process) -> list[Option]:
    """Options that were merged into others or put aside; their words stay readable."""
    rows = Option.objects.filter(process=process, item__state=State.SUPERSEDED)
    return list(rows.select_related("item").prefetch_related("item__up_links__newer"))


def find_option(process: Process, public_id: str) -> Option | None:
    """The option of this process with this public id, live or not."""
    rows = Option.objects.filter(process=process, item__public_id=public_id)
    return rows.select_related("item", "process").first()


def option_cards(process: Process, *, activity: Activity | None = None) -> list[Card]:
    """The live cards of the collecting activities of this step, newest last."""
    rows = Card.objects.filter(
        activity__meeting__process=process, activity__step="options", item__kind=Kind.CARD,
        item__state=State.LIVE,
    )
    if activity is not None:
        rows = rows.filter(activity=activity)
    return list(
        rows.select_related("item", "about", "participant", "table")
        .prefetch_related("item__filings", "item__up_links").order_by("pk")
    )


def ratings(
    process: Process, criterion: str, *, activity: Activity | None = None
) -> dict[int, list[Value]]:
    """The values that count under one of the criteria of this step, by item pk."""
    return voices.values(process, criterion, activity=activity)


def judged_assumptions(process: Process) -> list[Assumption]:
    """What options are judged against: the assumptions of the chosen scenarios, else all."""
    every = assumptions(process)
    used = {one.pk for scenario in scenarios(process) for one in scenario.assumptions.all()}
    return [one for one in every if one.pk in used] or every


def effects(
    process: Process, *, of: Sequence[Option] | None = None,
    against: Sequence[Assumption] | None = None,
) -> Effects:
    """The effects matrix: options (default: all) by assumptions (default: those judged).

    Each cell is the median of what people judged.
    """
    rows = tuple(options(process) if of is None else of)
    columns = tuple(judged_assumptions(process) if against is None else against)
    given: dict[tuple[int, int], list[int]] = defaultdict(list)
    speakers = set()
    for one in voices.opinions(process, EFFECT.slug):
        if one.value is not None:
            given[one.source_id, one.target_id].append(one.value)
            speakers.add(one.voice)
    cells = [[given[row.item_id, column.item_id] for column in columns] for row in rows]
    return Effects(
        rows, columns,
        tuple(tuple(float(median(c)) if c else None for c in row) for row in cells),
        tuple(tuple(len(c) for c in row) for row in cells), len(speakers),
    )


def sources(item: Item) -> list[Item]:
    """What an option was made from, directly."""
    return [link.older for link in item.down_links.select_related("older")]


def cards_below(process: Process) -> dict[int, list[Item]]:
    """The cards that live options rest on, also through merged ones, by item pk of the option."""
    down: dict[int, list[Item]] = defaultdict(list)
    links = Link.objects.filter(newer__process=process, newer__kind=Kind.OPTION)
    for link in links.select_related("older"):
        down[link.newer_id].append(link.older)

    def below(pk: int) -> list[Item]:
        cards = [one for one in down[pk] if one.kind == Kind.CARD]
        merged = [one for one in down[pk] if one.kind == Kind.OPTION]
        return cards + [card for one in merged for card in below(one.pk)]

    return {one.item_id: below(one.item_id) for one in options(process)}


def fields_of(process: Process, dimensions: Iterable[str]) -> list[str]:
    """The Roman numerals of the action fields of these dimensions, in order, each once."""
    wanted = set(dimensions)
    return [
        field.numeral for field in process.frame.fields
        if wanted & {dimension.slug for dimension in field.dimensions}
    ]


def field_numeral(option: Option) -> str:
    """The Roman numeral of the first action field an option is filed under; "" without one."""
    numerals = fields_of(option.process, (one.dimension for one in option.item.filings.all()))
    return numerals[0] if numerals else ""
