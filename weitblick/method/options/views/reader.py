"""The public page: options by action field, what helps in which future, who takes part."""

from weitblick.faces.declaration import Fragment
from weitblick.method.options import partnership, ratings, results
from weitblick.method.options.favoured import favoured
from weitblick.method.options.views.desk import by_field
from weitblick.trace.queries import cards_below
from weitblick.workshop.models import Process


def reader(process: Process) -> Fragment:
    """Options with their ratings, robustness and partners; each leads to its trace."""
    rows = ratings.rated(process)
    table = results.robustness(process)
    robust = {row.option.pk: row for row in table.rows} if table and table.judged else {}
    groups = by_field(process, rows)
    for group in groups:
        group["rows"] = [
            {"rated": row, "robust": robust.get(row.option.pk),
             "partners": partnership.partner_names(row.option)}
            for row in group["rows"]
        ]
    return Fragment("options/reader.html", {
        "favoured": favoured(process), "groups": groups, "table": table, "n": len(rows),
        "n_cards": len(cards_below(row.option.item for row in rows)),
        "n_people": max((row.n for row in rows), default=0),
        "partnership": partnership.partnership(process),
    })
