"""The area register: the districts of Thüringen, with keys as text and one dated population.

Boundaries, municipalities, successions and importers stand on this register.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "thueringen.yaml"


@dataclass(frozen=True)
class Area:
    """A district. ``key``: the official AGS, five digits as text; ``kind``: city or district."""

    key: str
    name: str
    kind: str
    nuts: str
    population: int


@dataclass(frozen=True)
class Register:
    """Areas of one date with the line of attribution their population needs."""

    areas: tuple[Area, ...]
    as_of: dt.date
    source: str

    @property
    def population(self) -> int:
        """People in all areas."""
        return sum(area.population for area in self.areas)

    def find(self, key: str) -> Area | None:
        """The area with this key."""
        return next((area for area in self.areas if area.key == key), None)


@cache
def thueringen() -> Register:
    """The built-in register of Thüringen."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Register(tuple(Area(**row) for row in data["areas"]), data["as_of"], data["source"])
