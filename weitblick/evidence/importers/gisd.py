"""The German index of socioeconomic deprivation (RKI): comma CSV, decimal point, one line a year.

Scores are relative to the extremes of their year (Michalski et al. 2025): they compare areas of
one year, not one area over the years.
"""

import re

from .errors import InputError
from .ledger import Ledger
from .numbers import POINT, Numbers
from .reading import Format, Progress, Reading, Variable
from .text import Shape, decode, header, table
from .wide import Place, ValueColumn, enter

FIRST = re.compile(r"(kreis|gemeinde|gvb|gemeindeverband|bundesland)_id")
WIDTHS = {"kreis": 5, "gemeinde": 8, "gvb": 9, "gemeindeverband": 9, "bundesland": 2}
LABELS = {
    "gisd_score": "GISD-Wert", "gisd_5": "GISD-Fünftel", "gisd_10": "GISD-Zehntel",
    "gisd_k": "GISD-Gruppe",
}
ATTRIBUTION = (
    "Robert Koch-Institut: German Index of Socioeconomic Deprivation (GISD), Michalski u. a., "
    "CC BY 4.0"
)


def read(raw: bytes, name: str, ledger: Ledger, progress: Progress) -> Reading:
    """The file as a reading. Raises InputError if the header is not that of a GISD file."""
    text = decode(raw)
    names = header(text.lines[0], ",") or [""]
    first = FIRST.fullmatch(names[0])
    if first is None or names[2:3] != ["year"] or not set(names[3:]) <= LABELS.keys():
        raise InputError(
            "damaged_header", f"the header is not that of a GISD file ({names}); fetch it again",
            line=1, found=",".join(names),
        )
    columns = [ValueColumn(n, Variable(c, LABELS[c])) for n, c in enumerate(names) if n > 2]
    numbers, widths = Numbers(POINT), frozenset({WIDTHS[first[1]]})
    for number, parts in table(text, Shape(2, ",", len(names)), ledger, progress):
        key = ledger.key(parts[0], number, widths)
        period = ledger.period(parts[2], number) if key else None
        if key and period:
            place = Place(number, key, parts[1], period, first[1])
            enter(ledger, numbers, place, parts, columns)
    return Reading(
        Format.GISD, ledger.close(), title="German Index of Socioeconomic Deprivation",
        source="Robert Koch-Institut", attribution=ATTRIBUTION, problems=ledger.problems,
        tally=ledger.tally,
    )
