"""The search for consistent scenarios, and those that are chosen from it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.lab import actions as lab
from weitblick.method.scenarios import matrix
from weitblick.method.scenarios.models import Scenario, ScenarioSet
from weitblick.method.scenarios.queries import ENGINE, newest_run, scenarios
from weitblick.method.trends.queries import desirabilities
from weitblick.trace import actions as trace
from weitblick.trace.models import Kind, State
from weitblick.workshop import channels
from weitblick.workshop.models import Process
from weitblick.workshop.ordering import moved


@transaction.atomic
def compute(process: Process, *, tolerance: int = 0, wait: bool = False) -> ScenarioSet:
    """Find every consistent scenario of the present matrix, in the background or (``wait``) now.

    The same matrix is not computed twice: its earlier set becomes the current one again.
    """
    found = matrix.build(process)
    if found is None or not found.is_judged:
        raise ValidationError(_("Es gibt noch keine Urteile über Wechselwirkungen."))
    run = lab.start(process, ENGINE, matrix.inputs(found, tolerance), wait=wait)
    known, is_new = ScenarioSet.objects.get_or_create(
        run=run,
        defaults={"process": process, "layout": found.layout.as_data(), "tolerance": tolerance},
    )
    if not is_new:
        known.created_at = timezone.now()
        known.save(update_fields=["created_at"])
    channels.announce_desk(process)
    return known


def stop(process: Process) -> None:
    """Ask the running search to stop; what it found is kept and labelled incomplete."""
    run = newest_run(process)
    if run is not None:
        lab.stop(run)
    channels.announce_desk(process)


@transaction.atomic
def choose_scenario(
    scenario_set: ScenarioSet, states: Sequence[int], name: str, summary: str = "", *,
    by: object = None, position: int | None = None, public_id: str | None = None,
) -> Scenario:
    """Choose a consistent scenario (1-based states in the set's layout) and give it a name.

    It is derived from its assumptions. ``position`` counts from dusk (1) to dawn; without one it
    is placed by the desirability of its assumptions.
    """
    place = _place(scenario_set, states)
    result: dict[str, Any] = scenario_set.run.result or {}
    chosen = matrix.assumptions_of(scenario_set, states)
    if Scenario.objects.filter(
        found_in=scenario_set, states=list(states), item__state=State.LIVE
    ).exists():
        raise ValidationError(_("Dieses Szenario ist schon ausgewählt."))
    item = trace.create(
        scenario_set.process, Kind.SCENARIO, name, detail=summary, by=by,
        derived_from=[one.item for one in chosen], public_id=public_id,
    )
    scenario = Scenario.objects.create(
        process=scenario_set.process, found_in=scenario_set, item=item, states=list(states),
        consistency=result["consistency"][place], total_impact=result["total_impact"][place],
        position=position or 0,
    )
    scenario.assumptions.set(chosen)
    if position is None:
        _put_in_order(scenario_set.process, scenario)
    channels.announce_desk(scenario_set.process)
    return scenario


@transaction.atomic
def reword_scenario(
    scenario: Scenario, name: str, summary: str, *, by: object = None, reason: str = ""
) -> Scenario:
    """A new name or summary; the earlier one stays readable."""
    trace.reword(scenario.item, name, detail=summary, by=by, reason=reason)
    channels.announce_desk(scenario.process)
    return scenario


@transaction.atomic
def move_scenario(scenario: Scenario, offset: int) -> None:
    """Move a scenario towards dusk (-1) or dawn (+1)."""
    _number(moved(scenarios(scenario.process), scenario, offset))
    channels.announce_desk(scenario.process)


@transaction.atomic
def retire_scenario(scenario: Scenario) -> None:
    """Take a scenario out of the choice; it stays readable and can be restored."""
    trace.supersede([scenario.item])
    _number(scenarios(scenario.process))
    channels.announce_desk(scenario.process)


@transaction.atomic
def restore_scenario(scenario: Scenario) -> None:
    """Undo ``retire_scenario``."""
    trace.restore(scenario.item)
    _number(scenarios(scenario.process))
    channels.announce_desk(scenario.process)


def _place(scenario_set: ScenarioSet, states: Sequence[int]) -> int:
    """Where the scenario stands in the set, or a refusal: only consistent ones are chosen."""
    found = (scenario_set.run.result or {}).get("scenarios", [])
    try:
        return found.index(list(states))
    except ValueError:
        raise ValidationError(
            _("Diese Kombination ist nicht unter den stimmigen Szenarien dieser Berechnung.")
        ) from None


def _put_in_order(process: Process, added: Scenario) -> None:
    """Place a new scenario among the others by the mean desirability of its assumptions."""
    liked = desirabilities(process)

    def brightness(one: Scenario) -> float:
        values = [liked.get(a.item_id, 3.0) for a in one.assumptions.all()]
        return sum(values) / max(len(values), 1)

    order = [one for one in scenarios(process) if one.pk != added.pk]
    place = sum(brightness(one) <= brightness(added) for one in order)
    _number([*order[:place], added, *order[place:]])


def _number(order: Sequence[Scenario]) -> None:
    for position, one in enumerate(order, start=1):
        one.position = position
    Scenario.objects.bulk_update(order, ["position"])
