"""Whose figures these are: the lines of every file behind a value, also behind sums and rates."""

from collections.abc import Sequence

from weitblick.evidence import formula
from weitblick.evidence import queries as evidence
from weitblick.evidence.models import AreaMember, Indicator


def credited(one: Indicator, areas: Sequence[str]) -> tuple[str, ...]:
    """Lines of attribution of an indicator for these areas.

    A sum is credited to the files of its members, a derived value to those of its operands.
    """
    keys = [*areas, *AreaMember.objects.filter(set__area__key__in=areas)
            .values_list("member__key", flat=True).distinct()]
    sheets = [one]
    if one.formula:
        sheets = [evidence.indicator(operand.code)
                  for operand in formula.parse(one.formula).operands]
    lines = {line for sheet in sheets for line in evidence.attributions(
        sheet, [cell for cell in evidence.cells(sheet.code, keys) if cell.run])}
    return tuple(sorted(lines))
