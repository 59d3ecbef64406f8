"""How the cost of a complete search grows with size and density, as a small SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from benchmarks.scenarios import Line

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, GAP = 360, 320, 62, 34, 46, 40
LOWEST, HIGHEST = -4, 2
COLOURS = ("#0b5394", "#2a7f62", "#b45f06", "#7b2d8b", "#a61c00")


def draw(lines: Sequence[Line]) -> bytes:
    """One panel for random, one for structured matrices: seconds (log) over descriptors."""
    root = ElementTree.Element(
        "svg", xmlns="http://www.w3.org/2000/svg", role="img",
        viewBox=f"0 0 {2 * WIDTH + GAP} {HEIGHT + 20}",
    )  # fmt: skip
    root.set("font-family", "sans-serif")
    root.set("font-size", "12")
    title = ElementTree.SubElement(root, "title")
    title.text = "Processor seconds to the proven complete set of scenarios"
    densities = sorted({line.density for line in lines if line.kind != "published"})
    for number, kind in enumerate(("random", "structured")):
        panel = ElementTree.SubElement(
            root, "g", transform=f"translate({number * (WIDTH + GAP)},0)"
        )
        sizes = sorted({line.size for line in lines if line.kind == kind})
        if sizes:
            _axes(panel, kind, sizes)
            for colour, density in zip(COLOURS, densities, strict=False):
                chosen = [line for line in lines if (line.kind, line.density) == (kind, density)]
                _curve(panel, chosen, sizes, colour, f"{density:.0%}")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _x(size: int, sizes: Sequence[int]) -> float:
    reach = max(sizes) - min(sizes) or 1
    return LEFT + 10 + (WIDTH - LEFT - 60) * (size - min(sizes)) / reach


def _y(seconds: float) -> float:
    level = (math.log10(seconds) - LOWEST) / (HIGHEST - LOWEST)
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * min(max(level, 0.0), 1.0)


def _text(panel: ElementTree.Element, x: float, y: float, words: str, anchor: str) -> None:
    node = ElementTree.SubElement(
        panel, "text", {"text-anchor": anchor}, x=f"{x:.1f}", y=f"{y:.1f}"
    )
    node.text = words


def _axes(panel: ElementTree.Element, kind: str, sizes: Sequence[int]) -> None:
    _text(panel, WIDTH / 2, 18, f"{kind}, three states each", "middle")
    _text(panel, WIDTH / 2, HEIGHT - 8, "descriptors", "middle")
    for exponent in range(LOWEST, HIGHEST + 1):
        y = _y(10.0**exponent)
        ElementTree.SubElement(
            panel, "line", stroke="#ccc", x1=str(LEFT), x2=str(WIDTH - 40), y1=f"{y:.1f}",
            y2=f"{y:.1f}",
        )  # fmt: skip
        _text(panel, LEFT - 6, y + 4, f"{10.0**exponent:g} s", "end")
    for size in sizes:
        _text(panel, _x(size, sizes), HEIGHT - BOTTOM + 18, str(size), "middle")


def _curve(
    panel: ElementTree.Element, lines: Sequence[Line], sizes: Sequence[int], colour: str, name: str
) -> None:
    """Solved matrices as dots joined by a line, the name at the last one."""
    points = []
    for line in lines:
        run = line.runs["weitblick"]
        if run.complete and run.seconds is not None:
            points.append((_x(line.size, sizes), _y(run.seconds)))
    if not points:
        return
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    ElementTree.SubElement(
        panel, "polyline", {"stroke-width": "2"}, points=path, stroke=colour, fill="none"
    )
    for x, y in points:
        ElementTree.SubElement(panel, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="3", fill=colour)
    _text(panel, points[-1][0] + 7, points[-1][1] + 4, name, "start")
