"""Step 1 at the desk: what is there, what is missing, what comes next; undo; export."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from weitblick.faces.asking import Columns
from weitblick.faces.cells import as_csv
from weitblick.faces.desk import came_from, desk_page
from weitblick.method.factors import actions, queries
from weitblick.method.factors.analysis.coverage import coverage_fields, missing_in_words
from weitblick.method.factors.analysis.favoured import columns, favoured
from weitblick.method.factors.analysis.influence import Influence, influence
from weitblick.method.factors.analysis.ratings import rated
from weitblick.method.factors.views.frame import TEAM, WITH_SCRIBES, page, to
from weitblick.method.factors.views.pictures import structure_rows
from weitblick.workshop.models import Process


@desk_page(*WITH_SCRIBES)
def desk(request: HttpRequest, process: Process) -> HttpResponse:
    """The state of the step on one page."""
    cards, factors = queries.cards(process), queries.factors(process)
    matrix, n_loose = influence(process), len(queries.loose_cards(process))
    context = {
        "n_cards": len(cards), "n_people": queries.writers(card.item for card in cards),
        "n_loose": n_loose, "n_factors": len(factors),
        "matrix": matrix, "keys": queries.key_factors(process),
        "next": _next(process, len(cards), n_loose, len(factors), matrix),
        "favoured": favoured(process),
        "fields": coverage_fields(process), "missing": missing_in_words(process),
        "changes": queries.changes(process, limit=10), "reason": queries.reason_of_choice(process),
    }
    return page(request, process, "desk", "factors/desk.html", context)


def _next(
    process: Process, cards: int, loose: int, factors: int, matrix: Influence
) -> tuple[str, str, str]:
    """What comes next: where, why, and what the link says."""

    def link(name: str) -> str:
        return reverse(f"factors:{name}", args=[process.slug])

    agenda = reverse("entrance:process", args=[process.slug])
    if not cards:
        return agenda, _("Noch liegt keine Karte vor. Öffnen Sie eine Kartenrunde."), \
            _("Zum Ablauf")
    if not factors or (loose * 10 > cards and not matrix.factors):
        return link("cards"), _("Ordnen Sie die Karten und bilden Sie daraus Faktoren."), \
            _("Karten ordnen")
    if not matrix.factors:
        return link("rate"), _("Lassen Sie die Faktoren einschätzen und wählen Sie die Faktoren "
                               "der Einflussmatrix."), _("Faktoren auswählen")
    if not matrix.is_complete:
        return link("influence"), _("Die Einflussmatrix ist noch nicht vollständig."), \
            _("Zur Einflussmatrix")
    if not queries.key_factors(process):
        return link("key"), _("Die Matrix ist vollständig. Wählen Sie die Schlüsselfaktoren."), \
            _("Schlüsselfaktoren wählen")
    return reverse("trends:desk", args=[process.slug]), \
        _("Die Schlüsselfaktoren stehen. Weiter geht es mit den Trendannahmen."), \
        _("Zu den Trendannahmen")


@desk_page(*TEAM)
def undo(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Undo one decision."""
    if request.method != "POST":
        return to(process, "desk")
    change = get_object_or_404(process.factor_changes, pk=pk)
    actions.undo(change, by=request.user)
    messages.success(request, _("Rückgängig gemacht: %s") % change)
    return HttpResponseRedirect(came_from(request))


@desk_page(*TEAM)
def export(request: HttpRequest, process: Process) -> HttpResponse:
    """All factors with their figures as CSV."""
    dotted = columns(process)
    heads = [*_heads(), *(head for one in dotted for head in one.heads)]
    return as_csv(f"{process.slug}-faktoren", heads, _rows(process, dotted))


def _heads() -> list[str]:
    return [
        _("Kennung"), _("Faktor"), _("Beschreibung"), _("Entwicklungsdimensionen"), _("Karten"),
        _("Personen und Tische"), _("Wirkung (Mittel)"), _("Wirkung (Median)"),
        _("Ungewissheit (Mittel)"), _("Ungewissheit (Median)"), _("n"), _("in der Matrix"),
        _("Aktivsumme"), _("Passivsumme"), _("Rolle"), _("Schlüsselfaktor"),
    ]


def _rows(process: Process, dotted: list[Columns]) -> list[list[Any]]:
    below = queries.cards_by_factor(process)
    structure = {row["factor"].pk: row for row in structure_rows(influence(process))}
    return [
        [
            row.factor.item.public_id, row.factor.item.text, row.factor.item.detail,
            ", ".join(process.frame.title_of(f.dimension) for f in row.factor.item.filings.all()),
            len(below[row.factor.pk]), queries.writers(below[row.factor.pk]),
            _decimal(row.impact.mean), _decimal(row.impact.median),
            _decimal(row.uncertainty.mean), _decimal(row.uncertainty.median), row.n,
            _("ja") if row.factor.is_shortlisted else _("nein"),
            _decimal(structure.get(row.factor.pk, {}).get("active")),
            _decimal(structure.get(row.factor.pk, {}).get("passive")),
            structure.get(row.factor.pk, {}).get("role", ""),
            _("ja") if row.factor.is_key else _("nein"),
            *(value for one in dotted for value in one.of(row.factor.item)),
        ]
        for row in rated(process)
    ]


def _decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", ",")
