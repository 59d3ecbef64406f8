"""The authored content of the worked example, read from YAML."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "content"
FILES = (
    "process", "participants", "cards", "factors", "influences", "assumptions", "crossimpacts",
    "scenarios", "options", "validation", "recommendations", "evidence",
)
LETTERS = "abc"


@dataclass(frozen=True)
class Content:
    """All files, as plain data; see ``content/README.md`` for their layout."""

    process: dict[str, Any]
    participants: list[dict[str, Any]]
    cards: dict[str, list[dict[str, Any]]]
    factors: list[dict[str, Any]]
    influences: dict[str, dict[str, int]]
    assumptions: dict[str, dict[str, dict[str, Any]]]
    crossimpacts: dict[str, Any]
    scenarios: list[dict[str, Any]]
    options: list[dict[str, Any]]
    validation: list[dict[str, Any]]
    recommendations: list[dict[str, Any]]
    evidence: dict[str, Any]


@cache
def load() -> Content:
    """Read all files once."""
    return Content(**{name: _read(name) for name in FILES})


def group_matrix(content: Content, group: str) -> dict[tuple[str, str, str, str], int]:
    """A group's judgements: (source factor, letter, target factor, letter) -> -3…3, zeros too."""
    keys = list(content.assumptions)
    cells = {
        (source, a, target, b): 0
        for source in keys for target in keys if source != target
        for a in LETTERS for b in LETTERS
    }
    for section in content.crossimpacts["sections"]:
        for a, row in section["rows"].items():
            for b, value in zip(LETTERS, row, strict=True):
                cells[section["source"], a, section["target"], b] = value
    for name, value in content.crossimpacts["dissents"].get(group, {}).items():
        source, target = name.split(" > ")
        cells[(*source.split("."), *target.split("."))] = value  # type: ignore[index]
    return cells


def reasons(content: Content) -> dict[tuple[str, str], str]:
    """The written reason of a section, by (source factor, target factor)."""
    return {
        (one["source"], one["target"]): one["reason"]
        for one in content.crossimpacts["sections"] if one.get("reason")
    }


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
