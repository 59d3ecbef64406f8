"""Which errors are the input's fault, and how they are said."""

from django.core.exceptions import ImproperlyConfigured, ValidationError

from weitblick.cli.refusal import Refused
from weitblick.engines.errors import InputError
from weitblick.engines.scenariofiles import MatrixFileError
from weitblick.evidence import importers
from weitblick.voices.files import FileError
from weitblick.workshop.frame import FrameError

SAID = (Refused, FrameError, FileError, MatrixFileError, InputError, importers.InputError,
        ImproperlyConfigured,
        FileNotFoundError, IsADirectoryError, PermissionError, NotADirectoryError)


def reason(problem: Exception) -> str | None:
    """The reason, if the input is at fault."""
    if isinstance(problem, ValidationError):
        return " ".join(problem.messages)
    return str(problem) if isinstance(problem, SAID) else None
