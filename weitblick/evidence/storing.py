"""Writes the rows of a reading as observations, in short batches that count for nobody yet.

Every batch is a write of its own, and between two of them nothing is locked: with SQLite all other
contributions are written in these gaps. ``arrivals`` makes the whole count at once.
"""

import datetime as dt
import functools
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection, transaction

from weitblick.evidence.catalogue import Catalogue
from weitblick.evidence.importers.reading import Rejected, Row, Sign
from weitblick.evidence.models import ImportRun, Indicator, Observation, Status

BATCH, LEAST = 8000, 500
LOCKED = 0.25
"""Seconds a batch may hold the lock: on a slow or busy machine batches get smaller."""
ASKED = 900
GAP = 0.11
"""Seconds without a lock between two batches: a waiting connection of SQLite asks every 0.1 s."""
STATUS = {
    Sign.NUMBER: Status.OK, Sign.ROUNDED_ZERO: Status.OK, Sign.UNCERTAIN: Status.UNCERTAIN,
    Sign.NOTHING: Status.ZERO, Sign.SUPPRESSED: Status.SUPPRESSED,
    Sign.UNRELIABLE: Status.UNRELIABLE, Sign.NOT_APPLICABLE: Status.NOT_APPLICABLE,
    Sign.PENDING: Status.PENDING,
}
VALUES = {sign: str(status.value) for sign, status in STATUS.items()}
Told = Callable[[int], None]


class Draft(NamedTuple):
    """A row before it is written: the columns of ``Observation`` without its key, as they are
    stored."""

    indicator_id: int
    area_key: str
    period_start: Any
    period_end: Any
    dimensions: str
    value: float | None
    scale: float
    decimals: int
    status: str
    sign: str
    quality: str
    hidden: str
    identity: str
    revision: int
    replaces_id: int | None
    ended_by_id: int | None
    run_id: int
    row: int
    column: int


@dataclass
class Live:
    """Where a file has any value other than ``-``: area and period; indicator, level and period.

    The level is the length of the key: tables of several levels are often empty on one of them.
    """

    areas: set[tuple[str, dt.date]] = field(default_factory=set)
    indicators: set[tuple[int, int, dt.date]] = field(default_factory=set)


@dataclass
class Stored:
    """What became of the rows of one file."""

    values: int = 0
    empty: int = 0
    replaced: int = 0
    rejected: list[tuple[int, str, dict[str, object]]] = field(default_factory=list)
    areas: set[str] = field(default_factory=set)
    slices: set[tuple[int, dt.date, dt.date]] = field(default_factory=set)
    live: Live = field(default_factory=Live)

    @property
    def periods(self) -> set[tuple[dt.date, dt.date]]:
        """The periods that came up."""
        return {(start, end) for _indicator, start, end in self.slices}


def identity(code: str, area: str, start: dt.date, end: dt.date, dimensions: str) -> str:
    """The digest that is the same for all revisions of one value."""
    text = "\x1f".join((code, area, start.isoformat(), end.isoformat(), dimensions))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def store(
    items: Iterable[Row | Rejected], catalogue: Catalogue, run: ImportRun, *,
    over: ImportRun | None = None, told: Told = lambda values: None,
) -> Stored:
    """Write everything; what cannot be written is entered as rejected, with its reason.

    ``over``: a run whose place this one will take; ``told`` hears how many values are written.
    """
    writer = _Writer(run, over)
    drafts = _Drafts(catalogue, run, writer)
    rows, size = drafts.of(items), BATCH
    while batch := list(islice(rows, size)):
        seconds = writer.write(batch)
        size = min(BATCH, max(LEAST, int(len(batch) * LOCKED / max(seconds, 0.001))))
        drafts.written()
        told(drafts.stored.values)
    catalogue.save_categories()
    drafts.stored.replaced = writer.replaced
    return drafts.stored


