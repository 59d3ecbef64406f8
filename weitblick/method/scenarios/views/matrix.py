"""The cross-impact matrix at the desk: coverage, dissent, typing a group's judgements, files."""

from typing import Any

import numpy as np
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from weitblick.engines.scenariofiles import SUFFIXES, MatrixFileError, parse_matrix, render_matrix
from weitblick.faces.desk import desk_page, key_from, show
from weitblick.method.scenarios import actions, analysis, matrix, queries
from weitblick.method.scenarios.actions import Cell
from weitblick.method.scenarios.criteria import CROSSIMPACT
from weitblick.method.scenarios.forms import ImportForm, grid_values
from weitblick.method.scenarios.matrix import JudgedMatrix
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Channel
from weitblick.voices.queries import opinions
from weitblick.workshop.models import Activity, ActivityState, Process, Role, Table

WORKERS = (Role.FACILITATOR, Role.ANALYST, Role.SCRIBE)
CONTENT_TYPES = {
    ".scw": "text/plain", ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@desk_page(*WORKERS)
def overview(request: HttpRequest, process: Process) -> HttpResponse:
    """Coverage, strength and dissent of the matrix; every section one tap away."""
    found = matrix.build(process)
    if found is None:
        return show(request, process, "scenarios/desk_matrix.html", {"found": None})
    done, total = analysis.covered(found)
    return show(request, process, "scenarios/desk_matrix.html", {
        "found": found, "done": done, "total": total,
        "is_full": done == total, "dissent": analysis.dissent_map(found),
        "sections": _linked(process, found, analysis.coverage_map(found), 100)
        if done < total else _linked(process, found, analysis.strength_map(found), 3),
        "strength": analysis.strength_map(found),
        "disputes": analysis.disputes(found), "form": ImportForm(),
        "activity": open_activity(process), "suffixes": [s.lstrip(".") for s in SUFFIXES],
        "voices": len({one.voice for one in opinions(process, CROSSIMPACT.slug)}),
    })


@desk_page(*WORKERS)
def section(request: HttpRequest, process: Process, source: str, target: str) -> HttpResponse:
    """One section: source assumptions in rows, target assumptions in columns."""
    found = matrix.build(process)
    i, j = _places(found, source, target)
    assert found is not None
    activity = open_activity(process)
    table = _table(activity, request.POST.get("table") or request.GET.get("tisch", ""))
    rows = analysis.section(found, i, j, _own(process, found, table))
    if request.method == "POST":
        return _typed(request, process, found, (i, j), rows, activity)
    factors = [factor for factor, _group in found.layout.factors]
    return show(request, process, "scenarios/desk_section.html", {
        "source": factors[i], "target": factors[j], "rows": rows, "activity": activity,
        "tables": _tables(activity), "table": table,
        "next": _next(process, found, i, j, table), "place": _place(found, i, j),
        "sections": len(factors) * (len(factors) - 1),
    })


def _typed(
    request: HttpRequest, process: Process, found: JudgedMatrix, place: tuple[int, int],
    rows: list[Any], activity: Activity | None,
) -> HttpResponse:
    """Store a grid as one table's judgements and go on to the next section."""
    if activity is None:
        raise ValidationError(_("Öffnen Sie zuerst die Aktivität „Wechselwirkungen beurteilen“."))
    number = key_from(request.POST.get("table"))
    if not number:
        raise ValidationError(_("Bitte wählen Sie den Tisch, dessen Urteile Sie eintragen."))
    cells = {cell.name: (source, cell.target) for source, row in rows for cell in row}
    values, wrong = grid_values(request.POST, list(cells))
    if wrong:
        raise ValidationError(
            _("„%s“ ist kein Urteil von −3 bis +3. Leere Felder heißen „weiß nicht“.")
            % ", ".join(wrong)
        )
    table = actions.table_of(activity.meeting, number)
    speaker = Speaker(table=table, typed_by=request.user, channel=Channel.PAPER)
    reason, once = request.POST.get("reason", "")[:500], request.POST.get("once", "")
    count = actions.judge_crossimpacts(activity, speaker, [
        Cell(*cells[name], value, reason,
             key=f"{once}-{cells[name][0].pk}-{cells[name][1].pk}" if once else None)
        for name, value in values.items()
    ])
    messages.success(request, ngettext(
        "%(n)d Urteil von Tisch %(table)s eingetragen.",
        "%(n)d Urteile von Tisch %(table)s eingetragen.", count,
    ) % {"n": count, "table": table})
    return redirect(_next(process, found, *place, table))


@require_POST
@desk_page()
def bring_in(request: HttpRequest, process: Process) -> HttpResponse:
    """Take a matrix over from a file."""
    form = ImportForm(request.POST, request.FILES)
    activity = open_activity(process)
    if activity is None:
        raise ValidationError(_("Öffnen Sie zuerst die Aktivität „Wechselwirkungen beurteilen“."))
    if not form.is_valid():
        raise ValidationError([text for errors in form.errors.values() for text in errors])
    upload = form.cleaned_data["file"]
    try:
        given = parse_matrix(upload.read(), upload.name)
    except MatrixFileError as problem:
        raise ValidationError(file_problem(problem)) from None
    table = actions.table_of(activity.meeting, form.cleaned_data["table"])
    speaker = Speaker(table=table, typed_by=request.user, channel=Channel.IMPORT)
    count = actions.import_matrix(activity, given, speaker)
    messages.success(request, _("%d Urteile übernommen.") % count)
    return redirect("scenarios:matrix", process.slug)


@desk_page()
def take_out(request: HttpRequest, process: Process, suffix: str) -> HttpResponse:
    """The matrix of all judgements as a file."""
    found = matrix.build(process)
    name = f"{process.slug}-wechselwirkungen.{suffix}"
    if found is None or f".{suffix}" not in SUFFIXES:
        raise Http404
    answer = HttpResponse(render_matrix(found.matrix, name),
                          content_type=CONTENT_TYPES[f".{suffix}"])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def open_activity(process: Process) -> Activity | None:
    """The activity that takes judgements now."""
    rows = Activity.objects.filter(
        meeting__process=process, step=queries.STEP, kind=queries.CROSSIMPACT_KIND,
        state=ActivityState.OPEN,
    )
    return rows.select_related("meeting__process").order_by("-opened_at").first()


def file_problem(problem: MatrixFileError) -> str:
    """What is wrong with a file and where; the reason itself is the reader's own sentence."""
    words = {
        "unknown_suffix": _("Möglich sind Dateien mit der Endung .scw, .csv oder .xlsx."),
        "too_large": _("Die Datei ist zu groß."),
        "scw_head": _("Das ist keine Projektdatei von ScenarioWizard."),
        "scw_ends_early": _("Die Datei endet zu früh."),
        "scw_columns": _("Diese Zeile hat nicht so viele Zahlen, wie es Annahmen gibt."),
        "not_a_number": _("Hier steht keine ganze Zahl."),
        "sheet_empty": _("Die Tabelle ist leer."),
        "xlsx_unreadable": _("Das ist keine lesbare XLSX-Datei."),
    }
    reason = words.get(problem.code, problem.reason)
    if problem.line:
        return _("%(file)s, Zeile %(line)d: %(reason)s") % {
            "file": problem.file, "line": problem.line, "reason": reason}
    return f"{problem.file}: {reason}"


def _linked(
    process: Process, found: JudgedMatrix, shape: analysis.Map, high: float
) -> list[dict[str, Any]]:
    """A map with the address of every section, toned from pale (0) to bright (``high``)."""
    ids = [factor.item.public_id for factor, _group in found.layout.factors]
    return [
        {"title": title, "cells": [
            None if value is None else
            {"value": value, "tone": 0.5 + value / high / 2,
             "title": f"{title} → {shape.titles[j]}",
             "url": reverse("scenarios:section", args=[process.slug, ids[i], ids[j]])}
            for j, value in enumerate(row)
        ]}
        for i, (title, row) in enumerate(zip(shape.titles, shape.values, strict=True))
    ]


def _places(found: JudgedMatrix | None, source: str, target: str) -> tuple[int, int]:
    ids = [f.item.public_id for f, _group in found.layout.factors] if found else []
    if source not in ids or target not in ids or source == target:
        raise Http404
    return ids.index(source), ids.index(target)


def _place(found: JudgedMatrix, i: int, j: int) -> int:
    """The number of a section, row by row without the diagonal."""
    return i * (len(found.layout.factors) - 1) + (j if j < i else j - 1) + 1


def _next(
    process: Process, found: JudgedMatrix, i: int, j: int, table: Table | None
) -> str:
    """The address of the section after this one; after the last one the overview."""
    size = len(found.layout.factors)
    order = [(a, b) for a in range(size) for b in range(size) if a != b]
    after = order.index((i, j)) + 1
    if after == len(order):
        return reverse("scenarios:matrix", args=[process.slug])
    ids = [found.layout.factors[n][0].item.public_id for n in order[after]]
    address = reverse("scenarios:section", args=[process.slug, *ids])
    return f"{address}?tisch={table.number}" if table else address


def _table(activity: Activity | None, number: str) -> Table | None:
    if activity is None:
        return None
    return activity.meeting.tables.filter(number=key_from(number)).first()


def _tables(activity: Activity | None) -> list[tuple[Table, str]]:
    """The tables whose judgements can be typed, with their topics."""
    if activity is None:
        return []
    frame = activity.meeting.process.frame
    return [(one, frame.title_of(one.topic)) for one in activity.meeting.tables.all()]


def _own(
    process: Process, found: JudgedMatrix, table: Table | None
) -> np.ndarray[Any, np.dtype[np.float64]] | None:
    """What this table judged so far."""
    if table is None:
        return None
    said = [o for o in opinions(process, CROSSIMPACT.slug) if o.voice == f"t{table.pk}"]
    return matrix.judge_arrays(found.layout, said).get(f"t{table.pk}")
