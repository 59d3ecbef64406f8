"""The colours of the figures: a dusk-to-dawn scale, six field colours, ink and ground.

The scale rises in lightness from blue-violet to warm yellow, so it reads in greyscale and to
colour-blind eyes; a field colour never stands without its numeral.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark", "print", "web"]

STEPS = 7
NUMERALS = ("I", "II", "III", "IV", "V", "VI")


@dataclass(frozen=True)
class Palette:
    """Hex colours of one theme. ``dusk_ink`` is the text colour on each step of the scale."""

    ink: str
    muted: str
    line: str
    ground: str
    paper: str
    accent: str
    dusk: tuple[str, ...]
    dusk_ink: tuple[str, ...]
    fields: tuple[str, ...]

    def step(self, share: float) -> int:
        """The step of the scale a share from 0 (dusk) to 1 (dawn) falls on."""
        return min(STEPS - 1, max(0, int(share * STEPS)))

    def field(self, numeral: str) -> str:
        """The field's colour; the accent for a field beyond the sixth or none."""
        return self.fields[NUMERALS.index(numeral)] if numeral in NUMERALS else self.accent

    def tokens(self) -> dict[str, str]:
        """Colour -> CSS custom property, for charts that follow the page's theme."""
        names = {
            **{colour: f"--chart-step-{i + 1}" for i, colour in enumerate(self.dusk)},
            **{colour: f"--chart-field-{i + 1}" for i, colour in enumerate(self.fields)},
        }
        for name in ("ink", "muted", "line", "ground", "paper", "accent"):
            names[getattr(self, name)] = f"--chart-{name}"
        return names


_DUSK = ("#2f2a5e", "#51438a", "#7a5c9f", "#a97fa4", "#d3a08f", "#ecc07a", "#f8df96")
_WHITE, _INK = "#fffffe", "#221f33"

LIGHT = Palette(
    ink=_INK,
    muted="#5c5870",
    line="#c9c5d1",
    ground="#ffffff",
    paper="#f7f2e7",
    accent="#3d3577",
    dusk=_DUSK,
    dusk_ink=(_WHITE,) * 3 + ("#1a1826",) * 4,
    fields=("#8a4b08", "#00627a", "#7b2d66", "#2c5e30", "#a13a26", "#3c4899"),
)

DARK = Palette(
    ink="#edeaf5",
    muted="#b3aec4",
    line="#55506a",
    ground="#191724",
    paper="#262336",
    accent="#b9b0f0",
    dusk=("#4c4591", "#6858a8", "#8469ad", "#b58bb0", "#d8a898", "#edc482", "#f8e09a"),
    dusk_ink=(_WHITE,) * 3 + ("#1a1826",) * 4,
    fields=("#e0a45c", "#5fbcd3", "#d98cc4", "#86c28a", "#ef9a86", "#a3adf2"),
)

PALETTES: dict[Theme, Palette] = {"light": LIGHT, "dark": DARK, "print": LIGHT, "web": LIGHT}
