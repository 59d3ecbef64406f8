"""A form sent from a phone: written down, or shown again to be mended."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from weitblick.faces.phone import Seat


def is_written(form: forms.BaseForm, write: Callable[[], object]) -> bool:
    """Write; what is refused stands in the form."""
    try:
        write()
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    return True


def status_of(seat: Seat, form: forms.BaseForm) -> int:
    """200: nothing was sent; 422: mend the form; 409: the activity is over, nothing was taken."""
    if not form.is_bound and not form.errors:
        return 200
    return 422 if seat.activity.is_open else 409


class JudgementForm(forms.Form):
    """A judgement whose ``value`` may be empty: "don't know" is an answer, nothing is none."""

    unanswered = _("Bitte wählen Sie eine Antwort oder „weiß nicht“.")

    def clean(self) -> dict[str, Any]:
        """What was typed, if there was an answer at all."""
        cleaned = super().clean() or {}
        if "value" not in self.data:
            self.add_error("value", self.unanswered)
        return cleaned
