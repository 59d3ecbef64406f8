"""Pinned evidence beside items, and the button that pins: {% load evidence %}."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from weitblick.monitoring.queries.notes import find_note, notes_of, of_row
from weitblick.trace.models import Item, Kind
from weitblick.workshop.models import Process

register = template.Library()


@register.inclusion_tag("monitoring/_notes.html")
def evidence_notes(*items: Item, level: int = 2, small: bool = False) -> dict[str, Any]:
    """The notes that support these items, in one query; nothing where there are none.

    ``level``: of the heading; ``small``: beside a question on a phone.
    """
    found = notes_of(items)
    seen = {note.item: note for item in items for note in found.get(item.pk, ())}
    return {"notes": list(seen.values()), "level": level, "small": small}


@register.inclusion_tag("monitoring/_notes.html")
def evidence_in_trace(item: Item) -> dict[str, Any]:
    """On the page of an item: its own pinned figures if it is a note, else those beside it."""
    if item.kind != Kind.EVIDENCE:
        return evidence_notes(item)
    row = find_note(item.process, item.public_id)
    return {"notes": [of_row(row)] if row else [], "level": 2, "small": False}


@register.inclusion_tag("monitoring/_pin.html")
def pin(process: Process, kind: str, label: str = "", **reference: str) -> dict[str, Any]:
    """The button that leads to pinning: ``{% pin process "series" code=… area=… %}``,
    ``{% pin process "forecast" area=… %}``, ``{% pin process "whatif" key=… %}``."""
    query = urlencode({"kind": kind, **{name: value for name, value in reference.items() if value}})
    return {"url": f"{reverse('monitoring:pin', args=[process.slug])}?{query}", "label": label}
