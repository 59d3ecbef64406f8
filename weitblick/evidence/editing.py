"""Writes by hand: master sheets, planning areas, places."""

import datetime as dt
import logging
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.evidence import formula, protection, sheets
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import (
    Area,
    AreaMember,
    AreaSet,
    Indicator,
    Level,
    Place,
)
from weitblick.evidence.turns import AT_THE_DESK, turn

# What an own sheet may say differently from the one that came along, without breaking its values.
PROTECTING = {"min_n", "is_count", "denominator_code"}
FIXED = {"pk", "id", "code", "is_builtin"}
LOOSENED = gettext_lazy(
    "Weniger Schutz kleiner Zahlen legt nur die Statistikstelle fest oder wer den Server betreibt.")
log = logging.getLogger(__name__)


def change_sheet(
    one: Indicator, *, may_loosen: bool = False, by: object = "", **changes: Any
) -> Indicator:
    """Change fields of a master sheet; protection is decided anew where the change touches it.

    From then on it is the office's own sheet: a new version does not put its own words back.
    ``may_loosen``: asked for by the statistics office or the operator; without it a change by which
    less is hidden raises EvidenceError (``protection_loosened``). ``by``: who, for the log.
    What touches protection waits its turn: an import that runs would decide by the sheet as it was.
    """
    touches = PROTECTING & set(changes)
    with turn(patience=AT_THE_DESK) if touches else nullcontext():
        return _changed(one, may_loosen, by, changes)


@transaction.atomic
def _changed(one: Indicator, may_loosen: bool, by: object, changes: dict[str, Any]) -> Indicator:
    fields = {field.name for field in Indicator._meta.concrete_fields} - FIXED
    if unknown := sorted(set(changes) - fields):
        raise EvidenceError("no_field", _("Dieses Feld lässt sich nicht ändern: %s") % unknown[0])
    if loosens(one, changes) and not may_loosen:
        raise EvidenceError("protection_loosened", str(LOOSENED))
    if text := changes.get("formula"):
        _check_formula(one.code, text)
    if told := {name: (getattr(one, name), changes[name]) for name in PROTECTING & set(changes)}:
        log.warning("Protection of %s changed by %s: %s", one.code, by or "nobody named", told)
    for name, value in changes.items():
        setattr(one, name, value)
    one.is_builtin = False
    one.full_clean()
    one.save()
    if PROTECTING & set(changes):
        protection.refresh_indicator(one)
    return one


def loosens(one: Indicator, changes: Mapping[str, Any]) -> bool:
    """Whether less could be hidden after these changes: what all processes and readers see."""
    return changes.get("min_n", one.min_n) < one.min_n or any(
        changes.get(name, getattr(one, name)) != getattr(one, name)
        for name in PROTECTING - {"min_n"})


def _check_formula(code: str, text: str) -> None:
    """Every operand exists, and none needs the indicator itself."""
    sheets_by_code = {one.code: one for one in Indicator.objects.all()}
    waiting = [operand.code for operand in formula.parse(text).operands]
    seen: set[str] = set()
    while waiting:
        operand = waiting.pop()
        if operand == code:
            raise EvidenceError("formula_circle", _("Die Formel braucht sich selbst."))
        if operand not in sheets_by_code:
            raise EvidenceError("no_indicator",
                                _("Den Indikator „%s“ gibt es nicht.") % operand)
        if operand not in seen and sheets_by_code[operand].formula:
            waiting += [o.code for o in formula.parse(sheets_by_code[operand].formula).operands]
        seen.add(operand)


def add_sheets(text: str, file: str) -> list[Indicator]:
    """Own master sheets from YAML in the layout of the built-in ones; existing codes change."""
    with turn():
        return _added(text, file)


@transaction.atomic
def _added(text: str, file: str) -> list[Indicator]:
    found = []
    for sheet in sheets.read(text, file):
        row = {**sheet.as_row(), "is_builtin": False}
        one, _made = Indicator.objects.update_or_create(code=sheet.code, defaults=row)
        protection.refresh_indicator(one)
        found.append(one)
    return found


@transaction.atomic
def define_planning_area(
    key: str, name: str, members: Mapping[str, float], valid_from: dt.date, note: str = ""
) -> AreaSet:
    """A planning area consists of these units (key to share) from that day on.

    A former composition stays for the time before; nothing that was computed with it changes.
    """
    if not key or key.isdecimal():
        raise EvidenceError("planning_key", _(
            "Der Schlüssel eines Planungsraums braucht Buchstaben, damit er nicht wie ein "
            "amtlicher aussieht: „%s“.") % key)
    units = {one.key: one for one in Area.objects.filter(key__in=members)}
    if unknown := sorted(set(members) - set(units)):
        raise EvidenceError("no_area", _("Dieses Gebiet ist nicht im Register: %s") % unknown[0])
    if not members or not all(0 < share <= 1 for share in members.values()):
        raise EvidenceError("no_members", _(
            "Ein Planungsraum braucht mindestens ein Gebiet mit einem Anteil über 0 bis 1."))
    area, _made = Area.objects.get_or_create(
        key=key, defaults={"level": Level.PLANNING, "name": name})
    Area.objects.filter(pk=area.pk).update(name=name)
    AreaSet.objects.filter(area=area, valid_from__lt=valid_from, valid_to=None).update(
        valid_to=valid_from)
    AreaSet.objects.filter(area=area, valid_from=valid_from).delete()
    made = AreaSet.objects.create(area=area, valid_from=valid_from, note=note)
    AreaMember.objects.bulk_create(
        AreaMember(set=made, member=units[one], share=share) for one, share in members.items())
    return made


def add_place(kind: str, name: str, lat: float, lon: float, **more: Any) -> Place:
    """A place people go to; ``more``: capacity, opening, area_key, source, is_planned, …"""
    place = Place(kind=kind, name=name, lat=lat, lon=lon, **more)
    place.full_clean()
    place.save()
    return place
