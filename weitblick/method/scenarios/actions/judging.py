"""What people say: judgements of the cross-impact matrix, ratings of scenarios."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.engines.crossimpact import CrossImpactMatrix
from weitblick.method.scenarios import matrix
from weitblick.method.scenarios.criteria import CROSSIMPACT, DESIRABILITY, PLAUSIBILITY
from weitblick.method.scenarios.models import Scenario
from weitblick.method.trends.models import Assumption
from weitblick.voices import actions as voices
from weitblick.voices.actions import Given, Judged, Speaker, answers
from weitblick.workshop.models import Activity, Meeting, Table


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
def rate_scenarios(
    activity: Activity, ratings: Iterable[ScenarioRating], speaker: Speaker
) -> int:
    """Rate any number of scenarios as one voice. How many values."""
    return voices.rate(activity, [g for one in ratings for g in _given(one)], speaker)


def _listed(counts: Sequence[int]) -> str:
    return ", ".join(str(count) for count in counts) or "0"


def _given(one: ScenarioRating) -> list[Given]:
    asked = ((DESIRABILITY, one.desirability), (PLAUSIBILITY, one.plausibility))
    return answers(one.scenario.item, asked, count=one.count, key=one.key)
