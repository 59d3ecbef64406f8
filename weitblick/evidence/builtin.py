"""What comes along: the units of Thüringen, their succession, and the starter indicators.

Idempotent: run after every migration and when these files have changed (``edition``); rows that
people added or changed otherwise stay.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from weitblick.evidence import edition, sheets
from weitblick.evidence.areas import thueringen
from weitblick.evidence.models import Area, AreaChange, AreaList, Indicator, Level
from weitblick.evidence.register import GERMANY

FILE = Path(__file__).parent / "register.yaml"
DESIGNATIONS = {"city": "Kreisfreie Stadt", "district": "Landkreis"}
THUERINGEN = "16"


@cache
def _data() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@transaction.atomic
def load() -> None:
    """Bring built-in areas and indicators to the present form."""
    load_areas()
    load_indicators()
    edition.note_loaded()


def load_areas() -> None:
    """Deutschland, the Länder, the Kreise of Thüringen, Eisenach and where it went."""
    data = _data()
    country = _area(data["country"], Level.COUNTRY)
    laender = {row["key"]: _area(row, Level.LAND, country) for row in data["laender"]}
    land = laender[THUERINGEN]
    register = thueringen()
    for kreis in register.areas:
        row = {"key": kreis.key, "name": kreis.name, "kind": kreis.kind, "nuts": kreis.nuts}
        _area(row, Level.KREIS, land, kreis.population)
    for row in data["former"]:
        _area(row, Level.KREIS, land)
    Area.objects.filter(pk=land.pk, population_on=None).update(
        population=register.population, population_on=register.as_of
    )
    for row in data["changes"]:
        old, new = (Area.objects.get(key=row[side]) for side in ("old", "new"))
        AreaChange.objects.update_or_create(
            old=old, new=new, on=row["date"],
            defaults={"share": row["share"], "note": row["note"]},
        )
    for row in data["lists"]:
        _list(row)


def _area(
    row: dict[str, Any], level: Level, parent: Area | None = None, population: int | None = None
) -> Area:
    """Made once; a newer population that was imported meanwhile stays."""
    register = thueringen()
    facts = {
        "level": level, "name": row["name"], "parent": parent, "nuts": row.get("nuts", ""),
        "designation": DESIGNATIONS.get(row.get("kind", ""), ""),
        "valid_from": row.get("from"), "valid_to": row.get("to"),
        "ars": row["key"].ljust(12, "0") if row["key"].isdecimal() else "",
        "source": register.source if population else _data()["source"],
    }
    area, made = Area.objects.get_or_create(key=row["key"], defaults=facts)
    if made and population:
        area.population, area.population_on = population, register.as_of
        area.save(update_fields=["population", "population_on"])
    return area


def _list(row: dict[str, Any]) -> None:
    within, level, day = row["within"], row["level"], row["as_of"]
    found, made = AreaList.objects.get_or_create(level=level, within=within, as_of=day)
    if made:
        inside = Area.objects.filter(level=level)
        if within != GERMANY:
            inside = inside.filter(key__startswith=within)
        there = inside.exclude(valid_to__lte=day).exclude(valid_from__gt=day)
        found.areas.set(there)


def load_indicators() -> None:
    """The starter sheets as they come along; a sheet that people changed stays theirs."""
    theirs = set(Indicator.objects.filter(is_builtin=False).values_list("code", flat=True))
    for sheet in sheets.starters():
        if sheet.code not in theirs:
            Indicator.objects.update_or_create(code=sheet.code, defaults=sheet.as_row())
