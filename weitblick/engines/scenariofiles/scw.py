"""ScenarioWizard's project files (.scw), read and written without loss.

The format (as the published files show it): two head lines (program and version, title), then
sections which end with a line `#`: names (`&descriptor`, ` -state`), texts, an empty one, a colour
for each state, an empty one, the judgements (one row a state, comma separated, own sections
included), and comments, which run to the end of the file. Everything that is not names or
judgements is kept verbatim and written back as it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from ..crossimpact import CrossImpactMatrix, Descriptor, MatrixError
from .errors import MatrixFileError

HEAD = "$ ScenarioWizard"
DEFAULT_HEAD = "$ ScenarioWizard 4.0"
COLOUR = "FFFFFF"
MOST_STATES = 2_000
INTEGER = re.compile(r"[+-]?[0-9]{1,7}")


@dataclass(frozen=True)
class ScwLayout:
    """How a file was written, kept beside the matrix so that it can be written back the same.

    `sections` are the five verbatim sections before the judgements (the first holds the names),
    `rows` the judgements' text, `comments` all that follows. Lines carry no line ends.
    """

    head: str
    title: str
    sections: tuple[tuple[str, ...], ...]
    rows: tuple[str, ...]
    comments: tuple[str, ...]
    descriptors: tuple[Descriptor, ...]
    values: tuple[tuple[int, ...], ...]
    newline: str
    encoding: str


def read_scw(data: bytes, file: str) -> CrossImpactMatrix:
    """The matrix in the bytes of a .scw file, or MatrixFileError with line and reason."""
    text, encoding = _decode(data)
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split("\n")
    if newline == "\r\n":
        lines = [line.removesuffix("\r") for line in lines]
    if not lines[0].startswith(HEAD):
        reason = f"this is no ScenarioWizard project: the first line must begin with {HEAD!r}."
        raise MatrixFileError(file, 1, reason, "scw_head")
    if len(lines) < 2:
        raise _ends_early(file, 1, "the title")
    sections, place = _verbatim_sections(lines, file)
    descriptors = _descriptors(sections[0], file)
    rows, values, place = _judgements(lines, place, descriptors, file)
    layout = ScwLayout(
        lines[0], lines[1], sections, rows, tuple(lines[place:]), descriptors, values,
        newline, encoding,
    )  # fmt: skip
    try:
        return CrossImpactMatrix.from_array(
            descriptors, np.array(values), lines[1], extras={"scw": layout}
        )
    except MatrixError as error:
        raise MatrixFileError(file, 0, str(error), error.code, **error.params) from error


def write_scw(matrix: CrossImpactMatrix, file: str) -> bytes:
    """The bytes of a .scw file; what a file of this matrix said besides is written back."""
    layout = matrix.extras.get("scw")
    if not isinstance(layout, ScwLayout):
        layout = None
    _check_names(matrix, file)
    same_shape = layout is not None and _counts(layout.descriptors) == matrix.counts
    kept = layout if same_shape else None
    head = [DEFAULT_HEAD if layout is None else layout.head, matrix.title]
    lines = [*head, *_name_lines(matrix, kept), "#"]
    for section in kept.sections[1:] if kept else _default_sections(matrix):
        lines += [*section, "#"]
    lines += [*_value_lines(matrix, kept), "#"]
    lines += kept.comments if kept else ("# 0-0", '""', "#", "#", "")
    return _encode(lines, layout)


def _decode(data: bytes) -> tuple[str, str]:
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def _encode(lines: list[str], layout: ScwLayout | None) -> bytes:
    """Bytes in the file's own encoding if that reads back the same, else in UTF-8."""
    newline = "\r\n" if layout is None else layout.newline
    text = newline.join(lines)
    preferred = "cp1252" if layout is None else layout.encoding
    try:
        data = text.encode(preferred)
    except UnicodeEncodeError:
        return text.encode("utf-8")
    return data if _decode(data)[0] == text else text.encode("utf-8")


def _ends_early(file: str, line: int, missing: str) -> MatrixFileError:
    return MatrixFileError(
        file, line, f"the file ends before {missing}.", "scw_ends_early", missing=missing
    )


def _verbatim_sections(lines: list[str], file: str) -> tuple[tuple[tuple[str, ...], ...], int]:
    """The five sections before the judgements and the place where these begin."""
    sections, place = [], 2
    names = ("names", "texts", "second texts", "colours", "fifth section")
    for name in names:
        begin = place
        while place < len(lines) and lines[place].rstrip() != "#":
            place += 1
        if place == len(lines):
            raise _ends_early(file, len(lines), f"the line '#' that closes the {name}")
        sections.append(tuple(lines[begin:place]))
        place += 1
    return tuple(sections), place


