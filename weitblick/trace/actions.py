"""Every write to the red thread. Nothing is deleted: items are superseded, links only added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from weitblick.trace.models import Filing, Item, Link, LinkKind, Revision, State
from weitblick.workshop.models import Participant, Process


@dataclass(frozen=True)
class Author:
    """Who writes: a participant, somebody with an account, or the product itself (neither)."""

    participant: Participant | None = None
    user: Any = None

    @classmethod
    def of(cls, who: object) -> "Author":
        """An author from a participant, a user, an author or None."""
        if isinstance(who, cls):
            return who
        if isinstance(who, Participant):
            return cls(participant=who)
        if isinstance(who, AbstractBaseUser) and who.is_authenticated:
            return cls(user=who)
        return cls()


@transaction.atomic
def create(
    process: Process,
    kind: str,
    text: str,
    *,
    detail: str = "",
    by: object = None,
    derived_from: Iterable[Item] = (),
    link: str = LinkKind.DERIVED_FROM,
    dimensions: Iterable[str] = (),
    public_id: str | None = None,
) -> Item:
    """A new item with its first revision, its links down and its filings."""
    author = Author.of(by)
    given = {"public_id": public_id} if public_id else {}
    item = Item.objects.create(
        process=process, kind=kind, text=_clean(text), detail=detail.strip(),
        by_participant=author.participant, by_user=author.user, **given,
    )
    _revise(item, author, reason="", number=1)
    for older in derived_from:
        connect(item, older, link)
    file_under(item, dimensions)
    return item


@transaction.atomic
def reword(
    item: Item, text: str, *, detail: str | None = None, by: object = None, reason: str = ""
) -> Item:
    """A new wording of an item; earlier ones stay readable. The same wording changes nothing."""
    new_detail = item.detail if detail is None else detail.strip()
    if (_clean(text), new_detail) == (item.text, item.detail):
        return item
    _must_be_live(item)
    item.text, item.detail = _clean(text), new_detail
    item.save(update_fields=["text", "detail"])
    _revise(item, Author.of(by), reason)
    return item


@transaction.atomic
def merge(
    items: Sequence[Item], text: str, *, kind: str | None = None, detail: str = "",
    by: object = None,
) -> Item:
    """One new item out of several; the older ones are superseded and stay linked and readable."""
    if not items:
        raise ValidationError(_("Zum Zusammenführen wird mindestens ein Eintrag gebraucht."))
    for item in items:
        _must_be_live(item)
    filings = Filing.objects.filter(item__in=items).values_list("dimension", flat=True)
    merged = create(
        items[0].process, kind or items[0].kind, text, detail=detail, by=by,
        derived_from=items, link=LinkKind.MERGED_FROM, dimensions=filings,
    )
    if merged.kind == items[0].kind:
        supersede(items)
    return merged


@transaction.atomic
def unmerge(item: Item) -> list[Item]:
    """Take a merge back: the items it was made of (of its kind) count again, it counts no longer.

    Without any, or where it counts no longer already, nothing happens.
    """
    older = list(Item.objects.filter(
        up_links__newer=item, up_links__kind=LinkKind.MERGED_FROM, kind=item.kind
    ))
    if item.state != State.LIVE or not older:
        return []
    supersede([item])
    for one in older:
        restore(one)
    return older


@transaction.atomic
def split(item: Item, texts: Sequence[str], *, by: object = None) -> list[Item]:
    """Several new items out of one; the older one is superseded."""
    _must_be_live(item)
    if len(texts) < 2:
        raise ValidationError(_("Zum Teilen werden mindestens zwei Texte gebraucht."))
    filings = list(item.filings.values_list("dimension", flat=True))
    parts = [
        create(
            item.process, item.kind, text, by=by, derived_from=[item],
            link=LinkKind.SPLIT_FROM, dimensions=filings,
        )
        for text in texts
    ]
    supersede([item])
    return parts


def supersede(items: Iterable[Item]) -> None:
    """Mark items as no longer counting; they stay readable."""
    for item in items:
        if item.state == State.LIVE:
            item.state = State.SUPERSEDED
            item.save(update_fields=["state"])


def restore(item: Item) -> None:
    """Undo ``supersede``."""
    if item.state == State.SUPERSEDED:
        item.state = State.LIVE
        item.save(update_fields=["state"])


def connect(newer: Item, older: Item, kind: str = LinkKind.DERIVED_FROM) -> Link:
    """Link an item to one it came from; twice is once."""
    if newer.process_id != older.process_id:
        raise ValidationError(_("Beide Einträge müssen zum selben Prozess gehören."))
    return Link.objects.get_or_create(newer=newer, older=older, kind=kind)[0]


def file_under(item: Item, dimensions: Iterable[str]) -> None:
    """File an item under dimensions of the frame (slugs); unknown ones are refused."""
    known = {dimension.slug for dimension in item.process.frame.dimensions}
    for dimension in dict.fromkeys(dimensions):
        if dimension not in known:
            raise ValidationError(
                _("„%s“ ist keine Entwicklungsdimension dieses Prozesses.") % dimension
            )
        Filing.objects.get_or_create(item=item, dimension=dimension)


@transaction.atomic
def refile(item: Item, dimensions: Iterable[str]) -> None:
    """File an item under exactly these dimensions."""
    wanted = list(dimensions)
    item.filings.exclude(dimension__in=wanted).delete()
    file_under(item, wanted)


words_erased = Signal()
"""Sent once for all items that are blanked together, in the same transaction: ``items``, and
``words``, every wording they ever had. Who keeps copies of these words blanks them then."""


@transaction.atomic
def blank(items: Iterable[Item]) -> None:
    """Erase the words of items for good and keep their place in the chain."""
    items = list(items)
    rows = Revision.objects.filter(item__in=items).values_list("text", "detail")
    words = {text for row in rows for text in row if text.strip()}
    words |= {text for item in items for text in (item.text, item.detail) if text.strip()}
    for item in items:
        item.text = item.detail = ""
        item.state = State.BLANKED
        item.by_participant = None
        item.save(update_fields=["text", "detail", "state", "by_participant"])
        item.revisions.update(text="", detail="", reason="", by_participant=None)
    if items:
        words_erased.send(Item, items=items, words=words)


def _revise(item: Item, author: Author, reason: str, number: int | None = None) -> None:
    Revision.objects.create(
        item=item, number=number or item.revisions.count() + 1, text=item.text, detail=item.detail,
        reason=reason, by_participant=author.participant, by_user=author.user,
    )


def _clean(text: str) -> str:
    cleaned = text.replace("\x00", "").strip()
    if not cleaned:
        raise ValidationError(_("Bitte schreiben Sie einen Text."))
    return cleaned


def _must_be_live(item: Item) -> None:
    """Asked of the database: somebody else may have merged or erased it since it was read."""
    if Item.objects.values_list("state", flat=True).get(pk=item.pk) != State.LIVE:
        raise ValidationError(
            _("„%s“ wurde inzwischen abgelöst. Bitte laden Sie die Seite neu.") % item
        )
