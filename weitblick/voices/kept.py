"""Results of closed rounds, computed once and kept in memory until something is said or changed.

When a round closes, every phone asks for the same result within a second. What is kept is found by
a stamp of what the result rests on, so nothing has to be thrown away by hand, and every server
process finds out by itself.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db.models import Count, Max, Model, Q
from django.utils.translation import get_language

from weitblick.trace.models import Item, Revision, State
from weitblick.voices.models import Card, Judgement, Rating
from weitblick.workshop.models import Activity, Process

Result = TypeVar("Result")
MOST = 64
_results: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_lock = threading.Lock()


def kept(activity: Activity, name: str, compute: Callable[[], Result], *more: object) -> Result:
    """The result called ``name`` of an activity; kept only once the activity is closed.

    ``more``: what the result rests on besides voices and items of the process. The result is
    shared by everybody who asks: nobody may change it.
    """
    if activity.is_open:
        return compute()
    key = (name, activity.pk, get_language(), stamp(activity.meeting.process), more)
    with _lock:
        if key in _results:
            _results.move_to_end(key)
            return cast(Result, _results[key])
    found = compute()
    with _lock:
        _results[key] = found
        while len(_results) > MOST:
            _results.popitem(last=False)
    return found


def stamp(process: Process) -> tuple[object, ...]:
    """Changes whenever somebody says something in a process or an item changes."""
    said = [_last(model, process) for model in (Card, Rating, Judgement)]
    revised = Revision.objects.filter(item__process=process).aggregate(Max("pk"))
    live = Item.objects.filter(process=process).aggregate(
        all=Count("pk"), live=Count("pk", filter=Q(state=State.LIVE)),
        blanked=Count("pk", filter=Q(state=State.BLANKED)),
    )
    erased = process.participants.exclude(erased_at=None).count()  # reasons and sectors go too
    return (process.pk, process.min_cell, erased, *said, *revised.values(), *live.values())


def _last(model: type[Model], process: Process) -> int | None:
    rows = model._default_manager.filter(activity__meeting__process=process).order_by("-pk")
    return rows.values_list("pk", flat=True).first()
