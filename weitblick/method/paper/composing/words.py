"""Dates as people read them, from what was typed."""

import datetime as dt

from django.utils.formats import date_format


def due_words(due: str) -> str:
    """An ISO date in words ("30. Juni 2027"); anything else as it was typed."""
    try:
        words = date_format(dt.date.fromisoformat(due), "DATE_FORMAT")
    except ValueError:
        return due
    return words.replace(". ", ".\u00a0", 1)
