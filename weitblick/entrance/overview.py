"""What the overview pages and ``process show`` say about a whole process."""

from typing import Any

from weitblick.method.chain import CHAIN
from weitblick.trace.models import Kind
from weitblick.trace.queries import coverage
from weitblick.workshop.models import Process
from weitblick.workshop.queries import sectors_present

COVERED = (Kind.FACTOR, Kind.ASSUMPTION, Kind.OPTION, Kind.RECOMMENDATION)


def steps_with_figures(process: Process) -> list[dict[str, Any]]:
    """Every step with its figures."""
    return [{"step": step, "figures": step.figures(process)} for step in CHAIN]


def coverage_fields(process: Process) -> list[dict[str, Any]]:
    """The 6 x 5 map: fields with their dimensions and how much is filed under each."""
    counted = coverage(process, COVERED)
    return [
        {"numeral": field.numeral, "title": field.title,
         "dimensions": [{"title": d.title, "count": counted[d.slug]} for d in field.dimensions]}
        for field in process.frame.fields
    ]


def summary(process: Process) -> dict[str, Any]:
    """The process in numbers, as ``weitblick process show --json`` prints it."""
    sectors = sectors_present(process)
    return {
        "slug": process.slug,
        "example": process.is_example,
        "participants": process.participants.filter(erased_at=None).count(),
        "sectors": sectors,
        "steps": {step.slug: step.figures(process) for step in CHAIN},
        "coverage": {
            field["title"]: {d["title"]: d["count"] for d in field["dimensions"]}
            for field in coverage_fields(process)
        },
    }
