"""The one error of reading and writing matrices."""

from __future__ import annotations

from typing import Any

from ..errors import InputError


class MatrixFileError(InputError):
    """A file that cannot be read or written as a matrix.

    `file` is its name, `line` the line or row (from 1; 0 when the whole file is meant), `reason`
    a stable English sentence; `code` and `params` let faces say it in their language.
    """

    def __init__(self, file: str, line: int, reason: str, code: str, **params: Any) -> None:
        where = f"{file}, line {line}" if line else file
        super().__init__(code, f"{where}: {reason}", file=file, line=line, **params)
        self.file = file
        self.line = line
        self.reason = reason
