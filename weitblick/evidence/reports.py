"""The report of an import: every row of the file by what became of it, as plain data."""

from collections import Counter
from typing import Any

from django.db.models import Count

from weitblick.evidence import importers
from weitblick.evidence.catalogue import Catalogue
from weitblick.evidence.dashes import Verdicts
from weitblick.evidence.files import plain
from weitblick.evidence.importers import Problem, Reading, Rejected
from weitblick.evidence.models import ImportRun
from weitblick.evidence.storing import Stored


def of_statistics(
    run: ImportRun, reading: Reading, known: Catalogue, stored: Stored, verdicts: Verdicts,
    hidden: int,
) -> dict[str, Any]:
    """``rows`` counts lines with data; ``values`` single figures, of which a line may hold many.

    ``empty``: blank cells; ``replaced``: figures that were there before; ``lines``: all lines of
    the file, headers and notes among them; ``statuses``: figures by status.
    """
    tally = reading.tally
    statuses = dict(run.observations.order_by().values_list("status").annotate(n=Count("pk")))
    problems = [of_problem(one) for one in reading.problems]
    if verdicts.unknown:
        problems.append(_unknown_areas(sorted(verdicts.unknown)))
    return {
        "rows": {"read": tally.used + tally.rejected_lines, "used": tally.used,
                 "rejected": tally.rejected_lines},
        "rejected": [of_rejected(*one) for one in stored.rejected],
        "reasons": dict(Counter(code for _row, code, _params in stored.rejected)),
        "values": stored.values, "empty": stored.empty, "replaced": stored.replaced,
        "lines": tally.lines, "outside": tally.outside, "statuses": statuses,
        "hidden": hidden, "indicators": [one.code for one in known.indicators],
        "new_indicators": [one.code for one in known.made], "areas": len(stored.areas),
        "periods": [[str(start), str(end)] for start, end in sorted(stored.periods)],
        "problems": problems,
    }


def of_rejected(row: int, code: str, params: dict[str, object]) -> dict[str, Any]:
    """One row that was not used: where, which reason, and in words."""
    words = importers.explain(Rejected(row, code, params))
    return {"row": row, "code": code, "reason": words, "params": plain(params)}


def of_problem(one: Problem) -> dict[str, Any]:
    """Something people must know; with ``needs_consent`` a question to them."""
    return {
        "code": one.code, "where": one.where, "lines": one.lines, "params": plain(one.params),
        "needs_consent": one.needs_consent, "mended": one.mended, "words": importers.explain(one),
    }


def _unknown_areas(keys: list[str]) -> dict[str, Any]:
    words = (f"{len(keys)} areas have no value but '-', and the register does not know them; "
             "they are taken as not existing")
    return {"code": "areas_unknown", "where": 0, "lines": len(keys), "params": {"areas": keys},
            "needs_consent": False, "mended": False, "words": words}
