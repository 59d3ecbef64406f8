"""Signposts: what they say now, and towards which scenarios they point."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.engines import signposts as engine
from weitblick.evidence import queries as evidence
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import Status
from weitblick.faces.numbers import number, percent
from weitblick.monitoring.models import Signpost, Towards
from weitblick.monitoring.snapshots import rounded
from weitblick.trace.models import Item, State
from weitblick.workshop import clock
from weitblick.workshop.models import Process

EVER = (float("-inf"), float("inf"))


@dataclass(frozen=True)
class Sign:
    """A signpost with what it says now, in words."""

    row: Signpost
    pointing: str
    name: str
    aim: str
    now: str

    @property
    def words(self) -> str:
        """Whether the assumption comes true."""
        return {"towards": _("weist darauf hin"), "away": _("spricht dagegen"),
                "open": _("noch offen")}[self.pointing]


@dataclass(frozen=True)
class Movement:
    """What points to a scenario: counts, and the share of the decided ones with its interval."""

    name: str
    towards: int
    away: int
    open: int
    share: str
    span: str


@dataclass(frozen=True)
class Outlook:
    """Where the signs point. ``signs``: all of them; ``movements``: by scenario, as given."""

    signs: tuple[Sign, ...]
    movements: tuple[Movement, ...]
    leading: tuple[str, ...]
    is_decidable: bool

    @property
    def sentence(self) -> str:
        """What can be said, and what cannot be said yet."""
        decided = sum(one.pointing != "open" for one in self.signs)
        words = {"n": number(decided), "of": number(len(self.signs))}
        if not decided:
            return ngettext(
                "Die eine Wegmarke ist noch nicht entschieden. Auf welches Szenario sich die "
                "Region zubewegt, ist darum offen.",
                "Noch ist keine der %(of)s Wegmarken entschieden. Auf welches Szenario sich die "
                "Region zubewegt, ist darum offen.", len(self.signs)) % words
        counted = ngettext(
            "%(n)s von %(of)s Wegmarken ist entschieden.",
            "%(n)s von %(of)s Wegmarken sind entschieden.", decided,
        ) % words
        if self.is_decidable:
            return counted + " " + _("Die meisten weisen auf „%s“.") % self.leading[0]
        return counted + " " + _("Noch nicht entscheidbar, auf welches Szenario sich die Region "
                                 "zubewegt.")


def signposts_of(items: Iterable[Item | int]) -> list[Signpost]:
    """The live signposts of these assumptions, in one query."""
    rows = Signpost.objects.filter(item__in=list(items), retired_at__isnull=True)
    return list(rows.select_related("item"))


def signposts(process: Process) -> list[Signpost]:
    """All live signposts of a process."""
    rows = Signpost.objects.filter(item__process=process, retired_at__isnull=True,
                                   item__state=State.LIVE)
    return list(rows.select_related("item"))


def outlook(scenarios: Sequence[tuple[str, Iterable[int]]]) -> Outlook | None:
    """Towards which scenario the signs point; None without signposts.

    ``scenarios``: name and the assumptions (item pk) each is made of; who knows them passes them.
    """
    made_of = {name: set(items) for name, items in scenarios}
    rows = signposts_of(set().union(*made_of.values()) if made_of else ())
    if not rows:
        return None
    found = engine.look_out([_post(row) for row in rows], _readings(rows),
                            {name: sorted(items) for name, items in made_of.items()},
                            now=float(clock.now().year))
    movements = tuple(_movement(name, found.movements[name]) for name in made_of)
    return Outlook(_signs(rows, found.signs), movements,
                   tuple(str(one) for one in found.leading), found.decidable)


def read(rows: Sequence[Signpost]) -> tuple[Sign, ...]:
    """What each signpost says now."""
    readings = _readings(rows)
    posts = [_post(row) for row in rows]
    now = float(clock.now().year)
    return _signs(rows, [engine.read(post, readings.get(post.indicator, ()), now)
                         for post in posts])


def _post(row: Signpost) -> engine.Signpost:
    return engine.Signpost(row.item_id, _key(row), row.threshold,
                           "above" if row.direction == Towards.ABOVE else "below", float(row.by),
                           row.start)


def _key(row: Signpost) -> tuple[str, str, str]:
    return row.indicator, row.area_key, row.dimensions


def _readings(
    rows: Sequence[Signpost],
) -> Mapping[Hashable, Sequence[engine.Reading]]:
    """Comparable values by series; one of limited reliability decides nothing."""
    found: dict[Hashable, Sequence[engine.Reading]] = {}
    for row in rows:
        key = _key(row)
        if key in found:
            continue
        try:
            series = evidence.series(row.indicator, row.area_key, dimensions=row.dimensions)
        except EvidenceError:
            found[key] = []
            continue
        by_year = {cell.year: cell for cell in series.since_last_break()}
        found[key] = [
            engine.Reading(float(cell.year), rounded(cell) or 0.0,
                           *(EVER if cell.status == Status.UNCERTAIN else (None, None)))
            for cell in by_year.values()
        ]
    return found


def _signs(rows: Sequence[Signpost], found: Sequence[engine.Sign]) -> tuple[Sign, ...]:
    names = evidence.names({row.area_key for row in rows})
    sheets = {one.code: one for one in evidence.indicators()}
    told = []
    for row, sign in zip(rows, found, strict=True):
        sheet = sheets.get(row.indicator)
        unit = sheet.unit if sheet else ""
        title = (sheet.short or sheet.name_de) if sheet else row.indicator
        aim = _("%(how)s %(value)s %(unit)s bis %(year)d") % {
            "how": Towards(row.direction).label, "value": number(row.threshold), "unit": unit,
            "year": row.by}
        now = _("%(value)s (%(year)d)") % {"value": number(sign.value), "year": sign.year} \
            if sign.value is not None and sign.year is not None else _("noch ohne Wert")
        told.append(Sign(row, sign.pointing, f"{title}, {names[row.area_key]}", aim, now))
    return tuple(told)


def _movement(name: str, found: engine.Movement) -> Movement:
    span = "" if found.low is None else f"{percent(found.low, 0)} – {percent(found.high, 0)}"
    return Movement(name, found.towards, found.away, found.open,
                    percent(found.share, 0) or "–", span)
