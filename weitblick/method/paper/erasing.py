"""Erasing reaches the copies: blanked words leave everything that was made of them.

The rule (docs/decisions/0018): whatever stands above an erased item and holds its words loses
them at once, in the same transaction; an editor is asked to look at it, and at what rests on
nothing but erased items. Passages, comments, kept and signed states lose them too.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model, TextField
from django.db.models.functions import Cast
from django.db.models.signals import post_delete

from weitblick.exports.document import plain
from weitblick.method.factors.models import Change, Group
from weitblick.method.options.models import Partner
from weitblick.method.paper import storage
from weitblick.method.paper.models import (
    Paper,
    Passage,
    Recheck,
    Recommendation,
    Remark,
    Reply,
    SignOff,
    Version,
)
from weitblick.method.validation.models import Verdict
from weitblick.trace.actions import words_erased
from weitblick.trace.models import Item, Link, Revision, State
from weitblick.workshop.models import Process

BLANK = "…"
SHORTEST = 12
"""Shorter wordings are replaced only where they stand alone: they might be part of any word."""

Clean = Callable[[str], str]


def connect() -> None:
    """Listen for items whose words are erased, and for commitments of erased people."""
    words_erased.connect(_erased, dispatch_uid="weitblick.paper.erasing")
    post_delete.connect(_withdrawn, sender=Partner, dispatch_uid="weitblick.paper.erasing")


def _erased(items: list[Item], words: Collection[str], **kwargs: Any) -> None:
    by_process: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        by_process[item.process_id].append(item)
    for own in by_process.values():
        _erase(own[0].process, words, own)


def _withdrawn(instance: Partner, **kwargs: Any) -> None:
    """The name somebody gave with a commitment; a plain withdrawal leaves signed states alone."""
    if instance.participant is not None and instance.participant.erased_at is not None:
        _erase(instance.option.process, [instance.name], [])


def _erase(process: Process, words: Iterable[str], items: list[Item]) -> None:
    """Files go when the words are gone for everybody: before, they would be set anew with them."""
    transaction.on_commit(lambda: storage.forget(process), robust=True)
    known = sorted({plain(one).strip() for one in words if one.strip()}, key=len, reverse=True)
    if known:
        clean = _cleaner(known)
        _clean_items(process, items, clean)
        _clean_decisions(process, clean)
        _clean_papers(process, known, clean)
    _ask_for(process, items)


def _cleaner(words: list[str]) -> Clean:
    """What takes these wordings out of a text: whole where they stand alone, else if long."""
    alone = set(words)
    long = [re.escape(one) for one in words if len(one) >= SHORTEST]
    inside = re.compile("|".join(long)) if long else None

    def clean(text: str) -> str:
        if text.strip() in alone:
            return BLANK
        return inside.sub(BLANK, text) if inside else text

    return clean


def _clean_items(process: Process, erased: list[Item], clean: Clean) -> None:
    """Everything above the erased items: newest wording and earlier ones."""
    above = _above(process, {item.pk for item in erased})
    rows = Item.objects.filter(pk__in=above).exclude(state=State.BLANKED)
    changed = _clean_rows(rows, clean, ("text", "detail"))
    _clean_rows(Revision.objects.filter(item__in=above), clean, ("text", "detail", "reason"))
    Recheck.objects.bulk_create(
        Recheck(process=process, item=item, was_copied=True) for item in changed
    )


def _above(process: Process, start: set[int]) -> set[int]:
    up: dict[int, list[int]] = defaultdict(list)
    links = Link.objects.filter(newer__process=process)
    for newer, older in links.values_list("newer_id", "older_id"):
        up[older].append(newer)
    found: set[int] = set()
    stack = [newer for pk in start for newer in up[pk]]
    while stack:
        one = stack.pop()
        if one not in found:
            found.add(one)
            stack += up[one]
    return found - start


def _ask_for(process: Process, erased: list[Item]) -> None:
    """What rests on nothing but erased items: nobody can say any more what it was made of."""
    asked = set(process.rechecks.filter(settled_at=None).values_list("item_id", flat=True))
    rows = Item.objects.filter(down_links__older__in=erased, state=State.LIVE).distinct()
    left = {State.LIVE, State.SUPERSEDED}
    waiting = [one for one in rows if one.pk not in asked
               and not one.down_links.filter(older__state__in=left).exists()]
    Recheck.objects.bulk_create(Recheck(process=process, item=item) for item in waiting)


def _clean_decisions(process: Process, clean: Clean) -> None:
    """Titles of groups, decisions with what undoes them, reasons, first steps."""
    _clean_rows(Group.objects.filter(process=process), clean, ("title",))
    _clean_rows(Change.objects.filter(process=process), clean, ("subject", "reason", "before"))
    _clean_rows(Verdict.objects.filter(statement__process=process), clean, ("reason",))
    steps = ("first_step", "addressee", "who")
    _clean_rows(Recommendation.objects.filter(process=process), clean, steps)


def _clean_papers(process: Process, words: list[str], clean: Clean) -> None:
    """Passages, comments, heads, and the kept and signed states; digests stay as signed."""
    _clean_rows(Paper.objects.filter(process=process), clean, ("title", "subtitle", "imprint"))
    passages = Passage.objects.filter(paper__process=process)
    _clean_rows(passages, clean, ("text", "source_text"))
    _clean_rows(Remark.objects.filter(paper__process=process), clean, ("text",))
    _clean_rows(Reply.objects.filter(remark__paper__process=process), clean, ("text",))
    forms = {form for one in words for form in (json.dumps(one)[1:-1],
                                                json.dumps(one, ensure_ascii=False)[1:-1])}
    for model in (SignOff, Version):
        rows = model._default_manager.filter(paper__process=process)
        texts = rows.annotate(raw=Cast("document", TextField())).values_list("pk", "raw")
        touched = [pk for pk, raw in texts.iterator() if any(form in raw for form in forms)]
        _clean_rows(rows.filter(pk__in=touched), clean, ("document",))


def _clean_rows(rows: Any, clean: Clean, fields: tuple[str, ...]) -> list[Any]:
    """Write the rows that held erased words; those rows."""
    changed: list[Model] = []
    for row in rows:
        found = {name: _cleaned(getattr(row, name), clean) for name in fields}
        if any(getattr(row, name) != value for name, value in found.items()):
            for name, value in found.items():
                setattr(row, name, value)
            changed.append(row)
    if changed:
        rows.model._default_manager.bulk_update(changed, fields, batch_size=100)
    return changed


def _cleaned(value: Any, clean: Clean) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(one, clean) for one in value]
    if isinstance(value, dict):
        return {key: _cleaned(one, clean) for key, one in value.items()}
    return value
