"""Wegweiser Kommune (Bertelsmann Stiftung): the JSON of its open data interface.

``data.indicators[i].regionYearValues[region][year]`` with ``data.regions``, ``years`` and
``indicatorsAndTopics[i]``. Every pair of indicator and region counts as one line, from 1.
"""

import json
from decimal import Decimal
from typing import Any

from . import periods
from .errors import InputError
from .keys import OFFICIAL
from .ledger import Ledger
from .numbers import split_unit
from .reading import Format, Progress, Reading, Row, Sign, Variable

ATTRIBUTION = "Bertelsmann Stiftung, Wegweiser Kommune (www.wegweiser-kommune.de)"
WORDS = ("title", "explanation", "source", "unit", "friendlyUrl", "calculation")


def read(raw: bytes, name: str, ledger: Ledger, progress: Progress) -> Reading:
    """The answer of the interface as a reading. Raises InputError if its shape is another."""
    data = _parsed(raw)
    values, regions, topics, years = _parts(data)
    line = 0
    for cube, topic in zip(values, topics, strict=True):
        rows = cube.get("regionYearValues") if isinstance(cube, dict) else None
        if not isinstance(rows, list) or len(rows) != len(regions):
            raise _shape("regionYearValues does not have one row a region")
        for region, cells in zip(regions, rows, strict=True):
            line += 1
            _line(line, region, cells, topic, years, ledger)
            progress(line, len(topics) * len(regions))
    titles = [_word(topic, "title") or _word(topic, "name") for topic in topics]
    return Reading(
        Format.WEGWEISER, ledger.close(), title=", ".join(titles), source="Wegweiser Kommune",
        attribution=ATTRIBUTION, problems=ledger.problems, tally=ledger.tally,
        metadata={
            _word(topic, "name"): {w: _word(topic, w) for w in WORDS if _word(topic, w)}
            for topic in topics
        },
    )


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(
            raw.decode("utf-8-sig"), parse_float=Decimal, parse_int=Decimal,
            parse_constant=lambda word: word,
        )
    except (ValueError, RecursionError, ArithmeticError) as error:
        line = getattr(error, "lineno", 0)
        raise InputError(
            "damaged_json", f"the file is no complete JSON (line {line}); fetch it again",
            line=line,
        ) from error


def _parts(data: Any) -> tuple[list[Any], list[Any], list[Any], list[periods.Period]]:
    try:
        values, regions = data["data"]["indicators"], data["data"]["regions"]
        topics, years = data["indicatorsAndTopics"], data["years"]
    except (KeyError, TypeError) as error:
        raise _shape(f"{error} is missing") from error
    for part in (values, regions, topics, years):
        if not isinstance(part, list) or not part:
            raise _shape("a list is missing or empty")
    if len(values) != len(topics) or not all(isinstance(t, dict) for t in [*topics, *regions]):
        raise _shape("indicators and their descriptions do not correspond")
    spans = [periods.parse(year) for year in years]
    if None in spans:
        raise _shape(f"a year is none: {years[spans.index(None)]!r}")
    return values, regions, topics, [span for span in spans if span]


def _shape(what: str) -> InputError:
    return InputError(
        "damaged_header", f"the JSON is not an answer with data of Wegweiser Kommune: {what}; ask "
        "for /rest/statistics/data/…", line=0, found=what,
    )


def _word(topic: dict[str, Any], key: str) -> str:
    found = topic.get(key)
    return "" if found is None else str(found).strip()


def _line(
    number: int, region: dict[str, Any], cells: Any, topic: dict[str, Any],
    years: list[periods.Period], ledger: Ledger,
) -> None:
    key = ledger.key(_word(region, "ars"), number, OFFICIAL)
    if key is None:
        return
    if not isinstance(cells, list) or len(cells) != len(years):
        ledger.reject(number, "wrong_column_count", found=0, expected=len(years))
        return
    variable = Variable(_word(topic, "friendlyUrl") or _word(topic, "name"), _word(topic, "name"))
    unit, scale = split_unit(_word(topic, "unit"))
    for column, (cell, span) in enumerate(zip(cells, years, strict=True), 1):
        if cell is not None and not isinstance(cell, Decimal):
            ledger.reject(number, "not_a_number", str(cell), column, value=str(cell))
            continue
        sign = Sign.EMPTY if cell is None else Sign.NUMBER
        raw = "" if cell is None else str(cell)
        ledger.add(
            Row(
                number, key, _word(region, "title"), *span, variable, cell, sign, raw, "",
                unit, scale, column=column, area_level=_word(region, "type"),
            )
        )
