"""Criteria and scales: declared by the steps, checked here, stored as plain words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise


@dataclass(frozen=True)
class Scale:
    """Whole numbers from ``low`` to ``high`` in steps; ``labels`` name the ends or every value."""

    low: int
    high: int
    step: int = 1
    labels: Sequence[Text] = field(default=())

    @property
    def values(self) -> tuple[int, ...]:
        """All values, lowest first."""
        return tuple(range(self.low, self.high + 1, self.step))

    def check(self, value: float) -> float:
        """The value, if it lies on the scale."""
        if value not in self.values:
            raise ValidationError(
                _("%(value)g liegt nicht auf der Skala von %(low)d bis %(high)d.")
                % {"value": value, "low": self.low, "high": self.high}
            )
        return value


@dataclass(frozen=True)
class Criterion:
    """What is asked of an item (rating) or of a pair of items (judgement)."""

    slug: str
    title: Text
    question: Text
    scale: Scale
