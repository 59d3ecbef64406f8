"""Text in Word: paragraphs of runs, and the marks that say where a passage comes from."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Word
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from weitblick.exports.blocks import Text, TraceRef, runs_of
from weitblick.exports.docx_styles import LINK, TRACE
from weitblick.exports.docx_xml import Bookmarks, Footnotes, StyleNames, link_run, set_language
from weitblick.exports.places import Mark, Outline
from weitblick.exports.words import people, words


class TextWriter:
    """Appends paragraphs to a Word document, keeping bookmarks, footnotes and style names."""

    def __init__(self, word: Word, plan: Outline) -> None:
        self.word = word
        self.plan = plan
        self.words = words(plan.document.language)
        self.styles = StyleNames(word)
        self.bookmarks = Bookmarks()
        self.footnotes = Footnotes(word, self.styles)
        self.is_below_table = False

    def paragraph(self, text: Text, style: str, anchor: str = "") -> WordParagraph:
        """One paragraph of runs; line ends become line breaks."""
        made = self.new(style)
        self.runs(made, text)
        if anchor:
            self.bookmarks.put(made, anchor)
        return made

    def new(self, style: str) -> WordParagraph:
        paragraph = self.word.add_paragraph()
        paragraph._p.style = self.styles.identifier(style)
        if self.is_below_table and not style.startswith(("Heading", "Caption")):
            paragraph.paragraph_format.space_before = Pt(6)
        self.is_below_table = False
        return paragraph

    def small_run(self, paragraph: WordParagraph, text: str) -> None:
        paragraph.add_run(text)._r.style = self.styles.identifier(TRACE)

    def runs(self, paragraph: WordParagraph, text: Text) -> None:
        for run in runs_of(text):
            if run.kind == "footnote":
                self.footnotes.add(paragraph, run.text)
                continue
            if run.kind == "link":
                inner = run.href.startswith("#")
                bookmark = self.bookmarks.name(run.href[1:]) if inner else ""
                made = link_run(
                    paragraph,
                    run.text,
                    self.styles.identifier(LINK),
                    href="" if inner else run.href,
                    bookmark=bookmark,
                )
            else:
                made = paragraph.add_run(run.text)
                made.bold = True if run.kind == "strong" else None
                made.italic = True if run.kind == "emphasis" else None
            if run.language:
                set_language(made, run.language)

    def heading(self, text: str, level: int, anchor: str = "") -> WordParagraph:
        return self.paragraph(text, f"Heading {level}", anchor)

    def mark(self, paragraph: WordParagraph, mark: Mark | None) -> None:
        """Short ids behind the text, and the whole provenance as a comment on the passage."""
        if mark is None:
            return
        passage = paragraph.runs
        self.small_run(paragraph, " [")
        self.refs(paragraph, mark)
        self.small_run(paragraph, "]")
        self._comment(passage or paragraph.runs, mark)

    def refs(self, paragraph: WordParagraph, mark: Mark) -> None:
        for i, ref in enumerate(mark.shown):
            if i:
                self.small_run(paragraph, ", ")
            self._ref(paragraph, ref)
        if mark.more and not mark.list_number:
            self.small_run(paragraph, f" +{mark.more}")
        elif mark.more:
            self.small_run(paragraph, " ")
            bookmark = self.bookmarks.name(f"w-list{mark.list_number}")
            text = f"+{mark.more} (B{mark.list_number})"
            link_run(paragraph, text, self.styles.identifier(TRACE), bookmark=bookmark)
        if mark.n is not None:
            gap = " · " if mark.refs else ""
            self.small_run(paragraph, f"{gap}{self._n(mark)}")

    def _ref(self, paragraph: WordParagraph, ref: TraceRef) -> None:
        """To the list of sources; where there is none, to the source itself."""
        style = self.styles.identifier(TRACE)
        if self.plan.is_annexed:
            bookmark = self.bookmarks.name(self.plan.source_anchor(ref.public_id))
            link_run(paragraph, ref.label, style, bookmark=bookmark)
        elif address := self.plan.address(ref):
            link_run(paragraph, ref.label, style, href=address)
        else:
            self.small_run(paragraph, ref.label)

    def _n(self, mark: Mark) -> str:
        return "" if mark.n is None else people(mark.n, self.plan.document.language)

    def sources(self, mark: Mark | None, style: str) -> None:
        if mark is None:
            return
        paragraph = self.new(style)
        if mark.refs:
            paragraph.add_run(f"{self.words[mark.word]}: ")
        self.refs(paragraph, mark)
        self._comment(paragraph.runs, mark)

    def _comment(self, runs: list[Any], mark: Mark) -> None:
        """Word's comment names every source with its wording and address."""
        if not runs or not mark.refs:
            return
        lines = [f"{self.words['sources']}: {self._n(mark)}".rstrip(": ")]
        lines += [
            " – ".join(filter(None, (r.label, r.text, self.plan.address(r)))) for r in mark.refs
        ]
        self.word.add_comment(runs, text="\n".join(lines), author="Weitblick", initials="W")
