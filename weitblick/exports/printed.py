"""Sheets as tagged PDF, or their first page as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

STANDARD = ("a-2a", "ua-1")


def printed(template: Path, data: Mapping[str, Any], date: str, picture: bool = False) -> bytes:
    """The template filled with data: a PDF dated ``date`` (ISO), or a small PNG of its page 1."""
    # Loaded where something is set: in a worker, not in the server, which only hands work over.
    from weitblick.exports import typesetter  # noqa: PLC0415

    if picture:
        return typesetter.pictured(template, data)
    return typesetter.compiled(template, data, date=date, standard=STANDARD)
