"""Cross-impact matrices in files: ScenarioWizard (.scw), CSV and XLSX; solution sets (.sl)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..crossimpact import CrossImpactMatrix
from .errors import MatrixFileError
from .formats import read_csv, write_csv
from .scw import read_scw, write_scw
from .solutions import CheckedRow, SolutionRow, parse_solutions, read_solutions, verify_solutions

__all__ = [
    "SUFFIXES",
    "CheckedRow",
    "MatrixFileError",
    "SolutionRow",
    "parse_matrix",
    "parse_solutions",
    "read_matrix",
    "read_solutions",
    "render_matrix",
    "verify_solutions",
    "write_matrix",
]

SUFFIXES = (".scw", ".csv", ".xlsx")
LARGEST_FILE = 50 * 2**20


# The library of workbooks takes as much memory as all other pages' libraries together, so it
# is loaded with the first workbook.
def _read_xlsx(data: bytes, file: str) -> CrossImpactMatrix:
    from .workbooks import read_xlsx  # noqa: PLC0415

    return read_xlsx(data, file)


def _write_xlsx(matrix: CrossImpactMatrix, file: str) -> bytes:
    from .workbooks import write_xlsx  # noqa: PLC0415

    return write_xlsx(matrix, file)


_READERS: dict[str, Callable[[bytes, str], CrossImpactMatrix]] = {
    ".scw": read_scw, ".csv": read_csv, ".xlsx": _read_xlsx,
}  # fmt: skip
_WRITERS: dict[str, Callable[[CrossImpactMatrix, str], bytes]] = {
    ".scw": write_scw, ".csv": write_csv, ".xlsx": _write_xlsx,
}  # fmt: skip


def read_matrix(path: str | Path) -> CrossImpactMatrix:
    """Read a matrix, by the file's suffix. Raises MatrixFileError with file, line and reason."""
    path = Path(path)
    _check_suffix(path.name)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        reason = f"the file cannot be opened ({error.strerror})."
        raise MatrixFileError(path.name, 0, reason, "cannot_open") from error
    if size > LARGEST_FILE:
        raise MatrixFileError(path.name, 0, "the file is too large.", "too_large", bytes=size)
    return parse_matrix(data, path.name)


def parse_matrix(data: bytes, name: str) -> CrossImpactMatrix:
    """Read a matrix from bytes (an upload, say); `name` decides the format."""
    return _READERS[_check_suffix(name)](data, name)


def write_matrix(matrix: CrossImpactMatrix, path: str | Path) -> None:
    """Write a matrix, by the file's suffix. Raises MatrixFileError if the format cannot hold it."""
    path = Path(path)
    data = render_matrix(matrix, path.name)
    try:
        path.write_bytes(data)
    except OSError as error:
        reason = f"the file cannot be written ({error.strerror})."
        raise MatrixFileError(path.name, 0, reason, "cannot_write") from error


def render_matrix(matrix: CrossImpactMatrix, name: str) -> bytes:
    """The bytes `write_matrix` would write; `name` decides the format."""
    return _WRITERS[_check_suffix(name)](matrix, name)


def _check_suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        reason = f"the name must end in one of {', '.join(SUFFIXES)}."
        raise MatrixFileError(name, 0, reason, "unknown_suffix", suffix=suffix)
    return suffix
