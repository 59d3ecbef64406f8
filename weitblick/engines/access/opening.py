"""When a site is open: intervals of minutes for each weekday, and texts that say so.

The week is looked at in slots of half an hour; a slot counts as open when the site is open for all
of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weitblick.engines.errors import InputError

SLOT = 30
SLOTS = 7 * 24 * 60 // SLOT
DAY = 24 * 60
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_DAYS = {
    name: day
    for day, names in enumerate(
        ("mo mon montag monday", "di tu tue dienstag tuesday", "mi we wed mittwoch wednesday",
         "do th thu donnerstag thursday", "fr fri freitag friday", "sa sat samstag saturday",
         "so su sun sonntag sunday")
    )
    for name in names.split()
}  # fmt: skip
_WORDS = "|".join(sorted(_DAYS, key=len, reverse=True))
_SPAN = re.compile(rf"\b({_WORDS})\b\.?(?:\s*(?:-|–|bis|to)\s*({_WORDS})\b\.?)?", re.I)
_TIMES = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr)?\s*(?:-|–|bis|to)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:uhr)?",
    re.I,
)
_BETWEEN = re.compile(r"[\s,&+/]|\bund\b|\band\b", re.I)

Interval = tuple[int, int]


@dataclass(frozen=True)
class Moment:
    """A weekday (0 Monday … 6 Sunday) and, unless the whole day is meant, a minute of the day."""

    weekday: int
    minute: int | None = None

    def __post_init__(self) -> None:
        in_day = self.minute is None or 0 <= self.minute < DAY
        if not (0 <= self.weekday < 7 and in_day):
            raise InputError(
                "moment_not_in_week",
                f"Weekday {self.weekday}, minute {self.minute}: give 0 (Monday) to 6 (Sunday) and "
                f"a minute from 0 to {DAY - 1}.",
                weekday=self.weekday, minute=self.minute,
            )  # fmt: skip


@dataclass(frozen=True)
class Week:
    """Opening intervals of the seven days from Monday, in minutes of the day; ends are not open.

    An interval that ends after midnight (> 1440) runs into the next day, from Sunday to Monday.
    """

    days: tuple[tuple[Interval, ...], ...]

    def __post_init__(self) -> None:
        sound = len(self.days) == 7 and all(
            0 <= start < DAY and start < end <= start + DAY
            for day in self.days for start, end in day
        )  # fmt: skip
        if not sound:
            raise InputError(
                "hours_not_usable",
                f"Opening hours {self.days} are not seven days with rising times: give a list of "
                "(start, end) in minutes for each day from Monday.",
                days=self.days,
            )

    def is_open(self, moment: Moment) -> bool:
        """Open at that minute; without a minute: open at any time of the day."""
        if moment.minute is None:
            return bool(self.days[moment.weekday])
        now = moment.weekday * DAY + moment.minute
        return any(start <= at < end for start, end in self._spans() for at in (now, now + 7 * DAY))

    def as_days(self) -> dict[str, list[list[str]]]:
        """As plain data: {"mo": [["08:00", "12:00"]], …}, days that are open only."""
        return {
            name: [[_clock(start), _clock(end)] for start, end in day]
            for name, day in zip(DAYS, self.days, strict=True) if day
        }  # fmt: skip

    def slots(self) -> NDArray[np.bool_]:
        """The 336 half hours from Monday 0:00 in which it is open all the time."""
        minutes = np.zeros(7 * DAY, bool)
        for start, end in self._spans():
            minutes[np.arange(start, end) % (7 * DAY)] = True
        return np.asarray(minutes.reshape(SLOTS, SLOT).all(axis=1))

    def _spans(self) -> Iterator[Interval]:
        for day, intervals in enumerate(self.days):
            for start, end in intervals:
                yield day * DAY + start, day * DAY + end


def hours_from_days(days: Mapping[str, Sequence[Sequence[str]]]) -> Week:
    """What :meth:`Week.as_days` gave; times from 00:00 to 24:00, ends after midnight are earlier
    than their start."""
    unknown = [name for name in days if name not in DAYS]
    if unknown:
        raise _unreadable(unknown[0], str(dict(days)))
    week = [[f"{start}-{end}" for start, end in days.get(name, ())] for name in DAYS]
    return Week(tuple(tuple(_span(one) for one in day) for day in week))


def _span(text: str) -> Interval:
    found = _TIMES.fullmatch(text)
    if found is None:
        raise _unreadable(text, text)
    return _interval(found, text)


def _clock(minute: int) -> str:
    """480 -> "08:00"; after midnight from 0 again, but a whole day ends at "24:00"."""
    minute = minute if minute <= DAY else minute - DAY
    return f"{minute // 60:02}:{minute % 60:02}"


def parse_hours(text: str) -> Week:
    """Opening hours as people write them: "Mo-Fr 8-12, 14-18; Sa 9:00–13:00", "Di, Do", "24/7".

    Days without times are open all day. German and English day names. A later part for the same
    day adds to the earlier one. Raises InputError naming the part that cannot be read.
    """
    days: list[list[Interval]] = [[] for _ in range(7)]
    if text.strip().lower() in ("24/7", "immer", "always"):
        return Week((((0, DAY),),) * 7)
    parts = [part for part in re.split(r"[;|\n]", text) if part.strip()]
    if not parts:
        raise _unreadable(text, text)
    for part in parts:
        for day, intervals in _pieces(part, text):
            days[day].extend(intervals)
    return Week(tuple(tuple(sorted(set(day))) for day in days))


def _pieces(part: str, text: str) -> Iterator[tuple[int, list[Interval]]]:
    """Runs of day names, each with the times that follow it."""
    rest, chosen = part.strip(), list[int]()
    while rest:
        chosen, rest = _leading_days(rest)
        times, rest = _leading_times(rest, text)
        if not chosen:
            raise _unreadable(part, text)
        for day in dict.fromkeys(chosen):
            yield day, times or [(0, DAY)]


def _leading_days(rest: str) -> tuple[list[int], str]:
    days: list[int] = []
    while found := _SPAN.match(rest):
        first = _DAYS[found[1].lower()]
        last = _DAYS[(found[2] or found[1]).lower()]
        days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        rest = _trimmed(rest[found.end() :].lstrip(":"))
    return days, rest


def _leading_times(rest: str, text: str) -> tuple[list[Interval], str]:
    times: list[Interval] = []
    while found := _TIMES.match(rest):
        times.append(_interval(found, text))
        rest = _trimmed(rest[found.end() :])
    return times, rest


def _interval(found: re.Match[str], text: str) -> Interval:
    start = int(found[1]) * 60 + int(found[2] or 0)
    end = int(found[3]) * 60 + int(found[4] or 0)
    if start >= DAY or end > DAY or start == end or int(found[2] or 0) > 59:
        raise _unreadable(found[0], text)
    return start, end if end > start else end + DAY


def _trimmed(rest: str) -> str:
    """Without the commas and joining words in front."""
    while found := _BETWEEN.match(rest):
        rest = rest[found.end() :]
    return rest


def _unreadable(part: str, text: str) -> InputError:
    return InputError(
        "hours_not_readable",
        f"Opening hours {text!r}: {part.strip()!r} cannot be read. Write for instance "
        '"Mo-Fr 8:00-12:00, 14:00-18:00; Sa 9:00-13:00".',
        text=text, part=part.strip(),
    )  # fmt: skip
