"""Takes outlines over and says to which territorial status they belong."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import AreaList, Boundary, ImportRun, Level, Purpose
from weitblick.evidence.register import current_list, keys_of, level_of, within_of

if TYPE_CHECKING:
    from weitblick.evidence import geo

# Metres; fine enough that 22 Kreise need less than 100 KB and municipalities keep their shape.
TOLERANCE: dict[str, float] = {Level.LAND: 200, Level.KREIS: 100, Level.GEMEINDE: 50}
SOURCE = "VG250 / VG2500 (BKG)"
ATTRIBUTION = "© GeoBasis-DE / BKG, dl-de/by-2-0"
DAY = re.compile(r"(19|20)\d\d-\d\d-\d\d")


def take(run: ImportRun, path: Path, as_of: dt.date | None, progress: geo.Report) -> ImportRun:
    """Store the outlines of a file with a report; called within a transaction."""
    # Loads the database of projections, which nothing but outlines needs.
    from weitblick.evidence import geo  # noqa: PLC0415

    progress(0.1, _("Flächen lesen"))
    shapes = geo.read(path, run.file_name)
    level = _level(shapes, run.file_name)
    outlines = geo.outlines(shapes, TOLERANCE.get(level, 100), progress)
    day, status, problems = _status(level, outlines, as_of, run.file_name)
    run.purpose, run.territorial_status = Purpose.BOUNDARIES, day.isoformat()
    run.title, run.source, run.attribution = str(Level(level).label), SOURCE, ATTRIBUTION
    run.report = _report(shapes, outlines, day, status, problems)
    run.finished_at = timezone.now()
    run.save()
    progress(0.8, _("Grenzen speichern"))
    Boundary.objects.bulk_create(
        [_row(one, level, day, run) for one in outlines], batch_size=200
    )
    progress(1.0, _("Fertig"))
    return run


def _level(shapes: geo.Shapes, name: str) -> str:
    levels = {level_of(one.key) for one in shapes.features} - {None}
    if len(levels) != 1:
        raise EvidenceError("one_level", _(
            "%s muss Flächen genau einer Ebene enthalten: Länder, Kreise oder Gemeinden, mit einem "
            "Schlüsselfeld AGS oder ARS.") % name)
    return str(levels.pop())


def _row(one: geo.Outline, level: str, day: dt.date, run: ImportRun) -> Boundary:
    west, south, east, north = one.bounds
    return Boundary(
        area_key=one.key, name=one.name, level=level, as_of=day, geometry=one.geometry, west=west,
        south=south, east=east, north=north, area_km2=round(one.km2, 3), source=run.source,
        attribution=run.attribution, run=run,
    )


def _status(
    level: str, outlines: list[geo.Outline], as_of: dt.date | None, name: str
) -> tuple[dt.date, str, list[dict[str, Any]]]:
    """The day of the outlines, and whether that is the present status or a former one."""
    keys = {one.key for one in outlines}
    within = {within_of(key) for key in keys}
    lists = AreaList.objects.filter(level=level, within__in=within)
    same = [one for one in lists if keys_of(one) == {k for k in keys if _in(k, one.within)}]
    day = as_of or _named(name) or _newest_change(outlines) or (same[-1].as_of if same else None)
    if day is None:
        raise EvidenceError("no_day", _(
            "%s sagt nicht, für welchen Tag die Grenzen gelten. Bitte das Datum angeben.") % name)
    current = [one for where in within if (one := current_list(level, where))]
    if not current:
        return day, "unknown", [_problem("no_list", 0, keys=len(keys))]
    now = set().union(*(keys_of(one) for one in current))
    here = {key for key in keys if any(_in(key, one.within) for one in current)}
    if here == now:
        return day, "current", []
    gone, new = sorted(here - now), sorted(now - here)
    return day, "former", [_problem("former_territorial_status", len(gone), gone=gone, missing=new,
                                    units=len(here), units_now=len(now))]


def _in(key: str, within: str) -> bool:
    return within == "DG" or key.startswith(within)


def _named(name: str) -> dt.date | None:
    found = DAY.search(name)
    return dt.date.fromisoformat(found[0]) if found else None


def _newest_change(outlines: list[geo.Outline]) -> dt.date | None:
    """Since that day all of these units have existed as they are."""
    days = sorted(one.changed for one in outlines if DAY.fullmatch(one.changed))
    return dt.date.fromisoformat(days[-1]) if days else None


def _problem(code: str, lines: int, **params: Any) -> dict[str, Any]:
    words = {
        "no_list": "the register has no list of this level; whether these are the present "
        "boundaries cannot be told",
        "former_territorial_status": "{units} units; {units_now} exist now: boundaries of a former "
        "territorial status, kept apart from those of today",
    }[code]
    return {"code": code, "where": 0, "lines": lines, "params": params, "needs_consent": False,
            "mended": False, "words": words.format(**params)}


def _report(
    shapes: geo.Shapes, outlines: list[geo.Outline], day: dt.date, status: str,
    problems: list[dict[str, Any]],
) -> dict[str, Any]:
    rejected = [{"row": number, "code": code, "reason": REASONS[code].format(**params),
                 "params": params} for number, code, params in shapes.rejected]
    return {
        "rows": {"read": shapes.read, "used": len(shapes.features), "rejected": len(rejected)},
        "rejected": rejected, "values": 0, "indicators": [], "areas": len(outlines),
        "periods": [[day.isoformat(), day.isoformat()]], "status": status, "problems": problems,
        "km2": round(sum(one.km2 for one in outlines), 1),
    }


REASONS = {
    "water_part": "the part is water or land without people of its own (GF {gf})",
    "no_area_key": "the shape has no official key (field AGS or ARS)",
    "no_shape": "the shape of {key} is empty, no polygon or not on earth",
}
