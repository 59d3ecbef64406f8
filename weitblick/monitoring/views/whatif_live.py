"""The what-if in the hall: the board follows the desk, phones propose."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from weitblick.faces.declaration import Fragment
from weitblick.faces.phone import Seat, again, show
from weitblick.monitoring.actions import whatifs as actions
from weitblick.monitoring.analysis import whatifs as analysis
from weitblick.monitoring.forms.whatifs import ProposalForm
from weitblick.monitoring.models import WhatIf
from weitblick.monitoring.queries import whatifs as queries
from weitblick.voices import actions as voices
from weitblick.voices.queries import own_cards
from weitblick.workshop.models import Activity

MOST_WISHES = 5
STYLES = ("monitoring/evidence.css", "faces/map.css")


def board(activity: Activity) -> Fragment:
    """Both maps, the sentence, and what is proposed most often."""
    found = queries.on_board(activity.meeting.process)
    if found is None:
        return Fragment("monitoring/board_whatif.html", {"tried": None, "styles": STYLES})
    tried = queries.tried(found)
    given = queries.proposals(found, activity)
    counted = Counter(one.item.text for one in given)
    return Fragment("monitoring/board_whatif.html", {
        "tried": tried, "maps": analysis.pictures(tried), "n": len(given), "styles": STYLES,
        "wishes": [{"words": words, "n": n} for words, n in counted.most_common(MOST_WISHES)],
    })


def phone(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What is tried, and a card with one's own proposal."""
    found = queries.on_board(seat.process)
    if request.method == "POST" and "take_back" in request.POST:
        return _taken_back(request, seat, found)
    form = _form(found, request.POST if request.method == "POST" else None)
    if found is not None and request.method == "POST" and form.is_valid():
        try:
            _propose(seat, found, form, request.POST.get("once"))
            return again(seat)
        except ValidationError as problem:
            form.add_error(None, problem)
    return _page(request, seat, found, form)


def _propose(seat: Seat, found: WhatIf, form: ProposalForm, once: str | None) -> None:
    given = form.cleaned_data
    side, key = given["place"].split(":", 1)
    actions.propose(
        seat.activity, found, given["wish"], given["words"], seat.speaker, key=once,
        site=key if side == "s" else "", point=key if side == "p" else "")


def _taken_back(request: HttpRequest, seat: Seat, found: WhatIf | None) -> HttpResponse:
    own = own_cards(seat.participant, activity=seat.activity)
    card = next((one for one in own if one.item.public_id == request.POST["take_back"]), None)
    form = _form(found, None)
    if card is not None and seat.activity.is_open:
        voices.take_back(card, seat.participant)
        return again(seat)
    return _page(request, seat, found, form)


def _form(found: WhatIf | None, data: object) -> ProposalForm:
    if found is None:
        return ProposalForm(data)
    names = found.names.get("words", {})
    sites = [(one["key"], names.get(one["key"], one["key"])) for one in found.inputs["sites"]]
    points = [(key, names.get(key, key)) for key in found.inputs["demand"]["keys"]]
    return ProposalForm(data, sites=sites, points=points)


def _page(
    request: HttpRequest, seat: Seat, found: WhatIf | None, form: ProposalForm
) -> HttpResponse:
    is_late = request.method == "POST" and not seat.activity.is_open
    return show(request, seat, "monitoring/phone_whatif.html", {
        "whatif": found, "tried": queries.tried(found) if found else None, "form": form,
        "own": own_cards(seat.participant, activity=seat.activity),
        "is_open": seat.activity.is_open,
    }, status=422 if form.errors or is_late else 200)
