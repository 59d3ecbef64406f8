"""What the desk sends: each form becomes one action, a message and the way back."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from weitblick.faces.cells import as_csv
from weitblick.faces.desk import desk_page
from weitblick.method.validation import actions, queries, results
from weitblick.method.validation.forms import (
    HandsForm,
    LinesForm,
    RewordForm,
    StatementForm,
    UploadForm,
    VerdictForm,
)
from weitblick.method.validation.models import Amendment, Statement
from weitblick.method.validation.views import desk
from weitblick.voices.files import FileError, StatementRow, read_statements
from weitblick.workshop.models import Process


def _back(statement: Statement) -> HttpResponse:
    return redirect("validation:statement", slug=statement.process.slug,
                    public_id=statement.item.public_id)


@require_POST
@desk_page()
def create(request: HttpRequest, process: Process) -> HttpResponse:
    """A new statement, derived from options or factors, or typed."""
    form = StatementForm(process, request.POST)
    if not form.is_valid():
        return desk.new_page(request, process, form=form, status=422)
    made = actions.create_statement(
        process, form.cleaned_data["text"], by=request.user, derived_from=form.chosen
    )
    messages.success(request, _("„%s“ ist angelegt.") % made)
    return redirect("validation:new", slug=process.slug)


@require_POST
@desk_page()
def create_lines(request: HttpRequest, process: Process) -> HttpResponse:
    """Several statements, one a line."""
    form = LinesForm(request.POST)
    if not form.is_valid():
        return desk.new_page(request, process, lines=form, status=422)
    lines = [line.strip() for line in form.cleaned_data["lines"].splitlines()]
    return _imported(request, process, [StatementRow(line) for line in lines if line])


@require_POST
@desk_page()
def upload(request: HttpRequest, process: Process) -> HttpResponse:
    """Statements from a CSV file."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return desk.new_page(request, process, upload=form, status=422)
    try:
        rows = _read(form.cleaned_data["file"])
    except FileError as problem:
        form.add_error("file", str(problem))
        return desk.new_page(request, process, upload=form, status=422)
    return _imported(request, process, rows)


def _read(file: UploadedFile) -> list[StatementRow]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name or "datei.csv").name
        path.write_bytes(file.read())
        return read_statements(path)


def _imported(request: HttpRequest, process: Process, rows: list[StatementRow]) -> HttpResponse:
    made = actions.import_statements(process, rows, by=request.user)
    messages.success(request, ngettext(
        "%(n)d Aussage ist angelegt, %(known)d gab es schon.",
        "%(n)d Aussagen sind angelegt, %(known)d gab es schon.", len(made),
    ) % {"n": len(made), "known": len(rows) - len(made)})
    return redirect("validation:desk", slug=process.slug)


@require_POST
@desk_page()
def reword(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """A new wording."""
    statement = desk.statement_or_404(process, public_id)
    form = RewordForm(request.POST)
    if not form.is_valid():
        return desk.statement_page(request, statement, reword=form, status=422)
    actions.reword_statement(
        statement, form.cleaned_data["text"], by=request.user, reason=form.cleaned_data["why"]
    )
    messages.success(request, _("Gespeichert. Frühere Fassungen bleiben lesbar."))
    return _back(statement)


@require_POST
@desk_page()
def switch(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Put a statement to the vote, end its vote, take it out or bring it back."""
    statement = desk.statement_or_404(process, public_id)
    act = request.POST.get("act", "")
    if act in ("open", "close"):
        actions.set_open(statement, act == "open")
    elif act in ("out", "in"):
        actions.moderate(statement, act == "out")
    return _back(statement)


@require_POST
@desk_page()
def verdict(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """What was decided, and why."""
    statement = desk.statement_or_404(process, public_id)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return desk.statement_page(request, statement, verdict_form=form, status=422)
    data = form.cleaned_data
    actions.give_verdict(statement, data["outcome"], reason=data["reason"], by=request.user)
    messages.success(request, _("Ergebnis gespeichert. Frühere bleiben lesbar."))
    return _back(statement)


@require_POST
@desk_page(*desk.ALL)
def hands(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Raised hands, counted by a scribe."""
    statement = desk.statement_or_404(process, public_id)
    form = HandsForm(process, request.POST)
    if not form.is_valid():
        return desk.statement_page(request, statement, hands=form, status=422)
    data = form.cleaned_data
    actions.count_hands(
        data["activity"], statement, agree=data["agree"], disagree=data["disagree"],
        passed=data["passed"], table=data["table"], by=request.user,
    )
    messages.success(request, _(
        "Gezählt. Eine neue Zählung desselben Tisches ersetzt diese."
    ))
    return _back(statement)


@require_POST
@desk_page()
def decide(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Adopt a proposed wording, decline it, or take the adoption back."""
    amendment = get_object_or_404(
        Amendment, statement__process=process, item__public_id=public_id
    )
    act = request.POST.get("act", "")
    if act == "adopt":
        actions.adopt_amendment(amendment, by=request.user)
        messages.success(request, _("Übernommen. Die frühere Fassung bleibt lesbar."))
    elif act == "withdraw":
        actions.withdraw_adoption(amendment, by=request.user)
        messages.success(request, _("Die frühere Fassung gilt wieder."))
    elif act == "decline":
        actions.decline_amendment(amendment)
        messages.success(request, _("Abgelehnt. Der Vorschlag bleibt lesbar."))
    return _back(amendment.statement)


@require_POST
@desk_page()
def check(request: HttpRequest, process: Process) -> HttpResponse:
    """Look for opinion groups, in the background."""
    actions.check_groups(process)
    messages.success(request, _("Die Prüfung läuft. Diese Seite zeigt das Ergebnis von selbst."))
    return redirect("validation:desk", slug=process.slug)


@desk_page(*desk.ALL)
def export(request: HttpRequest, process: Process) -> HttpResponse:
    """All statements as CSV for any spreadsheet."""
    heads = [
        _("Kennung"), _("Aussage"), _("Zustimmung"), _("Ablehnung"), _("Enthaltung"), "n",
        _("Gründe"), _("Änderungsvorschläge"), _("Ergebnis"), _("Begründung"),
    ]
    rows = []
    for row in results.statement_results(process):
        verdict = row.verdict
        rows.append([
            row.statement.item.public_id, row.statement.item.text, row.tally.agree,
            row.tally.disagree, row.tally.passed, row.tally.n, row.reasons, row.amendments,
            verdict.get_outcome_display() if verdict else "",
            verdict.reason if verdict else "",
        ])
    return as_csv(f"{process.slug}-aussagen", heads, rows)


@desk_page(*desk.ALL)
def export_reasons(request: HttpRequest, process: Process) -> HttpResponse:
    """All reasons as CSV, with statement and side, without person and sector."""
    heads = [_("Kennung"), _("Aussage"), _("Seite"), _("Grund")]
    rows = [(card.item.public_id, card.about.text if card.about else "", card.side, card.item.text)
            for card in queries.reasons(process)]
    return as_csv(f"{process.slug}-gruende", heads, rows)