def _descriptors(section: tuple[str, ...], file: str) -> tuple[Descriptor, ...]:
    found: list[tuple[str, list[str]]] = []
    for number, line in enumerate(section, start=3):
        if line.startswith("&"):
            found.append((line[1:], []))
        elif line.lstrip().startswith("-") and found:
            found[-1][1].append(line.lstrip()[1:])
        else:
            reason = f"expected '&descriptor' or ' -state', found {line[:40]!r}."
            raise MatrixFileError(file, number, reason, "scw_names", found=line[:40])
    _check_size(found, file)
    return tuple(Descriptor(name, tuple(states)) for name, states in found)


def _check_size(found: list[tuple[str, list[str]]], file: str) -> None:
    if not found:
        raise MatrixFileError(file, 3, "there is no descriptor.", "no-descriptors")
    for name, states in found:
        if not states:
            raise MatrixFileError(file, 3, f"descriptor {name!r} has no state.", "no-states")
    total = sum(len(states) for _, states in found)
    if total > MOST_STATES:
        reason = f"{total} states are more than the {MOST_STATES} that can be read."
        raise MatrixFileError(file, 3, reason, "too_many_states", states=total)


def _judgements(
    lines: list[str], place: int, descriptors: tuple[Descriptor, ...], file: str
) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...], int]:
    """Judgement rows as text and as numbers, and the place behind the closing line."""
    total = sum(_counts(descriptors))
    values = []
    for number in range(place, place + total):
        if number >= len(lines) or lines[number].rstrip() in ("#", ""):
            reason = f"expected {total} rows of judgements, found {number - place}."
            raise MatrixFileError(
                file, number + 1, reason, "scw_rows", expected=total, found=number - place
            )
        values.append(_row(lines[number], total, file, number + 1))
    end = place + total
    if end >= len(lines) or lines[end].rstrip() != "#":
        reason = f"expected the line '#' after {total} rows of judgements."
        raise MatrixFileError(file, end + 1, reason, "scw_rows_end", expected=total)
    return tuple(lines[place:end]), tuple(values), end + 1


def _row(line: str, total: int, file: str, number: int) -> tuple[int, ...]:
    cells = [cell.strip() for cell in line.split(",")]
    if len(cells) == total + 1 and not cells[-1]:
        cells.pop()
    if len(cells) != total:
        reason = f"expected {total} judgements, found {len(cells)}."
        raise MatrixFileError(file, number, reason, "scw_columns", expected=total, found=len(cells))
    for column, cell in enumerate(cells, start=1):
        if not INTEGER.fullmatch(cell):
            reason = f"judgement {column} is {cell[:20]!r}, not a whole number."
            raise MatrixFileError(
                file, number, reason, "not_a_number", column=column, found=cell[:20]
            )
    return tuple(int(cell) for cell in cells)


def _counts(descriptors: tuple[Descriptor, ...]) -> tuple[int, ...]:
    return tuple(len(descriptor.states) for descriptor in descriptors)


def _check_names(matrix: CrossImpactMatrix, file: str) -> None:
    names = [matrix.title]
    for descriptor in matrix.descriptors:
        names += [descriptor.name, *descriptor.states]
    for name in names:
        if "\n" in name or "\r" in name:
            reason = f"a .scw file cannot hold a name with a line break: {name[:40]!r}."
            raise MatrixFileError(file, 0, reason, "scw_line_break", name=name[:40])


def _name_lines(matrix: CrossImpactMatrix, kept: ScwLayout | None) -> list[str]:
    if kept is not None and kept.descriptors == matrix.descriptors:
        return list(kept.sections[0])
    lines = []
    for descriptor in matrix.descriptors:
        lines += [f"&{descriptor.name}", *(f" -{state}" for state in descriptor.states)]
    return lines


def _default_sections(matrix: CrossImpactMatrix) -> list[list[str]]:
    texts = []
    for count in matrix.counts:
        texts += ["&", *[" "] * count]
    return [texts, [], [COLOUR] * matrix.state_total, []]


def _value_lines(matrix: CrossImpactMatrix, kept: ScwLayout | None) -> list[str]:
    """Rows as they were where they say the same, else in the usual spacing."""
    lines = []
    for number, row in enumerate(matrix.values.tolist()):
        if kept is not None and kept.values[number] == tuple(row):
            lines.append(kept.rows[number])
        else:
            lines.append(",".join(f"{value:2d} " for value in row))
    return lines
