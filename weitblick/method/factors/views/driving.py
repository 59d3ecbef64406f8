"""Who drives whom, at the desk: coverage, entry by tables, matrix, system grid."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.faces.desk import desk_page
from weitblick.method.factors import actions, queries
from weitblick.method.factors.analysis.influence import influence
from weitblick.method.factors.analysis.words import dissents, reading_of_coverage
from weitblick.method.factors.criteria import INFLUENCE
from weitblick.method.factors.models import Factor
from weitblick.method.factors.views.frame import TEAM, WITH_SCRIBES, page, to
from weitblick.method.factors.views.pictures import structure_rows, system_picture
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Channel
from weitblick.voices.queries import opinions
from weitblick.workshop.models import Process, Table

NOT_KNOWN = "?"


@desk_page(*TEAM)
def matrix(request: HttpRequest, process: Process) -> HttpResponse:
    """The matrix as it stands and what it says."""
    found = influence(process)
    names = [factor.item.text for factor in found.factors]
    context = {
        "matrix": found, "names": names, "signs": list(range(1, len(names) + 1)),
        "numbered": [f"{at} {name}" for at, name in enumerate(names, start=1)],
        "picture": system_picture(found), "rows": structure_rows(found),
        "coverage": reading_of_coverage(found),
        "dissents": dissents(found),
    }
    return page(request, process, "influence", "factors/desk_influence.html", context)


@desk_page(*WITH_SCRIBES)
def entry(request: HttpRequest, process: Process) -> HttpResponse:
    """A table's judgements: a whole row or the whole matrix."""
    factors = queries.shortlisted(process)
    table = _table(process, request.POST.get("table") or request.GET.get("tisch", ""))
    wanted = request.POST.get("row") or request.GET.get("zeile", "")
    sources = [one for one in factors if one.item.public_id == wanted] or factors
    if request.method == "POST":
        return _take(request, process, table, sources, factors)
    context = {
        "factors": factors, "tables": queries.tables(process), "table": table,
        "row": wanted, "rows": _cells(process, table, sources, factors) if table else [],
        "activity": queries.open_activity(process, "influence", table),
    }
    return page(request, process, "influence", "factors/desk_entry.html", context)


def _table(process: Process, wanted: str) -> Table | None:
    return next((one for one in queries.tables(process) if str(one.pk) == wanted), None)


def _cells(
    process: Process, table: Table, sources: list[Factor], factors: list[Factor]
) -> list[dict[str, Any]]:
    """One row a source: for each target the name of its field and the value given so far."""
    own = _own(process, table)
    return [
        {"factor": source, "cells": [
            None if source.pk == target.pk else {
                "name": _name(source, target), "target": target,
                "value": own.get((source.item_id, target.item_id), ""),
            }
            for target in factors
        ]}
        for source in sources
    ]


def _own(process: Process, table: Table) -> dict[tuple[int, int], str]:
    return {
        (one.source_id, one.target_id): NOT_KNOWN if one.value is None else str(one.value)
        for one in opinions(process, INFLUENCE.slug) if one.voice == f"t{table.pk}"
    }


def _name(source: Factor, target: Factor) -> str:
    return f"v-{source.item.public_id}-{target.item.public_id}"


def _take(
    request: HttpRequest, process: Process, table: Table | None, sources: list[Factor],
    factors: list[Factor],
) -> HttpResponse:
    """Keep what changed; cells left empty stay unjudged."""
    if table is None:
        raise ValidationError(_("Bitte wählen Sie einen Tisch."))
    activity = queries.open_activity(process, "influence", table)
    if activity is None:
        raise ValidationError(
            _("Gerade ist keine Einflussmatrix offen. Öffnen Sie zuerst die Aktivität.")
        )
    own = _own(process, table)
    given = []
    for source in sources:
        for target in factors:
            value = request.POST.get(_name(source, target), "")
            if value and value != own.get((source.item_id, target.item_id)):
                given.append((source, target, _value(value)))
    speaker = Speaker(table=table, typed_by=request.user, channel=Channel.PAPER)
    count = actions.judge_influences(activity, speaker, given) if given else 0
    messages.success(request, ngettext(
        "%d Urteil ist eingetragen.", "%d Urteile sind eingetragen.", count) % count)
    answer = to(process, "entry")
    answer["Location"] += f"?tisch={table.pk}"
    return answer


def _value(text: str) -> int | None:
    if text == NOT_KNOWN:
        return None
    if not (text.isdecimal() and len(text) == 1):
        raise ValidationError(_("„%s“ ist kein Wert von 0 bis 3.") % text[:20])
    return int(text)
