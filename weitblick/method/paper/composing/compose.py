"""The whole paper: chapters of the steps, the paper's own ones, and the editors' passages."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from weitblick.exports.document import (
    Document,
    DocumentError,
    House,
    Layout,
    TraceRef,
    plain,
    to_json,
    validate,
)
from weitblick.faces.sources import ref
from weitblick.method.paper import queries
from weitblick.method.paper.composing import kinds
from weitblick.method.paper.composing.editing import EditedChapter, edit, lost
from weitblick.method.paper.composing.numbers import (
    Numbers,
    Strange,
    known_numbers,
    strange_in,
)
from weitblick.method.paper.composing.refs import labelled, labels
from weitblick.method.paper.house import house_of
from weitblick.method.paper.models import Paper, Passage, SignOff
from weitblick.method.validation.models import Verdict
from weitblick.trace.models import Item, Kind, Revision, State
from weitblick.voices.models import Card, Judgement, Rating
from weitblick.workshop.models import Process

LISTED = (
    Kind.RECOMMENDATION, Kind.STATEMENT, Kind.OPTION, Kind.SCENARIO, Kind.STORY, Kind.ASSUMPTION,
    Kind.FACTOR, Kind.CARD,
)

Cause = Literal["changed", "number", "lost", "document"]


@dataclass(frozen=True)
class Finding:
    """What stands against signing: where it is and what it says. ``cause`` is a stable word."""

    cause: Cause
    key: str
    message: str


@dataclass(frozen=True)
class Composition:
    """The paper as editors see it, and the document that is printed from it."""

    process: Process
    paper: Paper
    chapters: tuple[EditedChapter, ...]
    lost: tuple[Passage, ...]
    signature: SignOff | None
    date: str
    sources: tuple[TraceRef, ...]
    layout: Layout
    house: House
    house_imprint: str

    @cached_property
    def document(self) -> Document:
        """The document of this state, without a word on signatures and with relative links."""
        return Document(
            title=plain(self.paper.title), subtitle=plain(self.paper.subtitle),
            language=self.process.frame.language, date=self.date,
            process_title=plain(self.process.title), example=self.process.is_example,
            authors=_parts(self.paper.authors, ";"),
            imprint=_parts(self.paper.imprint or self.house_imprint, "\n"),
            chapters=tuple(one.as_chapter() for one in self.chapters if _printed(one)),
            sources=self.sources, layout=self.layout, house=self.house,
        )

    @cached_property
    def digest(self) -> str:
        """The digest of what the document says, whatever its date."""
        content = to_json(replace(self.document, date="2000-01-01"))
        return hashlib.sha256(content.encode()).hexdigest()

    @property
    def is_signed(self) -> bool:
        """Whether exactly this state is signed."""
        return self.signature is not None and self.signature.document_digest == self.digest

    @property
    def has_changed(self) -> bool:
        """Whether something changed since the signature."""
        return self.signature is not None and not self.is_signed

    def published(self, base_url: str = "") -> Document:
        """The document for readers: it says whether it is signed; links begin with the base."""
        with translation.override(self.process.frame.language):
            state = self._state_line()
        imprint = (*self.document.imprint, state)
        return replace(self.document, base_url=base_url.rstrip("/"), imprint=imprint)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that stands against signing this state; empty when it may be signed."""
        known = known_numbers(self.chapters)
        found = [one for chapter in self.chapters for one in _of_entries(chapter, known)]
        found += [
            Finding("lost", one.key, _("Ein bearbeiteter Absatz hat seinen Platz verloren: „%s“")
                    % _start(one.text))
            for one in self.lost
        ]
        try:
            validate(self.document)
        except DocumentError as problem:
            found.append(Finding("document", problem.where,
                                 _("So lässt sich das Papier nicht drucken: %s") % problem))
        return tuple(found)

    def _state_line(self) -> str:
        if self.signature is None:
            return _("Entwurf, noch nicht unterschrieben.")
        words = {"name": plain(self.signature.name), "date": _day(self.signature.at)}
        if self.is_signed:
            return _("Unterschrieben von %(name)s am %(date)s.") % words
        return _("Unterschrieben von %(name)s am %(date)s; seitdem geändert.") % words


def compose(process: Process, paper: Paper | None = None) -> Composition:
    """A paper of a process as it stands now (default: the policy paper), in its language."""
    paper = paper or queries.paper_of(process)
    template = kinds.template(paper)
    house, imprint = house_of(process)
    with translation.override(process.frame.language):
        made = kinds.ordered(kinds.made(template, process), paper.chapter_order)
        known = labels(process)
        chapters = labelled(tuple(made), known)
        sources = labelled(_sources(process), known) if template.lists_sources else ()
    passages = queries.passages(paper)
    return Composition(
        process, paper, tuple(edit(chapters, passages)), tuple(lost(chapters, passages)),
        queries.signature(paper), _date(process, paper), sources, template.layout, house, imprint,
    )


def _sources(process: Process) -> tuple[TraceRef, ...]:
    """What the recommendations rest on, down to the cards, in the order of ``LISTED``."""
    rows = queries.recommendations(process)
    below = queries.everything_below(process, rows)
    items = Item.objects.filter(pk__in=below | {one.item_id for one in rows})
    found = [item for item in items if item.kind in LISTED and item.state != State.BLANKED]
    found.sort(key=lambda item: (LISTED.index(Kind(item.kind)), item.pk))
    return tuple(ref(process, item) for item in found)


def _date(process: Process, paper: Paper) -> str:
    """The day of the last contribution or edit, so that the same state gives the same bytes."""
    here = {"activity__meeting__process": process}
    newest: Sequence[dt.datetime | None] = (
        Revision.objects.filter(item__process=process).aggregate(at=Max("at"))["at"],
        Verdict.objects.filter(statement__process=process).aggregate(at=Max("at"))["at"],
        *(model.objects.filter(**here).aggregate(at=Max("at"))["at"]
          for model in (Card, Rating, Judgement)),
        paper.passages.aggregate(at=Max("at"))["at"] if paper.pk else None,
        paper.created_at if paper.pk else process.created_at,
    )
    return timezone.localdate(max(at for at in newest if at is not None)).isoformat()


def _of_entries(chapter: EditedChapter, known: Mapping[str, Numbers]) -> list[Finding]:
    found = []
    for entry in chapter.entries:
        if entry.is_stale:
            found.append(Finding("changed", entry.key, _(
                "„%(chapter)s“: Die Quellen eines bearbeiteten Absatzes haben sich geändert."
            ) % {"chapter": chapter.title}))
        if strange := strange_in(entry, known):
            found.append(Finding("number", entry.key, _number_words(chapter.title, strange)))
    return found


def _number_words(title: str, strange: Strange) -> str:
    """What the text says, and what its sources say now where that is known."""
    words = {"chapter": title, "numbers": ", ".join(strange.numbers),
             "known": ", ".join(strange.instead)}
    if strange.instead:
        return _("„%(chapter)s“: %(numbers)s steht so nicht in den Quellen des Absatzes. Dort "
                 "steht jetzt: %(known)s.") % words
    return _("„%(chapter)s“: %(numbers)s steht so nicht in den Quellen des Absatzes.") % words


def _printed(chapter: EditedChapter) -> bool:
    return any(entry.blocks for entry in chapter.entries)


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in plain(text).split(separator) if part.strip())


def _start(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


def _day(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%d.%m.%Y}"
