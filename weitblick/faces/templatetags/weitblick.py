"""The components of the design system as template tags: {% load weitblick %}.

Each tag renders `faces/components/<name>.html`. What they take is listed in docs/faces.md and
shown on the living page.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context as TemplateContext
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import figures, maps, numbers
from ..figures import Context

register = template.Library()
register.filter("number", numbers.number)
register.filter("percent", numbers.percent)
register.filter("signed", numbers.signed)
register.filter("roman", numbers.roman)
register.filter("field_colour", numbers.field_class)
register.filter("tone", numbers.tone_class)


def _component(name: str, context: Context) -> SafeString:
    return render_to_string(f"faces/components/{name}.html", context)


@register.simple_tag(takes_context=True)
def again(context: TemplateContext, name: str) -> str:
    """Render a block of the page a second time (the title as heading, too). Frames only."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return block.render(context) if block else ""


@register.inclusion_tag("faces/components/once.html")
def once() -> Context:
    """A hidden key, new on every page: the same key sent twice is one contribution."""
    return {"key": uuid.uuid4().hex}


@register.inclusion_tag("faces/components/card.html")
def card(
    text: str,
    field: object = None,
    public_id: str = "",
    meta: str = "",
    url: str = "",
    size: str = "",
    new: bool = False,
    actions: str = "",
) -> Context:
    """The card: text, action field (I–VI, 1–6 or none), meta line, public id."""
    numeral = numbers.roman(getattr(field, "numeral", field))
    return {
        "text": text,
        "numeral": numeral,
        "css": numbers.field_class(numeral),
        "public_id": public_id,
        "meta": meta,
        "url": url,
        "size": size,
        "new": new,
        "actions": actions,
    }


@register.simple_block_tag(end_name="endcardbox")
def cardbox(content: str, text: str, **options: Any) -> SafeString:
    """A card with something below its text: buttons, a form, a bar."""
    return _component("card", card(text, actions=content, **options))


@register.inclusion_tag("faces/components/stack.html")
def stack(
    title: str,
    cards: Sequence[Any],
    field: object = None,
    count: int | None = None,
    url: str = "",
    shown: int = 3,
    level: int = 2,
) -> Context:
    """Cards in a group with their count; the first few open, the rest one tap away.

    level: of the heading in the page's outline.
    cards: objects or mappings with text and, if they have them, field, public_id, meta, url.
    """
    return {
        "title": title,
        "first": cards[:shown],
        "rest": cards[shown:],
        "numeral": numbers.roman(getattr(field, "numeral", field)),
        "css": numbers.field_class(field),
        "count": len(cards) if count is None else count,
        "url": url,
        "level": level,
    }


@register.inclusion_tag("faces/components/button.html")
def button(
    label: str,
    kind: str = "secondary",
    url: str = "",
    name: str = "",
    value: str = "",
    confirm: str = "",
) -> Context:
    """A button (or, with url, a link that looks like one). kind: primary, secondary, quiet."""
    return {
        "label": label,
        "kind": kind,
        "url": url,
        "name": name,
        "value": value,
        "confirm": confirm,
    }


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


@register.inclusion_tag("faces/components/vote_bar.html")
def vote_bar(agree: int, disagree: int, passed: int = 0, compact: bool = False) -> Context:
    """Agree, disagree and pass as one bar with its counts and n."""
    n = agree + disagree + passed
    words = (
        ngettext("stimmt zu", "stimmen zu", agree),
        ngettext("stimmt nicht zu", "stimmen nicht zu", disagree),
        ngettext("enthält sich", "enthalten sich", passed),
    )
    parts = figures.shares((agree, disagree, passed), words, 600)
    keys = ("agree", "disagree", "pass")
    rows = [
        {"bar": bar, "key": key, "share": bar.count / n if n else None}
        for bar, key in zip(parts, keys, strict=True)
    ]
    return {"rows": rows, "n": n, "compact": compact}


@register.inclusion_tag("faces/parts/join.html")
def join_panel(join: Mapping[str, Any]) -> Context:
    """The joining code and its QR code in large, for a board that waits for people."""
    return {"join": join, "large": True}


@register.inclusion_tag("faces/components/timer.html")
def timer(ends_at: Any = None, label: str = "", paused: bool = False) -> Context:
    """The time that is left until ends_at (an aware datetime); nothing without one."""
    return {"ends_at": ends_at, "label": label, "paused": paused}


@register.inclusion_tag("faces/components/status.html")
def status(where: str, next: str = "", kind: str = "info") -> Context:
    """One line: where am I, what comes next. kind: info, sent, waiting, problem."""
    return {"where": where, "next": next, "kind": kind}


