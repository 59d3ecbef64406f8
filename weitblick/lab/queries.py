"""Runs, read."""

from weitblick.lab.models import Run, RunState
from weitblick.workshop.models import Process


def latest(process: Process, engine: str) -> Run | None:
    """The newest run of an engine in a process."""
    return Run.objects.filter(process=process, engine=engine).first()


def latest_done(process: Process, engine: str) -> Run | None:
    """The newest finished run of an engine in a process."""
    return Run.objects.filter(process=process, engine=engine, state=RunState.DONE).first()
