"""Editing and signing the paper. Every edit is a further row; earlier ones stay readable."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from weitblick.exports.document import Heading, plain, to_json
from weitblick.method.paper.actions import versions
from weitblick.method.paper.composing import Composition, Entry, compose, digest_of
from weitblick.method.paper.composing.numbers import borrowed_from, known_numbers
from weitblick.method.paper.models import OWN, Paper, PaperKind, Passage, SignOff
from weitblick.trace.actions import Author
from weitblick.trace.ids import new_public_id
from weitblick.workshop import channels, clock
from weitblick.workshop.models import Meeting, Process
from weitblick.workshop.ordering import moved


@transaction.atomic
def start_paper(
    process: Process, title: str, subtitle: str = "", authors: str = "", imprint: str = "", *,
    kind: str = PaperKind.POLICY, meeting: Meeting | None = None,
) -> Paper:
    """The head of a paper; again changes it. Several authors are separated by semicolons.

    A protocol needs its meeting; no other kind has one.
    """
    if (kind == PaperKind.PROTOCOL) != (meeting is not None):
        raise ValidationError(_("Ein Protokoll gehört zu genau einer Veranstaltung."))
    if not plain(title).strip():
        raise ValidationError(_("Das Papier braucht einen Titel."))
    head = {
        "title": plain(title).strip(), "subtitle": plain(subtitle).strip(),
        "authors": plain(authors).strip(), "imprint": plain(imprint).strip(),
    }
    paper = Paper.objects.update_or_create(
        process=process, kind=kind, meeting=meeting, defaults=head
    )[0]
    channels.announce_desk(paper.process)
    return paper


@transaction.atomic
def edit_passage(paper: Paper, chapter: str, key: str, text: str, by: Any = None) -> Passage:
    """Replace the wording of a paragraph, generated or added, by the editors' own.

    A blank line begins a new paragraph. The wording it replaces is kept beside it.
    """
    entry = _entry(compose(paper.process, paper), chapter, key)
    if not entry.is_editable:
        raise ValidationError(_("Dieser Teil lässt sich nur ausblenden, nicht umschreiben."))
    return _write(paper, entry, chapter, by, text=_clean(text), settles=True)


@transaction.atomic
def move_chapter(paper: Paper, slug: str, offset: int) -> None:
    """Move a chapter up (-1) or down (1); at the ends nothing happens."""
    order = [one.slug for one in compose(paper.process, paper).chapters]
    if slug not in order:
        raise ValidationError(_("Dieses Kapitel gibt es im Papier nicht: %s") % slug)
    paper.chapter_order = moved(order, slug, offset)
    paper.save(update_fields=["chapter_order"])
    channels.announce_desk(paper.process)


@transaction.atomic
def reset_order(paper: Paper) -> None:
    """The chapters in the order of the chain again."""
    paper.chapter_order = []
    paper.save(update_fields=["chapter_order"])
    channels.announce_desk(paper.process)


@transaction.atomic
def add_passage(
    paper: Paper, chapter: str, text: str, by: Any = None, *, after: str | None = None
) -> Passage:
    """Add a paragraph to a chapter: first, as an introduction, behind those added there before.

    ``after``: the key of the block it follows instead, or "" to stand last.
    """
    composition = compose(paper.process, paper)
    if chapter not in {one.slug for one in composition.chapters}:
        raise ValidationError(_("Dieses Kapitel gibt es im Papier nicht: %s") % chapter)
    row = Passage.objects.create(
        paper=paper, chapter=chapter, key=f"{OWN}{new_public_id()}", text=_clean(text),
        source_text=borrowed_from(text, known_numbers(composition.chapters)),
        after=chapter if after is None else after, by_user=Author.of(by).user,
    )
    channels.announce_desk(paper.process)
    return row


@transaction.atomic
def hide_passage(paper: Paper, chapter: str, key: str, by: Any = None) -> Passage:
    """Leave a block out of the paper; ``restore_passage`` brings it back."""
    entry = _entry(compose(paper.process, paper), chapter, key)
    if isinstance(entry.generated, Heading):
        raise ValidationError(_("Eine Überschrift bleibt stehen, solange darunter etwas steht."))
    text = entry.passage.text if entry.passage else ""
    return _write(paper, entry, chapter, by, text=text, is_hidden=True)


@transaction.atomic
def restore_passage(paper: Paper, chapter: str, key: str, by: Any = None) -> Passage:
    """Bring a hidden block back, or else the generated wording of an edited one."""
    entry = _entry(compose(paper.process, paper), chapter, key)
    kept = entry.passage.text if entry.passage and entry.state in ("hidden", "own") else ""
    return _write(paper, entry, chapter, by, text=kept)


@transaction.atomic
def keep_passage(paper: Paper, chapter: str, key: str, by: Any = None) -> Passage:
    """The sources changed and the editors' wording still holds: it is settled."""
    entry = _entry(compose(paper.process, paper), chapter, key)
    if entry.state != "edited":
        raise ValidationError(_("Dieser Absatz ist nicht bearbeitet."))
    return _write(paper, entry, chapter, by, text=entry.text, settles=True)


