"""Signposts: from new data, towards which scenarios the region moves.

Every assumption can carry signposts: an indicator, a threshold, a direction and a date. A scenario
is a set of assumptions; the signposts of all its assumptions are counted. With k of n decided ones
pointing towards it, the share has the interval of Jeffreys, quantiles of Beta(k + 1/2, n - k + 1/2)
(Brown, Cai and DasGupta 2001, Statistical Science 16, 101-133). Signposts of one scenario are
counted as if they were independent; they seldom are, so the interval is rather too narrow.

The idea: Dewar (2002), Assumption-Based Planning, Cambridge University Press.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import scipy

from weitblick.engines.errors import InputError

Direction = Literal["above", "below"]
Pointing = Literal["towards", "away", "open"]
FEWEST = 3


@dataclass(frozen=True)
class Signpost:
    """What would tell that an assumption comes true.

    Reached when ``indicator`` is at least (``above``) or at most (``below``) ``threshold``, in
    ``by`` (a year) or before. ``start``: the value when the signpost was set, if known.
    """

    assumption: Hashable
    indicator: Hashable
    threshold: float
    direction: Direction
    by: float
    start: float | None = None


@dataclass(frozen=True)
class Reading:
    """One value of an indicator in a year, with its interval where there is one."""

    year: float
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Sign:
    """What a signpost says now.

    ``towards``: reached (with the whole interval); ``away``: the date has passed without;
    ``open``: not decided yet, or without data. ``year``: of the reading that decides, or the last
    one; ``way``: share of the way from ``start`` to the threshold, below 0 when moving off.
    """

    pointing: Pointing
    year: float | None
    value: float | None
    way: float | None


@dataclass(frozen=True)
class Movement:
    """How many signposts point to one scenario.

    ``towards``, ``away``, ``open``: counts; ``share`` of the decided ones with ``low`` and ``high``
    (None where none is decided).
    """

    towards: int
    away: int
    open: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Outlook:
    """``signs`` in the order of the signposts; ``movements`` by scenario.

    ``leading``: scenarios that no other one clearly surpasses. ``decidable``: whether it is just
    one, with at least three decided signposts; else it cannot be decided yet.
    """

    signs: tuple[Sign, ...]
    movements: Mapping[Hashable, Movement]
    leading: tuple[Hashable, ...]
    decidable: bool


def look_out(
    signposts: Sequence[Signpost],
    readings: Mapping[Hashable, Sequence[Reading]],
    scenarios: Mapping[Hashable, Sequence[Hashable]],
    *,
    now: float,
    level: float = 0.8,
) -> Outlook:
    """Read all signposts in the year ``now``.

    ``readings``: by indicator; ``scenarios``: the assumptions each is made of. Assumptions without
    signposts do not count. Raises InputError for thresholds that are no numbers.
    """
    for at, signpost in enumerate(signposts):
        _refuse_senseless(at, signpost)
    signs = tuple(read(post, readings.get(post.indicator, ()), now) for post in signposts)
    movements = {
        name: _movement(
            [sign for post, sign in zip(signposts, signs, strict=True)
             if post.assumption in set(assumptions)], level,
        )
        for name, assumptions in scenarios.items()
    }  # fmt: skip
    leading = _leading(movements)
    decided = [movements[name].towards + movements[name].away for name in leading]
    return Outlook(signs, movements, leading, len(leading) == 1 and decided[0] >= FEWEST)


def read(signpost: Signpost, readings: Sequence[Reading], now: float) -> Sign:
    """What one signpost says in the year ``now``; later readings are ignored."""
    known = sorted((r for r in readings if r.year <= now), key=lambda r: r.year)
    in_time = [reading for reading in known if reading.year <= signpost.by]
    reached = [reading for reading in in_time if _reached(signpost, reading) == "yes"]
    if reached:
        return _sign("towards", reached[0], signpost)
    last = known[-1] if known else None
    # The date counts as passed when there is a reading of that year or later that does not reach.
    judged = [reading for reading in known if reading.year >= signpost.by]
    if judged and _reached(signpost, in_time[-1] if in_time else judged[0]) == "no":
        return _sign("away", in_time[-1] if in_time else judged[0], signpost)
    return _sign("open", last, signpost)


def _reached(signpost: Signpost, reading: Reading) -> Literal["yes", "no", "perhaps"]:
    low = reading.value if reading.low is None else reading.low
    high = reading.value if reading.high is None else reading.high
    if signpost.direction == "below":
        low, high, threshold = -high, -low, -signpost.threshold
    else:
        threshold = signpost.threshold
    if low >= threshold:
        return "yes"
    return "no" if high < threshold else "perhaps"


def _sign(pointing: Pointing, reading: Reading | None, signpost: Signpost) -> Sign:
    if reading is None:
        return Sign(pointing, None, None, None)
    distance = None if signpost.start is None else signpost.threshold - signpost.start
    way = (reading.value - (signpost.start or 0.0)) / distance if distance else None
    return Sign(pointing, reading.year, reading.value, way)


def _movement(signs: Sequence[Sign], level: float) -> Movement:
    towards, away, undecided = (
        sum(sign.pointing == kind for sign in signs) for kind in ("towards", "away", "open")
    )
    n = towards + away
    if not n:
        return Movement(0, 0, undecided, None, None, None)
    tail = (1 - level) / 2
    ends = towards + 0.5, away + 0.5
    # As usual with this interval, its ends are 0 and 1 where none or all point.
    low = 0.0 if not towards else float(scipy.special.betaincinv(*ends, tail))
    high = 1.0 if not away else float(scipy.special.betaincinv(*ends, 1 - tail))
    return Movement(towards, away, undecided, towards / n, low, high)


def _leading(movements: Mapping[Hashable, Movement]) -> tuple[Hashable, ...]:
    """Scenarios whose interval reaches up to the greatest lower end."""
    lows = [one.low for one in movements.values() if one.low is not None]
    bar = max(lows, default=0.0)
    return tuple(
        name for name, one in movements.items() if one.high is None or one.high >= bar
    )


def _refuse_senseless(at: int, signpost: Signpost) -> None:
    if not (math.isfinite(signpost.threshold) and math.isfinite(signpost.by)):
        raise InputError(
            "signpost_senseless", f"Signpost {at} for {signpost.assumption!r} needs a threshold "
            "and a year that are numbers.", signpost=at, assumption=signpost.assumption,
        )  # fmt: skip
    if signpost.direction not in ("above", "below"):
        raise InputError(
            "signpost_senseless", f"Signpost {at} for {signpost.assumption!r} points "
            f"{signpost.direction!r}: say 'above' or 'below'.",
            signpost=at, assumption=signpost.assumption,
        )  # fmt: skip
