"""The desk: what there is, what is missing, what comes next; options made, merged, filed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.faces.desk import desk_page, show
from weitblick.method.options import queries, ratings, results
from weitblick.method.options.favoured import favoured
from weitblick.method.options.forms import EffectsForm, OptionForm, PartnerForm, RewordForm
from weitblick.method.options.models import Option
from weitblick.method.options.partnership import Partnership
from weitblick.method.options.partnership import partnership as partnership_of
from weitblick.method.options.ratings import Rated
from weitblick.method.options.results import RobustnessTable
from weitblick.trace.models import Kind
from weitblick.trace.queries import coverage
from weitblick.workshop.models import Activity, Process, Role

ALL = (Role.FACILITATOR, Role.ANALYST, Role.SCRIBE)


@desk_page(*ALL)
def desk(request: HttpRequest, process: Process) -> HttpResponse:
    """The step at a glance."""
    rows = ratings.rated(process)
    table, partnership = results.robustness(process), partnership_of(process)
    cards = queries.option_cards(process)
    here = reverse("options:desk", args=[process.slug])
    return show(request, process, "options/desk.html", {
        "rows": rows, "cards": cards, "unused": [c for c in cards if not c.item.up_links.all()],
        "favoured": favoured(process),
        "picture": ratings.picture(rows, here), "table": table, "partnership": partnership,
        "partner_rows": list(zip(partnership.sectors, partnership.options_of, strict=True)),
        "fields": coverage_fields(process), "groups": by_field(process, rows),
        "retired": queries.retired_options(process),
        "next": what_next(rows, cards, table, partnership),
    })


def by_field(process: Process, rows: list[Rated]) -> list[dict[str, Any]]:
    """Options under the first action field they are filed under."""
    titles = {field.numeral: field.title for field in process.frame.fields}
    numerals = [*titles, ""]
    groups = [
        {"numeral": numeral, "title": titles.get(numeral, _("Noch nicht zugeordnet")),
         "rows": [row for row in rows if row.numeral == numeral]}
        for numeral in numerals
    ]
    return [group for group in groups if group["rows"]]


def coverage_fields(process: Process) -> list[dict[str, Any]]:
    """The 6 × 5 map of this step."""
    counts = coverage(process, [Kind.OPTION])
    return [
        {"numeral": field.numeral, "title": field.title, "dimensions": [
            {"title": d.title, "count": counts[d.slug]} for d in field.dimensions
        ]}
        for field in process.frame.fields
    ]


def what_next(
    rows: list[Rated], cards: list[Any], table: RobustnessTable | None, partnership: Partnership
) -> str:
    """One sentence: what is missing."""
    if not rows:
        return _("Machen Sie aus den Karten Optionen.") if cards else _(
            "Öffnen Sie in einer Veranstaltung „Optionen sammeln“."
        )
    if not any(row.n for row in rows):
        return _("Lassen Sie die Optionen bewerten.")
    if table is None:
        return _("Wählen Sie Szenarien aus, dann zeigt sich, was in welcher Zukunft hilft.")
    if not table.judged:
        return _("Lassen Sie beurteilen, was die Optionen bei den Annahmen bewirken.")
    if partnership.orphaned:
        return ngettext(
            "%d Option hat noch niemanden, der mitmacht.",
            "%d Optionen haben noch niemanden, der mitmacht.", len(partnership.orphaned),
        ) % len(partnership.orphaned)
    return _("Leiten Sie im nächsten Schritt Aussagen zur Validierung ab.")


@desk_page(*ALL)
def option(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """One option: wording, filing, partners, ratings, effects."""
    found = option_or_404(process, public_id)
    return option_page(request, found, RewordForm.of(found), PartnerForm(process))


def option_page(
    request: HttpRequest, found: Option, form: OptionForm, partner: PartnerForm, *,
    status: int = 200,
) -> HttpResponse:
    """The page of an option with the forms given."""
    process = found.process
    rated = next((r for r in ratings.rated(process) if r.option.pk == found.pk), None)
    table = results.robustness(process)
    row = next((r for r in table.rows if r.option.pk == found.pk), None) if table else None
    effects = queries.effects(process, of=[found])
    cells = zip(effects.assumptions, effects.medians[0], effects.counts[0], strict=True)
    partners = list(found.partners.select_related("participant"))
    here = {p.sector for p in partners}
    return show(request, process, "options/desk_option.html", {
        "option": found, "form": form, "partner_form": partner, "rated": rated, "robust": row,
        "scenarios": zip(table.scenarios, row.effects, strict=True) if table and row else (),
        "effects": [cell for cell in cells if cell[2]], "sources": queries.sources(found.item),
        "partners": [(p, process.frame.title_of(p.sector)) for p in partners],
        "missing": [s.title for s in process.frame.sectors if s.slug not in here],
        "by_sector": ratings.support_by_sector(process, found),
        "revisions": found.item.revisions.select_related("by_user", "by_participant"),
        "numeral": queries.field_numeral(found), "min_cell": process.min_cell,
        "merged": found.item.down_links.filter(kind="merged_from", older__kind=Kind.OPTION),
        "breadcrumbs": crumbs(process),
    }, status=status)


@desk_page(*ALL)
def effects(request: HttpRequest, process: Process, public_id: str) -> HttpResponse:
    """Type what a group judged about one option."""
    found = option_or_404(process, public_id)
    return effects_page(request, found, effects_form(found))


def effects_page(
    request: HttpRequest, found: Option, form: EffectsForm, *, status: int = 200
) -> HttpResponse:
    """The table of one option's effects to be typed."""
    following = _following(found)
    return show(request, found.process, "options/desk_effects.html", {
        "option": found, "form": form, "following": following,
        "has_activities": bool(effect_activities(found.process)),
        "breadcrumbs": [*crumbs(found.process), {
            "title": found.item.text,
            "url": reverse("options:option", args=[found.process.slug, found.item.public_id]),
        }],
    }, status=status)


def effects_form(found: Option, *args: Any) -> EffectsForm:
    """The form of one option's effects, with the open activities and their tables."""
    activities = effect_activities(found.process)
    tables = [
        (str(table.pk), _("Tisch %d") % table.number)
        for activity in activities[:1] for table in activity.meeting.tables.all()
    ]
    return EffectsForm(found, [(str(a.pk), str(a)) for a in activities], tables, *args)


def effect_activities(process: Process) -> list[Activity]:
    """The open activities in which effects are judged, the latest first."""
    rows = Activity.objects.filter(
        meeting__process=process, step="options", kind="effects", state="open"
    )
    return list(rows.select_related("meeting").order_by("-opened_at", "-pk"))


def option_or_404(process: Process, public_id: str) -> Option:
    """The option of this process with this public id."""
    if (found := queries.find_option(process, public_id)) is None:
        raise Http404
    return found


def crumbs(process: Process) -> list[dict[str, str]]:
    """Back to the desk of this step."""
    return [{"title": _("Handlungsoptionen"),
             "url": reverse("options:desk", args=[process.slug])}]


def _following(found: Option) -> Option | None:
    rows = queries.options(found.process)
    pks = [one.pk for one in rows]
    after = pks.index(found.pk) + 1 if found.pk in pks else len(pks)
    return rows[after] if after < len(rows) else None
