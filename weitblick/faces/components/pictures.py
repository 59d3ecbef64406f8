"""Pictures of numbers, each with its words and its table."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.faces import figures, maps, numbers
from weitblick.faces.figures import Context

register = template.Library()


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
    context = {"picture": content, **table, **words}
    return render_to_string("faces/components/figure_with_table.html", context)


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
        render_to_string("faces/components/system_grid.html", context),
        title=title or _("Systembild der Einflussfaktoren"),
        reading=reading,
        headers=(_("Nr."), _("Faktor"), x_label, y_label),
        rows=table,
    )


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
