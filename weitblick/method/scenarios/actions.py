"""Every write of step 3: judgements, runs, chosen scenarios, stories and ratings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weitblick.engines.crossimpact import CrossImpactMatrix
from weitblick.lab import actions as lab
from weitblick.method.scenarios import matrix
from weitblick.method.scenarios.criteria import CROSSIMPACT, DESIRABILITY, PLAUSIBILITY
from weitblick.method.scenarios.models import Scenario, ScenarioSet, Story, StoryForm
from weitblick.method.scenarios.queries import ENGINE, newest_run, scenarios
from weitblick.method.trends.models import Assumption
from weitblick.method.trends.queries import desirabilities
from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind, LinkKind, State
from weitblick.voices import actions as voices
from weitblick.voices.actions import Given, Judged, Speaker
from weitblick.workshop import channels
from weitblick.workshop.models import Activity, Meeting, Process, Table

LONGEST_STORY = 20_000


@dataclass(frozen=True)
class Cell:
    """One judgement: if ``source`` comes true, how does it act on ``target`` (-3 to 3)?

    None means "don't know". ``key`` makes a repeated delivery count once.
    """

    source: Assumption
    target: Assumption
    value: int | None
    reason: str = ""
    key: str | None = None


@dataclass(frozen=True)
class ScenarioRating:
    """What one voice says about a scenario, each 1 to 5; None leaves a question unanswered."""

    scenario: Scenario
    desirability: float | None = None
    plausibility: float | None = None
    count: int = 1
    key: str | None = None


@transaction.atomic
def judge_crossimpacts(activity: Activity, speaker: Speaker, cells: Iterable[Cell]) -> int:
    """Give any number of judgements as one voice (a person or a table). How many.

    A later judgement of the same voice on the same pair replaces the earlier one.
    """
    judged = [
        Judged(one.source.item, one.target.item, one.value, one.reason, one.key) for one in cells
    ]
    return voices.judge(activity, CROSSIMPACT, judged, speaker)


@transaction.atomic
def import_matrix(activity: Activity, given: CrossImpactMatrix, speaker: Speaker) -> int:
    """Take a whole matrix over as the judgements of one voice. How many.

    Factors and assumptions are matched by position, so their numbers must be those of the
    present layout. Sections of a factor with itself are taken where they are not zero.
    """
    layout = matrix.layout_of(activity.meeting.process)
    expected = tuple(len(group) for _factor, group in layout.factors)
    if given.counts != expected:
        raise ValidationError(
            _("Die Datei hat %(found)s Annahmen je Faktor, der Prozess %(expected)s.")
            % {"found": _listed(given.counts), "expected": _listed(expected)}
        )
    flat = layout.assumptions
    cells = [
        Cell(source, target, int(given.values[a, b]))
        for a, source in enumerate(flat) for b, target in enumerate(flat)
        if source.factor_id != target.factor_id or given.values[a, b]
    ]
    return judge_crossimpacts(activity, speaker, cells)


def table_of(meeting: Meeting, number: int) -> Table:
    """The table with this number; a meeting without tables gets it."""
    if not meeting.tables.exists():
        return Table.objects.create(meeting=meeting, number=number)
    found = meeting.tables.filter(number=number).first()
    if found is None:
        raise ValidationError(_("Den Tisch %d gibt es in dieser Veranstaltung nicht.") % number)
    return found


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
    _tell(process)
    return known


def stop(process: Process) -> None:
    """Ask the running search to stop; what it found is kept and labelled incomplete."""
    run = newest_run(process)
    if run is not None:
        lab.stop(run)
    _tell(process)


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
    _tell(scenario_set.process)
    return scenario


@transaction.atomic
def reword_scenario(
    scenario: Scenario, name: str, summary: str, *, by: object = None, reason: str = ""
) -> Scenario:
    """A new name or summary; the earlier one stays readable."""
    trace.reword(scenario.item, name, detail=summary, by=by, reason=reason)
    _tell(scenario.process)
    return scenario


@transaction.atomic
def move_scenario(scenario: Scenario, offset: int) -> None:
    """Move a scenario towards dusk (-1) or dawn (+1)."""
    order = scenarios(scenario.process)
    here = order.index(scenario)
    there = min(max(here + offset, 0), len(order) - 1)
    order.insert(there, order.pop(here))
    _number(order)
    _tell(scenario.process)


@transaction.atomic
def retire_scenario(scenario: Scenario) -> None:
    """Take a scenario out of the choice; it stays readable and can be restored."""
    trace.supersede([scenario.item])
    _number(scenarios(scenario.process))
    _tell(scenario.process)


@transaction.atomic
def restore_scenario(scenario: Scenario) -> None:
    """Undo ``retire_scenario``."""
    trace.restore(scenario.item)
    _number(scenarios(scenario.process))
    _tell(scenario.process)


@transaction.atomic
def tell_story(
    scenario: Scenario, form: str, title: str, text: str, by: object = None, *,
    activity: Activity | None = None, speaker: Speaker | None = None, key: str | None = None,
    public_id: str | None = None,
) -> Story:
    """Tell a scenario as a diary entry, newspaper article, theatre scene or regulars' table.

    With ``activity`` and ``speaker`` it is handed in as a card (it can be erased on request, and
    the same ``key`` again gives the story that is there); otherwise ``by`` wrote it at the desk.
    """
    _check_story(form, text)
    if activity is not None and speaker is not None:
        card = voices.hand_in(
            activity, title, speaker, kind=Kind.STORY, detail=text, key=key, public_id=public_id
        )
        item = card.item
    else:
        item = trace.create(
            scenario.process, Kind.STORY, title, detail=text, by=by, public_id=public_id
        )
    return _told(scenario, item, form)


@transaction.atomic
def reword_story(
    story: Story, title: str, text: str, *, by: object = None, reason: str = ""
) -> Story:
    """A new wording of a story; the earlier one stays readable."""
    _check_story(story.form, text)
    trace.reword(story.item, title, detail=text, by=by, reason=reason)
    _tell(story.scenario.process)
    return story


@transaction.atomic
def rate_scenarios(
    activity: Activity, ratings: Iterable[ScenarioRating], speaker: Speaker
) -> int:
    """Rate any number of scenarios as one voice. How many values."""
    return voices.rate(activity, [g for one in ratings for g in _given(one)], speaker)


def _listed(counts: Sequence[int]) -> str:
    return ", ".join(str(count) for count in counts) or "0"


def _given(one: ScenarioRating) -> list[Given]:
    answers = ((DESIRABILITY, one.desirability), (PLAUSIBILITY, one.plausibility))
    return [
        Given(one.scenario.item, criterion, value, one.count,
              f"{one.key}-{one.scenario.item_id}-{criterion.slug[0]}" if one.key else None)
        for criterion, value in answers if value is not None
    ]


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


def _told(scenario: Scenario, item: Item, form: str) -> Story:
    trace.connect(item, scenario.item, LinkKind.TOLD_IN)
    story = Story.objects.get_or_create(
        item=item, defaults={"scenario": scenario, "form": form}
    )[0]
    _tell(scenario.process)
    return story


def _check_story(form: str, text: str) -> None:
    if form not in StoryForm.values:
        raise ValidationError(_("Bitte wählen Sie eine Form für die Geschichte."))
    if not text.strip():
        raise ValidationError(_("Bitte schreiben Sie die Geschichte."))
    if len(text) > LONGEST_STORY:
        raise ValidationError(
            _("Diese Geschichte hat %(n)d Zeichen, möglich sind %(max)d.")
            % {"n": len(text), "max": LONGEST_STORY}
        )


def _tell(process: Process) -> None:
    channels.announce(channels.desk(process))
