"""What is searched for: consistent scenarios of a matrix, or of a range of readings of it."""

from __future__ import annotations

from dataclasses import dataclass

from .matrix import CrossImpactMatrix
from .tables import SearchTables, build_tables


@dataclass(frozen=True)
class Question:
    """Scenarios in which no chosen state falls more than `tolerance` behind a rival.

    The chosen states' scores are read from `matrix`, the rivals' from `rivals` (the same matrix
    unless given). With `boxes` whole sets of consistent scenarios may be answered at once.
    Small enough to be sent with every task.
    """

    matrix: CrossImpactMatrix
    tolerance: int = 0
    rivals: CrossImpactMatrix | None = None
    boxes: bool = False

    def tables(self) -> SearchTables:
        """The search's tables for this question."""
        return build_tables(self.matrix, self.tolerance, self.rivals, losses=self.boxes)
