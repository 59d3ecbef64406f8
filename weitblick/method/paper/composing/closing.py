"""The last chapters: what happens next, and how all of this was computed and shown."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick import __version__
from weitblick.exports.document import (
    Block,
    Bullets,
    Chapter,
    Heading,
    Paragraph,
    Table,
    plain,
)
from weitblick.faces.numbers import number
from weitblick.faces.sources import trace
from weitblick.lab.models import Run, RunState
from weitblick.method.paper import queries
from weitblick.method.paper.composing.words import due_date, due_words
from weitblick.method.paper.models import Recommendation
from weitblick.method.scenarios import queries as scenarios
from weitblick.method.scenarios.models import Scenario
from weitblick.monitoring.chapter import chapter as evidence_chapter
from weitblick.monitoring.chapter import signposted
from weitblick.trace.models import Item
from weitblick.workshop.models import Process

MONITORING, METHODS = "monitoring", "methods"
SIGNPOSTS = 6


def monitoring(process: Process) -> Chapter | None:
    """First steps by date, and the factors at which the scenarios part; None without either."""
    rows = [one for one in queries.recommendations(process) if one.first_step or one.due]
    evidence = evidence_chapter(process)
    blocks = _next_steps(process, rows) + _signposts(process)
    blocks += evidence.blocks if evidence else ()
    if not blocks:
        return None
    return Chapter(MONITORING, _("Monitoring und nächste Schritte"), tuple(blocks))


def _next_steps(process: Process, rows: Sequence[Recommendation]) -> list[Block]:
    if not rows:
        return []
    ordered = sorted(rows, key=lambda one: due_date(one.due) or dt.date.max)
    text = ngettext(
        "%(n)s Empfehlung nennt einen ersten Schritt.",
        "%(n)s Empfehlungen nennen einen ersten Schritt. Die Tabelle ordnet sie nach dem Termin.",
        len(rows),
    ) % {"n": number(len(rows))}
    table = Table(
        _("Erste Schritte"), (_("Empfehlung"), _("Erster Schritt"), _("Wer"), _("Bis")),
        tuple(
            (plain(one.item.text) or "…", plain(one.first_step), plain(one.who or one.addressee),
             due_words(plain(one.due)))
            for one in ordered
        ),
        key="monitoring.steps.table",
    )
    items = [one.item for one in ordered]
    return [Paragraph(text, key="monitoring.steps", trace=trace(process, items)), table]


def _signposts(process: Process) -> list[Block]:
    chosen = scenarios.scenarios(process)
    pointed = list(signposted(process, scenarios.outlook(process)))
    parting = parting_factors(chosen)[:SIGNPOSTS]
    if len(chosen) < 2 or not parting:
        return [Heading(2, _("Woran sich zeigt, wohin es geht")), *pointed] if pointed else []
    text = _(
        "Welchem Szenario sich die Region nähert, zeigt sich zuerst dort, wo die Szenarien "
        "auseinandergehen. Diese Wegmarken sind jährlich zu prüfen."
    )
    table = Table(
        _("Wegmarken: woran zu erkennen ist, wohin es geht"),
        (_("Schlüsselfaktor"), *(plain(one.item.text) or "…" for one in chosen)),
        tuple((plain(factor.text), *states) for factor, states in parting),
        key="monitoring.signposts.table",
    )
    items = [one.item for one in chosen]
    return [
        Heading(2, _("Woran sich zeigt, wohin es geht")),
        Paragraph(text, key="monitoring.signposts", trace=trace(process, items)), table,
        *pointed,
    ]


def parting_factors(chosen: Sequence[Scenario]) -> list[tuple[Item, tuple[str, ...]]]:
    """Factors with what each scenario assumes of them; where they differ most, first.

    A factor of which all scenarios assume the same is no signpost and is left out.
    """
    states: dict[Item, list[str]] = {}
    for scenario in chosen:
        for one in scenario.assumptions.all():
            states.setdefault(one.factor.item, []).append(plain(one.item.text))
    whole = [(factor, tuple(found)) for factor, found in states.items()
             if len(found) == len(chosen) and len(set(found)) > 1]
    return sorted(whole, key=lambda row: (-len(set(row[1])), row[0].pk))


def methods(process: Process) -> Chapter:
    """How: the chain in a sentence, the rules of showing, and every run with its digest."""
    blocks: list[Block] = [
        Paragraph(_chain_words(), key="methods.chain"),
        Heading(2, _("Regeln der Darstellung")), Bullets(_rules(process), key="methods.rules"),
        Heading(2, _("Rechenläufe")),
        *_runs(process),
        Paragraph(
            _("Gesetzt mit Weitblick %s. Wer dieselben Eingaben mit derselben Fassung und "
              "demselben Startwert rechnet, erhält dieselben Ergebnisse.") % __version__,
            key="methods.version",
        ),
    ]
    return Chapter(METHODS, _("Methodenanhang"), tuple(blocks))


def _chain_words() -> str:
    return _(
        "Der Weg führt von Karten zu Einflussfaktoren, von diesen zu Trendannahmen, Szenarien und "
        "Handlungsoptionen. Aussagen dazu wurden zur Abstimmung gestellt, die Empfehlungen daraus "
        "abgeleitet. Nichts wird dabei gelöscht: Was zusammengeführt oder neu gefasst wurde, "
        "bleibt lesbar und verknüpft."
    )


def _rules(process: Process) -> tuple[str, ...]:
    return (
        _("Jede Zahl steht mit n, der Zahl der Personen oder Stimmen."),
        _("Gruppen unter %d Personen werden nicht einzeln gezeigt; freie Texte stehen nie mit "
          "einer so kleinen Gruppe.") % process.min_cell,
        _("In Delphi-Runden antwortet jede Person, bevor sie die Statistik sieht. Einigkeit ist "
          "kein Grund aufzuhören; Uneinigkeit wird ebenso gezeigt."),
        _("Meinungsgruppen werden nur benannt, wenn sie gegen den Zufall bestehen und stabil "
          "sind."),
        _("Zustimmung ist der Anteil an allen, die abgestimmt haben; Enthaltungen zählen mit."),
        _("Anteile sind gerundet; ihre Summe kann um einen Punkt von 100 abweichen."),
        _("Eine Menge von Szenarien sagt, ob sie vollständig ist und aus welcher Matrix sie "
          "stammt."),
        _("Gelöschte Beiträge sind geleert; ihre Stelle in der Kette bleibt."),
    )


def _runs(process: Process) -> list[Block]:
    rows = list(process.runs.filter(state__in=[RunState.DONE, RunState.STOPPED]).order_by("pk"))
    newest = {run.engine: run for run in rows}
    if not newest:
        return [Paragraph(_("Für dieses Papier wurde noch nichts gerechnet."), key="methods.runs")]
    table = Table(
        _("Rechenläufe, deren Ergebnisse in das Papier eingehen"),
        (_("Verfahren"), _("Fassung"), _("Prüfsumme der Eingaben"), _("Startwert"),
         _("Ergebnis")),
        tuple(
            (run.engine, run.version, run.digest[:16], str(run.seed), _outcome(run))
            for run in newest.values()
        ),
        note=_("Gezeigt sind die ersten 16 Zeichen der Prüfsumme."), key="methods.runs.table",
    )
    return [table]


def _outcome(run: Run) -> str:
    result = run.result or {}
    if "complete" not in result or "count" not in result:
        return str(run.get_state_display())
    count = number(result["count"])
    if result["complete"]:
        return _("vollständig: %s Szenarien") % count
    return _("unvollständig: bisher %s Szenarien") % count
