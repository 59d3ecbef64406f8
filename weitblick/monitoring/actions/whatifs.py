"""Lay what-ifs out, try changes, propose them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.engines import access
from weitblick.engines.errors import InputError
from weitblick.evidence.models import Place
from weitblick.monitoring import ways
from weitblick.monitoring.models import Proposal, WhatIf, Wish
from weitblick.monitoring.queries import whatifs as queries
from weitblick.trace.actions import Author
from weitblick.trace.ids import new_public_id
from weitblick.voices import actions as voices
from weitblick.voices.actions import Speaker
from weitblick.voices.models import Card
from weitblick.workshop import channels, clock
from weitblick.workshop.models import Activity, Process

TYPED = "Eigene Eingabe"


def type_place(
    kind: str, name: str, lat: float, lon: float, *, capacity: float | None = None,
    opening: Mapping[str, Any] | None = None, source: str = TYPED,
) -> Place:
    """A place that somebody typed in; it serves all processes, as imported ones do."""
    return Place.objects.create(
        kind=kind, name=name.strip(), lat=lat, lon=lon, capacity=capacity,
        opening=dict(opening or {}), source=source, attribution=source,
    )


def remove_place(place: Place) -> None:
    """Remove a typed place; those of a file go with their file. What-ifs keep what they froze."""
    if place.run_id is not None:
        raise ValidationError(_("„%s“ kommt aus einer Datei. Nehmen Sie die Datei zurück.") % place)
    place.delete()


@transaction.atomic
def lay_out(
    process: Process, title: str, kind: str, points: ways.Points, rows: Sequence[Place], *,
    mode: str = "car", source: str = ways.STRAIGHT, thresholds: Sequence[float] = (15, 30),
    weekday: int | None = None, by: object = None, key: str = "",
) -> WhatIf:
    """Freeze people, places and ways; from then on changes can be tried.

    ``weekday``: 0 Monday … 6 Sunday, only places known to be open then count.
    """
    if not rows:
        raise ValidationError(_("Von dieser Art gibt es dort noch keine Orte. Lesen Sie Orte ein "
                                "oder tragen Sie sie von Hand ein."))
    sites = [ways.site_of(one, number) for number, one in enumerate(rows, start=1)]
    inputs: dict[str, Any] = {
        "demand": points.columns, "sites": sites,
        "question": {"thresholds": [float(one) for one in thresholds],
                     "moment": None if weekday is None else {"weekday": weekday}},
    }
    inputs |= ways.ways(source, mode, points, rows, sites)
    names = points.names | {site["key"]: row.name for site, row in zip(sites, rows, strict=True)}
    lines = {*points.sources, *(row.attribution or row.source for row in rows)}
    given = {"key": key} if key else {}
    whatif = WhatIf(
        **given, process=process, title=title.strip(), kind=kind, inputs=inputs,
        names={"words": names},
        sources=sorted(line for line in lines if line), by_user=Author.of(by).user,
    )
    _must_compute(whatif)
    whatif.save()
    _told(process)
    return whatif


@transaction.atomic
def close(whatif: WhatIf, site: str) -> None:
    """Try: the place is closed."""
    _try(whatif, {"kind": "close", "site": {"key": site}})


@transaction.atomic
def open_place(
    whatif: WhatIf, name: str, lat: float, lon: float, *, capacity: float = 1.0
) -> str:
    """Try: a new place. Its key."""
    key = f"n{new_public_id()[:6]}"
    whatif.names.setdefault("words", {})[key] = name.strip() or _("Neuer Ort")
    _try(whatif, _with_ways(whatif, {
        "kind": "open",
        "site": {"key": key, "kind": whatif.kind, "lat": lat, "lon": lon, "capacity": capacity}}))
    return key


@transaction.atomic
def move(whatif: WhatIf, site: str, lat: float, lon: float) -> None:
    """Try: the place is somewhere else."""
    _try(whatif, _with_ways(whatif, {"kind": "move", "site": {"key": site, "lat": lat,
                                                              "lon": lon}}))


@transaction.atomic
def set_capacity(whatif: WhatIf, site: str, capacity: float) -> None:
    """Try: more or less room."""
    _try(whatif, {"kind": "capacity", "site": {"key": site, "capacity": capacity}})


@transaction.atomic
def set_hours(whatif: WhatIf, site: str, hours: str) -> None:
    """Try: other hours, as people write them ("Mo-Fr 8-12")."""
    try:
        days = access.parse_hours(hours).as_days()
    except InputError:
        raise ValidationError(_("„%s“ ist nicht lesbar. Schreiben Sie zum Beispiel "
                                "Mo-Fr 8-12.") % hours) from None
    _try(whatif, {"kind": "hours", "site": {"key": site, "opening": days}})


@transaction.atomic
def undo(whatif: WhatIf) -> None:
    """Take the last change back."""
    whatif.changes = whatif.changes[:-1]
    _kept(whatif)


@transaction.atomic
def start_over(whatif: WhatIf) -> None:
    """Take all changes back."""
    whatif.changes = []
    _kept(whatif)


@transaction.atomic
def put_on_board(whatif: WhatIf) -> None:
    """Boards show this one from now on."""
    whatif.shown_at = clock.now()
    _kept(whatif)


@transaction.atomic
def propose(
    activity: Activity, whatif: WhatIf, wish: str, words: str, speaker: Speaker, *,
    site: str = "", point: str = "", key: str | None = None, public_id: str | None = None,
) -> Card:
    """Hand in what one would close, open, move or keep, as a card with a place."""
    known = whatif.names.get("words", {})
    chosen = known.get(site if wish != Wish.OPEN else point)
    if wish not in Wish.values or chosen is None:
        raise ValidationError(_("Bitte wählen Sie, was mit welchem Ort geschehen soll."))
    text = f"{chosen}: {Wish(wish).label}"
    card = voices.hand_in(activity, text, speaker, detail=words, key=key, public_id=public_id)
    Proposal.objects.get_or_create(item=card.item, defaults={
        "whatif": whatif, "wish": wish, "site": site, "point": point})
    return card


def _with_ways(whatif: WhatIf, change: dict[str, Any]) -> dict[str, Any]:
    """Where ways are a table, those to a new spot are estimated, and that is said."""
    if "minutes" in whatif.inputs:
        spot = change["site"]
        change["minutes"] = ways.estimated_column(whatif.inputs, spot["lat"], spot["lon"])
        whatif.names["estimated"] = True
    return change


def _try(whatif: WhatIf, change: dict[str, Any]) -> None:
    whatif.changes = [*whatif.changes, change]
    _must_compute(whatif)
    _kept(whatif)


def _must_compute(whatif: WhatIf) -> None:
    try:
        queries.tried(whatif)
    except InputError as problem:
        raise ValidationError(_refused(problem)) from problem


def _refused(problem: InputError) -> str:
    words = {
        "site_unknown": _("Diesen Ort gibt es in diesem Stand nicht mehr."),
        "site_exists": _("Diesen Ort gibt es schon."),
        "capacity_not_usable": _("Die Kapazität muss eine Zahl ab 0 sein."),
        "ways_unknown": _("Zu dieser Stelle ist kein Weg bekannt."),
    }
    return words.get(problem.code, _("Das lässt sich so nicht rechnen: %s") % problem)


def _kept(whatif: WhatIf) -> None:
    whatif.save()
    _told(whatif.process)


def _told(process: Process) -> None:
    """Desk and boards of open meetings show it anew."""
    channels.announce_desk(process)
    for meeting in process.meetings.all():
        channels.announce(channels.boards(meeting))

