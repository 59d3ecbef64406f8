"""Evidence of the example: real totals that were retyped, an invented what-if, pinned notes."""

from typing import Any

from weitblick.evidence import actions as evidence
from weitblick.evidence.models import ImportRun, Place
from weitblick.example.stage import Stage
from weitblick.method.trends.models import Assumption
from weitblick.monitoring.actions import notes, signposts, whatifs
from weitblick.monitoring.models import WhatIf
from weitblick.monitoring.ways import Points

INDICATOR = "bevoelkerung"
HEAD = ("statistics_code;statistics_label;time_code;time_label;time;1_variable_code;"
        "1_variable_label;1_variable_attribute_code;1_variable_attribute_label;value;value_unit;"
        "value_variable_code;value_variable_label")


def bring_evidence(stage: Stage) -> None:
    """Figures are taken over, a what-if is laid out, both are pinned; one signpost is set."""
    told = stage.content.evidence
    figures = told["population"]
    evidence.import_file(flat_file(figures), figures["file"])
    whatif = _whatif(stage, told["whatif"])
    _pin(stage, told["notes"]["population"], "series",
         {"code": INDICATOR, "area": figures["area"][0], "dimensions": ""})
    _pin(stage, told["notes"]["practices"], "whatif", {"key": whatif.key})
    post = told["signpost"]
    signposts.set_signpost(
        _assumption(stage, post["assumption"]).item, INDICATOR, figures["area"][0],
        float(post["threshold"]), post["direction"], post["by"])


def flat_file(figures: dict[str, Any]) -> bytes:
    """The retyped values in the layout in which the offices deliver them."""
    (statistic, title), (area, name) = figures["statistic"], figures["area"]
    variable, label, unit = figures["variable"]
    lines = [
        f"{statistic};{title};STAG;Stichtag;{day};DLAND;Bundesländer;{area};{name};{value};{unit};"
        f"{variable};{label}"
        for day, value in figures["values"].items()
    ]
    return ("\ufeff" + "\n".join([HEAD, *lines]) + "\n").encode()


def take_back(content: Any) -> None:
    """Remove the retyped figures with the example, as if they had never been there."""
    for run in ImportRun.objects.filter(file_name=content.evidence["population"]["file"]):
        evidence.forget(run)


def _whatif(stage: Stage, told: dict[str, Any]) -> WhatIf:
    """Laid out of places that are in no register: they stay within this what-if."""
    villages = told["villages"]
    points = Points(
        {"keys": [f"h{at}" for at in range(1, len(villages) + 1)],
         "people": [row[1] for row in villages], "lat": [row[2] for row in villages],
         "lon": [row[3] for row in villages]},
        {f"h{at}": row[0] for at, row in enumerate(villages, start=1)}, (told["source"],))
    places = [Place(kind=told["kind"], name=name, lat=lat, lon=lon, capacity=capacity,
                    source=told["source"]) for name, lat, lon, capacity in told["places"]]
    whatif = whatifs.lay_out(stage.process, told["title"], told["kind"], points, places,
                             thresholds=told["thresholds"], key=told["key"])
    keys = {words: key for key, words in whatif.names["words"].items()}
    for name in told["close"]:
        whatifs.close(whatif, keys[name])
    return whatif


def _pin(stage: Stage, told: dict[str, Any], kind: str, reference: dict[str, Any]) -> None:
    items = [stage.factors[told["factor"]].item,
             *(_assumption(stage, slug).item for slug in told["assumptions"])]
    notes.pin(stage.process, kind, reference, items, remark=told["remark"], public_id=told["id"])


def _assumption(stage: Stage, slug: str) -> Assumption:
    return stage.assumptions[slug]
