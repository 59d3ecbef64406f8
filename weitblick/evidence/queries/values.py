"""Values of indicators: observed, summed up for planning areas, or derived by a formula."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from weitblick.evidence import formula
from weitblick.evidence.cells import Cell, Operands
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.formula import MISSING, WORST, Operand, Quantity
from weitblick.evidence.models import (
    AreaSet,
    ImportRun,
    Indicator,
    Level,
    Observation,
    RunState,
    Status,
)
from weitblick.evidence.register import level_of

FIELDS = ("indicator__code", "area_key", "period_start", "period_end", "dimensions", "value",
          "scale", "decimals", "status", "quality", "hidden", "run_id", "row", "revision")


def indicator(code: str) -> Indicator:
    """The master sheet of an indicator."""
    found = Indicator.objects.filter(code=code).first()
    if found is None:
        raise EvidenceError("no_indicator", f"There is no indicator with the code {code!r}.")
    return found


def indicators(*, dimension: str = "", with_values: bool = False) -> list[Indicator]:
    """Master sheets by code; of one dimension of the frame; only those that have values."""
    found = Indicator.objects.exclude(code__in=_arriving())
    if dimension:
        found = found.filter(dimension=dimension)
    if not with_values:
        return list(found)
    # One look into the index for each indicator, instead of going through all values.
    current = Observation.objects.counting().filter(indicator=OuterRef("pk"))
    observed = set(Indicator.objects.filter(Exists(current)).values_list("code", flat=True))
    return [one for one in found if one.code in observed or _is_computable(one, observed)]


def _arriving() -> list[str]:
    """Indicators that a file makes which is just being taken over: nobody sees them before."""
    runs = ImportRun.objects.filter(state=RunState.ARRIVING).values_list("report", flat=True)
    return [code for report in runs for code in report.get("new_indicators", ())]


def _is_computable(one: Indicator, observed: set[str]) -> bool:
    return bool(one.formula) and all(
        operand.code in observed for operand in formula.parse(one.formula).operands)


def cells(
    code: str, areas: Sequence[str], *, dimensions: str | None = "",
    years: tuple[int, int] | None = None, for_statistics_office: bool = False,
) -> list[Cell]:
    """Current values of an indicator by area and time.

    ``dimensions``: key text of one breakdown ('' is the total, None: all of them); ``years``: first
    and last. Derived indicators are computed, planning areas are summed up from their members.
    """
    return list(_cells(indicator(code), list(areas), dimensions, years, for_statistics_office, ()))


def _cells(
    one: Indicator, areas: list[str], dimensions: str | None, years: tuple[int, int] | None,
    office: bool, within: tuple[str, ...],
) -> Iterator[Cell]:
    if one.formula:
        yield from _derived(one, areas, years, office, within)
        return
    planning = _planning(areas)
    yield from _observed(one, [a for a in areas if a not in planning], dimensions, years, office)
    for key, versions in sorted(planning.items()):
        yield from _summed(one, key, versions, dimensions, years, office)


def _observed(
    one: Indicator, areas: list[str], dimensions: str | None, years: tuple[int, int] | None,
    office: bool,
) -> Iterator[Cell]:
    found = _current(one, dimensions, years).filter(area_key__in=areas)
    for row in found.values_list(*FIELDS):
        yield cell_of(row, office)


def _current(
    one: Indicator, dimensions: str | None, years: tuple[int, int] | None
) -> QuerySet[Observation]:
    found = Observation.objects.counting().filter(indicator=one)
    if dimensions is not None:
        found = found.filter(dimensions=dimensions)
    if years:
        found = found.filter(period_end__gte=dt.date(years[0], 1, 1),
                             period_end__lte=dt.date(years[1], 12, 31))
    return found.order_by("area_key", "period_end", "period_start", "dimensions")


def cell_of(row: tuple[Any, ...], office: bool) -> Cell:
    (code, area, start, end, dimensions, value, scale, decimals, status, quality, hidden, run,
     number, revision) = row
    is_kept_back = bool(hidden) and not office
    shown = None if is_kept_back or value is None else value * scale
    return Cell(
        code, area, start, end, dimensions, shown,
        Status.SUPPRESSED if is_kept_back else Status(status), scale * 10.0**-decimals,
        "" if is_kept_back else quality, bool(hidden), run, number, revision,
    )


def _planning(areas: list[str]) -> dict[str, list[AreaSet]]:
    """The versions of those areas that are planning areas."""
    own = [key for key in areas if level_of(key) is None]
    found: dict[str, list[AreaSet]] = defaultdict(list)
    sets = AreaSet.objects.filter(area__key__in=own, area__level=Level.PLANNING)
    for one in sets.select_related("area").prefetch_related("members__member"):
        found[one.area.key].append(one)
    return dict(found)


def _summed(
    one: Indicator, key: str, versions: list[AreaSet], dimensions: str | None,
    years: tuple[int, int] | None, office: bool,
) -> Iterator[Cell]:
    """Sums of what may be shown: a hidden member hides the sum, so no sum gives one away."""
    for version in versions:
        shares = {m.member.key: m.share for m in version.members.all()}
        groups: dict[tuple[dt.date, dt.date, str], list[Cell]] = defaultdict(list)
        for cell in _observed(one, list(shares), dimensions, years, office):
            if version.valid_from <= cell.end and not (
                version.valid_to and cell.end >= version.valid_to
            ):
                groups[cell.start, cell.end, cell.dimensions].append(cell)
        for (start, end, parts), members in sorted(groups.items()):
            yield _sum(one, key, (start, end, parts), members, shares)


def _sum(
    one: Indicator, key: str, place: tuple[dt.date, dt.date, str], members: list[Cell],
    shares: dict[str, float],
) -> Cell:
    status = min((cell.status for cell in members), key=WORST.index)
    value: float | None = None
    if not one.is_additive:
        status = Status.NOT_APPLICABLE
    elif len(members) < len(shares):
        status = min(status, Status.PENDING, key=WORST.index)
    elif all(cell.has_number for cell in members):
        value = sum((cell.value or 0) * shares[cell.area] for cell in members)
        exact = all(share == 1 for share in shares.values())
        status = Status.OK if exact and status != Status.UNCERTAIN else Status.UNCERTAIN
    return Cell(one.code, key, *place, value, status, max(cell.step for cell in members),
                is_hidden=any(cell.is_hidden for cell in members))


def _derived(
    one: Indicator, areas: list[str], years: tuple[int, int] | None, office: bool,
    within: tuple[str, ...],
) -> Iterator[Cell]:
    """Computed year by year from the last value of each operand in that year."""
    if one.code in within:
        raise EvidenceError("formula_circle", f"The formula of {one.code!r} needs itself.")
    parsed = formula.parse(one.formula)
    sheets = {operand.code: indicator(operand.code) for operand in parsed.operands}
    found = Operands.of(
        cell for operand in parsed.operands for cell in _cells(
            sheets[operand.code], areas, operand.dimensions, years, office, (*within, one.code))
    )
    for area, year in found.places():
        used: list[Cell] = []

        def quantity(operand: Operand, area: str = area, year: int = year,
                     used: list[Cell] = used) -> Quantity:
            cell = found.by_place.get((operand.code, operand.dimensions, area, year))
            if cell is None:
                return MISSING
            used.append(cell)
            return Quantity(cell.value, cell.status, sheets[operand.code].is_count)

        result = parsed.value(quantity)
        if not used:
            continue
        value = None if result.value is None else float(result.value)
        yield Cell(
            one.code, area, min(c.start for c in used), max(c.end for c in used), "", value,
            Status(result.status), 0.0, is_hidden=any(c.is_hidden for c in used),
        )
