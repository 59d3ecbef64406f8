"""The pinboard of a desk: cards laid into groups by drag, by tick and button, or by keyboard.

A step gives its verbs (``Pins``); what people press is read here, and what became of it is said on
the page: what was moved with a way back, and which cards somebody else had moved meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.faces.desk import key_from
from weitblick.trace.models import Item, Kind, State
from weitblick.voices.sorting import Laying
from weitblick.workshop.models import Process

Seen = Mapping[int, int]


class Pins(Protocol):
    """The verbs of a step. A group has pk and title; ``make`` makes of it what the step makes."""

    @property
    def process(self) -> Process:
        """The process whose cards are sorted."""

    def find(self, pk: str) -> Any:
        """The group with this pk that is not dissolved, or None."""

    def move(self, items: Sequence[Item], group: Any, seen: Seen) -> Laying:
        """Lay cards into a group, or (None) among the loose ones."""

    def gather(self, title: str, items: Sequence[Item], seen: Seen) -> tuple[Any, Laying]:
        """A new group with these cards."""

    def rename(self, group: Any, title: str) -> None:
        """A new title for a group."""

    def dissolve(self, group: Any) -> None:
        """Set the cards of a group free."""

    def make(self, group: Any) -> str:
        """Make a factor, an option … of a group; what it is called."""


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
    """Do what a pressed button or a drag says; None for a button that is the step's own."""
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
    return pins.find(str(key_from(pk))) if pk.isdecimal() else None


def _group(pins: Pins, pk: str) -> Any:
    group = _lain(pins, pk)
    if group is None:
        raise ValidationError(_("Diese Gruppe gibt es nicht mehr. Bitte laden Sie die Seite neu."))
    return group


def _move(pins: Pins, items: list[Item], seen: Seen, group: Any) -> Said:
    laying = pins.move(items, group, seen)
    where = group.title if group else _("ohne Gruppe")
    words = _("Die Karten liegen jetzt hier: %s.") % where if laying.before else ""
    return _said(words, items, seen, laying)


def _gather(pins: Pins, title: str, words: Sequence[str]) -> Said:
    items, seen = chosen(pins.process, words)
    group, laying = pins.gather(title.strip(), items, seen)
    words = _("Gruppe „%s“ ist angelegt.") % group.title if laying.before else ""
    return _said(words, items, seen, laying)


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
        laying = pins.move(items, _lain(pins, group), seen)
        moved += len(laying.before)
        said.problems += [one.words for one in laying.overtaken]
    said.words = ngettext("%d Karte liegt wieder, wo sie lag.",
                          "%d Karten liegen wieder, wo sie lagen.", moved) % moved
    return said


def _shape(pins: Pins, what: str, group: Any, title: str) -> Said:
    if what == "rename":
        pins.rename(group, title)
        return Said(_("Die Gruppe heißt jetzt „%s“.") % group.title)
    if what == "dissolve":
        pins.dissolve(group)
        return Said(_("„%s“ ist aufgelöst; die Karten sind wieder frei.") % group.title)
    return Said(pins.make(group))
