"""A form sent from a phone: written down, or shown again to be mended."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from weitblick.faces.phone import Seat


def is_written(form: BaseForm, write: Callable[[], object]) -> bool:
    """Write; what is refused stands in the form."""
    try:
        write()
    except ValidationError as problem:
        form.add_error(None, problem)
        return False
    return True


def status_of(seat: Seat, form: BaseForm) -> int:
    """200: nothing was sent; 422: mend the form; 409: the activity is over, nothing was taken."""
    if not form.is_bound and not form.errors:
        return 200
    return 422 if seat.activity.is_open else 409
