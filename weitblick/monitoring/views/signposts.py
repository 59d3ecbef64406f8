"""Signposts at the desk: set them, see what they say."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weitblick.evidence import queries as evidence
from weitblick.evidence.models import Area, Level
from weitblick.faces.desk import desk_page
from weitblick.monitoring.actions import signposts as actions
from weitblick.monitoring.forms.signposts import SignpostForm
from weitblick.monitoring.models import Signpost
from weitblick.monitoring.queries import signposts as queries
from weitblick.monitoring.views.frame import page
from weitblick.trace.models import Kind
from weitblick.trace.queries import live_items
from weitblick.workshop.models import Process

TAB = "signposts"
LEVELS = (Level.LAND, Level.KREIS, Level.PLANNING)


@desk_page()
def signposts(request: HttpRequest, process: Process) -> HttpResponse:
    """All signposts with what they say now, and a new one."""
    items = {one.public_id: one for one in live_items(process, Kind.ASSUMPTION)}
    form = _form(process, items, request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.set_signpost(items[given["item"]], given["indicator"], given["area"],
                                 given["threshold"], given["direction"], given["by"],
                                 by=request.user)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("Die Wegmarke steht."))
            return redirect("monitoring:signposts", process.slug)
    return page(request, process, TAB, "signposts.html", {
        "signs": queries.read(queries.signposts(process)), "form": form, "has_items": bool(items),
    }, status=422 if form.errors else 200)


def _form(process: Process, items: dict, request: HttpRequest) -> SignpostForm:
    sheets = evidence.indicators(with_values=True)
    areas = Area.objects.filter(level__in=LEVELS, valid_to__isnull=True)
    ours = [one for one in areas if one.level == Level.PLANNING or one.key.startswith("16")]
    return SignpostForm(
        request.POST or None, items=[(key, one.text) for key, one in items.items()],
        indicators=[(one.code, f"{one.name_de} ({one.unit})") for one in sheets],
        areas=[(one.key, one.name) for one in ours], initial={"by": process.horizon})


@require_POST
@desk_page()
def retire(request: HttpRequest, process: Process, pk: int) -> HttpResponse:
    """Take a signpost out."""
    actions.retire(get_object_or_404(Signpost, pk=pk, item__process=process))
    messages.success(request, _("Die Wegmarke zählt nicht mehr."))
    return redirect("monitoring:signposts", process.slug)
