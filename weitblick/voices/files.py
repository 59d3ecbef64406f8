"""Readers of files with what people said elsewhere: lists of statements, whole conversations.

Plain dataclasses come out; nothing is written to the database here. What is wrong with a file is
named with file, line and how to mend it.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

TEXT_COLUMNS = ("text", "aussage", "statement", "these", "karte", "comment-body", "kommentar")
TOPIC_COLUMNS = ("thema", "themenfeld", "topic")
SECTOR_COLUMNS = ("akteursgruppe", "sektor", "sector")
DELIMITERS = (";", ",", "\t")
VOTES = (-1, 0, 1)
MODERATED_OUT = -1


class FileError(ValueError):
    """A file that cannot be used: which file, which line (0: the whole file), why."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        self.file, self.line, self.reason = file, line, reason
        where = _("%(file)s, Zeile %(line)d: %(reason)s") if line else _("%(file)s: %(reason)s")
        super().__init__(where % {"file": file, "line": line, "reason": reason})


@dataclass(frozen=True)
class StatementRow:
    """One statement of a list, with the line it stands in."""

    text: str
    topic: str = ""
    sector: str = ""
    line: int = 0


@dataclass(frozen=True)
class ConversationStatement:
    """A statement; ``moderated``: 1 accepted, 0 not yet looked at, -1 rejected."""

    number: int
    text: str
    author: int
    moderated: int

    @property
    def is_moderated_out(self) -> bool:
        """Whether moderators rejected it."""
        return self.moderated == MODERATED_OUT


@dataclass(frozen=True)
class ConversationVote:
    """The last vote of a participant on a statement: 1 agree, -1 disagree, 0 pass."""

    participant: int
    statement: int
    value: int


@dataclass(frozen=True)
class ConversationParticipant:
    """Somebody who voted; ``group`` is the published opinion group, None without one."""

    number: int
    group: int | None = None


@dataclass(frozen=True)
class Conversation:
    """A conversation: statements, the votes that count, and who voted."""

    statements: tuple[ConversationStatement, ...]
    votes: tuple[ConversationVote, ...]
    participants: tuple[ConversationParticipant, ...]
    topic: str = ""
    description: str = ""


def read_statements(
    path: str | Path, text_column: str | None = None, topic: str | None = None,
    sector: str | None = None,
) -> list[StatementRow]:
    """The statements of a CSV file with a header; rows without text are left out.

    UTF-8 (with or without BOM) or Windows-1252; columns parted by semicolon, comma or tab.
    ``text_column``, ``topic`` and ``sector`` name columns; without a name the usual ones are
    looked for, and a single column is the text. Raises FileError.
    """
    file = _File(Path(path))
    text = file.column(text_column, TEXT_COLUMNS, needed=True)
    of_topic = file.column(topic, TOPIC_COLUMNS, needed=topic is not None)
    of_sector = file.column(sector, SECTOR_COLUMNS, needed=sector is not None)
    found = [
        StatementRow(row[text].strip(), row.get(of_topic, "").strip(),
                     row.get(of_sector, "").strip(), line)
        for line, row in file.rows() if row[text].strip()
    ]
    if not found:
        raise file.error(0, _("Die Datei enthält keine Aussagen."))
    return found


def read_conversation(folder: str | Path) -> Conversation:
    """A conversation in the layout of a Polis export; raises FileError.

    ``comments.csv`` and ``votes.csv`` (the log of events; the last vote of a participant on a
    statement counts) must be there; ``participants-votes.csv`` (published groups) and
    ``summary.csv`` (topic, description) are read where they are.
    """
    place = Path(folder)
    statements = tuple(_statements(_File(place / "comments.csv")))
    votes = tuple(_votes(_File(place / "votes.csv"), {one.number for one in statements}))
    matrix, summary = place / "participants-votes.csv", place / "summary.csv"
    groups = _groups(_File(matrix)) if matrix.is_file() else {}
    numbers = sorted({vote.participant for vote in votes} | groups.keys())
    head = _summary(summary) if summary.is_file() else {}
    return Conversation(
        statements, votes,
        tuple(ConversationParticipant(number, groups.get(number)) for number in numbers),
        head.get("topic", ""), head.get("conversation-description", ""),
    )


def read_matrix(path: str | Path) -> dict[tuple[int, int], int]:
    """Votes by (participant, statement) from the matrix ``participants-votes.csv``."""
    file = _File(Path(path))
    columns = [name for name in file.header if name.isdecimal()]
    return {
        (file.whole(row, "participant", line), int(name)): file.vote(row, name, line)
        for line, row in file.rows() for name in columns if row[name].strip()
    }


