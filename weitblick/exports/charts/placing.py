"""Labels beside dots: eight places tried in order, the first that touches nothing is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from weitblick.exports.charts.canvas import LINE, SMALL, lines, wrap

LETTER = 0.56
"""How wide a letter is on average, in its size: of the widest of the faces figures are set in."""


@dataclass(frozen=True)
class Area:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> Area:
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def touches(self, other: Area) -> bool:
        apart = (
            self.right <= other.left
            or other.right <= self.left
            or self.bottom <= other.top
            or other.bottom <= self.top
        )
        return not apart

    def inside(self, other: Area) -> bool:
        return (
            other.left <= self.left
            and other.top <= self.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Label:
    """Left edge and middle line of a placed text."""

    text: str
    x: float
    y: float


def placed_labels(
    wanted: Sequence[tuple[str, float, float]], taken: Sequence[Area], bounds: Area, gap: float
) -> list[Label]:
    """Labels for (text, x, y); one without a free place is left out (its sign remains)."""
    areas, labels = list(taken), []
    for name, x, y in wanted:
        text = wrap(name, 105, SMALL, lines=2)
        for area in _candidates(text, x, y, gap):
            if area.inside(bounds) and not any(area.touches(other) for other in areas):
                areas.append(area)
                first = (area.top + area.bottom) / 2 - (lines(text) - 1) * LINE / 2
                labels.append(Label(text, area.left, first))
                break
    return labels


def _candidates(text: str, x: float, y: float, gap: float) -> Iterator[Area]:
    """Right, left, below, above, then the four diagonals."""
    width = max(map(len, text.split("\n"))) * SMALL * LETTER
    height = lines(text) * LINE
    far_x, far_y = gap + width / 2, gap + height / 2
    for dx, dy in (
        (far_x, 0), (-far_x, 0), (0, far_y), (0, -far_y),
        (far_x, -far_y), (far_x, far_y), (-far_x, -far_y), (-far_x, far_y),
    ):  # fmt: skip
        yield Area.around(x + dx, y + dy, width, height)
