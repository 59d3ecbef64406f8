"""The geometry of the pictures: whole numbers for SVG attributes, no markup, no style.

Every function turns data into the context of one component template. Lengths are in the
units of the picture's viewBox.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .numbers import field_class, tone_class

Context = dict[str, Any]


@dataclass(frozen=True)
class Bar:
    """One bar of a histogram or one part of a stacked bar."""

    x: int
    y: int
    width: int
    height: int
    count: int
    label: str


@dataclass(frozen=True)
class Point:
    """One point of a grid picture, in data units; `key` points are named in the picture."""

    label: str
    x: float
    y: float
    field: object = None
    key: bool = False
    url: str = ""


@dataclass(frozen=True)
class Mark:
    """A point placed in the picture, with its number and, where there is room, its name."""

    number: int
    x: int
    y: int
    css: str
    point: Point
    name: str = ""
    name_x: int = 0
    name_y: int = 0
    anchor: str = "start"


def median(counts: Sequence[int], first: int = 1) -> float | None:
    """The median of ratings given as counts of the values first, first + 1, …"""
    values = [first + step for step, count in enumerate(counts) for _ in range(count)]
    if not values:
        return None
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def bars(counts: Sequence[int], labels: Sequence[object], width: int, height: int) -> list[Bar]:
    """A histogram; the highest bar fills the height, a count of 0 leaves a hairline of 1."""
    top = max([*counts, 1])
    step = width // max(len(counts), 1)
    tall = [max(1, round(height * count / top)) for count in counts]
    return [
        Bar(i * step + 2, height - tall[i], step - 4, tall[i], count, str(label))
        for i, (count, label) in enumerate(zip(counts, labels, strict=True))
    ]


def shares(parts: Sequence[int], labels: Sequence[object], width: int) -> list[Bar]:
    """One stacked bar of the whole width, whose parts add up to it exactly."""
    whole = sum(parts) or 1
    edges = [round(width * sum(parts[:i]) / whole) for i in range(len(parts) + 1)]
    return [
        Bar(edges[i], 0, edges[i + 1] - edges[i], 0, part, str(label))
        for i, (part, label) in enumerate(zip(parts, labels, strict=True))
    ]


WIDE, HIGH, RADIUS = 800, 560, 13
LEFT, TOP, RIGHT, BOTTOM = 56, 24, 776, 500
LETTER, LINE, LONGEST, CORNER = 8, 20, 30, 90
Box = tuple[int, int, int, int]


def _points(rows: Iterable[Point | Mapping[str, Any]]) -> list[Point]:
    return [row if isinstance(row, Point) else Point(**row) for row in rows]


def _span(values: Sequence[float], floor: float) -> tuple[float, float]:
    low, high = min([floor, *values]), max([*values, floor + 1.0])
    return low, high + (high - low) * 0.06


def _place(value: float, span: tuple[float, float], start: int, end: int) -> int:
    low, high = span
    return round(start + (value - low) / (high - low) * (end - start))


def _apart(one: Box, other: Box) -> bool:
    return (
        one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    )


def _shortened(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"


def _named(mark: Mark, taken: list[Box]) -> Mark:
    """Try the four sides of a mark; without room the number alone stands for it."""
    name = _shortened(mark.point.label)
    long = len(name) * LETTER
    sides = (
        (mark.x + RADIUS + 5, mark.y + 6, "start", 0),
        (mark.x - RADIUS - 5, mark.y + 6, "end", long),
        (mark.x, mark.y - RADIUS - 7, "middle", long // 2),
        (mark.x, mark.y + RADIUS + 18, "middle", long // 2),
    )
    for x, y, anchor, back in sides:
        box = (x - back, y - LINE + 4, x - back + long, y + 4)
        inside = box[0] >= LEFT and box[2] <= RIGHT and box[1] >= TOP and box[3] <= BOTTOM
        if inside and all(_apart(box, other) for other in taken):
            taken.append(box)
            return Mark(mark.number, mark.x, mark.y, mark.css, mark.point, name, x, y, anchor)
    return mark


def _around(x: int, y: int) -> Iterator[tuple[int, int]]:
    """A spot and the free places around it: rings of six, twelve, eighteen …"""
    yield x, y
    for ring in range(1, 5):
        for step in range(6 * ring):
            turn = 2 * math.pi * step / (6 * ring)
            reach = 2 * RADIUS * ring
            yield x + round(reach * math.cos(turn)), y + round(reach * math.sin(turn))


def _spread(spots: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Points on the same spot gather around it, so that none hides another."""
    placed: list[tuple[int, int]] = []
    for x, y in spots:
        near = RADIUS if all(math.dist((x, y), o) > RADIUS for o in placed) else 2 * RADIUS - 3
        free = (
            (a, b) for a, b in _around(x, y)
            if LEFT <= a <= RIGHT and TOP <= b <= BOTTOM
            and all(math.dist((a, b), other) > near for other in placed)
        )
        placed.append(next(free, (x, y)))
    return placed


