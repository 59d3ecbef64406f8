"""The background job that carries a run out, with progress and stop."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django_tasks import task

from weitblick.lab.apart import station
from weitblick.lab.claims import claimed
from weitblick.lab.engines import ENGINES, Progress, Stop
from weitblick.lab.models import Run, RunState
from weitblick.workshop import channels, clock

log = logging.getLogger(__name__)
REPORT_EVERY = 0.5
Carry = Callable[[str, dict[str, Any], int, Progress, Stop], dict[str, Any]]


@task()
def carry_out(run_pk: int) -> None:
    """Background job: carry out the run with this primary key, unless that is done already."""
    run = Run.objects.filter(pk=run_pk).first()
    if run is not None and run.state in {RunState.WAITING, RunState.RUNNING}:
        execute(run, station.run)


def execute(run: Run, carry: Carry | None = None) -> Run:
    """Carry out a run, here or as ``carry`` does, unless another server is at it.

    A failure is kept with its reason and logged.
    """
    with claimed(run.pk) as is_mine:
        return _carried_out(run, carry) if is_mine else run


def _carried_out(run: Run, carry: Carry | None) -> Run:
    _save(run, state=RunState.RUNNING)
    reporter = _Reporter(run)
    try:
        result = (carry or _here)(
            run.engine, run.inputs, run.seed, reporter.progress, reporter.stop
        )
    except Exception as problem:
        log.exception("Run %s of %s failed", run.pk, run.engine)
        _save(run, state=RunState.FAILED, message=_("Gescheitert: %s") % problem,
              finished_at=clock.now())
        return run
    # A search that was complete before it heard of the wish to stop is done.
    is_cut_short = reporter.was_stopped and not result.get("complete", False)
    state = RunState.STOPPED if is_cut_short else RunState.DONE
    _save(run, state=state, result=result, share=1.0 if state == RunState.DONE else run.share,
          finished_at=clock.now())
    return run


def _here(
    engine: str, inputs: dict[str, Any], seed: int, progress: Progress, stop: Stop
) -> dict[str, Any]:
    return ENGINES[engine].run(inputs, seed, progress, stop)


class _Reporter:
    """Writes progress at most twice a second and reads the wish to stop."""

    def __init__(self, run: Run) -> None:
        self.run, self.last, self.was_stopped = run, 0.0, False
        self.asked = 0.0

    def progress(self, share: float, found: int) -> None:
        if time.monotonic() - self.last < REPORT_EVERY:
            return
        self.last = time.monotonic()
        _save(self.run, share=share, found=found)

    def stop(self) -> bool:
        if self.was_stopped or time.monotonic() - self.asked < REPORT_EVERY:
            return self.was_stopped
        self.asked = time.monotonic()
        wants = Run.objects.filter(pk=self.run.pk, wants_stop=True).exists()
        self.was_stopped = wants
        return wants


def _save(run: Run, **fields: object) -> None:
    for name, value in fields.items():
        setattr(run, name, value)
    run.save(update_fields=list(fields))
    channels.announce_desk(run.process)

