"""Municipalities from the table of VG250-EW (BKG): keys, names, parents, people, surface.

Columns ``ARS;AGS;GEN;BEZ;BEM;NUTS;EWZ;KFL;WSK;GF`` (order free, further ones ignored). Rows whose
GF is not 4 are water or shapes without inhabitants and are left out; counted, never silently.
"""

import csv
import datetime as dt
import io
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import Area, AreaList, ImportRun, Level
from weitblick.evidence.register import current_list, keys_of

NEEDED = {"ARS", "AGS", "GEN", "BEZ", "EWZ"}
LAND_WITH_STRUCTURE = "4"


@dataclass(frozen=True)
class Municipality:
    """One row, read and checked. ``kfl``: square kilometres."""

    row: int
    ags: str
    ars: str
    name: str
    designation: str
    nuts: str
    people: int
    km2: float | None


@dataclass
class Table:
    """The whole file: what is used, what is not and why (row, code, params)."""

    used: list[Municipality] = field(default_factory=list)
    rejected: list[tuple[int, str, dict[str, object]]] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Rows below the header."""
        return len(self.used) + len(self.rejected)


def read(content: bytes, name: str) -> Table:
    """The rows of a VG250-EW table. Errors name the missing columns."""
    lines = csv.DictReader(io.StringIO(_text(content)), delimiter=";")
    if missing := sorted(NEEDED - set(lines.fieldnames or [])):
        raise EvidenceError(
            "columns_missing",
            _("%(file)s: Es fehlen die Spalten %(columns)s. Erwartet wird die Tabelle VG250-EW "
              "mit ARS, AGS, GEN, BEZ und EWZ, getrennt durch Semikolon.")
            % {"file": name, "columns": ", ".join(missing)},
        )
    table, seen = Table(), set[str]()
    for number, row in enumerate(lines, start=2):
        _take(table, seen, number, {key: (value or "").strip() for key, value in row.items()
                                    if isinstance(value, str)})
    return table


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _take(table: Table, seen: set[str], number: int, row: dict[str, str]) -> None:
    ags, people = row["AGS"], row["EWZ"]
    if row.get("GF", LAND_WITH_STRUCTURE) not in {LAND_WITH_STRUCTURE, ""}:
        table.rejected.append((number, "water_part", {"gf": row["GF"]}))
    elif not (len(ags) == 8 and ags.isdecimal()):
        table.rejected.append((number, "key_not_eight_digits", {"key": ags}))
    elif ags in seen:
        table.rejected.append((number, "repeated", {"key": ags}))
    elif not people.isdecimal():
        table.rejected.append((number, "no_number", {"raw": people}))
    else:
        seen.add(ags)
        surface = row.get("KFL", "").replace(",", ".")
        table.used.append(Municipality(
            number, ags, row["ARS"], row["GEN"], row["BEZ"], row.get("NUTS", ""), int(people),
            float(surface) if surface else None,
        ))


def store(table: Table, as_of: dt.date, source: str, run: ImportRun) -> list[AreaList]:
    """Put the municipalities into the register and make a complete list for each Land.

    A file with damaged rows is not complete: it adds units, but makes no list.
    """
    parents = {area.key: area for area in Area.objects.filter(level=Level.KREIS)}
    known = {area.key: area for area in Area.objects.filter(level=Level.GEMEINDE)}
    new: list[Area] = []
    changed: list[Area] = []
    for one in table.used:
        area = known.get(one.ags) or Area(key=one.ags, level=Level.GEMEINDE)
        if area.population_on is None or area.population_on <= as_of:
            _fill(area, one, parents.get(one.ags[:5]), as_of, source)
        (changed if area.pk else new).append(area)
    Area.objects.bulk_create(new, batch_size=500)
    Area.objects.bulk_update(changed, FIELDS, batch_size=200)
    areas = {area.key: area for area in [*new, *changed]}
    if any(code != "water_part" for _row, code, _params in table.rejected):
        return []
    return [_list(land, as_of, areas, run) for land in sorted({key[:2] for key in areas})]


FIELDS = ["ars", "name", "designation", "nuts", "parent", "population", "population_on",
          "area_km2", "source"]


def _fill(
    area: Area, one: Municipality, parent: Area | None, as_of: dt.date, source: str
) -> None:
    area.ars, area.name, area.designation, area.nuts = one.ars, one.name, one.designation, one.nuts
    area.parent, area.population, area.population_on = parent, one.people, as_of
    area.area_km2, area.source = one.km2, source


def _list(land: str, as_of: dt.date, areas: dict[str, Area], run: ImportRun) -> AreaList:
    """The list of the Land; units of the list before that are not on it any more have ended."""
    before = AreaList.objects.filter(
        level=Level.GEMEINDE, within=land, as_of__lt=as_of).order_by("as_of").last()
    found, _made = AreaList.objects.update_or_create(
        level=Level.GEMEINDE, within=land, as_of=as_of, defaults={"run": run}
    )
    found.areas.set([area for key, area in areas.items() if key.startswith(land)])
    if before is not None and current_list(Level.GEMEINDE, land) == found:
        gone = keys_of(before) - keys_of(found)
        Area.objects.filter(key__in=gone, valid_to=None).update(
            valid_to=as_of, valid_to_is_exact=False
        )
    return found


def undo(run: ImportRun) -> None:
    """Take the lists of the run out again, and units that are on no other list and in no place.

    Units of other lists stay as they are; an end that only this list showed is taken back.
    """
    for one in run.area_lists.all():
        keys = keys_of(one)
        Area.objects.filter(
            level=one.level, valid_to=one.as_of, valid_to_is_exact=False
        ).update(valid_to=None, valid_to_is_exact=True)
        one.delete()
        lone = Area.objects.filter(key__in=keys, lists=None, memberships=None, children=None)
        lone.filter(went_to=None, came_from=None).delete()
