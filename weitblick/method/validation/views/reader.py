"""The public page: every statement with its votes, verdict and reasons."""

from weitblick.faces.declaration import Fragment
from weitblick.method.validation import results
from weitblick.method.validation.opinions import opinions
from weitblick.method.validation.reading import reading
from weitblick.method.validation.views.desk import reasons_by_side
from weitblick.workshop.models import Process

SHOWN = 60


def reader(process: Process) -> Fragment:
    """Statements, the most agreed first; each leads to its trace."""
    rows = results.by_share(results.statement_results(process))
    return Fragment("validation/reader.html", {
        "rows": [(row, reasons_by_side(row.statement) if row.reasons else [])
                 for row in rows[:SHOWN]],
        "more": len(rows[SHOWN:]), "n": len(rows), "reading": reading(rows),
        "rule": results.rule(process),
        "headers": results.vote_headers(), "table": results.vote_rows(rows),
        "agreed": [row for row in rows if row.is_agreed and row.crosses_sectors],
        "disputed": [row for row in rows if row.is_disputed],
        "opinions": opinions(process),
    })
