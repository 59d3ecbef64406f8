"""Values in words: never more exactly than they are known, a missing one with its reason."""

from django.utils.translation import gettext as _

from weitblick.evidence.cells import Cell
from weitblick.evidence.models import Indicator, Status
from weitblick.faces.numbers import number, percent, signed
from weitblick.monitoring.snapshots import places_of

MOST_PLACES = 3


def printed(cell: Cell | None, one: Indicator, *, unit: bool = True) -> str:
    """The value with its unit, or why there is none."""
    if cell is None:
        return _("kein Wert")
    if cell.value is None or not cell.has_number:
        return reason(cell)
    text = number(cell.value, decimals(cell.step))
    return f"{text} {one.unit}" if unit and one.unit else text


def middle_places(value: float, step: float) -> int:
    """A median may lie between two printed values: one place more, where it needs it."""
    places = decimals(step)
    return places if abs(round(value, places) - value) < 1e-9 else min(places + 1, MOST_PLACES)


def bare(value: float, step: float) -> str:
    """A median alone."""
    return number(value, middle_places(value, step))


def decimals(step: float) -> int:
    """As many places as the source prints, three at most: downloads have them all."""
    return min(places_of(step), MOST_PLACES)


def reason(cell: Cell) -> str:
    """Why there is no number; the same words whether a value is small or protects a small one."""
    return str(Status(cell.status).label)


def dated(cell: Cell) -> str:
    """The year, or the day where the period ends within one."""
    ends_year = (cell.end.month, cell.end.day) == (12, 31)
    return str(cell.year) if ends_year else cell.end.strftime("%d.%m.%Y")


def changed(old: Cell, new: Cell, one: Indicator) -> str:
    """From one value to another: per cent for amounts, the difference for shares and rates."""
    before, after = old.value or 0.0, new.value or 0.0
    if is_amount(one) and before > 0:
        share = after / before - 1
        return f"{'+' if share > 0 else ''}{percent(share)}"
    return f"{signed(after - before, decimals(new.step))} {one.unit}".strip()


def is_amount(one: Indicator) -> bool:
    """Whether large areas have large values, so that areas cannot be compared by it."""
    return (one.is_count or one.is_additive) and not one.formula


def wish(one: Indicator) -> str:
    """Which way is wished for, in words."""
    return str(one.get_direction_display())
