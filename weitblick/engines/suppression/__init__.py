"""Suppression: tables that can be shown without anybody's figures becoming derivable."""

from .describing import along, overlaps
from .protection import audit, protect
from .tables import Audit, Cell, Hiding, Interval, Protection, Relation, Rule

__all__ = [
    "Audit",
    "Cell",
    "Hiding",
    "Interval",
    "Protection",
    "Relation",
    "Rule",
    "along",
    "audit",
    "overlaps",
    "protect",
]
