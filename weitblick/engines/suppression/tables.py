"""What is to be published, what is known about it, and what came out: plain frozen data.

A cell is one count (persons, cases) with a key of the caller's choice; relations say which cells
add up to which. Whoever reads the published cells knows the relations as well, and that counts are
not negative and no greater than their denominators.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from weitblick.engines.errors import InputError

State = Literal["open", "public", "latent"]
Reason = Literal["primary", "complementary", "differencing"]
Kind = Literal["total", "overlap"]


@dataclass(frozen=True)
class Cell:
    """One count of a table.

    ``count``: persons or cases, a whole number from 0; None where it is not known (the source
    itself keeps it secret): such a cell must not become derivable either. ``denominator``: the
    persons the count is a part of; it is taken to be public. ``state``: ``open`` is shown unless
    it has to be hidden; ``public`` was shown before and cannot be hidden any more; ``latent`` is
    never shown, but must not be derivable where it is small. ``weight``: what hiding it costs;
    without one, cells with small counts are hidden first.
    """

    key: Hashable
    count: int | None
    denominator: int | None = None
    state: State = "open"
    weight: float | None = None


@dataclass(frozen=True)
class Relation:
    """``total`` is the sum of ``parts`` (keys of cells).

    ``slack``: by how much the sum may be off, for sources that round or perturb their figures;
    0 means exactly. ``kind``: ``total`` for rows, columns and hierarchies, ``overlap`` for areas,
    periods or filters that share a base; it only decides which reason is given.
    """

    total: Hashable
    parts: tuple[Hashable, ...]
    slack: int = 0
    kind: Kind = "total"


@dataclass(frozen=True)
class Rule:
    """When a count is too small, and how uncertain what is hidden has to stay.

    ``minimum``: counts from 1 to below it are hidden, and so are counts that leave fewer than it
    of their denominator. ``zero``: hide 0 as well. ``everybody``: hide a count that equals its
    denominator (it tells something about each of them). ``percentage_from``: no percentage is
    given for smaller denominators. ``width``: persons by which the least and the greatest possible
    value of a hidden cell must differ, ``minimum`` unless told; with less than that, sums of hidden
    cells that are small themselves may become known.

    Sources: Hundepool et al. (2012), Statistical Disclosure Control, Wiley, chapter 4 (threshold
    rule, feasibility intervals); Statistik der Bundesagentur für Arbeit, Statistische Geheimhaltung
    (counts of 1 and 2).
    """

    minimum: int = 3
    zero: bool = False
    everybody: bool = True
    percentage_from: int = 50
    width: int | None = None

    def __post_init__(self) -> None:
        """Refuse thresholds that protect nothing."""
        if self.minimum < 1 or self.demanded < 1:
            raise InputError(
                "rule_protects_nothing", f"A minimum of {self.minimum} and a width of "
                f"{self.demanded}: both must be at least 1.",
                minimum=self.minimum, width=self.demanded,
            )  # fmt: skip

    @property
    def demanded(self) -> int:
        """The width demanded of every hidden cell, in persons."""
        return self.minimum if self.width is None else self.width


@dataclass(frozen=True)
class Hiding:
    """Why a cell is hidden; ``protects``: the key of the cell it was hidden for, if another one.

    For the office only. A reader must not learn which cells are ``primary``: that alone would
    narrow them to 1 or 2. Show one and the same sign for all.
    """

    reason: Reason
    protects: Hashable = None


@dataclass(frozen=True)
class Protection:
    """What may be shown.

    ``hidden``: every open cell that must not be shown, with the reason. ``without_percentage``:
    cells without a percentage, the hidden ones among them. ``exposed``: cells that stay derivable
    whatever is hidden, because too much is public already; the caller must not publish then.
    """

    hidden: Mapping[Hashable, Hiding]
    without_percentage: frozenset[Hashable] = field(default_factory=frozenset)
    exposed: tuple[Hashable, ...] = ()

    def shows(self, key: Hashable) -> bool:
        """Whether the count of this cell may be shown."""
        return key not in self.hidden

    def shows_percentage(self, key: Hashable) -> bool:
        """Whether a percentage of this cell may be shown."""
        return key not in self.without_percentage


@dataclass(frozen=True)
class Interval:
    """What a reader can conclude about a cell that is not shown: ``least`` to ``greatest``.

    Both are attained by a table of whole numbers that agrees with everything shown; ``greatest`` is
    None where nothing limits it. ``demanded``: the width asked for, 0 where none is.
    """

    least: int
    greatest: int | None
    demanded: int

    @property
    def width(self) -> float:
        """Greatest less least value, in persons."""
        return float("inf") if self.greatest is None else self.greatest - self.least

    @property
    def is_wide_enough(self) -> bool:
        """Whether the cell stays as uncertain as demanded."""
        return self.width >= self.demanded


@dataclass(frozen=True)
class Audit:
    """The attempt to recompute: ``intervals`` of every cell that is not shown.

    ``exposed``: keys of those that are narrower than demanded.
    """

    intervals: Mapping[Hashable, Interval]
    exposed: tuple[Hashable, ...]

    @property
    def is_safe(self) -> bool:
        """Whether nothing hidden can be narrowed below the width demanded."""
        return not self.exposed
