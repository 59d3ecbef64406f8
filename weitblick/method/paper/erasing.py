"""Erasing reaches the copies: words that were blanked leave passages, signed states and files."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from weitblick.exports.document import plain
from weitblick.method.options.models import Partner
from weitblick.method.paper import storage
from weitblick.method.paper.models import Paper, Passage, SignOff
from weitblick.trace.models import Item, State
from weitblick.workshop.models import Process

BLANK = "…"
SHORTEST = 12
"""Shorter wordings are replaced only where they stand alone: they might be part of any word."""


def connect() -> None:
    """Listen for items whose words are erased, and for commitments of erased people."""
    post_save.connect(_saved, sender=Item, dispatch_uid="weitblick.paper.erasing")
    post_delete.connect(_withdrawn, sender=Partner, dispatch_uid="weitblick.paper.erasing")


def _saved(instance: Item, created: bool, **kwargs: Any) -> None:
    if not created and instance.state == State.BLANKED:
        _erase(instance.process, _wordings(instance))


def _withdrawn(instance: Partner, **kwargs: Any) -> None:
    """The name somebody gave with a commitment; a plain withdrawal leaves signed states alone."""
    if instance.participant is not None and instance.participant.erased_at is not None:
        _erase(instance.option.process, [instance.name])


def _erase(process: Process, wordings: Iterable[str]) -> None:
    """Files go when the words are gone for everybody: before, they would be set anew with them."""
    transaction.on_commit(partial(storage.forget, process))
    paper = Paper.objects.filter(process=process).first()
    if paper is not None:
        erase_copies(paper, wordings)


def erase_copies(paper: Paper, wordings: Iterable[str]) -> None:
    """Replace these wordings in passages and signed documents; the digests stay as signed."""
    words = sorted({plain(one).strip() for one in wordings if one.strip()}, key=len, reverse=True)
    if not words:
        return
    for passage in Passage.objects.filter(paper=paper):
        cleaned = (_without(passage.text, words), _without(passage.source_text, words))
        if cleaned != (passage.text, passage.source_text):
            passage.text, passage.source_text = cleaned
            passage.save(update_fields=["text", "source_text"])
    for signed in SignOff.objects.filter(paper=paper):
        signed.document = _cleaned(signed.document, words)
        signed.save(update_fields=["document"])


def _wordings(item: Item) -> list[str]:
    """Every wording the item ever had: its revisions are blanked after the item itself."""
    rows = item.revisions.values_list("text", "detail")
    return [text for row in rows for text in row]


def _without(text: str, words: list[str]) -> str:
    for one in words:
        if text.strip() == one:
            return BLANK
        if len(one) >= SHORTEST:
            text = text.replace(one, BLANK)
    return text


def _cleaned(value: Any, words: list[str]) -> Any:
    if isinstance(value, str):
        return _without(value, words)
    if isinstance(value, list):
        return [_cleaned(one, words) for one in value]
    if isinstance(value, dict):
        return {key: _cleaned(one, words) for key, one in value.items()}
    return value