def marks(points: Sequence[Point], floor: float = 0) -> tuple[list[Mark], int, int]:
    """Place points in the system grid; also the position of the two mean lines."""
    wide, high = _span([p.x for p in points], floor), _span([p.y for p in points], floor)
    spots = _spread([
        (_place(p.x, wide, LEFT, RIGHT), _place(p.y, high, BOTTOM, TOP)) for p in points
    ])
    placed = [
        Mark(number, x, y, field_class(p.field) + (" is-key" if p.key else ""), p)
        for number, (p, (x, y)) in enumerate(zip(points, spots, strict=True), 1)
    ]
    count = max(len(points), 1)
    mid_x = _place(sum(p.x for p in points) / count, wide, LEFT, RIGHT)
    mid_y = _place(sum(p.y for p in points) / count, high, BOTTOM, TOP)
    taken = [(m.x - RADIUS, m.y - RADIUS, m.x + RADIUS, m.y + RADIUS) for m in placed]
    corners = ((x, y) for x in (LEFT, RIGHT - CORNER) for y in (TOP + 8, BOTTOM - 28))
    taken += [(x, y, x + CORNER, y + LINE) for x, y in corners]
    return [_named(m, taken) if m.point.key else m for m in placed], mid_x, mid_y


def quadrants(names: Sequence[str]) -> list[Context]:
    """The four corners' names: top left, top right, bottom left, bottom right."""
    if not names:
        return []
    corners = ((LEFT + 12, TOP + 24, "start"), (RIGHT - 12, TOP + 24, "end"),
               (LEFT + 12, BOTTOM - 12, "start"), (RIGHT - 12, BOTTOM - 12, "end"))
    return [
        {"x": x, "y": y, "anchor": anchor, "name": name}
        for (x, y, anchor), name in zip(corners, names, strict=True)
    ]


def grid_context(
    rows: Iterable[Point | Mapping[str, Any]], x_label: str, y_label: str,
    names: Sequence[str] = (), floor: float = 0,
) -> Context:
    """Points between two axes that start at `floor`, with mean lines and names of quadrants."""
    points = _points(rows)
    placed, mid_x, mid_y = marks(points, floor)
    frame = {"left": LEFT, "top": TOP, "right": RIGHT, "bottom": BOTTOM, "w": WIDE, "h": HIGH}
    return {
        "marks": placed,
        "mid_x": mid_x,
        "mid_y": mid_y,
        "frame": frame,
        "radius": RADIUS,
        "quadrants": quadrants(names),
        "x_label": x_label,
        "y_label": y_label,
    }


def heat_rows(
    row_titles: Sequence[object], values: Sequence[Sequence[float | None]], low: float, high: float
) -> list[Context]:
    """Rows of a heat map: each value with its tone between low (dusk) and high (dawn)."""
    span = (high - low) or 1
    return [
        {
            "title": title,
            "cells": [
                {"value": v, "tone": tone_class(None if v is None else (v - low) / span)}
                for v in row
            ],
        }
        for title, row in zip(row_titles, values, strict=True)
    ]


def scale_points(first: int, last: int, value: object, signs: bool) -> list[Context]:
    """The choices of a scale: value, written form and whether it is chosen."""
    chosen = str(value) if value is not None else None
    return [
        {"value": v, "signed": signs and first < 0, "checked": chosen == str(v)}
        for v in range(first, last + 1)
    ]
