"""Diverging bars: disagreement to the left, no position in the middle, agreement to the right."""

from __future__ import annotations

from weitblick.exports.charts import canvas
from weitblick.exports.charts.canvas import Frame, Row, Spec
from weitblick.exports.charts.palette import Palette
from weitblick.exports.charts.rows import Data
from weitblick.exports.specs import DivergingVotes, Votes
from weitblick.exports.words import number, people, percent, words

_LEFT, _RIGHT, _TOP = 176, 46, 24


def draw(spec: DivergingVotes, palette: Palette, language: str) -> Spec:
    names = [votes.label for votes in spec.rows]
    left = canvas.wide_left(names, _LEFT)
    labels, row = canvas.rows(names, left - 14, 26)
    frame = Frame(row * len(labels), left, _RIGHT, _TOP, 4)
    parts = [
        part for i, votes in enumerate(spec.rows) for part in _parts(i, votes, palette, language)
    ]
    reach = max(0.5, *(abs(p[end]) for p in parts for end in ("x", "x2")))
    room = 30 / frame.width * 2 * reach
    xs, ys = canvas.x("x", -reach, reach), canvas.y("y", 0, len(labels))
    middle = canvas.y("m", 0, len(labels))
    counts: list[Row] = [
        {"m": i + 0.5, "text": people(votes.n, language), "fill": palette.muted}
        for i, votes in enumerate(spec.rows)
    ]
    return canvas.view(
        frame,
        [
            canvas.rects(parts, xs, ys, stroke=palette.muted, strokeWidth=0.5),
            canvas.texts(
                [{**p, "fill": p["text_fill"]} for p in parts if p["share"] >= room],
                canvas.x("c", -reach, reach),
                middle,
                fontSize=canvas.SMALL,
            ),
            canvas.row_names(labels, row, frame, palette),
            canvas.texts(
                counts, {"value": frame.width + 6}, middle, align="left", fontSize=canvas.SMALL
            ),
            *_legend(frame, palette, language),
        ],
        palette,
    )


def _parts(i: int, row: Votes, palette: Palette, language: str) -> list[Row]:
    """The three stretches of one row, as shares; the middle of "no position" is zero."""
    total = row.n or 1
    agree, passed, disagree = row.agree / total, row.passed / total, row.disagree / total
    half = passed / 2
    stretches = (
        (-half - disagree, -half, disagree, palette.dusk[1], palette.dusk_ink[1]),
        (-half, half, passed, palette.ground, palette.ink),
        (half, half + agree, agree, palette.dusk[5], palette.dusk_ink[5]),
    )
    return [
        {
            "x": start,
            "x2": end,
            "c": (start + end) / 2,
            "y": i + 0.16,
            "y2": i + 0.84,
            "m": i + 0.5,
            "share": share,
            "text": percent(share, language),
            "fill": fill,
            "text_fill": ink,
        }
        for start, end, share, fill, ink in stretches
        if share > 0
    ]


def _legend(frame: Frame, palette: Palette, language: str) -> list[Spec]:
    word = words(language)
    entries = (
        (word["disagree"], palette.dusk[1]),
        (word["pass"], palette.ground),
        (word["agree"], palette.dusk[5]),
    )
    xs, ys = canvas.pixels(frame)
    rows: list[Row] = []
    left = 0.0
    for text, fill in entries:
        rows.append({"x": left, "x2": left + 9, "y": -17, "y2": -8, "text": text, "fill": fill})
        left += 9 + 5 + len(text) * canvas.SMALL * 0.52 + 14
    names = [{"x": r["x2"] + 4, "y": -12, "text": r["text"], "fill": palette.ink} for r in rows]
    return [
        canvas.rects(rows, xs, ys, stroke=palette.muted, strokeWidth=0.5),
        canvas.texts(names, xs, ys, align="left", fontSize=canvas.SMALL),
    ]


def table(spec: DivergingVotes, language: str) -> Data:
    word = words(language)
    rows = tuple(
        (
            row.label,
            *(_cell(count, row.n, language) for count in (row.disagree, row.passed, row.agree)),
            number(row.n, language),
        )
        for row in spec.rows
    )
    header = (word["item"], word["disagree"], word["pass"], word["agree"], "n")
    return Data(header, rows, (1, 2, 3, 4))


def _cell(count: int, n: int, language: str) -> str:
    share = f" ({percent(count / n, language)})" if n else ""
    return number(count, language) + share
