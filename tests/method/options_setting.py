"""A small process with factors, assumptions and two opposite scenarios, by direct rows."""

from weitblick.lab.models import Run, RunState
from weitblick.method.factors.models import Factor
from weitblick.method.options import actions, queries
from weitblick.method.options.models import Option
from weitblick.method.scenarios.models import Scenario, ScenarioSet
from weitblick.method.trends.criteria import DESIRABILITY
from weitblick.method.trends.models import Assumption
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind
from weitblick.voices.actions import Given, Speaker, rate
from weitblick.workshop import actions as workshop
from weitblick.workshop.models import Process


def option(process: Process, title: str, **kwargs: object) -> Option:
    return actions.create_option(process, title, **kwargs)


def texts(process: Process) -> list[str]:
    return [one.item.text for one in queries.options(process)]


def assumption(factor: Factor, text: str, position: int) -> Assumption:
    item = trace.create(factor.process, Kind.ASSUMPTION, text, derived_from=[factor.item])
    return Assumption.objects.create(factor=factor, item=item, position=position)


def key_factor(process: Process, text: str, states: list[str]) -> list[Assumption]:
    factor = Factor.objects.create(
        process=process, item=trace.create(process, Kind.FACTOR, text), is_key=True,
        position=process.factors.count(),
    )
    return [assumption(factor, state, n) for n, state in enumerate(states)]


def futures(process: Process) -> dict[str, Assumption]:
    """Two key factors with two assumptions each, and the scenarios "Hell" and "Dunkel"."""
    doors = key_factor(process, "Häuser", ["offen", "zu"])
    buses = key_factor(process, "Busse", ["fährt", "fährt nicht"])
    run = Run.objects.create(process=process, engine="crossimpact.solve", version="1",
                             digest="0", inputs={}, state=RunState.DONE, result={})
    layout = [
        {"factor": group[0].factor.item.public_id, "states": [a.item.public_id for a in group]}
        for group in (doors, buses)
    ]
    found = ScenarioSet.objects.create(process=process, run=run, layout=layout)
    for position, (title, states) in enumerate((("Dunkel", [2, 2]), ("Hell", [1, 1]))):
        scenario = Scenario.objects.create(
            process=process, found_in=found, states=states, consistency=1, total_impact=1,
            item=trace.create(process, Kind.SCENARIO, title), position=position,
        )
        scenario.assumptions.set([doors[states[0] - 1], buses[states[1] - 1]])
    return {one.item.text: one for one in (*doors, *buses)}


def wish(meeting, person, wanted: dict[Assumption, int]) -> None:
    """A Delphi round in which somebody says how desirable assumptions are."""
    activity = workshop.open_activity(
        workshop.plan_activity(meeting, step="trends", kind="delphi", title="Runde 1")
    )
    given = [Given(one.item, DESIRABILITY, value) for one, value in wanted.items()]
    rate(activity, given, Speaker(person))
    workshop.close_activity(activity)
