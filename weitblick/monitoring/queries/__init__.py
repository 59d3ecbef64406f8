"""What pages and steps ask the monitoring; steps read it through these, chapter and models."""

from weitblick.monitoring.queries.notes import Note, notes_of
from weitblick.monitoring.queries.overview import FieldRows, Row, by_field, figures
from weitblick.monitoring.queries.signposts import Outlook, outlook, signposts_of

__all__ = [
    "FieldRows", "Note", "Outlook", "Row", "by_field", "figures", "notes_of", "outlook",
    "signposts_of",
]
