"""Lines of files too large to hold: numbered, each with a look at the line after it."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from .ledger import Ledger
from .source import ZIP_ERRORS, damaged_zip
from .text import BOM, DOUBLED

BLOCK = 4 * 1024 * 1024
MOST_SEEN = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``following`` is the next one (None at the end), ``complete``: it has its end."""

    number: int
    raw: bytes
    following: bytes | None
    complete: bool = True

    @property
    def text(self) -> str:
        """The line in UTF-8, else in Windows-1252: files of one series come in both."""
        try:
            return self.raw.decode("utf-8")
        except UnicodeDecodeError:
            return self.raw.decode("cp1252", errors="replace")


    @property
    def twice(self) -> bool:
        """Whether a line that is no UTF-8 as a whole shows umlauts of UTF-8: it is damaged."""
        return bool(not self.raw.isascii() and DOUBLED.search(self.text))


class Seen:
    """Remembers what was there, up to a number that bounds the memory; exact up to 64-bit hashes
    until then."""

    def __init__(self, ledger: Ledger, most: int = MOST_SEEN) -> None:
        self._ledger, self._most = ledger, most
        self._known: set[int] = set()

    def again(self, identity: Hashable, number: int) -> bool:
        """Whether this was there before; False, and told as unchecked, once memory is full."""
        mark = hash(identity)
        if mark in self._known:
            return True
        if len(self._known) < self._most:
            self._known.add(mark)
        elif not self._told:
            self._told = True
            self._ledger.note("doubles_unchecked", number, lines=self._most)
        return False

    _told = False


def blocks(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """The file in pieces; damage of an archive is told as such."""
    try:
        yield from iter(lambda: stream.read(BLOCK), b"")
    except ZIP_ERRORS as error:
        raise damaged_zip(name, error) from error


def lines(stream: BinaryIO, name: str) -> Iterator[Line]:
    """All lines of a file."""
    number, rest, held = 0, b"", None
    for block in blocks(stream, name):
        rest = (rest + block) if number else (rest + block).removeprefix(BOM)
        *whole, rest = rest.split(b"\n")
        for raw in whole:
            raw = raw.removesuffix(b"\r")
            if held is not None:
                yield Line(number, held, raw)
            number, held = number + 1, raw
    if held is not None:
        yield Line(number, held, rest or None)
    if rest:
        yield Line(number + 1, rest, None, complete=False)
