"""Comments on paragraphs, and what editors are asked to look at again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.exports.document import plain
from weitblick.method.paper.models import Paper, Recheck, Remark, Reply
from weitblick.trace.actions import Author
from weitblick.workshop import channels, clock


@transaction.atomic
def remark(paper: Paper, chapter: str, key: str, text: str, by: Any = None) -> Remark:
    """Comment on a paragraph; the comment is never printed."""
    row = Remark.objects.create(
        paper=paper, chapter=chapter, key=key, text=_clean(text), by_user=Author.of(by).user
    )
    channels.announce_desk(paper.process)
    return row


@transaction.atomic
def reply(to: Remark, text: str, by: Any = None) -> Reply:
    """Answer a comment; a resolved one is open again with it."""
    row = Reply.objects.create(remark=to, text=_clean(text), by_user=Author.of(by).user)
    if to.resolved_at is not None:
        reopen(to)
    channels.announce_desk(to.paper.process)
    return row


def resolve(found: Remark, by: Any = None) -> None:
    """A comment is dealt with; it stays readable."""
    if found.resolved_at is None:
        found.resolved_at, found.resolved_by = clock.now(), Author.of(by).user
        found.save(update_fields=["resolved_at", "resolved_by"])
    channels.announce_desk(found.paper.process)


def reopen(found: Remark) -> None:
    """A resolved comment is open again."""
    found.resolved_at = found.resolved_by = None
    found.save(update_fields=["resolved_at", "resolved_by"])
    channels.announce_desk(found.paper.process)


def settle_recheck(found: Recheck, by: Any = None) -> None:
    """An editor has looked at it."""
    if found.settled_at is None:
        found.settled_at, found.settled_by = clock.now(), Author.of(by).user
        found.save(update_fields=["settled_at", "settled_by"])
    channels.announce_desk(found.process)


def _clean(text: str) -> str:
    cleaned = plain(text).strip()
    if not cleaned:
        raise ValidationError(_("Bitte schreiben Sie einen Text."))
    return cleaned