@transaction.atomic
def revert_passage(passage: Passage, by: Any = None) -> Passage:
    """Take an earlier state of a passage again."""
    row = Passage.objects.create(
        paper=passage.paper, chapter=passage.chapter, key=passage.key, text=passage.text,
        is_hidden=passage.is_hidden, source_text=passage.source_text,
        source_digest=passage.source_digest, after=passage.after, by_user=Author.of(by).user,
    )
    channels.announce_desk(passage.paper.process)
    return row


@transaction.atomic
def settle_lost(passage: Passage, by: Any = None, *, keep: bool) -> Passage:
    """A wording whose paragraph is gone becomes a paragraph of its own, or is left out."""
    if keep:
        own = add_passage(passage.paper, _chapter_for(passage), passage.text, by)
        settle_lost(passage, by, keep=False)
        return own
    row = Passage.objects.create(
        paper=passage.paper, chapter=passage.chapter, key=passage.key, text=passage.text,
        is_hidden=True, source_text=passage.source_text, source_digest=passage.source_digest,
        after=passage.after, by_user=Author.of(by).user,
    )
    channels.announce_desk(passage.paper.process)
    return row


@transaction.atomic
def sign_off(paper: Paper, name: str, by: Any = None) -> SignOff:
    """Sign exactly the present state; refused while something stands against it."""
    if not name.strip():
        raise ValidationError(_("Wer unterschreibt? Bitte nennen Sie einen Namen."))
    composition = compose(paper.process, paper)
    if composition.findings:
        raise ValidationError([finding.message for finding in composition.findings])
    signed = SignOff.objects.create(
        paper=paper, document_digest=composition.digest, name=plain(name).strip()[:200],
        document=json.loads(to_json(composition.document)), by_user=Author.of(by).user,
    )
    versions.keep(paper, composition, _("Unterschrieben von %s") % signed.name, by)
    channels.announce_desk(paper.process)
    return signed


@transaction.atomic
def withdraw_sign_off(signature: SignOff) -> None:
    """Take a signature back; that it was given stays readable."""
    if signature.withdrawn_at is None:
        signature.withdrawn_at = clock.now()
        signature.save(update_fields=["withdrawn_at"])
    channels.announce_desk(signature.paper.process)


def _write(
    paper: Paper, entry: Entry, chapter: str, by: Any, *, text: str, is_hidden: bool = False,
    settles: bool = False,
) -> Passage:
    """``settles``: the wording answers what the chain says now, not what it said earlier."""
    before = entry.passage
    if entry.generated is None:
        entry_text = borrowed_from(text, known_numbers(compose(paper.process, paper).chapters))
    else:
        entry_text = entry.generated_text
    kept = before if before and before.text and not settles else None
    row = Passage.objects.create(
        paper=paper, chapter=chapter, key=entry.key, text=text, is_hidden=is_hidden,
        source_text=kept.source_text if kept else entry_text,
        source_digest=kept.source_digest if kept else digest_of(entry_text),
        after=before.after if before else "", by_user=Author.of(by).user,
    )
    channels.announce_desk(paper.process)
    return row


def _entry(composition: Composition, chapter: str, key: str) -> Entry:
    for one in composition.chapters:
        for entry in one.entries:
            if one.slug == chapter and entry.key == key and key:
                return entry
    raise ValidationError(_("Diesen Absatz gibt es im Papier nicht mehr: %s") % key)


def _chapter_for(passage: Passage) -> str:
    slugs = [one.slug for one in compose(passage.paper.process, passage.paper).chapters]
    return passage.chapter if passage.chapter in slugs else slugs[-1]


def _clean(text: str) -> str:
    cleaned = plain(text).strip()
    if not cleaned:
        raise ValidationError(_("Bitte schreiben Sie einen Text."))
    return cleaned


