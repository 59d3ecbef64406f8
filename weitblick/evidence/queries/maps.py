"""Outlines that fit the units of a day, and the names of areas."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from weitblick.evidence.models import Area, Boundary
from weitblick.evidence.register import complete_list, keys_of

THUERINGEN = "16"


def outlines(level: str, on: dt.date, within: str = THUERINGEN) -> dict[str, Any] | None:
    """The outlines of a level that fit the units of a day, as a GeoJSON FeatureCollection.

    Those of a former territorial status are never mixed in: it is one file's outlines, the newest
    whose keys are the units of that day; without a list of units, the newest before the day.
    """
    chosen = _fitting(level, on, within)
    if not chosen:
        return None
    features = [
        {"type": "Feature", "id": one.area_key, "geometry": one.geometry,
         "bbox": [one.west, one.south, one.east, one.north],
         "properties": {"key": one.area_key, "name": one.name, "km2": one.area_km2}}
        for one in chosen
    ]
    return {"type": "FeatureCollection", "features": features,
            "as_of": chosen[0].as_of.isoformat(), "attribution": chosen[0].attribution}


def _fitting(level: str, on: dt.date, within: str) -> list[Boundary]:
    units = complete_list(level, within, on)
    wanted = keys_of(units) if units else None
    found = Boundary.objects.filter(level=level)
    if within != "DG":
        found = found.filter(area_key__startswith=within)
    if wanted is None:
        found = found.filter(as_of__lte=on)
    sets = found.order_by("-as_of", "-run").values_list("as_of", "run").distinct()
    for as_of, run in sets:
        keys = set(found.filter(as_of=as_of, run=run).values_list("area_key", flat=True))
        if wanted is None or keys == wanted:
            return list(found.filter(as_of=as_of, run=run).order_by("area_key"))
    return []


def names(keys: Iterable[str]) -> dict[str, str]:
    """Names by key: of the register, else of the newest outlines, else the key itself."""
    wanted = set(keys)
    outlined = Boundary.objects.filter(area_key__in=wanted).order_by("as_of")
    found = dict(outlined.values_list("area_key", "name"))
    found |= dict(Area.objects.filter(key__in=wanted).values_list("key", "name"))
    return {key: found.get(key, key) for key in sorted(wanted)}
