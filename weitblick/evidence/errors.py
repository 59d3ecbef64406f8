"""The error of the evidence room: what cannot be done with what was given, and how to mend it."""

from django.core.exceptions import ValidationError


class EvidenceError(ValidationError):
    """Bad input. ``code`` is stable; ``str`` and ``messages`` say where and how to mend it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, code=code)
