"""What asks: fields, choices, scales, dots, places, pairs, votes."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.translation import gettext as _

from weitblick.faces import figures, numbers
from weitblick.faces.figures import Context

register = template.Library()


@register.inclusion_tag("faces/components/once.html")
def once() -> Context:
    """A hidden key, new on every page: the same key sent twice is one contribution."""
    return {"key": uuid.uuid4().hex}


@register.inclusion_tag("faces/components/field.html")
def field(bound: BoundField, optional: bool = False) -> Context:
    """A bound form field with label, help and errors, tied together for screen readers."""
    kind = getattr(bound.field.widget, "input_type", "text") or "text"
    return {
        "bound": bound,
        "optional": optional,
        "kind": kind,
        "tick": kind == "checkbox" and not bound.use_fieldset,
    }


@register.inclusion_tag("faces/components/choices.html")
def choices(bound: BoundField, optional: bool = False) -> Context:
    """Several of many as check boxes, a fold for each group of choices; open where one is ticked.

    bound: a field whose choices are grouped: (title of the group, ((value, label), …)).
    """
    ticked = {str(value) for value in bound.value() or ()}
    groups = []
    for number, (title, members) in enumerate(bound.field.choices, start=1):  # type: ignore[attr-defined]
        rows = [
            {"value": value, "label": label, "ticked": str(value) in ticked,
             "id": f"{bound.auto_id}_{number}_{at}"}
            for at, (value, label) in enumerate(members)
        ]
        count = sum(row["ticked"] for row in rows)
        groups.append({"title": title, "rows": rows, "count": count})
    return {"bound": bound, "groups": groups, "optional": optional}


@register.inclusion_tag("faces/components/scale.html")
def scale(
    bound: BoundField | None = None,
    name: str = "",
    legend: str = "",
    first: int = 1,
    last: int = 5,
    low: str = "",
    high: str = "",
    value: object = None,
    dont_know: str = "",
    help: str = "",
    errors: Iterable[str] = (),
    required: bool = False,
) -> Context:
    """A rating as a radio group with large targets, from a bound field or from plain values.

    dont_know: the words of an extra choice with the empty value.
    """
    if bound is not None:
        name, legend, value = bound.html_name, legend or str(bound.label), bound.value()
        errors, required = map(str, bound.errors), bound.field.required
        help = help or str(bound.help_text)
    return {
        "name": name,
        "legend": legend,
        "points": figures.scale_points(first, last, value, signs=True),
        "low": low,
        "high": high,
        "dont_know": dont_know,
        "unknown": value == "",
        "help": help,
        "errors": list(errors),
        "required": required,
    }


@register.inclusion_tag("faces/components/dots.html")
def dots(
    legend: str, options: Sequence[Mapping[str, Any]], budget: int, help: str = "", most: int = 0
) -> Context:
    """Dot voting: share out a budget, at most ``most`` on one. options: name, label, value."""
    spent = sum(int(option.get("value") or 0) for option in options)
    return {
        "legend": legend,
        "options": options,
        "budget": budget,
        "most": most or budget,
        "left": budget - spent,
        "help": help,
    }


@register.inclusion_tag("faces/components/grid2x2.html")
def grid2x2(
    x: Mapping[str, Any], y: Mapping[str, Any], quadrants: Sequence[str] = (), last: int = 5
) -> Context:
    """Two scale questions with a preview. x, y: mappings with name, legend, low, high, value."""
    spots = {
        "cx": round(20 + 160 * (_on_scale(x.get("value"), last) - 1) / (last - 1)),
        "cy": round(180 - 160 * (_on_scale(y.get("value"), last) - 1) / (last - 1)),
    }
    return {"x": x, "y": y, "quadrants": quadrants, "last": last, **spots}


def _on_scale(value: object, last: int) -> float:
    """A value from 1 to ``last``; the middle for none, and for what a refused form may hold."""
    try:
        found = float(str(value))
    except ValueError:
        found = 0
    return found if 1 <= found <= last else (1 + last) / 2


@register.inclusion_tag("faces/components/matrix_question.html")
def matrix_question(
    name: str,
    source: str,
    target: str,
    kind: str = "influence",
    value: object = None,
    source_field: object = None,
    target_field: object = None,
    legend: str = "",
    help: str = "",
) -> Context:
    """How does the source act on the target? kind: influence (0–3) or crossimpact (−3…+3)."""
    two_sided = kind == "crossimpact"
    words = {
        "low": _("hemmt stark") if two_sided else _("gar nicht"),
        "high": _("fördert stark") if two_sided else _("stark"),
        "verb": _("wirkt auf"),
    }
    question = _("Wie wirkt „{source}“ auf „{target}“?").format(source=source, target=target)
    return {
        "name": name,
        "source": source,
        "target": target,
        "source_css": numbers.field_class(source_field),
        "target_css": numbers.field_class(target_field),
        "source_numeral": numbers.roman(source_field),
        "target_numeral": numbers.roman(target_field),
        "legend": legend or question,
        "shown": bool(legend),
        "help": help,
        "points": figures.scale_points(-3 if two_sided else 0, 3, value, signs=True),
        "unknown": value == "",
        **words,
    }


@register.inclusion_tag("faces/components/vote_buttons.html")
def vote_buttons(name: str, value: object = None, legend: str = "") -> Context:
    """Agree, disagree or pass as three large choices (values 1, -1, 0)."""
    words = (_("Ich stimme zu"), _("Ich stimme nicht zu"), _("Ich enthalte mich"))
    choices = tuple(zip(("1", "-1", "0"), words, strict=True))
    return {"name": name, "value": str(value), "legend": legend, "choices": choices}
