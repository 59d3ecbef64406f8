"""Writes the rows of a reading as observations, in batches, with what they replace."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import connection

from weitblick.evidence.catalogue import Catalogue
from weitblick.evidence.importers.reading import Rejected, Row, Sign
from weitblick.evidence.models import ImportRun, Indicator, Observation, Status

BATCH = 800
COLUMNS = [one for one in Observation._meta.local_concrete_fields if not one.primary_key]
STATUS = {
    Sign.NUMBER: Status.OK, Sign.ROUNDED_ZERO: Status.OK, Sign.UNCERTAIN: Status.UNCERTAIN,
    Sign.NOTHING: Status.ZERO, Sign.SUPPRESSED: Status.SUPPRESSED,
    Sign.UNRELIABLE: Status.UNRELIABLE, Sign.NOT_APPLICABLE: Status.NOT_APPLICABLE,
    Sign.PENDING: Status.PENDING,
}


@dataclass
class Live:
    """Where a file has any value other than ``-``: area and period; indicator, level and period.

    The level is the length of the key: tables of several levels are often empty on one of them.
    """

    areas: set[tuple[str, dt.date]] = field(default_factory=set)
    indicators: set[tuple[int, int, dt.date]] = field(default_factory=set)

    def note(self, observation: Observation) -> None:
        """Remember an observation that is not ``-``."""
        self.areas.add((observation.area_key, observation.period_end))
        self.indicators.add(
            (observation.indicator_id, len(observation.area_key), observation.period_end)
        )


@dataclass
class Stored:
    """What became of the rows of one file."""

    values: int = 0
    empty: int = 0
    replaced: int = 0
    rejected: list[tuple[int, str, dict[str, object]]] = field(default_factory=list)
    lost_rows: set[int] = field(default_factory=set)
    areas: set[str] = field(default_factory=set)
    periods: set[tuple[dt.date, dt.date]] = field(default_factory=set)
    live: Live = field(default_factory=Live)
    has_dashes: bool = False


def identity(code: str, area: str, start: dt.date, end: dt.date, dimensions: str) -> str:
    """The digest that is the same for all revisions of one value."""
    text = "\x1f".join((code, area, start.isoformat(), end.isoformat(), dimensions))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def store(
    items: Iterable[Row | Rejected], catalogue: Catalogue, run: ImportRun
) -> Stored:
    """Write everything; what cannot be written is entered as rejected, with its reason."""
    stored = Stored()
    seen: dict[str, tuple[float | None, str]] = {}
    rows = _observations(items, catalogue, run, stored, seen)
    while batch := list(islice(rows, BATCH)):
        _write(batch, stored)
    catalogue.save_categories()
    return stored


def _observations(
    items: Iterable[Row | Rejected], catalogue: Catalogue, run: ImportRun, stored: Stored,
    seen: dict[str, tuple[float | None, str]],
) -> Iterator[Observation]:
    for item in items:
        if isinstance(item, Rejected):
            stored.rejected.append((item.number, item.code, dict(item.params)))
        elif item.sign is Sign.EMPTY:
            stored.empty += 1
        else:
            made = _observation(item, catalogue, run)
            if _is_new(made, item, seen, stored):
                _count(made, stored)
                yield made


def _is_new(
    made: Observation, row: Row, seen: dict[str, tuple[float | None, str]], stored: Stored
) -> bool:
    """Two categories that both are totals meet here; the same value twice is entered once."""
    if made.identity not in seen:
        seen[made.identity] = (made.value, made.status)
        return True
    same = seen[made.identity] == (made.value, made.status)
    reason = "duplicate" if same else "contradiction"
    stored.rejected.append((row.number, reason, {"key": row.area_key}))
    stored.lost_rows.add(row.number)
    return False


def _observation(row: Row, catalogue: Catalogue, run: ImportRun) -> Observation:
    indicator = catalogue.indicator(row)
    dimensions = catalogue.dimensions(row.dimensions)
    value = 0.0 if row.sign is Sign.NOTHING else _float(row)
    return Observation(
        indicator=indicator, area_key=row.area_key, period_start=row.period_start,
        period_end=row.period_end, dimensions=dimensions, value=value, scale=float(row.scale),
        decimals=_decimals(row), status=STATUS[row.sign],
        sign=row.raw.strip()[:12] if row.value is None else "", quality=row.quality.strip()[:12],
        identity=identity(indicator.code, row.area_key, row.period_start, row.period_end,
                          dimensions),
        run=run, row=row.number, column=row.column,
    )


def _float(row: Row) -> float | None:
    return None if row.value is None else float(row.value)


def _decimals(row: Row) -> int:
    exponent = row.value.as_tuple().exponent if row.value is not None else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _count(made: Observation, stored: Stored) -> None:
    stored.values += 1
    stored.areas.add(made.area_key)
    stored.periods.add((made.period_start, made.period_end))
    if made.status == Status.ZERO:
        stored.has_dashes = True
    else:
        stored.live.note(made)


def _write(batch: list[Observation], stored: Stored) -> None:
    """Put a batch in; what was current is kept and stands behind the new row."""
    known = Observation.objects.filter(
        identity__in=[one.identity for one in batch], is_current=True
    ).only("pk", "identity", "revision")
    before = {one.identity: one for one in known}
    for one in batch:
        if former := before.get(one.identity):
            one.replaces_id, one.revision = former.pk, former.revision + 1
    if before:
        Observation.objects.filter(pk__in=[one.pk for one in before.values()]).update(
            is_current=False
        )
    _insert(batch)
    stored.replaced += len(before)


def _insert(batch: list[Observation]) -> None:
    """One prepared statement for the whole batch: bulk_create composes SQL for every 50 rows, which
    takes three quarters of the time of a large import."""
    day = connection.ops.adapt_datefield_value
    names = ", ".join(connection.ops.quote_name(str(one.column)) for one in COLUMNS)
    table = connection.ops.quote_name(Observation._meta.db_table)
    places = ", ".join(["%s"] * len(COLUMNS))
    rows = [
        [day(value) if isinstance(value, dt.date) else value
         for value in (getattr(one, field.attname) for field in COLUMNS)]
        for one in batch
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)


def take_back(run: ImportRun) -> None:
    """Remove the observations of a run; what they replaced is current again."""
    own = Observation.objects.filter(run=run)
    behind = own.filter(is_current=False).values_list("pk", "replaces_id")
    for pk, former in behind.iterator():
        Observation.objects.filter(replaces_id=pk).update(replaces_id=former)
    restored = list(own.filter(is_current=True, replaces__isnull=False)
                    .values_list("replaces_id", flat=True))
    own.filter(is_current=True).update(is_current=False)
    for start in range(0, len(restored), BATCH):
        Observation.objects.filter(pk__in=restored[start : start + BATCH]).update(is_current=True)
    own._raw_delete(own.db)


def slices(run: ImportRun) -> set[tuple[int, dt.date, dt.date]]:
    """Indicator and period of everything a run brought."""
    found = Observation.objects.filter(run=run).values_list(
        "indicator_id", "period_start", "period_end").order_by().distinct()
    return set(found)


def indicators_of(run: ImportRun) -> list[Indicator]:
    """The indicators a run brought values for."""
    return list(Indicator.objects.filter(observations__run=run).distinct())
