"""The geometry of the pictures: heights follow counts, parts fill the bar, labels keep apart."""

import math

from hypothesis import given
from hypothesis import strategies as st

from weitblick.faces.figures import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    Point,
    bars,
    heat_rows,
    marks,
    median,
    scale_points,
    shares,
)


def test_bars_are_as_high_as_their_counts() -> None:
    drawn = bars([1, 2, 4, 0], range(1, 5), 192, 96)
    assert [(b.x, b.y, b.width, b.height) for b in drawn] == [
        (2, 72, 44, 24), (50, 48, 44, 48), (98, 0, 44, 96), (146, 95, 44, 1),
    ]


def test_median_of_counts() -> None:
    assert median([1, 3, 6, 9, 4]) == 4
    assert median([1, 1]) == 1.5
    assert median([0, 0, 0]) is None
    assert median([2, 0, 1], first=-1) == -1


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6))
def test_the_parts_of_a_bar_fill_it_without_gaps(parts: list[int]) -> None:
    drawn = shares(parts, parts, 600)
    assert [bar.x for bar in drawn[1:]] == [bar.x + bar.width for bar in drawn[:-1]]
    assert sum(bar.width for bar in drawn) == (600 if sum(parts) else 0)


def test_the_extremes_of_the_system_grid_lie_where_they_belong() -> None:
    placed, mid_x, mid_y = marks([Point("a", 0, 0), Point("b", 20, 10)])
    assert (placed[0].x, placed[0].y) == (LEFT, BOTTOM)
    assert (placed[1].x, placed[1].y) == (735, 51)
    assert (mid_x, mid_y) == (396, 275)


@given(st.lists(st.tuples(st.floats(0, 60), st.floats(0, 60)), max_size=30))
def test_every_mark_is_inside_and_no_two_names_overlap(pairs: list[tuple[float, float]]) -> None:
    points = [Point(f"Faktor {i} mit Namen", x, y, key=True) for i, (x, y) in enumerate(pairs)]
    placed, _mid_x, _mid_y = marks(points)
    assert all(LEFT <= m.x <= RIGHT and TOP <= m.y <= BOTTOM for m in placed)
    boxes = []
    for mark in (m for m in placed if m.name):
        long = len(mark.name) * 8
        back = {"start": 0, "middle": long // 2, "end": long}[mark.anchor]
        boxes.append((mark.name_x - back, mark.name_y - 16, mark.name_x - back + long,
                      mark.name_y + 4))
    for i, one in enumerate(boxes):
        for other in boxes[:i]:
            apart = (one[2] <= other[0] or other[2] <= one[0]
                     or one[3] <= other[1] or other[3] <= one[1])
            assert apart


def test_the_axes_of_ratings_start_at_their_lowest_value() -> None:
    placed, _mid_x, _mid_y = marks([Point("a", 1, 1), Point("b", 5, 5)], floor=1)
    assert (placed[0].x, placed[0].y) == (LEFT, BOTTOM)


def test_points_on_the_same_spot_gather_around_it() -> None:
    placed, _mid_x, _mid_y = marks([Point("far", 6, 6)] + [Point(name, 3, 3) for name in "abcdefg"])
    first, *others = [(m.x, m.y) for m in placed[1:]]
    assert first == (396, 275)
    assert [round(math.dist(first, other)) for other in others] == [26] * 6


def test_heat_rows_are_toned_between_low_and_high() -> None:
    rows = heat_rows(["a"], [[-3, 0, 3, None]], -3, 3)
    assert [cell["tone"] for cell in rows[0]["cells"]] == [
        "tone-1", "tone-4", "tone-7", "tone-none",
    ]


def test_scale_points_know_the_choice_and_the_sign() -> None:
    assert scale_points(-1, 1, "0", signs=True) == [
        {"value": -1, "signed": True, "checked": False},
        {"value": 0, "signed": True, "checked": True},
        {"value": 1, "signed": True, "checked": False},
    ]
    assert [p["checked"] for p in scale_points(0, 2, None, signs=True)] == [False, False, False]
