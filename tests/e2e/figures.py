"""What the pages about figures need: values, a file that asks, a planning area, a goal with its
measure, what is pinned, a what-if. All of it is made up."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.evidence.tables import flat
from weitblick.evidence import actions as evidence
from weitblick.evidence import editing
from weitblick.evidence.models import Area, Level
from weitblick.lab.models import Run, RunState
from weitblick.monitoring.actions import measures, notes, uploads, whatifs
from weitblick.monitoring.actions.forecasts import DEFAULTS, ENGINE
from weitblick.monitoring.models import Forecast
from weitblick.monitoring.typed_points import typed_points
from weitblick.workshop.models import Process

KREIS, CODE = "16072", "bevoelkerung"
VALUES = (("16072", "2023-12-31", "", "56100"), ("16072", "2024-12-31", "", "55500"),
          ("16061", "2024-12-31", "", "97400"))
OWN = "Gemeinde;AGS;Jahr;Plätze\nHeiligenstadt;16061045;2023;12\nWorbis;16061115;2023;8\n"
VILLAGES = "Oberdorf; 400; 50,90; 10,60\nUnterdorf; 250; 50,90; 11,00"


def figures(process: Process) -> dict[str, Any]:
    """The facts of these pages."""
    run = evidence.import_file(flat(VALUES), "bevoelkerung.csv").run
    asking = uploads.carry(uploads.bring(process, SimpleUploadedFile("eigen.csv", OWN.encode())))
    factor = process.items.filter(kind="factor", state="live").first()
    series = {"code": CODE, "area": KREIS, "dimensions": ""}
    note = notes.pin(process, "series", series, [factor], remark="Es werden weniger.")
    goal = measures.add_goal(process, "Bis 22 Uhr nach Hause kommen", "Abends fährt kein Bus.",
                             process.frame.dimensions[0].slug)
    measure = measures.add_measure(goal, "Rufbus am Abend", "Landkreis")
    practice = whatifs.type_place("hausarzt", "Praxis Oberdorf", 50.90, 10.60)
    tried = whatifs.lay_out(process, "Hausärzte", "hausarzt",
                            typed_points(VILLAGES, "Beispiel"), [practice])
    return {
        "area": KREIS, "indicator": CODE, "run": run.pk, "upload": asking.pk,
        "evidence": note.item.public_id, "goal": goal.pk, "measure": measure.pk,
        "whatif": tried.key, "planning_area": planning_area(),
        "forecast": forecast(process),
    }


def planning_area() -> str:
    """The key of a planning area of two municipalities."""
    parent = Area.objects.get(key=KREIS)
    for n in (1, 2):
        Area.objects.create(key=f"{KREIS}00{n}", level=Level.GEMEINDE, name=f"Ort {n}",
                            population=1000, parent=parent)
    made = editing.define_planning_area(
        "pr_tal", "Im Tal", {f"{KREIS}001": 1.0, f"{KREIS}002": 1.0}, dt.date(2024, 1, 1))
    return made.area.key


def forecast(process: Process) -> str:
    """The key of the example's forecast; without one, of a forecast that failed."""
    found = process.forecasts.first()
    if found is None:
        run = Run.objects.create(process=process, engine=ENGINE, version="1", digest="0", inputs={},
                                 state=RunState.FAILED)
        found = Forecast.objects.create(
            process=process, run=run, title="Sonneberg", areas=[KREIS], asked=DEFAULTS)
    return found.key
