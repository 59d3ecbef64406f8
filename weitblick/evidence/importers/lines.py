"""The lines of a file without holding their texts: where each begins, and how it is encoded.

A file on disk is mapped and its pages are given back while it is read, so that a file of any size
costs eight bytes a line.
"""

import mmap
from array import array
from collections.abc import Iterator, Sequence
from typing import overload

Bytes = bytes | mmap.mmap
BLOCK = 4 * 1024 * 1024
GIVE_BACK = 16 * 1024 * 1024
ASCII, UTF_8, OTHER, TWICE = range(4)
"""How a line is encoded; TWICE: its umlauts were encoded twice."""


class Lines(Sequence[str]):
    """Lines by their number from 0, each decoded as it is encoded; ends of lines are left out."""

    def __init__(self, data: Bytes, start: int = 0, end: bytes = b"\n") -> None:
        self._data, self._end = data, end
        self._ends = _ends(data, start, end)
        self._start, self._touched = start, 0
        self.complete = (self._ends[-1] + 1 if self._ends else start) == len(data)
        if not self.complete:
            self._ends.append(len(data))
        self.kinds = bytearray(len(self._ends))

    def __len__(self) -> int:
        return len(self._ends)

    def raw(self, at: int) -> bytes:
        """The bytes of a line."""
        begin = self._ends[at - 1] + 1 if at else self._start
        line = self._data[begin : self._ends[at]]
        self._touched += len(line)
        if self._touched > GIVE_BACK:
            self._touched = 0
            give_back(self._data)
        return line.removesuffix(b"\r")

    def text(self, at: int) -> str:
        """The text of a line."""
        line = self.raw(at)
        if self.kinds[at] != OTHER:
            return line.decode("utf-8")
        try:
            return line.decode("cp1252")
        except UnicodeDecodeError:
            return line.decode("latin-1")

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> list[str]: ...

    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self.text(one) for one in range(*at.indices(len(self)))]
        return self.text(range(len(self))[at])

    def __iter__(self) -> Iterator[str]:
        return map(self.text, range(len(self)))


def _ends(data: Bytes, start: int, end: bytes) -> "array[int]":
    """Where the ends of lines are; looked for block by block."""
    found, at = array("Q"), start
    for begin in range(start, len(data), BLOCK):
        block = data[begin : begin + BLOCK]
        at = block.find(end)
        while at >= 0:
            found.append(begin + at)
            at = block.find(end, at + 1)
        give_back(data)
    return found


def give_back(data: Bytes) -> None:
    """Let go of the pages of a mapped file; they are read again when they are needed."""
    if isinstance(data, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        data.madvise(mmap.MADV_DONTNEED)
