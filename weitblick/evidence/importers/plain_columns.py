"""What the columns of a plain table seem to hold, and why we think so."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import keys, periods
from .errors import InputError
from .mapping import Column, Mapping, Proposal, Reason, Role
from .numbers import SIGNS, Cell
from .text import Text, cells
from .workbook import Sheet, text

DELIMITERS = ";\t,|"
LOOK = 200
PREVIEW = 20
MOST, SOME = 0.8, 0.5
_WORDS = {
    Role.AREA: r"\b(ags|ars|rs|gkz|key)\b|kennziffer|schl(ü|ue)ssel|(kreis|gemeinde|gvb)_?id|"
               r"gebiets?kenn|area|region_?(id|code)",
    Role.AREA_NAME: r"name|raumeinheit|gebiet|gemeinde|kreis|stadt|region|raum|\bort",
    Role.PERIOD: r"jahr|year|stichtag|datum|date|zeit|monat|quartal|period",
    Role.VARIABLE: r"indikator|merkmal|variable|kennzahl|indicator",
    Role.UNIT: r"\b(maß|mess)?einheit\b|\bunit",
    Role.QUALITY: r"qualit|zeichen|flag|hinweis|quality",
}
_POINTED = re.compile(r"[+-]?\d+\.\d+", re.ASCII)
_THREES = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)
_COMMAED = re.compile(r"[+-]?[\d.]*\d,\d+", re.ASCII)
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NUMERIC = re.compile(r"\(?[+-]?[\d., ]*\d([eE][+-]?\d+)?\)?", re.ASCII)


def of_text(content: Text) -> Proposal:
    """A proposal for the lines of a CSV."""
    lines = content.lines
    delimiter = _delimiter(lines)
    rows = [cells(line, delimiter) or [line] for line in lines[:LOOK]]
    width = max(len(row) for row in rows)
    grid: list[list[Cell]] = [[*row, *[""] * (width - len(row))] for row in rows]
    reasons = [
        Reason(-1, "delimiter", {"delimiter": delimiter}),
        Reason(-1, "encoding", {"encoding": content.encoding}),
    ]
    base = Mapping((), delimiter=delimiter, encoding=content.encoding)
    return _proposal(grid, base, reasons)


def of_sheet(sheet: Sheet) -> Proposal:
    """A proposal for a sheet of a workbook."""
    if not sheet.rows:
        raise InputError("no_rows", f"the sheet {sheet.name} is empty", line=0)
    base = Mapping((), delimiter="", encoding="", sheet=sheet.name)
    return _proposal(
        [list(row) for row in sheet.rows[:LOOK]], base,
        [Reason(-1, "sheet", {"sheet": sheet.name})],
    )


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that cuts most lines into the same number of cells, at least two."""
    sample = [line for line in lines[:60] if line.strip()]
    if not sample:
        raise InputError("no_rows", "the file has only empty lines", line=0)
    scored = []
    for rank, sign in enumerate(DELIMITERS):
        counts = [len(cells(line, sign) or []) for line in sample]
        usual = max(set(counts), key=lambda count: (counts.count(count), count))
        if usual > 1:
            scored.append((counts.count(usual) / len(counts), usual, -rank, sign))
    if not scored:
        raise InputError(
            "no_table", "no sign (; tab , |) cuts the lines into columns; save the table as CSV "
            "or XLSX", line=1,
        )
    return max(scored)[3]


@dataclass(frozen=True)
class _Look:
    """A column with its header and its filled cells."""

    index: int
    header: str
    cells: tuple[str, ...]

    def share(self, test: Callable[[str], object]) -> float:
        """The share of filled cells that pass."""
        return sum(bool(test(cell)) for cell in self.cells) / len(self.cells) if self.cells else 0

    def named(self, role: Role) -> bool:
        """Whether the header speaks of the role."""
        return bool(re.search(_WORDS[role], self.header, re.I))


