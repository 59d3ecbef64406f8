"""What a note pins, as plain data, and the words for it. No rows; hidden values never get here.

A snapshot: ``title``, ``unit``, ``area``, ``places`` (decimals that are known), ``points`` (``at``
and ``label`` of a time, ``value`` or None with ``status``; ``low`` and ``high`` where there is a
band), ``lines`` (name, before, after: of a what-if), ``breaks`` (``at``, ``reason``),
``attributions``, ``remarks``.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.evidence.cells import Cell, Series
from weitblick.evidence.models import Status
from weitblick.faces.numbers import number

Snapshot = Mapping[str, Any]
MOST_POINTS = 40
SHOWN_CHANGES = 12


def places_of(step: float) -> int:
    """Decimals that a source prints; one for derived values, which have no step of their own."""
    if step == 0:
        return 1
    return max(0, math.ceil(-math.log10(step) - 1e-9))


def rounded(cell: Cell) -> float | None:
    """The value, never more exactly than it is known; None where there is none to show."""
    if not cell.has_number or cell.value is None:
        return None
    step = cell.step or 0.1
    return round(round(cell.value / step) * step, 10)


def of_series(found: Series, title: str, unit: str, area: str, limits: str) -> dict[str, Any]:
    """What is shown of a series now."""
    cells = found.cells[-MOST_POINTS:]
    return {
        "title": title, "unit": unit, "area": area,
        "places": max((places_of(cell.step) for cell in cells), default=0),
        "points": [{"at": cell.end.isoformat(), "label": str(cell.year), "value": rounded(cell),
                    "status": str(cell.status)} for cell in cells],
        "breaks": [{"at": one.at.isoformat(), "reason": one.reason} for one in found.breaks],
        "attributions": list(found.attributions), "remarks": [limits] if limits else [],
    }


def digest(snapshot: Snapshot) -> str:
    """SHA-256 of the shown values."""
    told = {name: snapshot.get(name, []) for name in ("points", "lines", "breaks")}
    canonical = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def printed(snapshot: Snapshot, point: Mapping[str, Any]) -> str:
    """A point as people read it: its number, or why there is none."""
    if point.get("value") is None:
        return reason(point.get("status", ""))
    text = number(point["value"], snapshot.get("places", 0))
    return _("%s (unsicher)") % text if point.get("status") == Status.UNCERTAIN else text


def reason(status: str) -> str:
    """Why there is no value."""
    return str(Status(status).label) if status in Status.values else _("kein Wert")


def sentence(snapshot: Snapshot) -> str:
    """The snapshot in one or two sentences, within what can be compared."""
    if snapshot.get("lines"):
        return " ".join(_changed(line) for line in snapshot["lines"])
    known = [one for one in snapshot["points"] if one.get("value") is not None]
    if not known:
        last = snapshot["points"][-1] if snapshot["points"] else {}
        return _("%(title)s, %(area)s: kein Wert (%(why)s).") % {
            "title": snapshot["title"], "area": snapshot["area"],
            "why": reason(last.get("status", ""))}
    return _of_points(snapshot, known)


def _of_points(snapshot: Snapshot, known: list[Mapping[str, Any]]) -> str:
    last = known[-1]
    now = _("%(title)s, %(area)s: %(value)s %(unit)s (%(year)s%(band)s).") % {
        "title": snapshot["title"], "area": snapshot["area"], "value": printed(snapshot, last),
        "unit": snapshot["unit"], "year": last["label"], "band": _band(snapshot, last)}
    since = comparable(snapshot)
    if len(since) > 1:
        now += " " + _("%(year)s: %(value)s.") % {
            "year": since[0]["label"], "value": printed(snapshot, since[0])}
    if len(since) < len(known):
        now += " " + _("Davor ist die Reihe unterbrochen und nicht vergleichbar.")
    return now


def _band(snapshot: Snapshot, point: Mapping[str, Any]) -> str:
    if point.get("low") is None:
        return ""
    places = snapshot.get("places", 0)
    return _("; 80 %%: %(low)s bis %(high)s") % {
        "low": number(point["low"], places), "high": number(point.get("high"), places) or "?"}


def _changed(line: Mapping[str, Any]) -> str:
    return _("%(name)s: vorher %(before)s, nachher %(after)s.") % line


def comparable(snapshot: Snapshot) -> list[Mapping[str, Any]]:
    """Points with a value since the last break."""
    known = [one for one in snapshot["points"] if one.get("value") is not None]
    end = known[-1]["at"] if known else ""
    last = max((one["at"] for one in snapshot["breaks"] if one["at"] <= end), default="")
    return [one for one in known if one["at"] >= last]


def changes(before: Snapshot, after: Snapshot) -> list[str]:
    """What is otherwise now, in words. A value that is hidden now is not named any more."""
    found = [*_changed_lines(before, after), *_changed_points(before, after)]
    if list(before.get("breaks", [])) != list(after.get("breaks", [])):
        found.append(_("Die Angaben zu Brüchen der Reihe haben sich geändert."))
    more = len(found) - SHOWN_CHANGES
    if more > 0:
        found = [*found[:SHOWN_CHANGES], ngettext(
            "und %d weiterer Wert", "und %d weitere Werte", more) % more]
    return found


def _changed_points(before: Snapshot, after: Snapshot) -> list[str]:
    old = {one["at"]: one for one in before["points"]}
    new = {one["at"]: one for one in after["points"]}
    found = []
    for at in sorted(old.keys() | new.keys()):
        was, now = old.get(at), new.get(at)
        if was == now:
            continue
        if was is None and now is not None:
            found.append(_("neu: %(year)s: %(value)s") % {
                "year": now["label"], "value": printed(after, now)})
        elif now is None and was is not None:
            found.append(_("%s: nicht mehr vorhanden") % was["label"])
        elif was is not None and now is not None:
            found.append(_both(before, after, was, now))
    return found


def _both(
    before: Snapshot, after: Snapshot, was: Mapping[str, Any], now: Mapping[str, Any]
) -> str:
    if now.get("status") == Status.SUPPRESSED:
        return _("%s: wird nicht mehr gezeigt") % now["label"]
    return _("%(year)s: %(old)s → %(new)s") % {
        "year": now["label"], "old": printed(before, was), "new": printed(after, now)}


def _changed_lines(before: Snapshot, after: Snapshot) -> list[str]:
    old = {one["name"]: one for one in before.get("lines", [])}
    return [_changed(one) for one in after.get("lines", []) if old.get(one["name"]) != one]


def withheld(snapshot: Snapshot, present: Snapshot) -> dict[str, Any] | None:
    """The snapshot without what must not be shown any more; None if all of it still may be."""
    hidden = {one["at"] for one in present["points"] if one.get("status") == Status.SUPPRESSED}
    touched = [one for one in snapshot["points"]
               if one["at"] in hidden and one.get("value") is not None]
    if not touched:
        return None
    gone = {"value": None, "status": str(Status.SUPPRESSED)}
    points = [{**one, **gone} if one in touched else one for one in snapshot["points"]]
    return {**snapshot, "points": points}
