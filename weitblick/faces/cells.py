"""Tables that leave the house: no spreadsheet takes what somebody wrote for a formula."""

import csv
import re
from collections.abc import Iterable

from django.http import HttpResponse

NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(
    name: str, heads: Iterable[object], rows: Iterable[Iterable[object]],
    notes: Iterable[object] = (),
) -> HttpResponse:
    """A table as a CSV file for any spreadsheet (UTF-8 with BOM, semicolons), ``notes`` below it.

    ``name`` goes without its ending. Every cell is disarmed; fractions have a comma.
    """
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    lines = [heads, *rows, *([note] for note in notes)]
    csv.writer(answer, delimiter=";").writerows([_written(one) for one in line] for line in lines)
    return answer


def _written(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if value is None or isinstance(value, int):
        return value
    return cell(str(value))  # texts to be translated are texts too


def cell(value: object) -> object:
    """A value for a CSV file: text that would be a formula gets an apostrophe, a number never."""
    if isinstance(value, str) and value.startswith(BEGINNINGS) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value
