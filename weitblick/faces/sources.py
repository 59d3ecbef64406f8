"""Items as sources of a passage: their short id, their wording, and where their thread begins."""

from collections.abc import Iterable

from django.urls import reverse

from weitblick.exports.document import Trace, TraceRef, plain
from weitblick.trace.models import Item
from weitblick.workshop.models import Process


def ref(process: Process, item: Item) -> TraceRef:
    """An item as a source; the address of its thread is relative to the document's base."""
    url = reverse("entrance:trace", args=[process.slug, item.public_id])
    return TraceRef(item.public_id, item.kind, item.public_id, url, plain(item.text))


def trace(process: Process, items: Iterable[Item], n: int | None = None) -> Trace:
    """Items as the trace of a block, with the number of people who took part."""
    return Trace(tuple(ref(process, item) for item in items), n)
