"""Text in HTML: elements with runs, footnotes, and the marks of a passage's sources."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from weitblick.exports.blocks import Run, Text, TraceRef, runs_of
from weitblick.exports.places import Mark, Outline
from weitblick.exports.words import people, words

_TAGS = {"emphasis": "em", "strong": "strong"}


def add(parent: Element, tag: str, text: str = "", *, cls: str = "", **attributes: str) -> Element:
    """A child with text, in which line ends become ``<br>``."""
    child = SubElement(parent, tag, {**({"class": cls} if cls else {}), **attributes})
    append_text(child, text)
    return child


def append_text(element: Element, text: str) -> None:
    """Text behind what the element holds already."""
    first, *rest = text.split("\n")
    append(element, first)
    for line in rest:
        SubElement(element, "br").tail = line


def append(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


class TextWriter:
    """Appends text and sources to elements and gathers the footnotes."""

    def __init__(self, plan: Outline, *, absolute: bool) -> None:
        self.plan = plan
        self.absolute = absolute
        self.language = plan.document.language
        self.words = words(self.language)
        self.notes: list[Run] = []

    def runs(self, parent: Element, text: Text) -> None:
        for run in runs_of(text):
            if run.kind == "footnote":
                self._footnote(parent, run)
            elif run.kind == "link":
                self.set_language(add(parent, "a", run.text, href=run.href), run.language)
            elif run.kind in _TAGS:
                self.set_language(add(parent, _TAGS[run.kind], run.text), run.language)
            elif run.language:
                self.set_language(add(parent, "span", run.text), run.language)
            else:
                append_text(parent, run.text)

    def set_language(self, element: Element, language: str) -> None:
        if language:
            element.set("lang", language)

    def _footnote(self, parent: Element, run: Run) -> None:
        self.notes.append(run)
        number = str(len(self.notes))
        mark = add(parent, "sup", cls="footnote-mark")
        label = f"{self.words['note']} {number}"
        link = {"id": f"w-note-mark{number}", "aria-label": label}
        add(mark, "a", number, href=f"#w-note{number}", **link)

    def mark(self, parent: Element, mark: Mark | None) -> None:
        """The short ids behind a passage, each a link to its thread."""
        if mark is None:
            return
        append(parent, " ")
        self.refs(add(parent, "span", cls="traces"), mark)

    def sources(self, parent: Element, mark: Mark | None) -> None:
        if mark is None:
            return
        line = add(parent, "p", f"{self.words[mark.word]}: " if mark.refs else "", cls="sources")
        self.refs(add(line, "span", cls="traces"), mark)

    def refs(self, parent: Element, mark: Mark) -> None:
        for i, ref in enumerate(mark.shown):
            if i:
                append(parent, ", ")
            self._trace(parent, ref)
        if mark.more:
            append(parent, " ")
            if mark.list_number:
                label = f"+{mark.more} (B{mark.list_number})"
                add(parent, "a", label, cls="trace-more", href=f"#w-list{mark.list_number}")
            else:
                append(parent, f"+{mark.more}")
        if mark.n is not None:
            append(parent, " · " if mark.refs else "")
            add(parent, "span", people(mark.n, self.language), cls="n")

    def _trace(self, parent: Element, ref: TraceRef) -> None:
        inner = f"#{self.plan.source_anchor(ref.public_id)}" if self.plan.is_annexed else ""
        href = self.address(ref) or inner
        if not href:
            add(parent, "span", ref.label, cls="trace", **{"data-item": ref.public_id})
            return
        add(parent, "a", ref.label, cls="trace", href=href, **{"data-item": ref.public_id})

    def address(self, ref: TraceRef) -> str:
        return self.plan.address(ref) if self.absolute else ref.url
