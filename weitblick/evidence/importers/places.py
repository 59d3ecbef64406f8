"""Places people go to (practices, schools, shops), from a CSV or a workbook.

The columns are proposed from their headers and confirmed by a person. A row is used when it has a
name and a position or an address; every other row comes back with its reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from weitblick.engines.access import parse_hours
from weitblick.engines.errors import InputError as EngineInputError

from .errors import InputError
from .grid import matched, number, read_grid
from .reading import Problem, Rejected

ROLES = {
    "name": r"name|bezeichnung|einrichtung|titel|praxis(name)?|schule|standort(name)?|facility",
    "kind": r"art|typ|kategorie|kind|type|category|einrichtungsart|angebot",
    "lat": r"lat|latitude|breite|breitengrad|geo_?lat|y_?wgs84",
    "lon": r"lon|lng|long|longitude|länge|laenge|längengrad|geo_?lon|x_?wgs84",
    "east": r"rechtswert|ostwert|east(ing)?|utm_?(x|e|ost)|x|x_?utm.*",
    "north": r"hochwert|nordwert|north(ing)?|utm_?(y|n|nord)|y|y_?utm.*",
    "street": r"stra(ß|ss)e( ?(und|u\.|,)? ?(haus)?(nr|nummer)\.?)?|street|adresse|anschrift|"
              r"address",
    "house": r"haus_?(nr|nummer)\.?|hnr\.?|nr\.?|number",
    "postcode": r"plz|postleitzahl|postcode|zip",
    "town": r"ort|stadt|gemeinde|wohnort|town|city|ortsteil",
    "capacity": r"kapazität|kapazitaet|plätze|plaetze|betten|capacity|vzä|vollzeitstellen|"
                r"arztsitze|sitze|anzahl( plätze)?",
    "opening": r"öffnungszeiten?|oeffnungszeiten?|öffnungstage|sprechzeiten?|opening(_hours)?|"
               r"hours|geöffnet",
    "area_key": r"ags|ars|gemeindeschlüssel|gkz|schlüssel|area",
    "external_id": r"id|kennung|nummer|external_id|schulnummer|betriebsnummer",
}  # fmt: skip
PREVIEW = 20
UTM = 25832
ADDRESS = ("street", "house", "postcode", "town")


@dataclass(frozen=True)
class PlaceProposal:
    """What the columns seem to hold: role -> column from 0. ``missing``: roles without which the
    file cannot be read ("name", "position"); ``positions``: "degrees", "utm", "address" or ""."""

    columns: dict[str, int]
    headers: tuple[str, ...]
    preview: tuple[tuple[str, ...], ...]
    positions: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class PlaceRow:
    """One place; degrees are None where only the address is known. ``opening``: days as in
    ``Week.as_days``, empty where unknown; ``details``: what stands in columns of no role."""

    number: int
    name: str
    kind: str
    lat: float | None
    lon: float | None
    address: str = ""
    capacity: float | None = None
    opening: Mapping[str, Any] = field(default_factory=dict)
    area_key: str = ""
    external_id: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Places:
    """All rows of a file: used, or rejected with their reason; problems that hindered nothing."""

    rows: tuple[PlaceRow, ...]
    rejected: tuple[Rejected, ...]
    problems: tuple[Problem, ...]


class _Refused(Exception):
    """Why a row cannot be used."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def propose(file: Path | BinaryIO, name: str = "") -> PlaceProposal:
    """How the columns could be understood. Raises InputError if the file holds no table."""
    grid = read_grid(file, name)
    columns = matched(grid.headers, ROLES)
    positions = _positions(columns)
    preview = tuple(row for _number, row in grid.rows[:PREVIEW] if row is not None)
    return PlaceProposal(columns, grid.headers, preview, positions, tuple(_missing(columns)))


def read(
    file: Path | BinaryIO, columns: Mapping[str, int], *, kind: str = "", name: str = ""
) -> Places:
    """Read with confirmed columns. ``kind`` for files without a column of it.

    Raises InputError for roles or columns that do not exist, or without name and position.
    """
    grid = read_grid(file, name)
    _refuse(columns, len(grid.headers))
    rows, rejected, problems = [], list[Rejected](), dict[str, Problem]()
    seen: dict[tuple[object, ...], int] = {}
    for line, cells in grid.rows:
        try:
            row = _row(line, cells, columns, grid.headers, kind, problems)
            _once(row, seen)
        except _Refused as why:
            rejected.append(Rejected(line, why.code, why.params, raw=" ".join(cells or ())[:120]))
        else:
            rows.append(row)
    return Places(tuple(rows), tuple(rejected), tuple(problems.values()))


def _positions(columns: Mapping[str, int]) -> str:
    if {"lat", "lon"} <= columns.keys():
        return "degrees"
    if {"east", "north"} <= columns.keys():
        return "utm"
    return "address" if {"street", "town", "postcode"} & columns.keys() else ""


