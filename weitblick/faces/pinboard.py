"""The pinboard of a desk: cards laid into groups by drag, by tick and button, or by keyboard.

A step gives its ``Pinboard`` and what it makes of a group; what people press is read here, and what
became of it is said on the page: what was moved with a way back, and which cards somebody else had
moved meanwhile.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.faces.desk import key_from
from weitblick.trace.models import Item, Kind, State
from weitblick.voices.pinboard import Pinboard
from weitblick.voices.sorting import Laying
from weitblick.workshop.models import Process

Seen = Mapping[int, int]


@dataclass(frozen=True)
class Pins:
    """The pinboard of a step under somebody's hands (``by``).

    ``make`` makes of a group, for that person, what the step makes, and says what it is called.
    """

    board: Pinboard
    process: Process
    by: Any
    make: Callable[[Any, Any], str]


@dataclass(frozen=True)
class Pinned:
    """A card on the board: ``near`` is the group that holds the card most like it."""

    item: Item
    version: int
    meta: str = ""
    numeral: str = ""
    near: Any = None


@dataclass(frozen=True)
class Pile:
    """A group on the board, and what was made of it already (title, address)."""

    group: Any
    cards: Sequence[Pinned]
    made: str = ""
    made_url: str = ""
    numeral: str = ""


@dataclass
class Said:
    """What became of a press: words, what was overtaken, and the way back ("id:version:group")."""

    words: str = ""
    problems: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)

    def tell(self, request: HttpRequest) -> None:
        """As messages on the next page, for a browser without scripts."""
        if self.words:
            messages.success(request, self.words)
        for problem in self.problems:
            messages.warning(request, problem)


def press(request: HttpRequest, pins: Pins) -> Said | None:
    """Do what a pressed button or a drag says; None for a button that is the step's own.

    What is refused is said where only a part of the page is asked for, and raised elsewhere.
    """
    try:
        return _pressed(request, pins)
    except ValidationError as problem:
        if not asks_for_part(request):
            raise
        return Said(problems=problem.messages)


def asks_for_part(request: HttpRequest) -> bool:
    """Whether the board renews itself in the page that stands."""
    return bool(request.headers.get("HX-Request"))


def _pressed(request: HttpRequest, pins: Pins) -> Said | None:
    posted, what = request.POST, request.POST.get("do", "")
    if "near" in posted:
        card, _arrow, near = posted["near"].partition(">")
        return _move(pins, *chosen(pins.process, [card]), _group(pins, near))
    if what == "move":
        wanted = posted.get("to_group", "")
        return _move(pins, *chosen(pins.process, posted.getlist("card")),
                     _group(pins, wanted) if wanted else None)
    if what == "group":
        return _gather(pins, posted.get("title", ""), posted.getlist("card"))
    if what == "back":
        return _back(pins, posted.getlist("back"))
    if what in ("rename", "dissolve", "make"):
        return _shape(pins, what, _group(pins, posted.get("group", "")), posted.get("title", ""))
    return None


def chosen(process: Process, words: Sequence[str]) -> tuple[list[Item], dict[int, int]]:
    """The cards named "public id" or "public id:version", and the versions that were seen."""
    named = dict(word.partition(":")[::2] for word in words)
    rows = process.items.filter(kind=Kind.CARD, state=State.LIVE, public_id__in=named)
    items = sorted(rows, key=lambda item: list(named).index(item.public_id))
    seen = {item.pk: key_from(named[item.public_id]) for item in items
            if named[item.public_id].isdecimal()}
    return items, seen


def _lain(pins: Pins, pk: str) -> Any:
    return pins.board.find(pins.process, str(key_from(pk))) if pk.isdecimal() else None


def _group(pins: Pins, pk: str) -> Any:
    group = _lain(pins, pk)
    if group is None:
        raise ValidationError(_("Diese Gruppe gibt es nicht mehr. Bitte laden Sie die Seite neu."))
    return group


def _move(pins: Pins, items: list[Item], seen: Seen, group: Any) -> Said:
    laying = pins.board.move(pins.process, items, group, by=pins.by, seen=seen)
    where = group.title if group else _("ohne Gruppe")
    words = _("Die Karten liegen jetzt hier: %s.") % where if laying.before else ""
    return _said(words, items, seen, laying)


def _gather(pins: Pins, title: str, words: Sequence[str]) -> Said:
    items, seen = chosen(pins.process, words)
    name = title.strip() or _numbered(pins)
    group, laying = pins.board.gather(pins.process, name, items, by=pins.by, seen=seen)
    words = _("Gruppe „%s“ ist angelegt.") % group.title if laying.before else ""
    return _said(words, items, seen, laying)


def _numbered(pins: Pins) -> str:
    """A group is never named after a card: its words must be gone when they are erased."""
    return _("Gruppe %d") % (pins.board.groups.objects.filter(process=pins.process).count() + 1)


def _said(words: str, items: list[Item], seen: Seen, laying: Laying) -> Said:
    back = [
        f"{item.public_id}:{seen[item.pk] + 1}:{laying.before[item.pk] or ''}"
        for item in items if item.pk in laying.before and item.pk in seen
    ]
    return Said(words, [one.words for one in laying.overtaken], back)


def _back(pins: Pins, words: Sequence[str]) -> Said:
    """Lay each card back where it lay, unless somebody else has moved it since."""
    said, moved = Said(), 0
    for word in words:
        card, _colon, group = word.rpartition(":")
        items, seen = chosen(pins.process, [card])
        laid = _lain(pins, group)
        laying = pins.board.move(pins.process, items, laid, by=pins.by, seen=seen)
        moved += len(laying.before)
        said.problems += [one.words for one in laying.overtaken]
    said.words = ngettext("%d Karte liegt wieder, wo sie lag.",
                          "%d Karten liegen wieder, wo sie lagen.", moved) % moved
    return said


def _shape(pins: Pins, what: str, group: Any, title: str) -> Said:
    if what == "rename":
        pins.board.rename(group, title, by=pins.by)
        return Said(_("Die Gruppe heißt jetzt „%s“.") % group.title)
    if what == "dissolve":
        pins.board.dissolve(group, by=pins.by)
        return Said(_("„%s“ ist aufgelöst; die Karten sind wieder frei.") % group.title)
    return Said(pins.make(group, pins.by))