class _Drafts:
    """Makes rows to write of the rows of a reading."""

    def __init__(self, catalogue: Catalogue, run: ImportRun, writer: "_Writer") -> None:
        self.catalogue, self.run, self.writer = catalogue, run, writer
        self.stored = Stored()
        self._seen: set[int] = set()
        self._open: dict[str, tuple[float | None, str]] = {}

    def of(self, items: Iterable[Row | Rejected]) -> Iterator[Draft]:
        """One by one."""
        for item in items:
            if isinstance(item, Rejected):
                self.stored.rejected.append((item.number, item.code, dict(item.params)))
            elif item.sign is Sign.EMPTY:
                self.stored.empty += 1
            else:
                indicator = self.catalogue.indicator(item)
                made = self._draft(item, indicator)
                if self._is_new(made, item):
                    self._count(made, item, indicator)
                    self._open[made.identity] = (made.value, made.status)
                    yield made

    def written(self) -> None:
        """All that was given so far can be found in the database."""
        self._open.clear()

    def _is_new(self, made: Draft, row: Row) -> bool:
        """Two categories that both are totals meet here; the same value twice is entered once."""
        mark = int(made.identity[:16], 16)
        if mark not in self._seen:
            self._seen.add(mark)
            return True
        former = self._open.get(made.identity) or self.writer.find(made.identity)
        if former is None:
            return True
        reason = "duplicate" if former == (made.value, made.status) else "contradiction"
        self.stored.rejected.append((row.number, reason, {"key": row.area_key}))
        return False

    def _draft(self, row: Row, indicator: Indicator) -> Draft:
        dimensions = self.catalogue.dimensions(row.dimensions)
        has_value = row.value is not None
        return Draft(
            indicator.pk, row.area_key, _day(row.period_start), _day(row.period_end), dimensions,
            0.0 if row.sign is Sign.NOTHING else float(row.value) if has_value else None,  # type: ignore[arg-type]
            float(row.scale), _decimals(row) if has_value else 0, VALUES[row.sign],
            "" if has_value else row.raw.strip()[:12], row.quality.strip()[:12], "",
            identity(indicator.code, row.area_key, row.period_start, row.period_end, dimensions),
            1, None, None, self.run.pk, row.number, row.column,
        )

    def _count(self, made: Draft, row: Row, indicator: Indicator) -> None:
        stored = self.stored
        stored.values += 1
        stored.areas.add(made.area_key)
        stored.slices.add((indicator.pk, row.period_start, row.period_end))
        if row.sign is not Sign.NOTHING:
            stored.live.areas.add((made.area_key, row.period_end))
            stored.live.indicators.add((indicator.pk, len(made.area_key), row.period_end))


def _decimals(row: Row) -> int:
    exponent = row.value.as_tuple().exponent if row.value is not None else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


@functools.lru_cache(maxsize=4096)
def _day(day: dt.date) -> Any:
    """A day as the database stores it."""
    return connection.ops.adapt_datefield_value(day)


class _Writer:
    """Puts batches in; what they will replace is told so, and stays as it is."""

    def __init__(self, run: ImportRun, over: ImportRun | None) -> None:
        self.run, self.over, self.replaced = run, over, 0
        self._filled: dict[tuple[int, Any], bool] = {}
        self._freed = time.monotonic()

    def find(self, digest: str) -> tuple[float | None, str] | None:
        """Value and status that this run has written for an identity already."""
        rows = Observation.objects.filter(identity=digest, ended_by=None, run=self.run)
        return rows.order_by().values_list("value", "status").first()

    def write(self, batch: list[Draft]) -> float:
        """One short write, after a gap in which others can write; the seconds it took."""
        formers = self._formers(batch)
        drafts = [self._after(one, formers[one.identity]) if one.identity in formers else one
                  for one in batch] if formers else batch
        _leave_a_gap(self._freed)
        began = time.monotonic()
        with transaction.atomic():
            pks = [one[0] for one in formers.values()]
            for at in range(0, len(pks), ASKED):
                Observation.objects.filter(pk__in=pks[at : at + ASKED]).update(ended_by=self.run)
            _insert(drafts)
        self._freed = time.monotonic()
        return self._freed - began

    def _formers(self, batch: list[Draft]) -> dict[str, tuple[int, int, int, int | None]]:
        """Key, revision, run and what they replaced of the present values, by identity."""
        asked = [one.identity for one in batch if self._has_values(one)]
        found: dict[str, tuple[int, int, int, int | None]] = {}
        for at in range(0, len(asked), ASKED):
            rows = Observation.objects.filter(
                identity__in=asked[at : at + ASKED], ended_by=None).order_by()
            found |= {row[0]: row[1:] for row in rows.values_list(
                "identity", "pk", "revision", "run_id", "replaces_id")}
        return found

    def _has_values(self, one: Draft) -> bool:
        """Whether anything is there for that indicator and period: asked once for each."""
        place = (one.indicator_id, one.period_start)
        if place not in self._filled:
            self._filled[place] = Observation.objects.filter(
                indicator=one.indicator_id, period_start=one.period_start, ended_by=None,
            ).exclude(run=self.run).exists()
        return self._filled[place]

    def _after(self, one: Draft, former: tuple[int, int, int, int | None]) -> Draft:
        """Values of the run whose place is taken are not replaced, but what they replaced is."""
        pk, revision, run, replaced = former
        if self.over is not None and run == self.over.pk:
            self.replaced += replaced is not None
            return one._replace(replaces_id=replaced, revision=revision)
        self.replaced += 1
        return one._replace(replaces_id=pk, revision=revision + 1)


def _leave_a_gap(since: float) -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(max(0.0, GAP - (time.monotonic() - since)))


def _insert(batch: list[Draft]) -> None:
    """One prepared statement for the whole batch: bulk_create composes SQL for every 50 rows."""
    columns = {one.attname: one.column for one in Observation._meta.concrete_fields}
    names = ", ".join(connection.ops.quote_name(str(columns[name])) for name in Draft._fields)
    table = connection.ops.quote_name(Observation._meta.db_table)
    places = ", ".join(["%s"] * len(Draft._fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", batch)


def slices(run: ImportRun) -> set[tuple[int, dt.date, dt.date]]:
    """Indicator and period of everything a run brought."""
    found = Observation.objects.filter(run=run).values_list(
        "indicator_id", "period_start", "period_end").order_by().distinct()
    return set(found)
