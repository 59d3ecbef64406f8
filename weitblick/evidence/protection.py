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
from dataclasses import dataclass, field

from weitblick.engines.errors import InputError
from weitblick.engines.suppression import Cell, Protection, Relation, Rule, protect
from weitblick.evidence.models import Area, ImportRun, Indicator, Level, Observation, Status
from weitblick.evidence.models.observations import Observations
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


@dataclass(frozen=True)
class View:
    """Which values count while it is decided: those of now, or of a moment that is to come."""

    with_run: ImportRun | None = None
    without_run: ImportRun | None = None

    def rows(self) -> Observations:
        """The values that count then."""
        return Observation.objects.counting(with_run=self.with_run, without_run=self.without_run)


@dataclass
class Decided:
    """How many values are hidden, and which are to be shown again from that moment on."""

    hidden: int = 0
    released: list[int] = field(default_factory=list)

    def release(self) -> None:
        """Show what need not be hidden any more; for when the moment has come."""
        for at in range(0, len(self.released), BATCH):
            Observation.objects.filter(pk__in=self.released[at : at + BATCH]).update(hidden="")


def decide(slices: Iterable[Slice], view: View = View()) -> Decided:
    """Decide for these tables as they are in a view, and hide what has to be hidden, at once.

    What counts now and need not be hidden then stays hidden until ``release`` is called: so at no
    moment more is shown than may be. Tables that have one of these as their denominator are
    decided with them, and not counted as hidden in them.
    """
    wanted = set(slices)
    decided, resting = Decided(), Decided()
    _decide_all(wanted, view, decided)
    _decide_all(_resting_on(wanted, view), view, resting)
    decided.released += resting.released
    return decided


def _decide_all(wanted: set[Slice], view: View, decided: Decided) -> None:
    indicators = {one.pk: one for one in Indicator.objects.filter(pk__in={s[0] for s in wanted})}
    for one, start, end in sorted(wanted):
        _decide(indicators[one], (start, end), view, decided)


def _resting_on(wanted: set[Slice], view: View) -> set[Slice]:
    """Tables whose denominators are among these: who is small there depends on them."""
    codes = dict(Indicator.objects.filter(pk__in={s[0] for s in wanted}).values_list("code", "pk"))
    found: set[Slice] = set()
    for one in Indicator.objects.filter(denominator_code__in=codes):
        ends = {end for whole, _start, end in wanted if whole == codes[one.denominator_code]}
        rows = view.rows().filter(indicator=one, period_end__in=ends).order_by()
        found |= set(rows.values_list("indicator_id", "period_start", "period_end").distinct())
    return found - wanted


def refresh(slices: Iterable[Slice]) -> int:
    """Decide anew for these tables as they are now; how many values are hidden in them."""
    decided = decide(slices)
    decided.release()
    return decided.hidden


def refresh_indicator(indicator: Indicator) -> int:
    """Decide anew for all periods of an indicator, after its sheet has changed."""
    found = Observation.objects.counting().filter(indicator=indicator).order_by()
    periods = set(found.values_list("indicator_id", "period_start", "period_end").distinct())
    return refresh(periods)


def _decide(
    indicator: Indicator, period: tuple[dt.date, dt.date], view: View, decided: Decided
) -> None:
    start, end = period
    rows = view.rows().filter(indicator=indicator, period_start=start, period_end=end).order_by()
    hidden: dict[int, str] = {}
    if indicator.is_count and indicator.min_n and _has_small(indicator, rows):
        table = _table(indicator, rows, end, view)
        found = _protect(table, list(relations(table)), Rule(minimum=indicator.min_n)).hidden
        hidden = {table.rows[key]: hiding.reason  # type: ignore[index]
                  for key, hiding in found.items()}
    _apply(hidden, rows, decided)


def _apply(hidden: dict[int, str], rows: Observations, decided: Decided) -> None:
    """Hide what is not hidden yet; what is hidden without need waits if it counts already."""
    before = dict(rows.exclude(hidden="").values_list("pk", "hidden"))
    by_reason: dict[str, list[int]] = defaultdict(list)
    for pk, reason in hidden.items():
        if before.get(pk) != reason:
            by_reason[reason].append(pk)
    idle = [pk for pk in before if pk not in hidden]
    seen = {pk for at in range(0, len(idle), BATCH) for pk in Observation.objects.counting()
            .filter(pk__in=idle[at : at + BATCH]).order_by().values_list("pk", flat=True)}
    by_reason[""] = [pk for pk in idle if pk not in seen]
    for reason, pks in by_reason.items():
        for at in range(0, len(pks), BATCH):
            Observation.objects.filter(pk__in=pks[at : at + BATCH]).update(hidden=reason)
    decided.hidden += len(hidden)
    decided.released += sorted(seen)


def _has_small(indicator: Indicator, rows: Observations) -> bool:
    """Most tables have no small count; then there is nothing to work out."""
    small = rows.filter(scale=1, value__gt=0, value__lt=indicator.min_n)
    return bool(indicator.denominator_code) or small.exists()


def _table(indicator: Indicator, rows: Observations, end: dt.date, view: View) -> Table:
    wholes = _denominators(indicator, end, view)
    cells: dict[Key, Cell] = {}
    keys: dict[Key, int] = {}
    for pk, area, dimensions, value, scale, status in rows.values_list(
        "pk", "area_key", "dimensions", "value", "scale", "status"
    ).iterator():
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


def _denominators(indicator: Indicator, end: dt.date, view: View) -> dict[Key, int]:
    if not indicator.denominator_code:
        return {}
    rows = view.rows().filter(
        indicator__code=indicator.denominator_code, period_end=end, value__isnull=False,
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
