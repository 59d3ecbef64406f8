"""The desk: votes in one picture, every statement with its reasons, wordings and verdict."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.faces.desk import desk_page, show
from weitblick.method.options.queries import options
from weitblick.method.validation import queries, results
from weitblick.method.validation.forms import (
    HandsForm,
    LinesForm,
    RewordForm,
    StatementForm,
    UploadForm,
    VerdictForm,
)
from weitblick.method.validation.models import AmendmentState, Statement
from weitblick.method.validation.opinions import opinions, running
from weitblick.method.validation.reading import reading
from weitblick.method.validation.results import StatementResult
from weitblick.trace.models import Link
from weitblick.workshop.models import Process, Role

ALL = (Role.FACILITATOR, Role.ANALYST, Role.SCRIBE)
SHOWN = 60


@desk_page(*ALL)
def desk(request: HttpRequest, process: Process) -> HttpResponse:
    """The step at a glance."""
    rows = results.by_share(results.statement_results(process))
    proposed = [a for a in queries.amendments(process) if a.state == AmendmentState.PROPOSED]
    every = request.GET.get("alle") == "1"
    return show(request, process, "validation/desk.html", {
        "rows": rows if every else rows[:SHOWN], "hidden": 0 if every else len(rows[SHOWN:]),
        "n": len(rows), "reading": reading(rows), "rule": results.rule(process),
        "headers": results.vote_headers(), "table": results.vote_rows(rows),
        "n_votes": sum(row.tally.n for row in rows),
        "moderated": [one for one in queries.statements(process, moderated_out=True)
                      if one.moderated_out],
        "proposed": proposed, "opinions": opinions(process),
        "running": running(process), "next": what_next(process, rows, len(proposed)),
    })


def what_next(process: Process, rows: list[StatementResult], proposed: int) -> str:
    """One sentence: what is missing."""
    if not rows:
        return _("Leiten Sie aus Optionen Aussagen ab, über die abgestimmt wird.")
    if not any(row.tally.n for row in rows):
        return _("Öffnen Sie in einer Veranstaltung „Abstimmen“.")
    if proposed:
        return ngettext(
            "%d Änderungsvorschlag wartet auf eine Entscheidung.",
            "%d Änderungsvorschläge warten auf eine Entscheidung.", proposed,
        ) % proposed
    if undecided := sum(row.verdict is None for row in rows):
        return ngettext(
            "%d Aussage hat noch kein Ergebnis.", "%d Aussagen haben noch kein Ergebnis.", undecided
        ) % undecided
    return _("Alle Aussagen haben ein Ergebnis. Als Nächstes entsteht das Papier.")


@desk_page(*ALL)
def statement(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """One statement: votes, reasons, wordings, verdict."""
    found = statement_or_404(process, public_id)
    return statement_page(request, found)


def statement_page(
    request: HttpRequest, found: Statement, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of a statement; ``forms`` that need mending take the place of fresh ones."""
    process = found.process
    row = next((r for r in results.statement_results(process) if r.statement.pk == found.pk), None)
    fresh = {
        "reword": RewordForm(initial={"text": found.item.text}),
        "verdict_form": VerdictForm(), "hands": HandsForm(process),
    }
    return show(request, process, "validation/desk_statement.html", {
        "statement": found, "row": row, "sides": reasons_by_side(found),
        "amendments": queries.amendments(process, statement=found),
        "verdicts": found.verdicts.select_related("by_user"),
        "sources": [link.older for link in Link.objects.filter(
            newer=found.item, kind="derived_from").select_related("older")],
        "revisions": found.item.revisions.all(), "min_cell": process.min_cell,
        "can_count": fresh["hands"].fields["activity"].queryset.exists(),  # type: ignore[attr-defined]
        "breadcrumbs": crumbs(process), **fresh, **forms,
    }, status=status)


def reasons_by_side(found: Statement) -> list[dict[str, Any]]:
    """The reasons for, against and of those who passed, without any sector."""
    titles = (("agree", _("Dafür")), ("disagree", _("Dagegen")), ("pass", _("Enthalten")),
              ("", _("Ohne Stimme")))
    cards = queries.reasons(found.process, statement=found)
    sides = [{"title": title, "cards": [card for card in cards if card.side == side]}
             for side, title in titles]
    return [side for side in sides if side["cards"]]


@desk_page()
def new(request: HttpRequest, process: Process) -> HttpResponse:
    """New statements: derived, typed or from a file."""
    return new_page(request, process)


def new_page(
    request: HttpRequest, process: Process, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of new statements; ``forms`` that need mending take the place of fresh ones."""
    derived = set(Link.objects.filter(newer__statement__process=process)
                  .values_list("older_id", flat=True))
    fresh = {"form": StatementForm(process), "lines": LinesForm(), "upload": UploadForm()}
    return show(request, process, "validation/desk_new.html", {
        "open_options": [one for one in options(process) if one.item_id not in derived],
        "breadcrumbs": crumbs(process), **fresh, **forms,
    }, status=status)


def statement_or_404(process: Process, public_id: str) -> Statement:
    """The statement of this process with this public id."""
    if (found := queries.find_statement(process, public_id)) is None:
        raise Http404
    return found


def crumbs(process: Process) -> list[dict[str, str]]:
    """Back to the desk of this step."""
    return [{"title": _("Validierung"), "url": reverse("validation:desk", args=[process.slug])}]
