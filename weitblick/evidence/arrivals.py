"""How an import comes to count, and ceases to: one small write, however much it brought.

Its rows are written before, in short batches, under a run that arrives; nobody sees them. Rows that
are left of an import that was broken off, or taken back, count for nobody either and are cleared
in short batches, at the latest before the next import.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.evidence import protection
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import ImportRun, Indicator, Observation, RunState
from weitblick.evidence.protection import Slice
from weitblick.evidence.storing import BATCH
from weitblick.evidence.turns import turn
from weitblick.evidence.watching import Report, quiet


@contextmanager
def alone(report: Report = quiet, patience: float | None = None) -> Iterator[None]:
    """Only one import at a time, and after all that others left is cleared; see ``turns.turn``."""
    with turn(report, patience):
        sweep()
        yield


@transaction.atomic
def let_count(run: ImportRun, over: ImportRun | None, report: dict[str, Any]) -> None:
    """The one step: from here on the run counts, and ``over`` no more.

    Raises EvidenceError (``import_lost``) if somebody has cleared any of it meanwhile.
    """
    if over is not None:
        step_back(over)
        mine = Observation.objects.filter(run=run, replaces__isnull=False).order_by()
        Observation.objects.filter(ended_by=over, pk__in=mine.values("replaces")).update(
            ended_by=run)
        over.state, over.undone_at = RunState.UNDONE, timezone.now()
        over.save(update_fields=["state", "undone_at"])
    arrived = ImportRun.objects.select_for_update().filter(pk=run.pk, state=RunState.ARRIVING)
    if not arrived or Observation.objects.filter(run=run).count() != report["values"]:
        raise EvidenceError("import_lost", _(
            "Diese Übernahme wurde inzwischen verworfen. Bitte lesen Sie die Datei noch einmal "
            "ein."))
    run.state, run.report, run.finished_at = RunState.DONE, report, timezone.now()
    run.save(update_fields=["state", "report", "finished_at"])  # saved, so that listeners hear it


def step_back(run: ImportRun) -> None:
    """Values of later runs follow on what the run replaced, as if it had not been between."""
    behind = Observation.objects.filter(run=run, ended_by__isnull=False).order_by()
    if not behind.exists():
        return
    following = behind.filter(replaces=OuterRef("pk"))
    Observation.objects.filter(ended_by=run, pk__in=behind.values("replaces")).update(
        ended_by=Subquery(following.values("ended_by")[:1]))
    former = Observation.objects.filter(pk=OuterRef("replaces")).order_by()
    Observation.objects.filter(replaces__in=behind.values("pk")).update(
        replaces=Subquery(former.values("replaces")[:1]))


def will_touch(run: ImportRun, slices: Iterable[Slice]) -> None:
    """Keep with a run that arrives in which tables values are hidden for its sake."""
    run.report = {**run.report, "touched": [
        [one, start.isoformat(), end.isoformat()] for one, start, end in sorted(slices)]}
    run.save(update_fields=["report"])


def _show_again(run: ImportRun) -> None:
    """What was hidden for the sake of a run that never came to count is decided without it."""
    touched = [(one, dt.date.fromisoformat(start), dt.date.fromisoformat(end))
               for one, start, end in run.report.get("touched", ())]
    there = Indicator.objects.filter(pk__in={one[0] for one in touched})
    known = set(there.values_list("pk", flat=True))
    protection.refresh(one for one in touched if one[0] in known)


def sweep() -> None:
    """Clear what is left of imports that were broken off or taken back."""
    for run in ImportRun.objects.filter(state=RunState.ARRIVING):
        clear(run)
        codes = run.report.get("new_indicators", ())
        Indicator.objects.filter(code__in=codes, observations=None).delete()
        _show_again(run)
        run.delete()
    for run in ImportRun.objects.filter(state=RunState.UNDONE):
        clear(run)


def clear(run: ImportRun) -> None:
    """Remove the rows of a run that does not count, and free what it replaced, in batches."""
    own = Observation.objects.filter(run=run).order_by()
    while pks := list(own.values_list("pk", flat=True)[:BATCH]):
        Observation.objects.filter(pk__in=pks)._raw_delete(own.db)
    ended = Observation.objects.filter(ended_by=run).order_by()
    while pks := list(ended.values_list("pk", flat=True)[:BATCH]):
        Observation.objects.filter(pk__in=pks).update(ended_by=None)
