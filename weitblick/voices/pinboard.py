"""The verbs of a pinboard, the same in every step: cards gathered, moved, groups named, dissolved.

A step names its tables and adds what it makes of a group. Each verb is kept as a decision, whose
undoing stands here too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from weitblick.trace import decisions
from weitblick.trace.actions import Author
from weitblick.trace.decisions import Undo
from weitblick.trace.models import Item, Kind, State
from weitblick.voices.sorting import DISSOLVED, GROUPED, RENAMED, Laying, lay
from weitblick.workshop import clock
from weitblick.workshop.models import Process

MOST_TITLE = 200


@dataclass(frozen=True)
class Pinboard:
    """A step's pinboard by its tables: children of ``CardGroup``, ``Laid`` and ``Decision``."""

    groups: type[Any]
    cards: type[Any]
    decisions: type[Any]

    def find(self, process: Process, pk: str) -> Any:
        """The group with this pk that is not dissolved, or None."""
        return self.groups.objects.filter(process=process, pk=pk, dissolved_at=None).first()

    @transaction.atomic
    def gather(
        self, process: Process, title: str, cards: Sequence[Item], *, by: object = None,
        seen: Mapping[int, int] | None = None,
    ) -> tuple[Any, Laying]:
        """A new group with these cards (items) and what was overtaken; an empty one is dissolved.

        Cards leave the group they lay in.
        """
        known = self.groups.objects.filter(process=process)
        last = known.order_by("-position").first()
        group = self.groups.objects.create(
            process=process, title=_title(title), position=last.position + 1 if last else 0)
        found = self._lay(process, cards, group, by, made=True, seen=seen)
        if not found.before:
            known.filter(pk=group.pk).update(dissolved_at=clock.now())
        return group, found

    @transaction.atomic
    def move(
        self, process: Process, cards: Sequence[Item], group: Any, *, by: object = None,
        seen: Mapping[int, int] | None = None,
    ) -> Laying:
        """Lay cards into a group, or (None) back to the loose ones.

        ``seen``: the versions the mover saw, by item pk; who was overtaken is in the answer.
        """
        if group is not None and (group.process_id != process.pk or group.dissolved_at):
            raise ValidationError(
                _("Diese Gruppe gibt es nicht mehr. Bitte laden Sie die Seite neu."))
        return self._lay(process, cards, group, by, made=False, seen=seen)

    def _lay(
        self, process: Process, cards: Sequence[Item], group: Any, by: object, *, made: bool,
        seen: Mapping[int, int] | None,
    ) -> Laying:
        _must_be_cards(process, cards)
        found = lay(self.cards, cards, group, by=by, seen=seen)
        if found.before:
            before = {"lay": {str(pk): old for pk, old in found.before.items()},
                      "group": group and group.pk, "made": made}
            subject = group.title if group else _("ohne Gruppe")
            decisions.keep(self.decisions, process, GROUPED, subject, before, by=by)
        return found

    @transaction.atomic
    def rename(self, group: Any, title: str, *, by: object = None) -> Any:
        """A new title for a group; the same title changes nothing."""
        new = _title(title)
        if new != group.title:
            before = {"group": group.pk, "title": group.title}
            group.title = new
            group.save(update_fields=["title"])
            decisions.keep(self.decisions, group.process, RENAMED, new, before, by=by)
        return group

    @transaction.atomic
    def dissolve(self, group: Any, *, by: object = None) -> None:
        """Set a group's cards free. The group keeps what lay in it, so that it can come back."""
        if group.dissolved_at is not None:
            return
        group.dissolved_at = clock.now()
        group.save(update_fields=["dissolved_at"])
        before = {"group": group.pk}
        decisions.keep(self.decisions, group.process, DISSOLVED, group.title, before, by=by)

    @property
    def undoing(self) -> dict[str, Undo]:
        """How the decisions of a pinboard are undone, by kind."""
        return {GROUPED: self._scatter, RENAMED: self._name_again, DISSOLVED: self._bring_back}

    def _scatter(self, decision: Any, by: object) -> None:
        """Cards go back to where they lay, unless they were moved on since."""
        before = decision.before
        for pk, group in before["lay"].items():
            self.cards.objects.filter(item=int(pk), group=before["group"]).update(
                group=group, version=F("version") + 1, by_user=Author.of(by).user, at=clock.now())
        if before["made"] and not self.cards.objects.filter(group=before["group"]).exists():
            self.groups.objects.filter(pk=before["group"]).update(dissolved_at=clock.now())

    def _name_again(self, decision: Any, by: object) -> None:
        before = decision.before
        self.groups.objects.filter(pk=before["group"]).update(title=before["title"])

    def _bring_back(self, decision: Any, by: object) -> None:
        self.groups.objects.filter(pk=decision.before["group"]).update(dissolved_at=None)


def _must_be_cards(process: Process, cards: Sequence[Item]) -> None:
    if not cards:
        raise ValidationError(_("Bitte wählen Sie mindestens eine Karte aus."))
    for card in cards:
        if card.process_id != process.pk or card.kind != Kind.CARD or card.state != State.LIVE:
            raise ValidationError(_("„%s“ ist keine gültige Karte dieses Prozesses.") % card)


def _title(title: str) -> str:
    cleaned = " ".join(title.replace("\x00", "").split())
    if not cleaned:
        raise ValidationError(_("Bitte geben Sie der Gruppe einen Namen."))
    if len(cleaned) > MOST_TITLE:
        raise ValidationError(_("Der Name einer Gruppe hat höchstens 200 Zeichen."))
    return cleaned
