"""What pages and later steps ask about scenario sets, chosen scenarios and stories."""

from collections.abc import Iterable

from weitblick.lab.models import Run, RunState
from weitblick.method.scenarios.models import Scenario, ScenarioSet, Story
from weitblick.method.trends.models import Assumption
from weitblick.monitoring.queries import Outlook
from weitblick.monitoring.queries import outlook as look_out
from weitblick.trace.models import State
from weitblick.voices import queries as voices
from weitblick.workshop.models import Process

STEP = "scenarios"
CROSSIMPACT_KIND, STORY_KIND, RATE_KIND = "crossimpact", "story", "rate"
ENGINE = "crossimpact.solve"


def current_set(process: Process) -> ScenarioSet | None:
    """The scenario set computed last, complete or not; its run has a result."""
    rows = ScenarioSet.objects.filter(
        process=process, run__state__in=[RunState.DONE, RunState.STOPPED], run__result__isnull=False
    )
    return rows.select_related("run").order_by("-created_at", "-pk").first()


def newest_run(process: Process) -> Run | None:
    """The run asked for last: waiting, running, finished or failed."""
    newest = (
        ScenarioSet.objects.filter(process=process).select_related("run")
        .order_by("-created_at", "-pk").first()
    )
    return newest.run if newest else None


def scenarios(process: Process) -> list[Scenario]:
    """The live chosen scenarios from dusk to dawn, with items, set and run at hand."""
    rows = Scenario.objects.filter(process=process, item__state=State.LIVE)
    return list(
        rows.select_related("item", "found_in__run")
        .prefetch_related("assumptions__item", "assumptions__factor__item")
    )


def find_scenario(process: Process, public_id: str) -> Scenario | None:
    """A live chosen scenario by its public id."""
    return next((one for one in scenarios(process) if one.item.public_id == public_id), None)


def retired(process: Process) -> list[Scenario]:
    """Scenarios that were taken out of the choice and can be brought back."""
    rows = Scenario.objects.filter(process=process, item__state=State.SUPERSEDED)
    return list(rows.select_related("item"))


def stories(process: Process) -> list[Story]:
    """The live stories of live scenarios, dusk to dawn, then as they were told."""
    rows = Story.objects.filter(
        scenario__process=process, scenario__item__state=State.LIVE, item__state=State.LIVE
    )
    found = rows.select_related("item", "scenario__item")
    return list(found.order_by("scenario__position", "scenario_id", "pk"))


def chosen_assumptions(scenario: Scenario) -> list[Assumption]:
    """The assumptions of a chosen scenario, one a factor, in the order of its set's layout."""
    known = {one.item.public_id: one for one in scenario.assumptions.all()}
    ids = [
        row["states"][state - 1]
        for row, state in zip(scenario.found_in.layout, scenario.states, strict=True)
    ]
    return [known[one] for one in ids if one in known]


def states_of(scenario_set: ScenarioSet, assumptions: Iterable[Assumption]) -> tuple[int, ...]:
    """The 1-based states, in the order of the set's layout, that these assumptions stand for.

    A factor of which no assumption is given has state 0, which no scenario has.
    """
    wanted = {one.item.public_id for one in assumptions}
    return tuple(
        next((n for n, one in enumerate(row["states"], start=1) if one in wanted), 0)
        for row in scenario_set.layout
    )


def outlook(process: Process) -> Outlook | None:
    """Towards which chosen scenario the signposts of their assumptions point; None without any."""
    return look_out([
        (one.item.text, [assumption.item_id for assumption in one.assumptions.all()])
        for one in scenarios(process)
    ])


def ratings(process: Process, criterion: str) -> dict[int, list[voices.Value]]:
    """The values that count for the chosen scenarios, by item pk."""
    items = [one.item for one in scenarios(process)]
    return voices.values(process, criterion, items=items)
