"""Frames: what a process talks about (topics, fields, dimensions) and who takes part (sectors).

A frame is one YAML file. It is checked on load; what is wrong is named with line and reason.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.text import slugify
from django.utils.translation import gettext as _

from weitblick.workshop.reading import AuthoredError, Reader

BUILT_IN = Path(__file__).parent / "frames"
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class FrameError(AuthoredError):
    """A frame file that cannot be used: which file, which line, why."""


@dataclass(frozen=True)
class Named:
    """A topic, sector or dimension: its stable slug and what people read."""

    slug: str
    title: str


@dataclass(frozen=True)
class Field:
    """An action field with its Roman numeral and its dimensions."""

    slug: str
    title: str
    numeral: str
    dimensions: tuple[Named, ...]


@dataclass(frozen=True)
class Frame:
    """The frame of a process."""

    slug: str
    title: str
    language: str
    region: str
    horizon: int
    topics: tuple[Named, ...]
    sectors: tuple[Named, ...]
    fields: tuple[Field, ...]

    @property
    def dimensions(self) -> tuple[Named, ...]:
        """All dimensions in the order of the fields."""
        return tuple(dimension for field in self.fields for dimension in field.dimensions)

    def field_of(self, dimension: str) -> Field | None:
        """The field a dimension (by slug) belongs to."""
        return next((f for f in self.fields if dimension in {d.slug for d in f.dimensions}), None)

    def title_of(self, slug: str) -> str:
        """The title of any topic, sector, field or dimension; the slug itself if unknown."""
        named = [*self.topics, *self.sectors, *self.dimensions]
        named += [Named(field.slug, field.title) for field in self.fields]
        return next((one.title for one in named if one.slug == slug), slug)

    def as_data(self) -> dict[str, Any]:
        """Plain data in the layout of the YAML file; ``from_data`` reads it back."""
        return {
            "slug": self.slug,
            "title": self.title,
            "language": self.language,
            "region": self.region,
            "horizon": self.horizon,
            "topics": [t.title for t in self.topics],
            "sectors": [s.title for s in self.sectors],
            "fields": [
                {"title": f.title, "dimensions": [d.title for d in f.dimensions]}
                for f in self.fields
            ],
        }


def slug_of(title: str) -> str:
    """The stable slug of a German title: ``Bürgerbeteiligung`` -> ``buergerbeteiligung``."""
    return slugify(title.lower().translate(UMLAUTS))


def built_in_frames() -> tuple[str, ...]:
    """Slugs of the frames that come with Weitblick."""
    return tuple(sorted(file.stem for file in BUILT_IN.glob("*.yaml")))


def load_frame(name: str) -> Frame:
    """A built-in frame by slug, or any frame by the path of its YAML file."""
    file = BUILT_IN / f"{name}.yaml"
    if name not in built_in_frames():
        file = Path(name)
    if not file.is_file():
        known = ", ".join(built_in_frames())
        raise FrameError(
            name, 0, _("Diesen Rahmen gibt es nicht. Mitgeliefert: %(known)s") % {"known": known}
        )
    return parse_frame(file.read_text(encoding="utf-8"), file.name)


def parse_frame(text: str, file: str) -> Frame:
    """A frame from YAML text; ``file`` is named in errors."""
    reader = _Reader(file)
    return reader.frame(reader.compose(text))


def from_data(data: dict[str, Any]) -> Frame:
    """A frame from the plain data that ``as_data`` gave; checked once, then remembered."""
    return _from_json(json.dumps(data, ensure_ascii=False))


@lru_cache(maxsize=64)
def _from_json(text: str) -> Frame:
    """JSON is YAML, so one reader checks both; every request asks for a frame, hence the cache."""
    return parse_frame(text, "frame.json")


class _Reader(Reader):
    """Reads YAML nodes into a frame."""

    problem = FrameError

    def frame(self, node: yaml.Node | None) -> Frame:
        top = self.mapping(
            node,
            {"slug", "title", "language", "region", "horizon", "topics", "sectors", "fields"},
        )
        fields = tuple(
            self.field(child, number)
            for number, child in enumerate(self.sequence(top["fields"], "fields"))
        )
        self.unique([d for f in fields for d in f.dimensions], top["fields"])
        return Frame(
            slug=self.text(top["slug"]),
            title=self.text(top["title"]),
            language=self.text(top["language"]),
            region=self.text(top["region"]),
            horizon=self.year(top["horizon"]),
            topics=self.names(top["topics"], "topics"),
            sectors=self.names(top["sectors"], "sectors"),
            fields=fields,
        )

    def field(self, node: yaml.Node, number: int) -> Field:
        if number >= len(NUMERALS):
            raise self.error(node, _("Höchstens %d Handlungsfelder sind möglich.") % len(NUMERALS))
        keys = self.mapping(node, {"title", "dimensions"})
        title = self.text(keys["title"])
        dimensions = self.names(keys["dimensions"], "dimensions")
        return Field(slug_of(title), title, NUMERALS[number], dimensions)

    def names(self, node: yaml.Node, key: str) -> tuple[Named, ...]:
        titles = [self.text(child) for child in self.sequence(node, key)]
        named = [Named(slug_of(title), title) for title in titles]
        self.unique(named, node)
        return tuple(named)

    def unique(self, named: list[Named], node: yaml.Node) -> None:
        seen: set[str] = set()
        for one in named:
            if one.slug in seen:
                raise self.error(node, _("„%s“ steht zweimal da.") % one.title)
            seen.add(one.slug)

    def year(self, node: yaml.Node) -> int:
        value = self.text(node)
        if not (value.isdecimal() and 2000 <= int(value) <= 2200):
            raise self.error(node, _("„%s“ ist kein Jahr zwischen 2000 und 2200.") % value)
        return int(value)
