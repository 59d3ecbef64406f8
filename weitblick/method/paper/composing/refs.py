"""Sources that stand for many: cut to a few, or named by letters."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from weitblick.exports.document import Trace, TraceRef
from weitblick.faces.sources import ref
from weitblick.trace.models import Item, Kind
from weitblick.workshop.models import Process

LETTERS = {
    Kind.CARD: "K", Kind.FACTOR: "F", Kind.ASSUMPTION: "T", Kind.SCENARIO: "S", Kind.STORY: "G",
    Kind.OPTION: "O", Kind.STATEMENT: "A", Kind.ARGUMENT: "B", Kind.AMENDMENT: "V",
    Kind.RECOMMENDATION: "E", Kind.EVIDENCE: "D",
}
T = TypeVar("T")


def short_trace(process: Process, items: Iterable[Item]) -> Trace:
    """Items whose wording the page prints already: the list of sources names them only."""
    refs = (ref(process, item) for item in items)
    return Trace(tuple(dataclasses.replace(one, text="") for one in refs))


def labels(process: Process) -> dict[str, str]:
    """A short id for print by public id: K17 is the 17th card of the process, O3 its 3rd option.

    Items are only ever added, so a label stays as it is.
    """
    counted: Counter[str] = Counter()
    found = {}
    for public_id, kind in process.items.order_by("pk").values_list("public_id", "kind"):
        counted[kind] += 1
        found[public_id] = f"{LETTERS[Kind(kind)]}{counted[kind]}"
    return found


def labelled(value: T, known: Mapping[str, str]) -> T:
    """The same chapter, block or trace with these labels on its sources."""
    return _labelled(value, known)


def _labelled(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, TraceRef):
        return dataclasses.replace(value, label=known.get(value.public_id, value.label))
    if isinstance(value, tuple):
        return tuple(_labelled(one, known) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: _labelled(getattr(value, f.name), known)
                   for f in dataclasses.fields(value) if f.name not in ("spec", "rows")}
        return dataclasses.replace(value, **changes)
    return value
