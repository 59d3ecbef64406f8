"""Cells to numbers: exact decimals, and the offices' signs kept apart from each other.

Signs: Destatis, "Zeichenerklärung": 0, -, ., /, (), x, ...; the Federal Employment Agency adds *.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .reading import ONE, Sign

Cell = str | Decimal | date | None

SIGNS = {
    "": Sign.EMPTY,
    "-": Sign.NOTHING,
    "–": Sign.NOTHING,
    "—": Sign.NOTHING,
    ".": Sign.SUPPRESSED,
    "*": Sign.SUPPRESSED,
    "/": Sign.UNRELIABLE,
    "x": Sign.NOT_APPLICABLE,
    "X": Sign.NOT_APPLICABLE,
    "...": Sign.PENDING,
    "…": Sign.PENDING,
}
_BRACKETS = re.compile(r"\((.+)\)")
_R_NUMBER = re.compile(r"-?\d(\.\d+)?e[+-]\d{2,3}")
EXCEL_NUMBER = re.compile(r"-?\d([.,]\d+)?E[+-]?\d{1,3}")
EXCEL_ERROR = re.compile(r"#(DIV/0!|NV|N/A|NAME\?|NULL!|NUM!|REF!|BEZUG!|WERT!|VALUE!|ZAHL!|#+)")
NUMBER_AS_DATE = re.compile(
    r"\d{1,2}\. ?(Jan|Feb|Mrz|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)\w*\.?|"
    r"(Jan|Feb|Mrz|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez) ?\d{2}|\d{1,2}\.\d{1,2}\.(\d{4})?"
)
_SCALE = re.compile(r"(1[ .]?000|Tsd\.?|Tausend|Mill\.?|Mio\.?|Mrd\.?|1[ .]?000[ .]?000)(?: (.+))?")
UNITS = frozenset(
    {
        "", "Anzahl", "Prozent", "%", "Promille", "EUR", "Euro", "qm", "ha", "qkm", "km²", "km",
        "m", "m²", "cbm", "m³", "l", "hl", "t", "kg", "dt", "dt/ha", "Jahre", "Jahr", "Monate",
        "Tage", "Stunden", "Personen", "Betten", "Plätze", "Fälle", "kW", "MW", "kWh", "MWh",
        "GWh", "GJ", "TJ", "EUR/qm", "EUR/t", "Index", "Quote", "Punkte", "jew. ME", "Einw./qkm",
        "je 1000", "je 1000 Einwohner", "EUR je Einwohner", "Number", "Percent",
    }
)
_INDEX = re.compile(r"\d{4} ?= ?100")
_FACTORS = {"1": Decimal(1000), "T": Decimal(1000), "Mi": Decimal(10) ** 6, "Mr": Decimal(10) ** 9}


class NotANumber(ValueError):
    """A cell that is neither a number nor a sign; ``code`` says what it looks like."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Style:
    """How a file writes numbers. ``official``: zero and signs as the statistical offices use them;
    ``floats``: lower-case exponents as R and Python write them are exact and taken; ``bare``: no
    zero before the decimal sign (-,14), as SPSS writes it."""

    decimal: str = ","
    thousands: str = ""
    official: bool = False
    floats: bool = False
    bare: bool = False

    def pattern(self) -> re.Pattern[str]:
        """The numbers of this style, nothing else."""
        point, group = re.escape(self.decimal), re.escape(self.thousands)
        grouped = rf"\d{{1,3}}(?:{group}\d{{3}})+|" if self.thousands else ""
        bare = rf"|[+-]?{point}\d+" if self.bare else ""
        return re.compile(rf"[+-]?(?:{grouped}\d+)(?:{point}\d+)?{bare}", re.ASCII)


GENESIS = Style(",", "", official=True)
GENESIS_EN = Style(".", "", official=True)
INKAR = Style(",", ".")
POINT = Style(".", "", floats=True)


class Numbers:
    """Reads the cells of one file in one style."""

    def __init__(self, style: Style, *, excel_exponents: bool = False) -> None:
        self.style = style
        self._pattern = style.pattern()
        self._excel_exponents = excel_exponents

    def read(self, cell: Cell) -> tuple[Decimal | None, Sign]:
        """Value and sign of a cell; raises :class:`NotANumber`."""
        if isinstance(cell, Decimal):
            return cell, self._zero(cell)
        if isinstance(cell, date):
            raise NotANumber("number_as_date")
        text = (cell or "").strip().replace("\u2212", "-")
        if text in SIGNS:
            return None, SIGNS[text]
        bracketed = _BRACKETS.fullmatch(text)
        if bracketed:
            return self._number(bracketed[1].strip()), Sign.UNCERTAIN
        value = self._number(text)
        return value, self._zero(value)

    def _zero(self, value: Decimal) -> Sign:
        return Sign.ROUNDED_ZERO if self.style.official and not value else Sign.NUMBER

    def _number(self, text: str) -> Decimal:
        if self._pattern.fullmatch(text):
            if self.style.thousands:
                text = text.replace(self.style.thousands, "")
            return Decimal(text.replace(self.style.decimal, "."))
        if self.style.floats and _R_NUMBER.fullmatch(text):
            return plain(Decimal(text))
        if EXCEL_NUMBER.fullmatch(text) and self._excel_exponents:
            return plain(Decimal(text.replace(",", ".")))
        raise NotANumber(self._looks_like(text))

    def _looks_like(self, text: str) -> str:
        if EXCEL_NUMBER.fullmatch(text):
            return "number_scientific"
        if EXCEL_ERROR.fullmatch(text):
            return "excel_error"
        if NUMBER_AS_DATE.fullmatch(text):
            return "number_as_date"
        if Style("," if self.style.decimal == "." else ".").pattern().fullmatch(text):
            return "other_decimal_sign"
        return "not_a_number"


def plain(value: Decimal) -> Decimal:
    """The same number without an exponent: 1E+5 becomes 100000."""
    return Decimal(format(value, "f"))


def from_float(value: float) -> Decimal:
    """A workbook's number, with the fewest digits that give it back; 4691.0 becomes 4691."""
    if value == int(value) and abs(value) < 1e15:
        return Decimal(int(value))
    return plain(Decimal(repr(value)))


def split_unit(text: str) -> tuple[str, Decimal]:
    """Unit and scale: ``Tsd. EUR`` is EUR in thousands, ``1000`` is nothing in thousands."""
    text = text.strip()
    scaled = _SCALE.fullmatch(text)
    if scaled is None:
        return text, ONE
    word = scaled[1]
    if len(re.sub(r"\D", "", word)) == 7:
        return scaled[2] or "", Decimal(10) ** 6
    factor = _FACTORS.get(word[:2]) or _FACTORS[word[0]]
    return scaled[2] or "", factor


def is_unit(text: str) -> bool:
    """Whether a text is a unit we know, scaled or not: a damaged one may hide a scale."""
    unit, _ = split_unit(text)
    return unit in UNITS or bool(_INDEX.fullmatch(unit))
