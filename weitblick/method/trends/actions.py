"""Every write of step 2: assumptions, suggestions and estimates, as plain verbs."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from weitblick.method.factors.models import Factor
from weitblick.method.trends.criteria import DESIRABILITY, PROBABILITY
from weitblick.method.trends.models import Assumption
from weitblick.trace import actions as trace
from weitblick.trace.models import Item, Kind, State
from weitblick.voices import actions as voices
from weitblick.voices.actions import Given, Speaker, answers
from weitblick.voices.models import Card
from weitblick.workshop import channels
from weitblick.workshop.models import Activity
from weitblick.workshop.ordering import moved

MOST = 26
"""Assumptions of a factor are named by letters."""


@dataclass(frozen=True)
class Estimate:
    """What one voice says about one assumption; None leaves a question unanswered.

    ``probability`` in per cent (0, 10 … 100), ``desirability`` 1 to 5; ``count`` hands were
    raised for it (paper). ``key`` makes a repeated delivery count once.
    """

    assumption: Assumption
    probability: float | None = None
    desirability: float | None = None
    count: int = 1
    key: str | None = None


@transaction.atomic
def create_assumption(
    factor: Factor, title: str, text: str = "", *, by: object = None,
    derived_from: Iterable[Item] = (), dimensions: Iterable[str] | None = None,
    public_id: str | None = None,
) -> Assumption:
    """A new assumption about a factor, at the end of the factor's list.

    It is linked down to the factor and to the items it was derived from (cards), and filed under
    ``dimensions`` (slugs), by default those of the factor.
    """
    position = _live(factor).count()
    if position >= MOST:
        raise ValidationError(
            _("Ein Faktor kann höchstens %d Annahmen haben. Nehmen Sie zuerst eine heraus.") % MOST
        )
    if dimensions is None:
        dimensions = factor.item.filings.values_list("dimension", flat=True)
    item = trace.create(
        factor.process, Kind.ASSUMPTION, title, detail=text, by=by,
        derived_from=[factor.item, *derived_from], dimensions=dimensions, public_id=public_id,
    )
    channels.announce_desk(factor.process)
    return Assumption.objects.create(factor=factor, item=item, position=position)


@transaction.atomic
def reword_assumption(
    assumption: Assumption, title: str, text: str, *, by: object = None, reason: str = ""
) -> Assumption:
    """A new wording; the earlier one stays readable."""
    trace.reword(assumption.item, title, detail=text, by=by, reason=reason)
    channels.announce_desk(assumption.factor.process)
    return assumption


@transaction.atomic
def move_assumption(assumption: Assumption, offset: int) -> None:
    """Move an assumption up (-1) or down (+1) within its factor."""
    _number(moved(_live(assumption.factor), assumption, offset))
    channels.announce_desk(assumption.factor.process)


@transaction.atomic
def file_assumption(assumption: Assumption, dimensions: Iterable[str]) -> None:
    """File an assumption under exactly these dimensions (slugs)."""
    trace.refile(assumption.item, dimensions)
    channels.announce_desk(assumption.factor.process)


@transaction.atomic
def base_on(assumption: Assumption, items: Iterable[Item]) -> None:
    """Say that an assumption also came from these items (cards, evidence)."""
    for item in items:
        trace.connect(assumption.item, item)
    channels.announce_desk(assumption.factor.process)


@transaction.atomic
def retire_assumption(assumption: Assumption) -> None:
    """Take an assumption out; it stays readable and can be restored."""
    trace.supersede([assumption.item])
    _number(list(_live(assumption.factor)))
    channels.announce_desk(assumption.factor.process)


@transaction.atomic
def restore_assumption(assumption: Assumption) -> None:
    """Undo ``retire_assumption``: it comes back as the factor's last one."""
    order = list(_live(assumption.factor))
    trace.restore(assumption.item)
    if assumption not in order:
        order.append(assumption)
    _number(order)
    channels.announce_desk(assumption.factor.process)


@transaction.atomic
def suggest(
    activity: Activity, factor: Factor, text: str, speaker: Speaker, *, key: str | None = None,
    public_id: str | None = None,
) -> Card:
    """Hand in a possible development of a factor as a card about it."""
    return voices.hand_in(
        activity, text, speaker, about=factor.item, key=key, public_id=public_id,
        dimensions=factor.item.filings.values_list("dimension", flat=True),
    )


@transaction.atomic
def rate_assumptions(
    activity: Activity, estimates: Iterable[Estimate], speaker: Speaker
) -> int:
    """Give estimates of any number of assumptions as one voice. How many values."""
    return voices.rate(activity, [g for one in estimates for g in _given(one)], speaker)


@transaction.atomic
def give_reason(
    activity: Activity, assumption: Assumption, text: str, speaker: Speaker, *,
    key: str | None = None, public_id: str | None = None,
) -> Card:
    """Hand in a reason for an estimate: an argument about the assumption."""
    return voices.hand_in(
        activity, text, speaker, kind=Kind.ARGUMENT, about=assumption.item, key=key,
        public_id=public_id,
    )


def _given(one: Estimate) -> list[Given]:
    asked = ((PROBABILITY, one.probability), (DESIRABILITY, one.desirability))
    return answers(one.assumption.item, asked, count=one.count, key=one.key)


def _live(factor: Factor) -> QuerySet[Assumption]:
    return factor.assumptions.filter(item__state=State.LIVE).order_by("position", "pk")


def _number(order: list[Assumption]) -> None:
    for position, one in enumerate(order):
        one.position = position
    Assumption.objects.bulk_update(order, ["position"])
