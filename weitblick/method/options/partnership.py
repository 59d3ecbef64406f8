"""Who takes part: which sectors carry options together, and which are missing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from weitblick.engines import options as engine
from weitblick.method.options import queries
from weitblick.method.options.models import Option, Part
from weitblick.workshop.models import Process


@dataclass(frozen=True)
class Partnership:
    """Who carries options together: sector titles, options each carries, and both of a pair."""

    sectors: tuple[str, ...]
    shared: tuple[tuple[int | None, ...], ...]
    options_of: tuple[int, ...]
    missing: tuple[str, ...]
    orphaned: tuple[Option, ...]
    alone: tuple[Option, ...]
    leads: int

    @property
    def most(self) -> int:
        """The most options two sectors share, at least 1: the end of the colour scale."""
        return max([1, *(n for row in self.shared for n in row if n)])


def partner_names(option: Option) -> list[str]:
    """Who takes part: the name if there is one, else the sector; the lead first and marked."""
    frame = option.process.frame
    named = [
        (p.part != Part.LEAD, p.name or frame.title_of(p.sector), p)
        for p in option.partners.all()
    ]
    return list(dict.fromkeys(
        _("%s (federführend)") % name if partner.part == Part.LEAD else name
        for _last, name, partner in sorted(named, key=lambda row: row[0])
    ))


def partnership(process: Process) -> Partnership:
    """Which sectors carry options together, and which are missing."""
    rows = queries.options(process)
    sectors = process.frame.sectors
    found = engine.partners(
        [(one.pk, partner.sector) for one in rows for partner in one.partners.all()],
        [one.pk for one in rows], [sector.slug for sector in sectors],
    )
    ties = {frozenset((tie.one, tie.other)): tie.options for tie in found.ties}
    by_pk = {one.pk: one for one in rows}
    return Partnership(
        tuple(sector.title for sector in sectors),
        tuple(tuple(None if a is b else ties.get(frozenset((a.slug, b.slug)), 0) for b in sectors)
              for a in sectors),
        tuple(found.options_of[sector.slug] for sector in sectors),
        tuple(process.frame.title_of(str(slug)) for slug in found.missing),
        tuple(by_pk[pk] for pk in found.orphaned),  # type: ignore[index]
        tuple(by_pk[pk] for pk in found.alone),  # type: ignore[index]
        sum(any(p.part == Part.LEAD for p in one.partners.all()) for one in rows),
    )
