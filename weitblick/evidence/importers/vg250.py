"""Municipalities with people and area from VG250-EW (BKG): ARS, AGS, GEN, EWZ, KFL."""

from decimal import Decimal

from . import keys, periods
from .errors import InputError
from .ledger import Ledger
from .numbers import Numbers, Style
from .reading import Format, Progress, Reading, Variable
from .text import Shape, Text, decode, header, table
from .wide import Place, ValueColumn, enter

NEEDED = ("AGS", "GEN", "EWZ")
PEOPLE, AREA = Variable("EWZ", "Einwohnerzahl"), Variable("KFL", "Katasterfläche")
ATTRIBUTION = "© GeoBasis-DE / BKG, Datenlizenz Deutschland – Namensnennung – Version 2.0"
WATER = frozenset({"1", "2", "3"})


def read(
    raw: bytes, name: str, ledger: Ledger, progress: Progress, period: str = ""
) -> Reading:
    """The file as a reading; its date stands in its name or in ``period``."""
    text = decode(raw)
    names = header(text.lines[0], ";")
    missing = [one for one in NEEDED if one not in names]
    if missing or len(set(names)) != len(names):
        raise InputError(
            "damaged_header", f"columns are missing or twice there: {missing}", line=1,
            found=";".join(names),
        )
    day = periods.parse(period) if period else None
    status = day[1] if day else periods.date_inside(name)
    if status is None:
        raise InputError(
            "no_period",
            "neither the file's name nor its columns say the date of the boundaries; add it to "
            "the name (…2022-12-31…) or give it",
            line=0,
        )
    _lines(text, names, (status, status), ledger, progress)
    return Reading(
        Format.VG250, ledger.close(), title="Gemeinden mit Einwohnerzahl und Fläche",
        source="VG250-EW (BKG)", attribution=ATTRIBUTION, territorial_status=status,
        problems=ledger.problems, tally=ledger.tally,
    )


def _lines(
    text: Text, names: list[str], period: periods.Period, ledger: Ledger, progress: Progress
) -> None:
    columns = [ValueColumn(names.index("EWZ"), PEOPLE, None, "Anzahl")]
    if "KFL" in names:
        columns.append(ValueColumn(names.index("KFL"), AREA, None, "km²", Decimal(1)))
    numbers, widths = Numbers(Style(",", "")), frozenset({8})
    for number, parts in table(text, Shape(2, ";", len(names)), ledger, progress):
        cell = dict(zip(names, parts, strict=True))
        if cell.get("GF") in WATER:
            ledger.reject(number, "water_part", ";".join(parts))
            continue
        key = ledger.key(cell["AGS"], number, widths)
        if key is None or not _agrees(key, cell.get("ARS", ""), number, ledger):
            continue
        place = Place(number, key, cell["GEN"], period, "GEM")
        enter(ledger, numbers, place, parts, columns)


def _agrees(key: str, ars: str, number: int, ledger: Ledger) -> bool:
    """The regional key repeats the municipal one: first five and last three digits."""
    long = keys.check(ars, frozenset({12})) if ars else None
    if long is None or long.text[:5] + long.text[9:] == key:
        return True
    ledger.reject(number, "keys_differ", ars, key=key, other=ars)
    return False
