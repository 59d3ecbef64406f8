"""Weights that were agreed on: the ones that count, and all choices with what they changed."""

from dataclasses import dataclass

from weitblick.monitoring.models import Weighting
from weitblick.workshop.models import Process


@dataclass(frozen=True)
class Change:
    """One choice with what it changed: indicator code, weight before and after."""

    weighting: Weighting
    changed: tuple[tuple[str, int, int], ...]


def weightings(process: Process) -> list[Weighting]:
    """All choices, newest first."""
    return list(Weighting.objects.filter(process=process).select_related("by_user"))


def agreed(process: Process) -> Weighting | None:
    """The choice that counts."""
    return Weighting.objects.filter(process=process).first()


def log(process: Process) -> list[Change]:
    """All choices, newest first; before the first one all weights were 1."""
    rows = weightings(process)
    earlier = [*(one.weights for one in rows[1:]), {}]
    return [
        Change(one, tuple((code, int(before.get(code, 1)), int(weight))
                          for code, weight in sorted(one.weights.items())
                          if before.get(code, 1) != weight))
        for one, before in zip(rows, earlier, strict=False)]
