"""Which file to get where: the tables that the master sheets name, and what is there already."""

from collections import defaultdict
from dataclasses import dataclass

from weitblick.evidence import queries as evidence


@dataclass(frozen=True)
class Table:
    """A table of official statistics with the indicators that are read or computed from it."""

    code: str
    source: str
    indicators: tuple[str, ...]
    is_there: bool


def tables_to_get() -> list[Table]:
    """The tables of the built-in and own master sheets, those that are missing first."""
    filled = {one.code for one in evidence.indicators(with_values=True)}
    named = defaultdict(list)
    for one in evidence.indicators():
        if one.source_table and one.is_official and not one.is_raw:
            named[one.source_table].append(one)
    rows = [
        Table(code, sheets[0].source, tuple(one.name_de for one in sheets),
              all(one.code in filled for one in sheets if not one.formula)
              and any(one.code in filled for one in sheets))
        for code, sheets in named.items()
    ]
    return sorted(rows, key=lambda one: (one.is_there, one.code))