def _proposal(grid: list[list[Cell]], base: Mapping, reasons: list[Reason]) -> Proposal:
    head = _header_rows(grid)
    words = [[text(cell).strip() for cell in row] for row in grid]
    titles, names = _above(words[:head])
    headers = tuple(
        " ".join(dict.fromkeys(row[n] for row in names if row[n])) for n in range(len(words[0]))
    )
    looks = [
        _Look(n, headers[n], tuple(row[n] for row in words[head:] if row[n]))
        for n in range(len(headers))
    ]
    columns = _columns(looks, reasons)
    decimal, thousands = _style([lk for lk, c in zip(looks, columns, strict=True)
                                 if c.role is Role.VALUE], base, reasons)
    period = _period_of(titles, columns, reasons)
    mapping = Mapping(
        tuple(columns), head, base.delimiter, base.encoding, decimal, thousands, period,
        base.sheet, titles[0] if titles else "",
    )
    preview = tuple(tuple(row) for row in words[head : head + PREVIEW])
    return Proposal(mapping, headers, preview, tuple(reasons), _missing(columns, period))


def _above(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Titles (one filled cell) and header rows; the last row is always a header."""
    alone = [sum(map(bool, row)) <= 1 < len(row) for row in rows[:-1]] + [False]
    titles = ["".join(row) for row, single in zip(rows, alone, strict=True) if single]
    names = [row for row, single in zip(rows, alone, strict=True) if not single]
    return [title for title in titles if title], names


def _period_of(titles: list[str], columns: Sequence[Column], reasons: list[Reason]) -> str:
    """The only day or year that the titles name, where no column has a time."""
    if "period" not in _missing(columns, ""):
        return ""
    text_of = " ".join(titles)
    found = set(_DAY.findall(text_of)) or set(_YEAR.findall(text_of))
    if len(found) != 1:
        return ""
    period = found.pop()
    reasons.append(Reason(-1, "title_says", {"period": period}))
    return period


def _header_rows(grid: list[list[Cell]]) -> int:
    """Lines before the first one whose cells are mostly like those below it."""
    words = [[text(cell).strip() for cell in row] for row in grid]
    for number, row in enumerate(words[:30]):
        filled = [cell for cell in row if cell]
        numeric = sum(bool(_NUMERIC.fullmatch(cell)) or cell in SIGNS for cell in filled)
        years = all(re.fullmatch(r"(19|20)\d\d", c) or not _NUMERIC.fullmatch(c) for c in filled)
        wide = years and numeric > 1 and number < 2
        if number and len(filled) > 1 and numeric and not wide:
            return number
    return 1


def _missing(columns: Sequence[Column], period: str) -> tuple[str, ...]:
    roles = {column.role for column in columns}
    values = [column for column in columns if column.role is Role.VALUE]
    wide = bool(values) and all(column.period for column in values)
    timed = wide or bool(period) or Role.PERIOD in roles
    found = (("area", Role.AREA in roles), ("period", timed), ("value", bool(values)))
    return tuple(name for name, there in found if not there)


def _columns(looks: list[_Look], reasons: list[Reason]) -> list[Column]:
    roles: dict[int, Column] = {}
    for role, rule in (
        (Role.AREA, _area), (Role.PERIOD, _period), (Role.VARIABLE, _word(Role.VARIABLE)),
        (Role.UNIT, _word(Role.UNIT)), (Role.QUALITY, _word(Role.QUALITY)),
        (Role.AREA_NAME, _word(Role.AREA_NAME)),
    ):
        best = max(
            ((rule(look), -look.index, look) for look in looks if look.index not in roles),
            default=(0, 0, None),
        )
        if best[0] and best[2]:
            look = best[2]
            roles[look.index] = Column(look.index, role, look.header)
            code = "header_says" if role in _WORDS and look.named(role) else "cells_say"
            reasons.append(Reason(look.index, code, {"role": str(role), "header": look.header}))
    _own_areas(roles, reasons)
    found = [roles.get(look.index) or _rest(look, reasons) for look in looks]
    return _at_least_one_value(looks, found, set(roles), reasons)


def _at_least_one_value(
    looks: list[_Look], found: list[Column], taken: set[int], reasons: list[Reason]
) -> list[Column]:
    """A table without any value has no use: the column with most numbers among its cells."""
    if any(one.role is Role.VALUE for one in found):
        return found
    shares = {look.index: look.share(_NUMERIC.fullmatch) for look in looks
              if look.index not in taken}
    best = max(shares, key=lambda at: shares[at], default=-1)
    if best < 0 or shares[best] < SOME:
        return found
    look = looks[best]
    label, period = _labelled(look.header)
    reasons[:] = [one for one in reasons if one.column != best]
    reasons.append(Reason(best, "some_numbers", {"header": look.header}))
    return [Column(best, Role.VALUE, label, period=period) if one.index == best else one
            for one in found]


def _own_areas(roles: dict[int, Column], reasons: list[Reason]) -> None:
    """Without keys the names are what areas are found by: planning areas have no others."""
    name = next((one for one in roles.values() if one.role is Role.AREA_NAME), None)
    if name and not any(one.role is Role.AREA for one in roles.values()):
        roles[name.index] = Column(name.index, Role.AREA, name.label, code="own")
        reasons.append(Reason(name.index, "names_only", {"header": name.label}))


def _area(look: _Look) -> float:
    share = look.share(lambda cell: not keys.check(cell).fatal)
    years = look.share(lambda cell: re.fullmatch(r"(19|20)\d\d", cell))
    if share < MOST or (years >= MOST and not look.named(Role.AREA)):
        return 0
    widths = look.share(lambda cell: len(cell) in (5, 8, 12))
    return share * (1 + look.named(Role.AREA)) if look.named(Role.AREA) or widths > 0.5 else 0


def _period(look: _Look) -> float:
    share = look.share(lambda cell: periods.parse(cell))
    serial = look.share(periods.from_serial) if look.named(Role.PERIOD) else 0
    return max(share, serial) + look.named(Role.PERIOD) if max(share, serial) >= MOST else 0


def _word(role: Role) -> Callable[[_Look], float]:
    """Columns of words that only their header can tell."""

    def rule(look: _Look) -> float:
        texts = look.share(lambda cell: not _NUMERIC.fullmatch(cell))
        return float(look.named(role) and texts >= MOST)

    return rule


def _rest(look: _Look, reasons: list[Reason]) -> Column:
    numeric = look.share(lambda cell: _NUMERIC.fullmatch(cell) or cell in SIGNS)
    if look.cells and numeric >= MOST:
        label, period = _labelled(look.header)
        reasons.append(Reason(look.index, "numbers", {"header": look.header}))
        return Column(look.index, Role.VALUE, label, period=period)
    different = len(set(look.cells))
    if look.cells and different <= 60 and different < len(look.cells):
        reasons.append(Reason(look.index, "few_words", {"different": different}))
        return Column(look.index, Role.DIMENSION, look.header)
    reasons.append(Reason(look.index, "not_used", {"header": look.header}))
    return Column(look.index, Role.IGNORED, look.header)


def _labelled(header: str) -> tuple[str, str]:
    """What a value column is called and its time: "Arbeitslose 2019" holds both."""
    if periods.parse(header):
        return "", header
    both = re.fullmatch(r"(.+?)[ _]((?:19|20)\d\d|\d{1,2}\.\d{1,2}\.\d{4})", header)
    return (both[1], both[2]) if both else (header, "")


def _style(looks: list[_Look], base: Mapping, reasons: list[Reason]) -> tuple[str, str]:
    """Decimal sign and sign of thousands from the values."""
    values = [cell for look in looks for cell in look.cells]
    commas = sum(map(bool, map(_COMMAED.fullmatch, values)))
    pointed = [cell for cell in values if _POINTED.fullmatch(cell)]
    threes = [cell for cell in values if _THREES.fullmatch(cell)]
    odd = [cell for cell in pointed if not _THREES.fullmatch(cell)]
    if commas or (threes and not odd and base.delimiter in (";", "\t")):
        code = "decimal_comma" if commas else "points_in_threes"
        shown = next((cell for cell in values if _COMMAED.fullmatch(cell)), (threes or values)[0])
        reasons.append(Reason(-1, code, {"example": shown}))
        return ",", "." if threes and not odd else ""
    if odd or threes:
        code = "decimal_point" if odd else "points_in_threes"
        reasons.append(Reason(-1, code, {"example": (odd or threes)[0]}))
        return ".", ""
    return (".", "") if base.delimiter == "," else (",", "")
