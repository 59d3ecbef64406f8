"""Lines over the years as a small picture: values, a band, breaks, and what is missing and why."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from weitblick.faces.numbers import number

WIDE, HIGH = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 76, 620, 18, 222
YEAR_LABELS = 7


@dataclass(frozen=True)
class Spot:
    """A value of a year (None: there is none), with the words its mark says."""

    year: float
    value: float | None
    said: str


@dataclass(frozen=True)
class Line:
    """One line; it is interrupted where there is no value and at breaks.

    ``is_whole``: not at breaks; an earlier forecast knew nothing of them.
    """

    name: str
    spots: tuple[Spot, ...]
    is_whole: bool = False


@dataclass(frozen=True)
class Band:
    """From ``low`` to ``high`` in each of the years."""

    years: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def ticks(low: float, high: float) -> list[float]:
    """Three to six round numbers that hold all values."""
    span = (high - low) or abs(high) or 1.0
    raw = span / 4
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(at * step, 10) for at in range(first, max(last, first + 1) + 1)]


def picture(
    lines: Sequence[Line], band: Band | None = None,
    breaks: Sequence[tuple[float, str]] = (), limit: tuple[float, str] | None = None,
) -> dict[str, Any] | None:
    """Geometry and words for ``monitoring/_lines.html``; None without any value.

    ``breaks``: years from which values are not comparable, with the reason; ``limit``: a value
    that is drawn across, with its words.
    """
    known = [one for line in lines for one in line.spots if one.value is not None]
    if not known:
        return None
    values = [one.value for one in known if one.value is not None]
    values += [*band.low, *band.high] if band else []
    values += [limit[0]] if limit else []
    years = [one.year for line in lines for one in line.spots] + list(band.years if band else ())
    scale = _Scale(min(years), max(years), ticks(min(values), max(values)))
    shown_breaks = [one for one in breaks if scale.first < one[0] <= scale.last]
    return {
        "w": WIDE, "h": HIGH, "left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM,
        "ticks": [{"y": scale.y(one), "words": number(one)} for one in scale.ticks],
        "years": [{"x": scale.x(one), "words": f"{one:g}"} for one in _years(scale)],
        "lines": [_drawn(line, at, scale, [one[0] for one in shown_breaks])
                  for at, line in enumerate(lines, start=1)],
        "band": _banded(band, scale) if band else "",
        "breaks": [{"x": scale.x(year) - 6, "said": said} for year, said in shown_breaks],
        "limit": {"y": scale.y(limit[0]), "said": limit[1]} if limit else None,
    }


@dataclass(frozen=True)
class _Scale:
    first: float
    last: float
    ticks: list[float]

    def x(self, year: float) -> int:
        span = (self.last - self.first) or 1.0
        return round(LEFT + (RIGHT - LEFT) * (year - self.first) / span)

    def y(self, value: float) -> int:
        low, high = self.ticks[0], self.ticks[-1]
        return round(BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low))


def _years(scale: _Scale) -> list[int]:
    first, last = math.ceil(scale.first), math.floor(scale.last)
    step = next(s for s in (1, 2, 5, 10, 20, 50, 1000) if (last - first) / s < YEAR_LABELS)
    return [year for year in range(first, last + 1) if (year - first) % step == 0]


def _drawn(line: Line, at: int, scale: _Scale, breaks: Sequence[float]) -> dict[str, Any]:
    spots = sorted(line.spots, key=lambda one: one.year)
    known = [one for one in spots if one.value is not None]
    last = known[-1] if known else None
    return {
        "name": line.name, "css": f"line-{(at - 1) % 4 + 1}",
        "path": _path(spots, scale, () if line.is_whole else breaks),
        "marks": [{"x": scale.x(one.year), "y": scale.y(one.value), "said": one.said}
                  for one in known if one.value is not None],
        "gaps": [{"x": scale.x(one.year), "y": BOTTOM, "said": one.said}
                 for one in spots if one.value is None],
        "end": {"x": scale.x(last.year), "y": scale.y(last.value or 0)} if last else None,
    }


def _path(spots: Sequence[Spot], scale: _Scale, breaks: Sequence[float]) -> str:
    parts = []
    for before, after in pairwise(spots):
        crosses = any(before.year < one <= after.year for one in breaks)
        if before.value is None or after.value is None or crosses:
            continue
        parts.append(f"M{scale.x(before.year)} {scale.y(before.value)}"
                     f"L{scale.x(after.year)} {scale.y(after.value)}")
    return "".join(parts)


def _banded(band: Band, scale: _Scale) -> str:
    low = [(scale.x(year), scale.y(value))
           for year, value in zip(band.years, band.low, strict=True)]
    high = [(scale.x(year), scale.y(value))
            for year, value in zip(band.years, band.high, strict=True)]
    return "M" + "L".join(f"{x} {y}" for x, y in [*low, *reversed(high)]) + "Z"


def of_snapshot(snapshot: Mapping[str, Any], said: Sequence[str]) -> dict[str, Any] | None:
    """The picture of a pinned series; ``said``: the words of each point."""
    spots = tuple(
        Spot(_year(point["at"]), point.get("value"), f"{point['label']}: {words}")
        for point, words in zip(snapshot["points"], said, strict=True)
    )
    breaks = [(_year(one["at"]), one["reason"]) for one in snapshot["breaks"]]
    banded = [one for one in snapshot["points"]
              if one.get("low") is not None and one.get("high") is not None]
    band = Band(tuple(_year(one["at"]) for one in banded), tuple(one["low"] for one in banded),
                tuple(one["high"] for one in banded)) if len(banded) > 1 else None
    return picture([Line(str(snapshot["title"]), spots)], band, breaks)


def _year(at: str) -> float:
    """A day as a year: the end of 2022 lies at 2022, the middle of it half a year before."""
    year, month, day = (int(part) for part in at.split("-"))
    return round(year - 1 + ((month - 1) * 30.4 + day) / 365, 2) if (month, day) != (12, 31) \
        else float(year)
