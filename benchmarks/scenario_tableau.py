"""The picture of the walk-through: a tableau of scenarios with the weight of their basins.

``python -m benchmarks.scenario_tableau MATRIX.scw PICTURE.svg``
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

from weitblick.engines.crossimpact import CrossImpactMatrix, Scenario, basins, solve
from weitblick.engines.scenariofiles import read_matrix

ROW, COLUMN, LABEL, BAR, HEAD = 30, 138, 34, 150, 46
SHADES = ("#dbe7f3", "#f6e3c5", "#dfeede", "#eadff0", "#f3dada")


def draw(matrix: CrossImpactMatrix, scenarios: list[Scenario], weights: list[int]) -> bytes:
    """One row a scenario, a cell a descriptor (same state, same shade), a bar for its basin."""
    size, most = len(matrix.counts), max(weights)
    width = LABEL + size * COLUMN + BAR + 60
    root = ElementTree.Element(
        "svg", xmlns="http://www.w3.org/2000/svg", role="img",
        viewBox=f"0 0 {width} {HEAD + ROW * len(scenarios) + 8}",
    )  # fmt: skip
    root.set("font-family", "sans-serif")
    root.set("font-size", "12")
    ElementTree.SubElement(root, "title").text = f"Consistent scenarios of {matrix.title}"
    for j, descriptor in enumerate(matrix.descriptors):
        _text(root, LABEL + (j + 0.5) * COLUMN, HEAD - 14, descriptor.name, "middle")
    _text(root, LABEL + size * COLUMN + 12, HEAD - 14, "starts that lead there", "start")
    for number, (scenario, weight) in enumerate(zip(scenarios, weights, strict=True)):
        top = HEAD + number * ROW
        _text(root, LABEL - 8, top + 19, str(number + 1), "end")
        for j, state in enumerate(scenario):
            _box(root, LABEL + j * COLUMN, top, COLUMN - 3, SHADES[(state - 1) % len(SHADES)])
            words = matrix.descriptors[j].states[state - 1]
            _text(root, LABEL + (j + 0.5) * COLUMN, top + 19, words, "middle")
        left = LABEL + size * COLUMN + 12
        _box(root, left, top, max(1.0, BAR * weight / most), "#0b5394")
        _text(root, left + BAR * weight / most + 6, top + 19, str(weight), "start")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _text(root: ElementTree.Element, x: float, y: float, words: str, anchor: str) -> None:
    place = {"text-anchor": anchor, "x": f"{x:.0f}", "y": f"{y:.0f}"}
    ElementTree.SubElement(root, "text", place).text = words


def _box(root: ElementTree.Element, x: float, y: float, width: float, fill: str) -> None:
    size = {"width": f"{width:.0f}", "height": str(ROW - 4)}
    ElementTree.SubElement(root, "rect", size, x=f"{x:.0f}", y=f"{y:.0f}", fill=fill)


def main(arguments: list[str]) -> int:
    """Read the matrix, solve it, write the picture."""
    matrix = read_matrix(arguments[0])
    scenarios, found = list(solve(matrix).scenarios), basins(matrix)
    weights = [found.weight_of(scenario) for scenario in scenarios]
    Path(arguments[1]).write_bytes(draw(matrix, scenarios, weights))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
