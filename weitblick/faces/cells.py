"""Cells of tables that leave the house: no spreadsheet takes what somebody wrote for a formula."""

import re

NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> object:
    """A value for a CSV file: text that would be a formula gets an apostrophe, a number never."""
    if isinstance(value, str) and value.startswith(BEGINNINGS) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value