def _missing(columns: Mapping[str, int]) -> list[str]:
    there = {"name": "name" in columns, "position": bool(_positions(columns))}
    return [role for role, found in there.items() if not found]


def _refuse(columns: Mapping[str, int], width: int) -> None:
    wrong = [role for role, at in columns.items() if role not in ROLES or not 0 <= at < width]
    missing = _missing(columns)
    if wrong or missing:
        raise InputError(
            "incomplete_mapping",
            f"The columns do not fit: {', '.join([*wrong, *missing])}. A place needs a name, and a "
            "position or an address.",
            line=0, wrong=tuple(wrong), missing=tuple(missing),
        )  # fmt: skip


def _row(
    line: int,
    cells: tuple[str, ...] | None,
    columns: Mapping[str, int],
    headers: tuple[str, ...],
    kind: str,
    problems: dict[str, Problem],
) -> PlaceRow:
    if cells is None:
        raise _Refused("broken_quotes")
    padded = (*cells, *[""] * (len(headers) - len(cells)))
    if len(padded) > len(headers) and any(padded[len(headers) :]):
        raise _Refused("wrong_column_count", found=len(cells), expected=len(headers))
    told = {role: padded[at] for role, at in columns.items()}
    if not told["name"]:
        raise _Refused("place_without_name")
    address = _address(told)
    lat, lon = _position(told)
    if lat is None and not address:
        raise _Refused("place_without_position")
    if lat is None:
        _note(problems, "place_by_address", line, address)
    used = set(columns.values())
    return PlaceRow(
        line, told["name"], told.get("kind") or kind, lat, lon, address, _capacity(told),
        _opening(told, problems, line), told.get("area_key", ""), told.get("external_id", ""),
        {header: cell for at, (header, cell) in enumerate(zip(headers, padded, strict=False))
         if at not in used and cell},
    )  # fmt: skip


def _address(told: Mapping[str, str]) -> str:
    street, house, postcode, town = (told.get(role, "") for role in ADDRESS)
    lines = (f"{street} {house}".strip(), f"{postcode} {town}".strip())
    return ", ".join(line for line in lines if line)


def _position(told: Mapping[str, str]) -> tuple[float | None, float | None]:
    for pair, projected in ((("lat", "lon"), False), (("north", "east"), True)):
        cells = [told.get(role, "") for role in pair]
        if not any(cells):
            continue
        first, second = (number(cell) for cell in cells)
        if first is None or second is None:
            raise _Refused("place_bad_position", value=" ".join(cells))
        lat, lon = _unprojected(second, first) if projected else (first, second)
        return _on_land(lat, lon, cells)
    return None, None


def _on_land(lat: float, lon: float, cells: list[str]) -> tuple[float, float]:
    """Degrees around Germany; anything else is a mistake worth a look."""
    if 5 <= lat <= 16 and 47 <= lon <= 56:
        raise _Refused("place_swapped_position", value=" ".join(cells))
    if not (46 <= lat <= 56 and 5 <= lon <= 16):
        raise _Refused("place_bad_position", value=" ".join(cells))
    return lat, lon


def _unprojected(east: float, north: float) -> tuple[float, float]:
    """UTM 32 (EPSG:25832), with or without the zone before the easting."""
    import pyproj  # noqa: PLC0415  loads its database of projections; few files name no degrees

    east = east - 32_000_000 if east > 32_000_000 else east
    lon, lat = pyproj.Transformer.from_crs(UTM, 4326, always_xy=True).transform(east, north)
    return float(lat), float(lon)


def _capacity(told: Mapping[str, str]) -> float | None:
    cell = told.get("capacity", "")
    if not cell:
        return None
    found = number(cell)
    if found is None or found < 0:
        raise _Refused("place_bad_capacity", value=cell)
    return found


def _opening(told: Mapping[str, str], problems: dict[str, Problem], line: int) -> dict[str, Any]:
    """Days and hours; words that cannot be read hinder nothing but are told."""
    cell = told.get("opening", "")
    try:
        return parse_hours(cell).as_days() if cell else {}
    except EngineInputError:
        _note(problems, "place_unknown_hours", line, cell)
        return {}


def _note(problems: dict[str, Problem], code: str, line: int, example: str) -> None:
    known = problems.get(code, Problem(code, line, 0, {"example": example}))
    problems[code] = Problem(code, known.where, known.lines + 1, known.params)


def _once(row: PlaceRow, seen: dict[tuple[object, ...], int]) -> None:
    identity = (row.name.casefold(), row.kind.casefold(), row.lat, row.lon, row.address.casefold())
    first = seen.setdefault(identity, row.number)
    if first != row.number:
        raise _Refused("duplicate", other=first)
