"""Indicator files with two header lines, Latin-1: codes with a year, then words (IRIS, BBSR).

``gemeindeve22;gemeindeve22name;q_einkst_bev98;…`` over
``Gebietskennziffer;Name;Einkommensteuer 1998;…``; nine-digit keys of municipal associations.
"""

import datetime as dt
import re

from . import periods
from .errors import InputError
from .inkar_web import ATTRIBUTION
from .ledger import Ledger
from .numbers import Numbers, Style
from .reading import Format, Progress, Reading, Variable
from .text import Shape, decode, header, table
from .wide import Place, ValueColumn, enter

FIRST = re.compile(r"(gemeindeve|gemeinden?|kreise?)(\d\d)")
LEVELS = {"gemeindeve": ("Gemeindeverbände", 9), "gemeinde": ("Gemeinden", 8),
          "gemeinden": ("Gemeinden", 8), "kreis": ("Kreise", 5), "kreise": ("Kreise", 5)}
_CODE, _LABEL = re.compile(r"(\w+?)(\d\d)"), re.compile(r"(.+) (\d{4})")


def read(raw: bytes, name: str, ledger: Ledger, progress: Progress) -> Reading:
    """The file as a reading. Raises InputError if codes and words of a column do not agree."""
    text = decode(raw)
    heads = [header(line, ";") for line in text.lines[:2]]
    first = FIRST.fullmatch(heads[0][0]) if heads[0] else None
    if first is None or len(heads) < 2 or len(heads[0]) != len(heads[1]) or len(heads[0]) < 3:
        raise InputError("damaged_header", "the two header lines do not fit", line=1, found="")
    level, width = LEVELS[first[1]]
    columns = [_column(n, *pair) for n, pair in enumerate(zip(*heads, strict=True)) if n > 1]
    numbers, widths = Numbers(Style(",", "", bare=True)), frozenset({width})
    for number, parts in table(text, Shape(3, ";", len(heads[0])), ledger, progress):
        key = ledger.key(parts[0], number, widths)
        if key is not None:
            place = Place(number, key, parts[1].strip(), level=level)
            enter(ledger, numbers, place, parts, columns)
    return Reading(
        Format.IRIS, ledger.close(), title=columns[0].variable.label, source="INKAR (BBSR)",
        attribution=ATTRIBUTION, territorial_status=dt.date(2000 + int(first[2]), 12, 31),
        problems=ledger.problems, tally=ledger.tally,
    )


def _column(index: int, code: str, label: str) -> ValueColumn:
    coded, worded = _CODE.fullmatch(code), _LABEL.fullmatch(label)
    if coded is None or worded is None or worded[2][2:] != coded[2]:
        raise InputError(
            "damaged_header",
            f"column {index + 1}: the code {code!r} and the words {label!r} name different years",
            line=2, found=label, column=index + 1,
        )
    return ValueColumn(index, Variable(coded[1], worded[1]), periods.parse(worded[2]))
