"""What stands against reading or writing a process as a file."""

from django.core.exceptions import ValidationError


class PortableError(ValidationError):
    """A file that cannot be read as a process, and why."""
