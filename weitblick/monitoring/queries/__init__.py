"""What pages and steps ask the monitoring; steps read it through these, chapter and models."""

from weitblick.monitoring.queries.notes import Note, notes_of
from weitblick.monitoring.queries.overview import FieldRows, Row, by_field, figures

__all__ = ["FieldRows", "Note", "Row", "by_field", "figures", "notes_of"]
