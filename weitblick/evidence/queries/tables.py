"""Series of an area, tables of a level, what an import changed, and the words around values."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from weitblick.evidence import formula
from weitblick.evidence.cells import Break, Cell, Difference, Series, Table
from weitblick.evidence.models import (
    Area,
    Category,
    ImportRun,
    Indicator,
    Level,
    Observation,
    RunState,
    Status,
)
from weitblick.evidence.queries.values import FIELDS, cell_of, cells, indicator
from weitblick.evidence.register import complete_list, keys_of, territory_breaks

THUERINGEN = "16"
HIDDEN = FIELDS.index("hidden")
COMPARED = [FIELDS.index(name) for name in ("value", "scale", "status")]
LENGTHS = {Level.LAND: 2, Level.KREIS: 5, Level.GEMEINDE: 8, Level.GEMEINDEVERBAND: 9}


def series(
    code: str, area: str, *, dimensions: str = "", years: tuple[int, int] | None = None,
    for_statistics_office: bool = False,
) -> Series:
    """An indicator of an area over time, with everything that breaks the series."""
    found = cells(code, [area], dimensions=dimensions, years=years,
                  for_statistics_office=for_statistics_office)
    one = indicator(code)
    return Series(code, area, dimensions, tuple(sorted(found, key=lambda cell: cell.end)),
                  tuple(_breaks(one, area)), attributions(one, found))


def _breaks(one: Indicator, area: str) -> list[Break]:
    """Breaks of the method (those of the operands too) and of the territory, by date."""
    sheets = [one]
    if one.formula:
        sheets += [indicator(operand.code) for operand in formula.parse(one.formula).operands]
    found = {Break(dt.date.fromisoformat(each["at"]), each["reason"])
             for sheet in sheets for each in sheet.breaks}
    found |= {Break(each.at, each.reason, "territory") for each in territory_breaks(area)}
    return sorted(found, key=lambda each: each.at)


def table(
    code: str, *, level: str = Level.KREIS, within: str = THUERINGEN, year: int | None = None,
    dimensions: str = "", for_statistics_office: bool = False,
) -> Table | None:
    """All units of a level for one year (the newest one without ``year``); None without values."""
    one = indicator(code)
    keys = _keys(one, level, within)
    found = cells(code, keys, dimensions=dimensions, years=(year, year) if year else None,
                  for_statistics_office=for_statistics_office)
    existing = [cell for cell in found if cell.status != Status.NOT_EXISTING]
    if not existing:
        return None
    with_numbers = [cell for cell in existing if cell.has_number] or existing
    end = max(cell.end for cell in with_numbers)
    units = complete_list(level, within, end)
    wanted = keys_of(units) if units else {cell.area for cell in existing}
    shown = {cell.area: cell for cell in existing if cell.end == end and cell.area in wanted}
    return Table(code, end, dimensions, tuple(shown[key] for key in sorted(shown)),
                 tuple(sorted(wanted - set(shown))), attributions(one, list(shown.values())))


def _keys(one: Indicator, level: str, within: str) -> list[str]:
    """Keys of the level for which there are values, and those that are in the register."""
    areas = Area.objects.filter(level=level)
    if level == Level.PLANNING:
        return list(areas.values_list("key", flat=True))
    known = set(areas.filter(key__startswith="" if within == "DG" else within)
                .values_list("key", flat=True))
    codes = [one.code]
    if one.formula:
        codes = [operand.code for operand in formula.parse(one.formula).operands]
    rows = Observation.objects.counting().filter(indicator__code__in=codes)
    if within != "DG":
        rows = rows.filter(area_key__startswith=within)
    keys = rows.order_by().values_list("area_key", flat=True).distinct()
    return sorted(known | {key for key in keys if len(key) == LENGTHS.get(Level(level), 0)})


def years(code: str, *, areas: Iterable[str] = ()) -> list[int]:
    """Years for which an observed indicator has values."""
    found = Observation.objects.counting().filter(indicator__code=code)
    if areas:
        found = found.filter(area_key__in=list(areas))
    return [day.year for day in found.order_by().dates("period_end", "year")]


def breakdowns(code: str) -> dict[str, str]:
    """Breakdowns that occur, with their words: ``{"GES=GESW": "weiblich"}``; '' is the total."""
    keys = set(Observation.objects.counting().filter(indicator__code=code).order_by()
               .values_list("dimensions", flat=True).distinct())
    words = {f"{one.variable}={one.code}": one.label for one in Category.objects.all()}
    return {key: ", ".join(words.get(part, part) for part in key.split(";") if part)
            for key in sorted(keys)}


def attributions(one: Indicator, found: Iterable[Cell]) -> tuple[str, ...]:
    """The lines that have to stand beside these values: those of their files, else of the sheet."""
    runs = {cell.run for cell in found if cell.run}
    lines = set(ImportRun.objects.filter(pk__in=runs).exclude(attribution="")
                .values_list("attribution", flat=True))
    if one.attribution and not lines:
        lines = {one.attribution}
    return tuple(sorted(lines))


def differences(run: ImportRun, *, for_statistics_office: bool = False) -> list[Difference]:
    """What an import changed of what was there before; values that stayed the same are left out."""
    rows = Observation.objects.filter(run=run, replaces__isnull=False).order_by("row", "column")
    before = [f"replaces__{name}" for name in FIELDS]
    found = []
    for row in rows.values_list(*FIELDS, *before).iterator():
        new, old = row[: len(FIELDS)], row[len(FIELDS) :]
        # Where either of them is hidden, the pair would give it away.
        is_kept_back = bool(new[HIDDEN] or old[HIDDEN]) and not for_statistics_office
        changed = [new[at] for at in COMPARED] != [old[at] for at in COMPARED]
        if changed and not is_kept_back:
            found.append(Difference(cell_of(old, for_statistics_office),
                                    cell_of(new, for_statistics_office)))
    return found


def runs() -> QuerySet[ImportRun]:
    """All imports, newest first; those that are still arriving are none yet."""
    return ImportRun.objects.exclude(state=RunState.ARRIVING).select_related("by")