@register.inclusion_tag("faces/components/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "") -> Context:
    """An empty state that says what to do."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("faces/components/progress.html")
def progress(label: str, done: float | None = None, total: float = 1, note: str = "") -> Context:
    """A job's progress; without `done` one that only says that it runs."""
    share = None if done is None or not total else done / total
    return {"label": label, "done": done, "total": total, "share": share, "note": note}


@register.simple_block_tag(end_name="endfigure_with_table")
def figure_with_table(
    content: str,
    title: str,
    reading: str = "",
    headers: Sequence[object] = (),
    rows: Sequence[Sequence[object]] = (),
    n: int | None = None,
    note: str = "",
) -> SafeString:
    """A picture, one sentence that reads it, and its table one tap away."""
    table = {"headers": headers, "rows": rows}
    words = {"title": title, "reading": reading, "n": n, "note": note}
    return _component("figure_with_table", {"picture": content, **table, **words})


@register.inclusion_tag("faces/components/distribution.html")
def distribution(
    counts: Sequence[int],
    label: str = "",
    first: int = 1,
    low: str = "",
    high: str = "",
    compact: bool = False,
) -> Context:
    """A small histogram of ratings with n and median. counts: of the values first, first+1, …"""
    labels = range(first, first + len(counts))
    return {
        "bars": figures.bars(counts, labels, 48 * len(counts), 96),
        "width": 48 * len(counts),
        "label": label,
        "n": sum(counts),
        "median": figures.median(counts, first),
        "low": low,
        "high": high,
        "compact": compact,
    }


@register.inclusion_tag("faces/components/coverage.html")
def coverage(fields: Sequence[Mapping[str, Any]], unit: str = "", level: int = 3) -> Context:
    """The 6 x 5 coverage map: mappings with numeral, title, dimensions (title, count, url)."""
    rows = []
    for row in fields:
        cells = [
            {**cell, "level": min(4, int(cell["count"]))} for cell in row["dimensions"]
        ]
        css = numbers.field_class(row["numeral"])
        rows.append({**row, "dimensions": cells, "css": css})
    empty_count = sum(cell["level"] == 0 for row in rows for cell in row["dimensions"])
    whole = sum(len(row["dimensions"]) for row in rows)
    counts = {"whole": whole, "covered": whole - empty_count}
    return {"rows": rows, "unit": unit, "level": level, **counts}


@register.simple_tag
def system_grid(
    points: Iterable[Any], title: str = "", reading: str = "", x_label: str = "",
    y_label: str = "", quadrants: Sequence[str] = (), floor: float = 0,
) -> SafeString:
    """Points between two axes with their table; by default the system grid of factors.

    points: label, x, y; field, key, url if known. The system grid has the passive sum to the
    right and the active sum upwards. quadrants: top left, top right, bottom left, bottom right;
    floor: where both axes start.
    """
    if not x_label:
        quadrants = quadrants or (_("aktiv"), _("kritisch"), _("träge"), _("passiv"))
    x_label, y_label = x_label or _("Passivsumme"), y_label or _("Aktivsumme")
    context = figures.grid_context(points, x_label, y_label, quadrants, floor)
    table = [
        (m.number, m.point.label, numbers.number(m.point.x), numbers.number(m.point.y))
        for m in context["marks"]
    ]
    return figure_with_table(
        _component("system_grid", context),
        title=title or _("Systembild der Einflussfaktoren"),
        reading=reading,
        headers=(_("Nr."), _("Faktor"), x_label, y_label),
        rows=table,
    )


@register.inclusion_tag("faces/components/map.html")
def area_map(
    title: str,
    areas: Iterable[Any],
    breaks: Sequence[float] = (),
    value_label: str = "",
    places: Iterable[Any] = (),
    reading: str = "",
    digits: int | None = None,
    share: bool = False,
    size_label: str = "",
    attribution: str = "",
    anchor: str = "map",
) -> Context:
    """A map of areas in classes and places, with its table beside.

    areas: label, outline (GeoJSON geometry), value, reason, uncertain, url, in the order in which
    they are to be read. places: label, lat, lon, size, group, note, url. breaks: limits between the
    classes, four at most; share: values are shares. anchor: begins the ids, one for each map of a
    page. Nothing without areas.
    """
    scale = maps.Scale(tuple(breaks), digits, share)
    words = {"title": title, "reading": reading, "value_label": value_label,
             "size_label": size_label, "attribution": attribution}
    return maps.map_context(areas, scale, places, anchor) | words


@register.inclusion_tag("faces/components/heatmap.html")
def heatmap(
    caption: str,
    rows: Sequence[object],
    columns: Sequence[object],
    values: Sequence[Sequence[float | None]],
    low: float = -3,
    high: float = 3,
    corner: str = "",
    signs: bool = True,
) -> Context:
    """A matrix as a table whose cells are toned from low (dusk) to high (dawn)."""
    return {
        "caption": caption,
        "columns": columns,
        "rows": figures.heat_rows(rows, values, low, high),
        "corner": corner,
        "signs": signs,
    }


@register.inclusion_tag("faces/components/scenario_strip.html")
def scenario_strip(scenarios: Sequence[Mapping[str, Any]], caption: str = "") -> Context:
    """Scenarios side by side, their states toned dusk to dawn.

    scenarios: mappings with title, url, and states: mappings with factor, state, tone (0–1).
    """
    factors = [state["factor"] for state in scenarios[0]["states"]] if scenarios else []
    rows = [
        {"factor": factor, "cells": [scenario["states"][i] for scenario in scenarios]}
        for i, factor in enumerate(factors)
    ]
    return {"scenarios": scenarios, "rows": rows, "caption": caption}
