"""What the desk sends: each form becomes one action, a message and the way back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from weitblick.faces.cells import as_csv
from weitblick.faces.desk import desk_page, key_from
from weitblick.method.options import actions, queries, ratings, results
from weitblick.method.options.favoured import columns
from weitblick.method.options.forms import ChosenForm, OptionForm, PartnerForm, RewordForm
from weitblick.method.options.models import Option, Partner
from weitblick.method.options.views import desk, sorting
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Channel
from weitblick.workshop.models import Process, Table


def _back(option: Option) -> HttpResponse:
    return redirect("options:option", slug=option.process.slug, public_id=option.item.public_id)


@require_POST
@desk_page()
def create(request: HttpRequest, process: Process) -> HttpResponse:
    """A new option from the ticked cards, or from nothing but a thought at the desk."""
    ticked = {word.partition(":")[0] for word in request.POST.getlist("card")}
    form = OptionForm(process, request.POST)
    if not form.is_valid():
        return sorting.board(request, process, form, ticked, status=422)
    sources = [c.item for c in queries.option_cards(process) if c.item.public_id in ticked]
    data = form.cleaned_data
    option = actions.create_option(
        process, data["title"], data["text"], by=request.user, derived_from=sources,
        dimensions=data["dimensions"],
    )
    messages.success(request, ngettext(
        "„%(title)s“ ist angelegt und mit %(n)d Karte verbunden.",
        "„%(title)s“ ist angelegt und mit %(n)d Karten verbunden.", len(sources),
    ) % {"title": option, "n": len(sources)})
    return redirect("options:cards", slug=process.slug)


@require_POST
@desk_page()
def reword(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """A new wording and filing."""
    option = desk.option_or_404(process, public_id)
    form = RewordForm(process, request.POST)
    if not form.is_valid():
        return desk.option_page(request, option, form, PartnerForm(process), status=422)
    data = form.cleaned_data
    actions.reword_option(
        option, data["title"], data["text"], by=request.user, reason=data["reason"]
    )
    actions.file_option(option, data["dimensions"])
    messages.success(request, _("Gespeichert. Frühere Fassungen bleiben lesbar."))
    return _back(option)


@require_POST
@desk_page()
def merge(request: HttpRequest, process: Process) -> HttpResponse:
    """Merge the ticked options."""
    form = ChosenForm(process, request.POST)
    if not form.is_valid():
        raise ValidationError(_("Wählen Sie mindestens zwei Optionen und geben Sie einen Titel."))
    data = form.cleaned_data
    option = actions.merge_options(
        form.chosen_options, data["title"], data["text"], by=request.user
    )
    messages.success(request, _("Zusammengeführt. Das lässt sich auf dieser Seite zurücknehmen."))
    return _back(option)


@require_POST
@desk_page()
def unmerge(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Take a merge back."""
    older = actions.undo_merge(desk.option_or_404(process, public_id))
    messages.success(request, _("%d Optionen stehen wieder einzeln da.") % len(older))
    return redirect("options:desk", slug=process.slug)


@require_POST
@desk_page()
def retire(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Put an option aside."""
    option = desk.option_or_404(process, public_id)
    actions.retire_option(option)
    messages.success(request, _("„%s“ ist zur Seite gelegt.") % option)
    return redirect("options:desk", slug=process.slug)


@require_POST
@desk_page()
def restore(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Bring an option back."""
    option = desk.option_or_404(process, public_id)
    actions.restore_option(option)
    messages.success(request, _("„%s“ zählt wieder.") % option)
    return _back(option)


@require_POST
@desk_page()
def add_partner(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """One more who takes part."""
    option = desk.option_or_404(process, public_id)
    form = PartnerForm(process, request.POST)
    if not form.is_valid():
        return desk.option_page(request, option, RewordForm.of(option), form, status=422)
    data = form.cleaned_data
    entry = actions.PartnerEntry(data["sector"], data["name"].strip(), data["part"])
    actions.add_partner(option, entry)
    messages.success(request, _("Eingetragen."))
    return _back(option)


@require_POST
@desk_page()
def remove_partner(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Take one out of those the desk has named."""
    option = desk.option_or_404(process, public_id)
    gone = get_object_or_404(Partner, option=option, participant=None,
                             pk=key_from(request.POST.get("partner")))
    actions.remove_partner(gone)
    messages.success(request, _("„%s“ ist nicht mehr eingetragen.") % (
        gone.name or process.frame.title_of(gone.sector)
    ))
    return _back(option)


@require_POST
@desk_page(*desk.ALL)
def type_effects(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """The effects of one option, typed for a group or the whole round."""
    option = desk.option_or_404(process, public_id)
    form = desk.effects_form(option, request.POST)
    if not form.is_valid():
        return desk.effects_page(request, option, form, status=422)
    data = form.cleaned_data
    activity = next(a for a in desk.effect_activities(process) if str(a.pk) == data["activity"])
    table = Table.objects.filter(pk=data["table"] or 0, meeting=activity.meeting).first()
    n = actions.judge_effects(
        activity, Speaker(table=table, typed_by=request.user, channel=Channel.PAPER),
        [actions.Effect(option, one, value) for one, value in form.typed()],
    )
    messages.success(request, ngettext(
        "%d Urteil ist eingetragen.", "%d Urteile sind eingetragen.", n) % n)
    return redirect("options:effects", slug=process.slug, public_id=public_id)


@desk_page(*desk.ALL)
def export(request: HttpRequest, process: Process) -> HttpResponse:
    """All options as CSV for any spreadsheet."""
    table = results.robustness(process)
    robust = {row.option.pk: row for row in table.rows} if table else {}
    futures = [s.item.text for s in table.scenarios] if table else []
    liked = columns(process)
    heads = [
        _("Kennung"), _("Handlungsfeld"), _("Titel"), _("Wer macht was"), _("Dimensionen"),
        _("Wirkung (Median)"), _("Aufwand (Median)"), _("Rückhalt (Median)"), "n",
        _("Beteiligte"), *futures, _("Robustheit"),
        *(head for one in liked for head in one.heads),
    ]
    rows = []
    for row in ratings.rated(process):
        found = robust.get(row.option.pk)
        rows.append([
            row.option.item.public_id, row.numeral, row.option.item.text, row.option.item.detail,
            _dimensions(row.option), _figure(row.impact), _figure(row.effort),
            _figure(row.support), row.n, _partners(row.option),
            *map(_figure, found.effects if found else ()), found.words if found else "",
            *(value for one in liked for value in one.of(row.option.item)),
        ])
    return as_csv(f"{process.slug}-optionen", heads, rows)


def _dimensions(option: Option) -> str:
    frame = option.process.frame
    return ", ".join(frame.title_of(f.dimension) for f in option.item.filings.all())


def _partners(option: Option) -> str:
    frame = option.process.frame
    return ", ".join(
        f"{p.name or frame.title_of(p.sector)} ({p.get_part_display()})"
        for p in option.partners.all()
    )


def _figure(value: float | None) -> str:
    """A number as a German spreadsheet reads it."""
    return "" if value is None else f"{value:g}".replace(".", ",")
