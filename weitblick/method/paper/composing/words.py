"""Dates as people read them, from what was typed."""

import datetime as dt

from django.utils.formats import date_format


def due_date(due: str) -> dt.date | None:
    """The day that was typed as 2027-06-30 or 30.6.2027; None for other words."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(due.strip(), form).date()
        except ValueError:
            continue
    return None


def due_words(due: str) -> str:
    """A date in words ("30. Juni 2027"); anything else as it was typed."""
    day = due_date(due)
    return date_format(day, "DATE_FORMAT").replace(". ", ".\u00a0", 1) if day else due
