"""The house style of a paper: colours that can be read, a face, logos. Plain data and arithmetic.

Contrast after WCAG 2.2, success criterion 1.4.3 (https://www.w3.org/TR/WCAG22/#contrast-minimum).
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from typing import Literal

Face = Literal["book", "sans"]

LEAST = 4.5
"""The contrast that text needs with its ground."""
WHITE, NIGHT, INK = "#ffffff", "#191724", "#221f33"


@dataclass(frozen=True)
class Logo:
    """A logo as PNG in base64; ``description`` is its alternative text."""

    description: str
    data: str


@dataclass(frozen=True)
class House:
    """``accent`` colours headings and links, ``ground`` lies behind boxes; both as "#rrggbb".

    ``face`` is "book" (Libertinus Serif) or "sans" (Noto Sans). ``funding`` is the line above the
    funders' logos.
    """

    accent: str = "#3d3577"
    ground: str = "#f7f2e7"
    face: Face = "book"
    logo: Logo | None = None
    funding: str = ""
    funders: tuple[Logo, ...] = ()


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, *grounds: str) -> str:
    """The colour itself where it can be read on all grounds, else the nearest shade that can.

    Its hue stays; it becomes darker on light grounds and lighter on dark ones.
    """
    darker = sum(map(_luminance, grounds)) / len(grounds) > 0.18
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    shade = colour
    while min(contrast(shade, ground) for ground in grounds) < LEAST and 0 <= light <= 1:
        light += -0.01 if darker else 0.01
        shade = _hex(colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation))
    return shade


def tint(colour: str, share: float) -> str:
    """The colour mixed with white: share 1 is the colour, 0 is white."""
    return _hex(tuple(1 - share * (1 - part) for part in _parts(colour)))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
