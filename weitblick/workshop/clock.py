"""What time it is for the process. The worked example and rehearsals set their own."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_set: ContextVar[dt.datetime | None] = ContextVar("weitblick_clock", default=None)


def now() -> dt.datetime:
    """The present moment, aware of its time zone."""
    return _set.get() or timezone.now()


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Within this block it is that moment."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