def _statements(file: "_File") -> Iterator[ConversationStatement]:
    seen: set[int] = set()
    for line, row in file.rows("comment-id", "author-id", "moderated", "comment-body"):
        number = file.whole(row, "comment-id", line)
        if number in seen:
            raise file.error(line, _("Die Aussage %d steht zweimal da.") % number)
        seen.add(number)
        yield ConversationStatement(
            number, row["comment-body"].strip(), file.whole(row, "author-id", line),
            file.whole(row, "moderated", line),
        )


def _votes(file: "_File", known: set[int]) -> Iterator[ConversationVote]:
    events = []
    for line, row in file.rows("timestamp", "comment-id", "voter-id", "vote"):
        statement = file.whole(row, "comment-id", line)
        if statement not in known:
            raise file.error(line, _("Die Aussage %d fehlt in comments.csv.") % statement)
        events.append((file.whole(row, "timestamp", line), line,
                       (file.whole(row, "voter-id", line), statement),
                       file.vote(row, "vote", line)))
    last = {cell: value for _time, _line, cell, value in sorted(events)}
    for (participant, statement), value in sorted(last.items()):
        yield ConversationVote(participant, statement, value)


def _groups(file: "_File") -> dict[int, int | None]:
    return {
        file.whole(row, "participant", line):
            file.whole(row, "group-id", line) if row["group-id"].strip() else None
        for line, row in file.rows("participant", "group-id")
    }


def _summary(path: Path) -> dict[str, str]:
    lines = csv.reader(io.StringIO(_decoded(path), newline=""))
    return {row[0]: row[1].strip() for row in lines if len(row) > 1}


class _File:
    """A CSV file with a header, whose errors know their line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = _decoded(path)
        first = self.text.split("\n", 1)[0]
        self.delimiter = max(DELIMITERS, key=first.count)
        self.header = [name.strip() for name in next(self._lines(), (1, []))[1]]
        if not any(self.header):
            raise self.error(1, _("Die erste Zeile muss die Namen der Spalten enthalten."))

    def rows(self, *needed: str) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Line number and row by column name; rows that are too short are filled with nothing."""
        for name in needed:
            self.column(name, (), needed=True)
        lines = self._lines()
        next(lines)
        for line, cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(self.header):
                raise self.error(line, self._too_long(len(cells)))
            padded = [*cells, *[""] * (len(self.header) - len(cells))]
            yield line, dict(zip(self.header, padded, strict=True))

    def column(self, name: str | None, usual: tuple[str, ...], *, needed: bool) -> str:
        """The column of this name, else a usual one; "" if there is none and none is needed."""
        lower = {column.lower(): column for column in self.header}
        for wanted in [name] if name else usual:
            if wanted.lower() in lower:
                return lower[wanted.lower()]
        if needed and name is None and len(self.header) == 1:
            return self.header[0]
        if not needed:
            return ""
        raise self.error(
            1, _("Die Spalte „%(name)s“ fehlt. Vorhanden sind: %(columns)s")
            % {"name": name or usual[0], "columns": ", ".join(self.header)},
        )

    def whole(self, row: Mapping[str, str], name: str, line: int) -> int:
        """A whole number of a row."""
        try:
            return int(row[name])
        except ValueError:
            raise self.error(
                line, _("In der Spalte „%(name)s“ steht „%(text)s“ statt einer ganzen Zahl.")
                % {"name": name, "text": row[name]},
            ) from None

    def vote(self, row: Mapping[str, str], name: str, line: int) -> int:
        """A vote of a row: -1, 0 or 1."""
        value = self.whole(row, name, line)
        if value not in VOTES:
            raise self.error(line, _("„%d“ ist keine Stimme. Möglich sind 1, 0 und -1.") % value)
        return value

    def error(self, line: int, reason: str) -> FileError:
        """An error of this file."""
        return FileError(self.path.name, line, reason)

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        line = 1
        try:
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
        except csv.Error as problem:
            raise self.error(line, _("Kein lesbares CSV: %s") % problem) from None

    def _too_long(self, cells: int) -> str:
        return _(
            "Hier stehen %(found)d Spalten statt %(wanted)d. Texte, die „%(mark)s“ enthalten, "
            "brauchen Anführungszeichen."
        ) % {"found": cells, "wanted": len(self.header), "mark": self.delimiter}


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError:
        raise FileError(path.name, 0, _("Diese Datei gibt es nicht oder sie ist nicht lesbar.")) \
            from None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError(path.name, 0, _("Der Text ist weder UTF-8 noch Windows-1252."))
