"""The parts a paper is made of: frozen, plain data; user text is always plain text.

Every block may carry a ``key`` (its deep-link id, unique in the document) and a ``Trace``:
the items it was made from, with the number of people who took part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from weitblick.exports.specs import FigureSpec

RunKind = Literal["plain", "emphasis", "strong", "link", "footnote", "citation", "reference"]
BoxKind = Literal["note", "summary", "method", "example"]


class DocumentError(ValueError):
    """A document that cannot be written: ``code`` says what, ``where`` says in which block.

    The message is stable English; ``code``, ``where`` and ``params`` let a face translate it.
    """

    def __init__(self, code: str, where: str, message: str, **params: object) -> None:
        super().__init__(f"{where}: {message}")
        self.code = code
        self.where = where
        self.message = message
        self.params = params

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes unharmed (the renderer works in a spawned worker)."""
        return _restored, (self.code, self.where, self.message, self.params)


def _restored(code: str, where: str, message: str, params: dict[str, object]) -> DocumentError:
    return DocumentError(code, where, message, **params)


@dataclass(frozen=True)
class Run:
    """A stretch of text. ``link`` needs ``href``; "#key" points to a block of this document.

    A ``footnote`` run prints as a mark, its text as the note. A ``citation`` points to a work of
    the document's literature ("#key") and prints its number and its text ("[3, S. 12]").
    A ``reference`` points to a block ("#key"); without text it prints what stands there, such as
    "Abbildung 3". ``language`` (e.g. "en") only where the run leaves the document's language.
    """

    text: str
    kind: RunKind = "plain"
    href: str = ""
    language: str = ""


Text = str | tuple[Run, ...]


@dataclass(frozen=True)
class TraceRef:
    """One source. ``label`` is the short id that is printed (K-017), ``text`` its wording.

    ``kind`` is the plain word of the item's kind ("card", "factor", …); ``url`` may be relative
    to the document's ``base_url``; without a URL the label still leads to the list of sources.
    """

    public_id: str
    kind: str
    label: str
    url: str = ""
    text: str = ""


@dataclass(frozen=True)
class Trace:
    """Where a block comes from; ``n`` counts the people who took part, None if nobody counted."""

    refs: tuple[TraceRef, ...] = ()
    n: int | None = None


@dataclass(frozen=True)
class Heading:
    """A heading below the chapter's title, which is level 1; so ``level`` is 2, 3 or 4."""

    level: int
    text: str
    key: str = ""


@dataclass(frozen=True)
class Paragraph:
    text: Text
    key: str = ""
    trace: Trace | None = None


@dataclass(frozen=True)
class Bullets:
    items: tuple[Text, ...]
    ordered: bool = False
    key: str = ""
    trace: Trace | None = None


@dataclass(frozen=True)
class Table:
    """``numeric`` lists the columns (from 0) that are set flush right."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    row_header: bool = True
    note: str = ""
    numeric: tuple[int, ...] = ()
    key: str = ""
    trace: Trace | None = None


@dataclass(frozen=True)
class Figure:
    """A chart. ``description`` reads it out in one or two sentences and is its alternative text.

    ``table`` holds the data; without one it is made from the ``spec``.
    """

    caption: str
    description: str
    spec: FigureSpec
    table: Table | None = None
    key: str = ""
    trace: Trace | None = None


@dataclass(frozen=True)
class Quote:
    text: Text
    attribution: str = ""
    language: str = ""
    key: str = ""
    trace: Trace | None = None


@dataclass(frozen=True)
class Story:
    """A told scenario. ``form`` is printed as it is: Tagebucheintrag, Zeitungsartikel, …"""

    title: str
    form: str
    paragraphs: tuple[Text, ...]
    key: str = ""
    trace: Trace | None = None


@dataclass(frozen=True)
class Recommendation:
    """``numeral`` is the action field's Roman numeral, ``field`` its name.

    ``basis`` is one printed line on the support it found, with its percentages.
    """

    number: int
    title: str
    text: Text
    sources: Trace
    n: int
    field: str = ""
    numeral: str = ""
    dimensions: tuple[str, ...] = ()
    basis: str = ""
    key: str = ""


@dataclass(frozen=True)
class Box:
    """A framed aside; it holds no headings, stories, recommendations or further boxes."""

    title: str
    blocks: tuple[Block, ...]
    kind: BoxKind = "note"
    key: str = ""
    trace: Trace | None = None


@dataclass(frozen=True)
class Picture:
    """A photograph or drawing: ``data`` is the file in base64, PNG or JPEG by ``media_type``.

    ``description`` says what can be seen; it is printed and is the alternative text.
    """

    caption: str
    description: str
    data: str
    media_type: Literal["image/png", "image/jpeg"] = "image/png"
    key: str = ""
    trace: Trace | None = None


Block = (
    Heading | Paragraph | Bullets | Table | Figure | Quote | Story | Recommendation | Box | Picture
)
BLOCKS: tuple[type, ...] = (
    Heading,
    Paragraph,
    Bullets,
    Table,
    Figure,
    Quote,
    Story,
    Recommendation,
    Box,
    Picture,
)


@dataclass(frozen=True)
class Chapter:
    """``slug`` is the chapter's deep-link id and unique among all keys of the document."""

    slug: str
    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Work:
    """A work that is cited: ``text`` is its entry in the list of literature, as it is printed."""

    key: str
    text: str
    url: str = ""


def runs_of(text: Text) -> tuple[Run, ...]:
    """The text as runs, whichever way it was given."""
    return (Run(text),) if isinstance(text, str) else text


def words_of(text: Text) -> str:
    """The text without marks and footnotes, as a reader hears it."""
    return "".join(run.text for run in runs_of(text) if run.kind not in ("footnote", "citation"))
