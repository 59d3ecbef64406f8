"""Keeps the books of one reading: every line is entered once, as a row or with its reason."""

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from . import keys, periods
from .packed import Packed
from .periods import Period
from .reading import Problem, Rejected, Row, Tally

RAW_SHOWN = 120


@dataclass
class Ledger:
    """Rows, rejected lines and problems of one file; ``consent`` holds the mends agreed to."""

    consent: frozenset[str] = frozenset()
    items: Packed = field(default_factory=Packed)
    tally: Tally = field(default_factory=Tally)
    _problems: dict[str, Problem] = field(default_factory=dict)
    _sound: dict[tuple[str, frozenset[int]], str] = field(default_factory=dict)
    _times: dict[str, Period] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """What people must know, in the order of the file."""
        return sorted(self._problems.values(), key=lambda one: (one.where, one.code))

    def note(self, code: str, where: int = 0, **params: object) -> None:
        """Enter something that needs nobody's consent; the first place and a count are kept."""
        self._enter(Problem(code, where, 1, params))

    def agreed(self, code: str, where: int, **params: object) -> bool:
        """Enter a damage that can be mended; True if that was agreed to."""
        mended = code in self.consent
        self._enter(Problem(code, where, 1, params, needs_consent=True, mended=mended))
        return mended

    def _enter(self, problem: Problem) -> None:
        known = self._problems.get(problem.code)
        self._problems[problem.code] = (
            replace(known, lines=known.lines + 1) if known else problem
        )

    def add(self, row: Row) -> None:
        """Enter a row."""
        self.items.add(row)

    def reject(
        self, number: int, code: str, raw: str = "", column: int = 0, **params: object
    ) -> None:
        """Enter a line (or with ``column`` a cell) that is not used, and why."""
        self.items.add(Rejected(number, code, params, column, raw[:RAW_SHOWN]))

    def key(
        self, raw: str, number: int, widths: frozenset[int] = keys.OFFICIAL
    ) -> str | None:
        """The key of an area; None after entering why the line cannot be used."""
        known = self._sound.get((raw, widths))
        if known is not None:
            return known
        found = keys.check(raw, widths)
        if not found.damage:
            self._sound[raw, widths] = found.text
            return found.text
        if not found.fatal and self.agreed(found.damage, number, example=raw, mended=found.text):
            return found.text
        self.reject(number, found.damage, raw, key=raw)
        return None

    def period(self, raw: object, number: int) -> Period | None:
        """The period of a line; None after entering why the line cannot be used."""
        known = self._times.get(raw) if isinstance(raw, str) else None
        if known is not None:
            return known
        found = periods.parse(raw)
        if found:
            if isinstance(raw, str):
                self._times[raw] = found
            return found
        serial = periods.from_serial(str(raw))
        if serial is None:
            self.reject(number, "bad_period", str(raw), period=str(raw))
            return None
        day = serial[0].isoformat()
        if self.agreed("date_as_number", number, example=str(raw), mended=day):
            return serial
        self.reject(number, "date_as_number", str(raw), period=str(raw))
        return None

    def close(self) -> Iterator[Row | Rejected]:
        """The entries, with doubles and contradictions taken out, and the tally complete."""
        self._scientific_doubles()
        self._doubles()
        self._count()
        return iter(self.items)

    def _count(self) -> None:
        """Lines are used that gave a row; a line without any counts by its first reason."""
        items = self.items
        is_row = np.ones(len(items), bool)
        is_row[list(items.refused)] = False
        used = set(np.unique(np.asarray(items.numbers)[is_row]).tolist()) if items.refused else {}
        first: dict[int, str] = {}
        for _place, one in sorted(items.refused.items()):
            if one.number not in used:
                first.setdefault(one.number, one.code)
        self.tally.used = len(used) or int(np.unique(np.asarray(items.numbers)[is_row]).size)
        self.tally.rejected = Counter(first.values())
        self.tally.rows = int(is_row.sum())
        self.tally.rejected_cells = sum(one.column > 0 for one in items.refused.values())

    def _doubles(self) -> None:
        """Rows with equal marks are looked at one by one: a mark is a hash."""
        seen: dict[Hashable, int] = {}
        for place in _repeated(self.items):
            if place in self.items.refused:
                continue
            item = self.items.row(place)
            first = seen.setdefault(_identity(item), place)
            if first != place:
                self._double(first, place, item)

    def _double(self, first: int, place: int, item: Row) -> None:
        """The same twice is entered once; two different values are both refused."""
        earlier = self.items.row(first)
        is_there = first not in self.items.refused
        if is_there and (earlier.value, earlier.sign) == (item.value, item.sign):
            self.items.refuse(place, _refused(item, "duplicate", earlier.number))
            self.note("duplicate", item.number, other=earlier.number)
            return
        self.note("contradiction", item.number, other=earlier.number)
        self.items.refuse(place, _refused(item, "contradiction", earlier.number))
        if is_there:
            self.items.refuse(first, _refused(earlier, "contradiction", item.number))

    def _scientific_doubles(self) -> None:
        """Two areas whose shortened keys became the same key are both lost."""
        if "key_scientific" not in self._problems:
            return
        names: dict[str, set[str]] = {}
        for item in self.items:
            if isinstance(item, Row):
                names.setdefault(item.area_key, set()).add(item.area_name)
        lost = [(place, item) for place, item in enumerate(self.items)
                if isinstance(item, Row) and len(names[item.area_key]) > 1]
        for place, item in lost:
            self.items.refuse(place, _refused(item, "key_lost", 0))


def _repeated(items: Packed) -> list[int]:
    """Places whose mark occurs more than once, in order."""
    marks = np.asarray(items.marks)
    _values, back, counts = np.unique(marks, return_inverse=True, return_counts=True)
    if not len(marks) or counts.max() == 1:
        return []
    return [int(at) for at in np.flatnonzero((counts[back] > 1) & (marks != 0))]


def _identity(row: Row) -> Hashable:
    return (row.area_key, row.period_start, row.period_end, row.variable, row.dimensions)


def _refused(row: Row, code: str, other: int) -> Rejected:
    return Rejected(row.number, code, {"key": row.area_key, "other": other}, row.column, row.raw)
