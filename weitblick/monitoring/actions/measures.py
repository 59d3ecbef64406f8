"""Writes of goals, measures, milestones and targets. Nothing is deleted."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.evidence import queries as evidence
from weitblick.monitoring import lsz
from weitblick.monitoring.models import Goal, Measure, MeasureSource, Milestone, Target
from weitblick.trace.models import Item
from weitblick.workshop import channels
from weitblick.workshop.models import Process


@transaction.atomic
def add_goal(
    process: Process, title: str, need: str, dimension: str, lsz_field: str = ""
) -> Goal:
    """A goal, with the need behind it, filed under a dimension of the frame."""
    goal = Goal(process=process)
    return change_goal(goal, title=title, need=need, dimension=dimension, lsz_field=lsz_field)


@transaction.atomic
def change_goal(goal: Goal, **changes: Any) -> Goal:
    """Other words, another dimension or LSZ field; ``is_retired`` takes it off the pages."""
    for name, value in changes.items():
        setattr(goal, name, value)
    if goal.dimension not in {one.slug for one in goal.process.frame.dimensions}:
        raise ValidationError(
            _("„%s“ ist keine Entwicklungsdimension dieses Prozesses.") % goal.dimension)
    if goal.lsz_field and not lsz.title_of(goal.lsz_field):
        raise ValidationError(_("„%s“ ist kein Handlungsfeld des LSZ.") % goal.lsz_field)
    goal.full_clean()
    goal.save()
    channels.announce_desk(goal.process)
    return goal


@transaction.atomic
def add_measure(
    goal: Goal, title: str, responsible: str, *, sources: Iterable[Item] = (), **more: Any
) -> Measure:
    """A measure for a goal; ``more``: approach, funding, state, starts_on, ends_on."""
    return change_measure(
        Measure(goal=goal), title=title, responsible=responsible, sources=sources, **more)


@transaction.atomic
def change_measure(
    measure: Measure, *, sources: Iterable[Item] | None = None, **changes: Any
) -> Measure:
    """Other words, dates or state; ``sources``: exactly the items that it carries out."""
    for name, value in changes.items():
        setattr(measure, name, value)
    if measure.starts_on and measure.ends_on and measure.ends_on < measure.starts_on:
        raise ValidationError(_("Das Ende liegt vor dem Beginn."))
    measure.full_clean()
    measure.save()
    if sources is not None:
        _link(measure, list(sources))
    channels.announce_desk(measure.goal.process)
    return measure


def _link(measure: Measure, items: list[Item]) -> None:
    if any(one.process_id != measure.goal.process_id for one in items):
        raise ValidationError(_("Beide Einträge müssen zum selben Prozess gehören."))
    measure.sources.exclude(item__in=items).delete()
    for item in items:
        MeasureSource.objects.get_or_create(measure=measure, item=item)


@transaction.atomic
def add_milestone(measure: Measure, title: str, due_on: dt.date) -> Milestone:
    """A step of a measure with its day."""
    made = Milestone(measure=measure, title=title, due_on=due_on)
    made.full_clean()
    made.save()
    channels.announce_desk(measure.goal.process)
    return made


@transaction.atomic
def settle(milestone: Milestone, on: dt.date | None) -> Milestone:
    """A milestone was reached on that day; None takes it back."""
    milestone.done_on = on
    milestone.save(update_fields=["done_on"])
    channels.announce_desk(milestone.measure.goal.process)
    return milestone


@transaction.atomic
def add_target(
    measure: Measure, indicator: str, area_key: str, target_value: float, target_year: int, *,
    start_value: float | None = None, start_year: int | None = None,
    tolerance: float | None = None, dimensions: str = "",
) -> Target:
    """By which figure the effect is to be seen; without a start the newest shown value is it."""
    if start_value is None or start_year is None:
        latest = evidence.series(indicator, area_key, dimensions=dimensions).latest
        if latest is None or latest.value is None:
            raise ValidationError(_(
                "Für dieses Gebiet gibt es noch keinen Wert. Geben Sie Ausgangswert und Jahr an."))
        start_value, start_year = latest.value, latest.year
    if target_year <= start_year:
        raise ValidationError(_("Das Zieljahr muss nach dem Ausgangsjahr %d liegen.") % start_year)
    if tolerance is not None and tolerance < 0:
        raise ValidationError(_("Die Toleranz ist eine Zahl ab 0."))
    made = Target.objects.create(
        measure=measure, indicator=evidence.indicator(indicator).code, area_key=area_key,
        dimensions=dimensions, start_value=start_value, start_year=start_year,
        target_value=target_value, target_year=target_year, tolerance=tolerance)
    channels.announce_desk(measure.goal.process)
    return made


@transaction.atomic
def retire(target: Target, *, is_retired: bool = True) -> Target:
    """A target that does not count any more; it stays readable and can be put back."""
    target.is_retired = is_retired
    target.save(update_fields=["is_retired"])
    channels.announce_desk(target.measure.goal.process)
    return target
