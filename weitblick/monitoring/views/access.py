"""What-if at the desk: lay out, try, put on the board."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.evidence.models import Area, Level
from weitblick.faces.cells import as_csv
from weitblick.faces.desk import desk_page
from weitblick.monitoring import ways
from weitblick.monitoring.actions import whatifs as actions
from weitblick.monitoring.analysis import whatifs as analysis
from weitblick.monitoring.forms.whatifs import ChangeForm, LayOutForm
from weitblick.monitoring.models import WhatIf
from weitblick.monitoring.queries import whatifs as queries
from weitblick.monitoring.queries.whatifs import kinds_there
from weitblick.monitoring.typed_points import typed_points
from weitblick.monitoring.views.frame import page
from weitblick.workshop.models import Process

TAB = "whatifs"


@desk_page()
def whatifs(request: HttpRequest, process: Process) -> HttpResponse:
    """All what-ifs, and a new one."""
    form = LayOutForm(request.POST or None, kinds=kinds_there(), areas=_kreise())
    if request.method == "POST" and form.is_valid():
        try:
            made = _laid_out(process, form.cleaned_data, request.user)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("Ausgelegt. Probieren Sie jetzt Änderungen."))
            return redirect("monitoring:whatif", process.slug, made.key)
    rows = [(one, queries.tried(one)) for one in queries.whatifs(process)]
    return page(request, process, TAB, "whatifs.html", {
        "rows": rows, "form": form, "has_kinds": bool(kinds_there()),
    }, status=422 if form.errors else 200)


def _laid_out(process: Process, given: dict[str, Any], by: object) -> WhatIf:
    points = typed_points(given["typed"], given["source"]) if given["typed"].strip() \
        else ways.municipalities(given["within"])
    if given["ways"] not in ways.available(given["mode"]):
        raise ValidationError(_("Solche Minuten gibt es hier nicht. Lesen Sie Fahrzeiten ein oder "
                                "wählen Sie die Schätzung."))
    return actions.lay_out(
        process, given["title"], given["kind"], points, ways.places(given["kind"], points),
        mode=given["mode"], source=given["ways"], thresholds=(given["near"], given["far"]),
        weekday=int(given["weekday"]) if given["weekday"] else None, by=by)


def _kreise() -> list[tuple[str, str]]:
    rows = Area.objects.filter(level__in=[Level.LAND, Level.KREIS], valid_to__isnull=True)
    return [(one.key, one.name) for one in rows.filter(key__startswith="16")]


@desk_page()
def whatif(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """One what-if: before and after, and what else to try."""
    return _shown(request, process, _whatif(process, key), None)


def _shown(
    request: HttpRequest, process: Process, found: WhatIf, form: ChangeForm | None
) -> HttpResponse:
    tried = queries.tried(found)
    rows = analysis.area_rows(tried)
    return page(request, process, TAB, "whatif.html", {
        "whatif": found, "tried": tried, "maps": analysis.pictures(tried), "rows": rows,
        "most": analysis.most_changed(rows), "shares": analysis.share_rows(tried),
        "changes": analysis.change_words(tried), "form": form or _form(tried, None),
        "proposals": queries.proposals(found), "n": tried.people,
        "is_on_board": queries.on_board(process) == found,
    }, status=422 if form is not None else 200)


@require_POST
@desk_page()
def act(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """Try something, take it back, put it on the board."""
    found = _whatif(process, key)
    wish = request.POST.get("act", "")
    plain = {"undo": actions.undo, "start_over": actions.start_over, "board": actions.put_on_board}
    if wish in plain:
        plain[wish](found)
        return redirect("monitoring:whatif", process.slug, key)
    form = _form(queries.tried(found), request.POST)
    if form.is_valid():
        try:
            _change(found, wish, form)
            return redirect("monitoring:whatif", process.slug, key)
        except ValidationError as problem:
            form.add_error(None, problem)
    return _shown(request, process, _whatif(process, key), form)


def _form(tried: queries.Tried, data: Any) -> ChangeForm:
    names = tried.whatif.names.get("words", {})
    sites = [(site.key, names.get(site.key, site.key)) for site in tried.found.after.sites]
    spots = [(key, names.get(key, key)) for key in tried.found.before.demand.keys]
    return ChangeForm(data, sites=sites, spots=spots)


def _change(found: WhatIf, wish: str, form: ChangeForm) -> None:
    given = form.cleaned_data
    demand = found.inputs["demand"]
    known = dict(zip(demand["keys"], zip(demand["lat"], demand["lon"], strict=True), strict=True))
    capacity = given["capacity"]
    changes: dict[str, Callable[[], object]] = {
        "close": lambda: actions.close(found, given["site"]),
        "open": lambda: actions.open_place(
            found, given["name"], *form.where(known),
            capacity=1.0 if capacity is None else capacity),
        "move": lambda: actions.move(found, given["site"], *form.where(known)),
        "capacity": lambda: actions.set_capacity(found, given["site"], _needed(capacity)),
        "hours": lambda: actions.set_hours(found, given["site"], given["hours"]),
    }
    if wish not in changes:
        raise ValidationError(_("Wählen Sie, was Sie probieren möchten."))
    changes[wish]()


def _needed(capacity: float | None) -> float:
    if capacity is None:
        raise ValidationError(_("Geben Sie die neue Kapazität an."))
    return capacity


@desk_page()
def export(request: HttpRequest, process: Process, key: str) -> HttpResponse:
    """Every area before and after, as CSV."""
    found = _whatif(process, key)
    tried = queries.tried(found)
    rows = [[row["name"], row["people"], row["before"], row["after"], row["difference"],
             row["nearest"], row["supply_before"], row["supply"]]
            for row in analysis.area_rows(tried)]
    heads = [_("Gebiet"), _("Menschen"), _("Weg vorher"), _("Weg nachher"), _("Unterschied"),
             _("nächster Ort nachher"), _("Kapazität je 1 000 vorher"), _("nachher")]
    return as_csv(f"{process.slug}-was-waere-wenn-{key}", heads, rows,
                  [*tried.grounds, *found.sources])


def _whatif(process: Process, key: str) -> WhatIf:
    found = queries.find_whatif(process, key)
    if found is None:
        raise Http404
    return found
