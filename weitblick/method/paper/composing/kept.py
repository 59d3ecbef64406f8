"""What was made of a process lately, kept as long as nothing changed."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.utils.translation import get_language

from weitblick.method.paper import queries
from weitblick.method.paper.composing.compose import Composition, compose
from weitblick.method.paper.composing.state import token
from weitblick.method.paper.models import Paper
from weitblick.workshop.models import Process

T = TypeVar("T")

MOST = 24
_lock = threading.Lock()
_kept: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()


def kept(process: Process, name: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gave for this state of the process, in this language of the interface."""
    key, state = (process.pk, name, get_language()), token(process)
    with _lock:
        known = _kept.get(key)
    if known is not None and known[0] == state:
        found: T = known[1]
        return found
    made = make()
    with _lock:
        _kept[key] = (state, made)
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def composed(process: Process, paper: Paper | None = None) -> Composition:
    """``compose``, or what it gave before if nothing changed since; for reading only."""
    paper = paper or queries.paper_of(process)
    return kept(process, ("paper", paper.kind, paper.meeting_id),
                lambda: compose(process, paper))
