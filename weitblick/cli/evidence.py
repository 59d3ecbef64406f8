"""``weitblick evidence``: statistics, areas and boundaries in, listed, and taken back."""

import datetime as dt
import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from weitblick.cli.console import print_json, print_table, progress_bar, say
from weitblick.cli.refusal import Refused
from weitblick.evidence import actions, importers, queries
from weitblick.evidence.models import ImportRun, Purpose, RunState

SHOWN = 20


def bring_in(arguments: Namespace) -> None:
    """Take a file over and say what became of every row."""
    taken = _take(arguments, _mapping(arguments.mapping), arguments.consent)
    if arguments.json:
        print_json(summary(taken.run))
        return
    _say(taken)


def bring_in_areas(arguments: Namespace) -> None:
    """Municipalities or boundaries; other files are refused before anything is stored."""
    with Path(arguments.file).open("rb") as file:
        form = importers.recognise(Path(arguments.file).name, file.read(1 << 16))
    if form not in {importers.Format.VG250, importers.Format.BOUNDARIES}:
        raise Refused(_(
            "%s enthält weder Gemeinden (VG250-EW) noch Grenzen. Statistik wird mit "
            "„weitblick evidence import“ eingelesen.") % arguments.file)
    taken = _take(arguments, None, [])
    if arguments.json:
        print_json(summary(taken.run))
        return
    _say(taken)


def _take(
    arguments: Namespace, mapping: importers.Mapping | None, consent: list[str]
) -> actions.Taken:
    with progress_bar(_("Datei einlesen")) as report:
        return actions.import_file(
            Path(arguments.file), mapping=mapping, consent=consent, progress=report,
            as_of=_day(arguments.as_of),
        )


def _day(text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(_("„%s“ ist kein Datum (JJJJ-MM-TT).") % text) from None


def _mapping(file: str | None) -> importers.Mapping | None:
    if not file:
        return None
    try:
        return importers.Mapping.from_data(json.loads(Path(file).read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, ArithmeticError) as problem:
        raise Refused(_("%(file)s beschreibt keine Spalten: %(why)s")
                      % {"file": file, "why": problem}) from None


def summary(run: ImportRun) -> dict[str, Any]:
    """What a program gets to know of an import."""
    report = run.report
    return {
        "file": run.file_name, "format": run.format, "sha256": run.sha256,
        "rows": report["rows"],
        "rejected": [{"row": one["row"], "reason": one["reason"]} for one in report["rejected"]],
        "indicators": report["indicators"], "areas": report["areas"],
        "periods": report["periods"],
    }


def _say(taken: actions.Taken) -> None:
    run, report = taken.run, taken.report
    if taken.repeated:
        say(_("Diese Datei ist schon übernommen (Nr. %d); es hat sich nichts geändert.") % run.pk)
    rows = report["rows"]
    say(_("Nr. %(number)d, %(format)s: %(read)d Zeilen gelesen, %(used)d übernommen, "
          "%(rejected)d zurückgewiesen.") % {"number": run.pk, "format": run.format, **rows})
    for one in report["problems"]:
        say(f"  {one['code']}: {one['words']}")
    for one in report["rejected"][:SHOWN]:
        say(_("  Zeile %(row)d: %(reason)s") % one)
    if (more := len(report["rejected"]) - SHOWN) > 0:
        say(_("  und %d weitere") % more)
    if report["indicators"]:
        say(_("Indikatoren: %s") % ", ".join(report["indicators"]))


def listing(arguments: Namespace) -> None:
    """All imports, newest first, and the indicators that have values."""
    runs = [_run(one) for one in queries.runs()]
    found = [{"code": one.code, "name": one.name_de, "unit": one.unit, "raw": one.is_raw,
              "source_table": one.source_table, "dimension": one.dimension}
             for one in queries.indicators(with_values=True)]
    if arguments.json:
        print_json({"imports": runs, "indicators": found})
        return
    print_table(
        [_("Nr."), _("Datei"), _("Art"), _("Zeilen"), _("Stand")],
        [[one["id"], one["file"], one["format"], one["rows"]["used"], one["state"]]
         for one in runs], title=_("Übernahmen"),
    )
    print_table([_("Code"), _("Name"), _("Einheit")],
                [[one["code"], one["name"], one["unit"]] for one in found],
                title=_("Indikatoren mit Werten"))


def _run(one: ImportRun) -> dict[str, Any]:
    return {
        "id": one.pk, "file": one.file_name, "format": one.format, "sha256": one.sha256,
        "purpose": Purpose(one.purpose).value, "state": RunState(one.state).value,
        "rows": one.report["rows"], "at": one.started_at.isoformat(),
    }


def take_back(arguments: Namespace) -> None:
    """Take an import back."""
    run = actions.undo(_find(arguments.number))
    if arguments.json:
        print_json(_run(run))
    else:
        say(_("Nr. %(number)d (%(file)s) ist zurückgenommen.")
            % {"number": run.pk, "file": run.file_name})


def _find(text: str) -> ImportRun:
    runs: QuerySet[ImportRun] = ImportRun.objects.filter(sha256__startswith=text)
    if text.isdecimal() and len(text) < 8:
        runs = ImportRun.objects.filter(pk=int(text))
    found = list(runs.filter(state=RunState.DONE)[:2]) or list(runs[:2])
    if len(found) != 1:
        raise Refused(_("Die Übernahme „%s“ gibt es nicht oder nicht nur einmal. "
                        "„weitblick evidence list“ zeigt alle.") % text)
    return found[0]
