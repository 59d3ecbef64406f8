"""On what a forecast rests, in words: what is counted, where it stood, what is assumed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weitblick.faces.numbers import number
from weitblick.monitoring.analysis.forecasts.events import Counted
from weitblick.monitoring.analysis.forecasts.levels import Ground, Origin, Typed
from weitblick.monitoring.analysis.forecasts.people import Start

Row = dict[str, Any]
FLOW_WORDS = (
    ("births", gettext_lazy("Geburten"), gettext_lazy("Alter der Mütter")),
    ("deaths", gettext_lazy("Sterbefälle"), gettext_lazy("Alter der Gestorbenen")),
    ("migration", gettext_lazy("Wanderungen"), gettext_lazy("Alter der Zu- und Fortziehenden")),
)
LEVEL_OF = {"tfr": "births", "women": "deaths", "men": "deaths", "migration": "migration"}
PLACES = {"tfr": 2, "women": 1, "men": 1, "migration": 1}


def tell(
    starts: Mapping[str, Start], counted: Mapping[str, Counted], rates: Mapping[str, Ground],
    asked: Mapping[str, Any],
) -> list[Row]:
    """All rows: ``what``, ``source``, ``is_assumed``."""
    known = list(starts.values())
    rows: list[Row] = [{
        "what": _("Menschen nach Alter und Geschlecht, Ende %d") % known[0].year,
        "source": "; ".join(sorted({line for one in known for line in one.sources})),
        "is_assumed": False}]
    if any(one.widths for one in known):
        rows.append({"what": _("Innerhalb einer Altersgruppe sind alle Jahre als gleich stark "
                               "angenommen, die offene Gruppe nach der Modellsterbetafel "
                               "verteilt."),
                     "source": "", "is_assumed": True})
    for name, words, ages in FLOW_WORDS:
        rows += [_flow(name, str(words), counted, rates), _ages(name, str(ages), rates)]
    if asked["paths"]:
        rows.append({"what": _("Schwankungen der Annahmen sind angenommen: Geburten %(tfr)s %%, "
                               "Sterblichkeit %(death)s %%, Wanderung %(moves)s je 1 000 im Jahr.")
                     % dict(zip(("tfr", "death", "moves"), map(number, asked["strays"]),
                                strict=True)), "source": "", "is_assumed": True})
    return rows


def _flow(
    name: str, words: str, counted: Mapping[str, Counted], rates: Mapping[str, Ground]
) -> Row:
    there = [one for one in counted.values() if getattr(one, name) is not None]
    if len(there) == len(counted):
        return _row(_("%s: gezählt") % words, [one.levels[name] for one in rates.values()], False)
    if there:
        return _row(_("%(words)s: für %(n)s von %(of)s Gebieten gezählt, sonst angenommen") % {
            "words": words, "n": number(len(there)), "of": number(len(counted))}, [], True)
    lent = [one.levels[name] for one in rates.values() if not one.levels[name].is_assumed]
    if lent:
        return _row(_("%s: im Gebiet nicht gezählt, so häufig wie anderswo") % words, lent, False)
    return _row(_("%s: angenommen, die Tabelle fehlt") % words, [], True)


def _ages(name: str, words: str, rates: Mapping[str, Ground]) -> Row:
    shapes = [one.shapes[name] for one in rates.values()]
    if all(one.is_assumed for one in shapes):
        return _row(_("%s: Modellkurve") % words, [], True)
    return _row(_("%s: gezählt") % words, [one for one in shapes if not one.is_assumed],
                any(one.is_assumed for one in shapes))


def _row(what: str, origins: list[Origin], assumed: bool) -> Row:
    """The words with the tables, each said once, and the lines of attribution."""
    tables = list(dict.fromkeys(one.words for one in origins))
    lines = sorted({line for one in origins for line in one.sources})
    told = f"{what} ({'; '.join(tables[:3])})" if tables else what
    return {"what": told, "source": "; ".join(lines), "is_assumed": assumed}


def level_rows(one: Ground, typed: Typed) -> dict[str, str]:
    """Beside each assumption: what is counted and where, else that it is assumed; if another
    value was typed, both."""
    found = {}
    for name, flow in LEVEL_OF.items():
        origin, own = one.levels[flow], getattr(one.typed, name)
        places = PLACES[name]
        counted = round(own, places)
        if origin.is_assumed:
            found[name] = _("Modellannahme, von Ihnen zu ändern")
        elif counted == round(getattr(typed, name), places):
            found[name] = origin.words
        else:
            found[name] = _("gesetzt; gezählt %(value)s %(where)s") % {
                "value": number(counted, places), "where": origin.words}
    return found
