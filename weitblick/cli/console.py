"""What commands print: tables and progress for people, JSON for programs."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

console = Console()
notes = Console(stderr=True)


class Report(Protocol):
    """Takes how far a long work is: share from 0 to 1, and in words."""

    def __call__(self, share: float, words: str = "") -> None: ...


def print_json(data: Any) -> None:
    """Print data as JSON on standard output."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str = "") -> None:
    """Print rows for people. Names are shown as they are, square brackets included."""
    table = Table(*(escape(str(name)) for name in columns), title=title or None)
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    console.print(table)


def say(words: str) -> None:
    """Print a line for people as it is: no markup, no colours, wrapped by the terminal alone."""
    console.print(words, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def progress_bar(title: str) -> Iterator[Report]:
    """A progress bar on standard error; silent where that is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"),
               TimeElapsedColumn())
    with Progress(*columns, console=notes, disable=not notes.is_terminal, transient=True) as bar:
        task = bar.add_task(title, total=1.0)

        def report(share: float, words: str = "") -> None:
            bar.update(task, completed=share, description=words or title)

        yield report
