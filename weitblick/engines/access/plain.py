"""States, changes and results as plain data (JSON), for runs and pages.

Ways that do not exist are None, never ``Infinity``, which JSON does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from weitblick.engines.access import whatif
from weitblick.engines.access.catchments import Decay, Gauss, Gravity, Zones
from weitblick.engines.access.comparison import Comparison
from weitblick.engines.access.inputs import (
    Assumption,
    Demand,
    Minutes,
    Numbers,
    Site,
    demand,
)
from weitblick.engines.access.opening import Moment, hours_from_days
from weitblick.engines.access.sources import DETOUR, StraightLine
from weitblick.engines.access.state import Outcome, Question, State
from weitblick.engines.errors import InputError

Data = Mapping[str, Any]


def state(data: Data) -> State:
    """A state from plain data.

    ``demand``: columns ``keys``, ``people`` and if known ``areas``, ``lat``, ``lon``, ``by_group``.
    ``sites``: rows with ``key`` and if known ``capacity``, ``kind``, ``opening`` (days), ``lat``,
    ``lon``. ``minutes``: ``values`` (P x S, None for no way), ``mode``, ``source``,
    ``is_estimate``, ``assumptions``; or ``straight_line``: ``mode`` and if wanted ``detour``.
    ``question``: see :func:`question`.
    """
    _need(data, "demand", "sites")
    people = demand(**data["demand"])
    places = tuple(site(row) for row in data["sites"])
    line = data.get("straight_line")
    reach = StraightLine(line["mode"], line.get("detour", DETOUR)) if line else None
    if reach is None:
        _need(data, "minutes")
    ways = reach.minutes(people, places) if reach else _minutes(data["minutes"], people, places)
    return State(people, places, ways, question(data.get("question", {})), reach)


def question(data: Data) -> Question:
    """``thresholds``; ``decay``: {"kind": "zones", "limits", "weights"}, {"kind": "gauss",
    "limit"} or {"kind": "gravity", "beta", "least", "limit"}; ``moment``: {"weekday", "minute"}."""
    moment = data.get("moment")
    return Question(
        tuple(map(float, data.get("thresholds", (15.0, 30.0)))),
        _decay(data.get("decay", {"kind": "zones"})),
        Moment(**moment) if moment else None,
    )


def site(data: Data) -> Site:
    """A site; ``opening`` is what ``Week.as_days`` gives, missing or empty: unknown."""
    days = data.get("opening")
    rest = {name: data[name] for name in ("capacity", "kind", "lat", "lon")
            if data.get(name) is not None}  # fmt: skip
    return Site(data["key"], hours=hours_from_days(days) if days else None, **rest)


def change(data: Data) -> whatif.Change:
    """``kind`` (close, open, move, capacity, hours) and ``site``; for open and move ``minutes`` (P
    ways) unless the state knows ways itself."""
    one, kind = site(data["site"]), data["kind"]
    ways = None if data.get("minutes") is None else _numbers(data["minutes"])
    makers = {
        "close": lambda: whatif.close(one.key),
        "open": lambda: whatif.open_site(one, ways),
        "move": lambda: whatif.move(one.key, one.lat, one.lon, ways),
        "capacity": lambda: whatif.set_capacity(one.key, one.capacity),
        "hours": lambda: whatif.set_hours(one.key, one.hours),
    }
    if kind not in makers:
        raise InputError(
            "change_unknown", f"{kind!r} is no change: there are {', '.join(makers)}.", kind=kind
        )
    return makers[kind]()


def outcome(found: Outcome) -> dict[str, Any]:
    """Columns over the demand points, shares for each threshold and group, and assumptions."""
    limits = found.question.thresholds
    return {
        "keys": list(found.demand.keys),
        "minutes": _listed(found.minutes),
        "nearest": [found.sites[j].key if j >= 0 else None for j in found.nearest],
        "supply": _listed(found.supply),
        "open_hours": None if found.open_hours is None else _listed(found.open_hours),
        "unknown_hours": found.unknown_hours,
        "idle": [found.sites[j].key for j in found.idle],
        "people": found.demand.total,
        "within": [{"threshold": limit, "people": found.people_within(limit),
                    "share": found.share_within(limit),
                    "groups": {g: found.share_within(limit, g) for g in found.demand.groups}}
                   for limit in limits],
        "mode": found.mode, "source": found.source, "is_estimate": found.is_estimate,
        "assumptions": [asdict(one) for one in found.assumptions],
    }  # fmt: skip


def comparison(found: Comparison) -> dict[str, Any]:
    """Before, after, differences, areas, and the facts for all people and each group."""
    groups = ("", *found.before.demand.groups)
    hours = found.open_hours
    return {
        "before": outcome(found.before),
        "after": outcome(found.after),
        "minutes": _listed(found.minutes),
        "supply": _listed(found.supply),
        "open_hours": None if hours is None else _listed(hours),
        "areas": [asdict(area) for area in found.areas()],
        "facts": [asdict(fact) for group in groups for fact in found.facts(group)],
    }


def _minutes(data: Data, people: Demand, places: tuple[Site, ...]) -> Minutes:
    values = _numbers(data["values"]).reshape(len(people.keys), len(places))
    words = tuple(Assumption(**one) for one in data.get("assumptions", ()))
    return Minutes(values, data["mode"], data["source"], bool(data["is_estimate"]), words)


def _numbers(values: Any) -> Numbers:
    """None becomes ``inf``."""
    found = np.array(values, float)
    return np.where(np.isnan(found), np.inf, found)


def _listed(values: Numbers) -> list[float | None]:
    return [float(v) if np.isfinite(v) else None for v in values]


def _decay(data: Data) -> Decay:
    rest = {name: value for name, value in data.items() if name != "kind"}
    match data.get("kind"):
        case "zones":
            return Zones(**{name: tuple(map(float, values)) for name, values in rest.items()})
        case "gauss":
            return Gauss(**rest)
        case "gravity":
            return Gravity(**rest)
    raise InputError(
        "decay_unknown",
        f"{data.get('kind')!r} is no catchment: there are zones, gauss, gravity.",
        kind=data.get("kind"),
    )


def _need(data: Data, *names: str) -> None:
    missing = [name for name in names if name not in data]
    if missing:
        raise InputError(
            "input_missing", f"The input has no {missing[0]!r}.", missing=tuple(missing)
        )
