"""Which values must not be shown: decided once for a whole table, kept with every value.

A table is everything known of an indicator for one period: all areas, all breakdowns. Deciding it
as a whole, and not for what a page happens to ask, is what keeps two pages from giving away
together what each of them hides. The engine ``engines.suppression`` decides; here rows become its
cells, and the register and the categories its relations.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from weitblick.engines.errors import InputError
from weitblick.engines.suppression import Cell, Protection, Relation, Rule, protect
from weitblick.evidence.models import Area, Indicator, Level, Observation, Status
from weitblick.evidence.register import GERMANY, complete_list, keys_of
from weitblick.evidence.storing import BATCH

Key = tuple[str, str]
Slice = tuple[int, dt.date, dt.date]
# Categories that miss their total by more than this share overlap or are incomplete.
PERTURBED = 0.01


@dataclass(frozen=True)
class Table:
    """Cells of one indicator and period by area and breakdown, with the keys of their rows."""

    cells: dict[Key, Cell]
    rows: dict[Key, int]
    period_end: dt.date


def refresh(slices: Iterable[Slice]) -> int:
    """Decide anew for these tables; how many values are hidden in them."""
    indicators = {one.pk: one for one in Indicator.objects.filter(pk__in={s[0] for s in slices})}
    return sum(_refresh(indicators[one[0]], one[1], one[2]) for one in sorted(slices))


def refresh_indicator(indicator: Indicator) -> int:
    """Decide anew for all periods of an indicator, after its sheet has changed."""
    found = Observation.objects.filter(indicator=indicator, is_current=True).order_by()
    periods = set(found.values_list("indicator_id", "period_start", "period_end").distinct())
    return refresh(periods)


def _refresh(indicator: Indicator, start: dt.date, end: dt.date) -> int:
    rows = Observation.objects.filter(
        indicator=indicator, period_start=start, period_end=end, is_current=True
    )
    rows.exclude(hidden="").update(hidden="")
    if not (indicator.is_count and indicator.min_n and _has_small(indicator, rows, end)):
        return 0
    table = _table(indicator, rows, end)
    hidden = _protect(table, list(relations(table)), Rule(minimum=indicator.min_n)).hidden
    by_reason: dict[str, list[int]] = defaultdict(list)
    for key, hiding in hidden.items():
        by_reason[hiding.reason].append(table.rows[key])  # type: ignore[index]
    for reason, pks in by_reason.items():
        for at in range(0, len(pks), BATCH):
            Observation.objects.filter(pk__in=pks[at : at + BATCH]).update(hidden=reason)
    return len(hidden)


def _has_small(indicator: Indicator, rows, end: dt.date) -> bool:  # type: ignore[no-untyped-def]
    """Most tables have no small count; then there is nothing to work out."""
    small = rows.filter(scale=1, value__gt=0, value__lt=indicator.min_n)
    return bool(indicator.denominator_code) or small.exists()


def _table(indicator: Indicator, rows, end: dt.date) -> Table:  # type: ignore[no-untyped-def]
    wholes = _denominators(indicator, end)
    cells: dict[Key, Cell] = {}
    keys: dict[Key, int] = {}
    for pk, area, dimensions, value, scale, status in rows.values_list(
        "pk", "area_key", "dimensions", "value", "scale", "status"
    ):
        if status in {Status.NOT_EXISTING, Status.DISCONTINUED, Status.NOT_APPLICABLE}:
            continue
        count = None if value is None else value * scale
        if count is not None and (count < 0 or count != int(count)):
            continue
        whole = wholes.get((area, dimensions))
        usable = whole is not None and count is not None and whole >= count
        cells[area, dimensions] = Cell(
            (area, dimensions), None if count is None else int(count), whole if usable else None
        )
        keys[area, dimensions] = pk
    return Table(cells, keys, end)


def _denominators(indicator: Indicator, end: dt.date) -> dict[Key, int]:
    if not indicator.denominator_code:
        return {}
    rows = Observation.objects.filter(
        indicator__code=indicator.denominator_code, period_end=end, is_current=True,
        value__isnull=False,
    ).values_list("area_key", "dimensions", "value", "scale")
    return {(area, dims): int((value or 0) * scale) for area, dims, value, scale in rows}


def _protect(table: Table, known: list[Relation], rule: Rule) -> Protection:
    """Sources that perturb their figures may contradict themselves around cells they keep secret;
    then only relations without such cells are used."""
    try:
        return protect(table.cells.values(), known, rule)
    except InputError as problem:
        if problem.code != "counts_contradict":
            raise
    whole = [one for one in known if None not in _counts(table, one)]
    return protect(table.cells.values(), whole, rule)


def _counts(table: Table, relation: Relation) -> list[int | None]:
    return [table.cells[key].count for key in (relation.total, *relation.parts)]  # type: ignore[index]


def relations(table: Table) -> Iterator[Relation]:
    """What a reader knows to add up: areas to the area above them, categories to their total."""
    for total, parts in [*_areas(table), *_categories(table)]:
        slack = _slack(table, total, parts)
        if slack is not None and parts != (total,):
            yield Relation(total, parts, slack)


def _slack(table: Table, total: Key, parts: tuple[Key, ...]) -> int | None:
    """By how much the parts miss the total; None if they are no parts of it at all."""
    whole = table.cells[total].count
    known = [count for key in parts if (count := table.cells[key].count) is not None]
    if whole is None or len(known) < len(parts):
        return 0 if whole is None or sum(known) <= whole else None
    off = abs(whole - sum(known))
    return math.ceil(off) if off <= max(2, whole * PERTURBED) else None


def _areas(table: Table) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    areas = {area for area, _ in table.cells}
    breakdowns = {dimensions for _, dimensions in table.cells}
    for total, parts in _children(areas, table.period_end).items():
        for dimensions in breakdowns:
            keys = tuple((part, dimensions) for part in sorted(parts))
            if (total, dimensions) in table.cells and all(key in table.cells for key in keys):
                yield (total, dimensions), keys


def _children(areas: set[str], end: dt.date) -> dict[str, set[str]]:
    """For each area all units right below it, as complete lists of that day know them."""
    found: dict[str, set[str]] = {}
    if GERMANY in areas and (laender := complete_list(Level.LAND, GERMANY, end)):
        found[GERMANY] = keys_of(laender)
    for land in sorted({key[:2] for key in areas if key.isdecimal()}):
        if kreise := complete_list(Level.KREIS, land, end):
            found[land] = keys_of(kreise)
        if municipalities := complete_list(Level.GEMEINDE, land, end):
            for key in keys_of(municipalities):
                found.setdefault(key[:5], set()).add(key)
    planning = Area.objects.filter(level=Level.PLANNING, key__in=areas)
    for area in planning.prefetch_related("versions__members__member"):
        for version in area.versions.all():
            if version.valid_from <= end and not (version.valid_to and end >= version.valid_to):
                found[area.key] = {one.member.key for one in version.members.all()}
    return found


def _categories(table: Table) -> Iterator[tuple[Key, tuple[Key, ...]]]:
    """Every category of one variable, the others being equal, adds up to the cell without it."""
    groups: dict[tuple[Key, str], list[Key]] = defaultdict(list)
    for area, dimensions in table.cells:
        parts = dimensions.split(";") if dimensions else []
        for at, part in enumerate(parts):
            rest = ";".join(parts[:at] + parts[at + 1 :])
            groups[(area, rest), part.partition("=")[0]].append((area, dimensions))
    for (total, _variable), keys in sorted(groups.items()):
        if total in table.cells:
            yield total, tuple(sorted(keys))
