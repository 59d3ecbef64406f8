"""Keeps the books of one reading: every line is entered once, as a row or with its reason."""

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace

from . import keys, periods
from .periods import Period
from .reading import Problem, Rejected, Row, Tally

RAW_SHOWN = 120


@dataclass
class Ledger:
    """Rows, rejected lines and problems of one file; ``consent`` holds the mends agreed to."""

    consent: frozenset[str] = frozenset()
    items: list[Row | Rejected] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    _problems: dict[str, Problem] = field(default_factory=dict)

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
        self.items.append(row)

    def reject(
        self, number: int, code: str, raw: str = "", column: int = 0, **params: object
    ) -> None:
        """Enter a line (or with ``column`` a cell) that is not used, and why."""
        self.items.append(Rejected(number, code, params, column, raw[:RAW_SHOWN]))

    def key(
        self, raw: str, number: int, widths: frozenset[int] = keys.OFFICIAL
    ) -> str | None:
        """The key of an area; None after entering why the line cannot be used."""
        found = keys.check(raw, widths)
        if not found.damage:
            return found.text
        if not found.fatal and self.agreed(found.damage, number, example=raw, mended=found.text):
            return found.text
        self.reject(number, found.damage, raw, key=raw)
        return None

    def period(self, raw: object, number: int) -> Period | None:
        """The period of a line; None after entering why the line cannot be used."""
        found = periods.parse(raw)
        if found:
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
        used = {item.number for item in self.items if isinstance(item, Row)}
        first: dict[int, str] = {}
        for item in self.items:
            if isinstance(item, Rejected) and item.number not in used:
                first.setdefault(item.number, item.code)
        self.tally.used, self.tally.rejected = len(used), Counter(first.values())
        self.tally.rows = sum(isinstance(item, Row) for item in self.items)
        self.tally.rejected_cells = sum(
            isinstance(item, Rejected) and item.column > 0 for item in self.items
        )
        return iter(self.items)

    def _doubles(self) -> None:
        seen: dict[Hashable, int] = {}
        for place, item in enumerate(self.items):
            if isinstance(item, Rejected):
                continue
            first = seen.setdefault(_identity(item), place)
            if first != place:
                self._double(first, place, item)

    def _double(self, first: int, place: int, item: Row) -> None:
        """The same twice is entered once; two different values are both refused."""
        earlier = self.items[first]
        if isinstance(earlier, Row) and (earlier.value, earlier.sign) == (item.value, item.sign):
            self.items[place] = _refused(item, "duplicate", earlier.number)
            self.note("duplicate", item.number, other=earlier.number)
            return
        self.note("contradiction", item.number, other=earlier.number)
        self.items[place] = _refused(item, "contradiction", earlier.number)
        if isinstance(earlier, Row):
            self.items[first] = _refused(earlier, "contradiction", item.number)

    def _scientific_doubles(self) -> None:
        """Two areas whose shortened keys became the same key are both lost."""
        if "key_scientific" not in self._problems:
            return
        names: dict[str, set[str]] = {}
        for item in self.items:
            if isinstance(item, Row):
                names.setdefault(item.area_key, set()).add(item.area_name)
        self.items = [
            _refused(item, "key_lost", 0)
            if isinstance(item, Row) and len(names[item.area_key]) > 1
            else item
            for item in self.items
        ]


def _identity(row: Row) -> Hashable:
    return (row.area_key, row.period_start, row.period_end, row.variable, row.dimensions)


def _refused(row: Row, code: str, other: int) -> Rejected:
    return Rejected(row.number, code, {"key": row.area_key, "other": other}, row.column, row.raw)
