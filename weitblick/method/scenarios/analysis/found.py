"""Scenarios that were found: tables, a diverse shortlist, firmness, reasons in plain words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.engines.crossimpact import (
    BalanceLine,
    BalanceSheet,
    Robustness,
    explain,
    robustness,
    shortlist,
)
from weitblick.faces.numbers import number, signed
from weitblick.method.scenarios import matrix
from weitblick.method.scenarios.analysis.chosen import brightness
from weitblick.method.scenarios.matrix import JudgedMatrix
from weitblick.method.scenarios.models import Scenario, ScenarioSet
from weitblick.method.scenarios.queries import scenarios
from weitblick.method.trends.models import Assumption
from weitblick.method.trends.queries import desirabilities
from weitblick.workshop.models import Process

SHOWN = 60
"""Rows of a long table of scenarios; all of them are in the export."""

SUGGESTED_FROM = 200
"""A diverse shortlist is chosen exactly among so many of the most consistent scenarios."""

STRONGEST = 3
RUNS, SEED = 200, 2035
"""How often the group is drawn anew to see how firm a scenario is, and from which seed."""


@dataclass(frozen=True)
class FoundScenario:
    """One consistent scenario of a set: its place (from 1), cells, values, and name if chosen."""

    place: int
    states: list[int]
    cells: list[dict[str, Any]]
    consistency: int
    total_impact: int
    chosen: Scenario | None


def found_scenarios(scenario_set: ScenarioSet) -> list[FoundScenario]:
    """All scenarios of a set, the most consistent first, then by total impact."""
    result: dict[str, Any] = scenario_set.run.result or {}
    cells = _cells_of(scenario_set)
    chosen = {tuple(one.states): one for one in scenarios(scenario_set.process)
              if one.found_in_id == scenario_set.pk}
    rows = [
        FoundScenario(
            place, states, [group[state - 1] for group, state in zip(cells, states, strict=True)],
            consistency, total, chosen.get(tuple(states)),
        )
        for place, (states, consistency, total) in enumerate(
            zip(result["scenarios"], result["consistency"], result["total_impact"], strict=True),
            start=1,
        )
    ]
    return sorted(rows, key=lambda row: (-row.consistency, -row.total_impact, row.place))


def suggestion(scenario_set: ScenarioSet, k: int) -> tuple[list[FoundScenario], str]:
    """A diverse shortlist of k scenarios, and why these."""
    rows = found_scenarios(scenario_set)[:SUGGESTED_FROM]
    picked = [rows[place] for place in shortlist(
        matrix.matrix_of(scenario_set), [row.states for row in rows], k
    )]
    least = min(
        (sum(a != b for a, b in zip(one.states, other.states, strict=True))
         for n, one in enumerate(picked) for other in picked[n + 1:]),
        default=0,
    )
    reason = ngettext(
        "Je zwei dieser Szenarien unterscheiden sich in mindestens %(n)d Faktor. Mehr ist unter "
        "den %(all)s betrachteten nicht möglich; bei Gleichstand entscheidet die Stimmigkeit.",
        "Je zwei dieser Szenarien unterscheiden sich in mindestens %(n)d Faktoren. Mehr ist unter "
        "den %(all)s betrachteten nicht möglich; bei Gleichstand entscheidet die Stimmigkeit.",
        least,
    ) % {"n": least, "all": number(len(rows))}
    return picked, reason if len(picked) > 1 else ""


def firmness(
    found: JudgedMatrix, rows: Sequence[FoundScenario], process: Process, tolerance: int
) -> dict[int, Robustness]:
    """In how many redrawn groups each scenario stays consistent, by its place in the set.

    Each run draws as many voices as there are, with replacement; with a single voice each
    judgement may move by one point instead. Same seed, same result.
    """
    judges = matrix.judges_of(found, process)
    tested = robustness(
        found.matrix, [row.states for row in rows], runs=RUNS, seed=SEED, tolerance=tolerance,
        judges=judges if len(judges) > 1 else None,
    )
    return {row.place: one for row, one in zip(rows, tested, strict=True)}


def firmness_words(voices: int) -> str:
    """How the firmness was found."""
    if voices > 1:
        return _(
            "Fest: In so vielen von %(runs)d Ziehungen bleibt das Szenario stimmig, wenn die "
            "%(voices)s Stimmen jedes Mal neu gezogen werden (mit Zurücklegen, Startwert %(seed)d)."
        ) % {"runs": RUNS, "voices": number(voices), "seed": SEED}
    return _(
        "Fest: In so vielen von %(runs)d Versuchen bleibt das Szenario stimmig, wenn jedes fünfte "
        "Urteil zufällig um einen Punkt verschoben wird (Startwert %(seed)d)."
    ) % {"runs": RUNS, "seed": SEED}


def state_words(scenario_set: ScenarioSet) -> tuple[str, str]:
    """Whether a set is complete, and how it was made: two sentences."""
    result: dict[str, Any] = scenario_set.run.result or {}
    count, space = number(result["count"]), number(result["space"])
    if result["complete"]:
        first = ngettext(
            "Vollständig: %(count)s stimmiges Szenario unter %(space)s möglichen.",
            "Vollständig: %(count)s stimmige Szenarien unter %(space)s möglichen.",
            result["count"],
        )
    else:
        first = _(
            "Unvollständig: bisher %(count)s stimmige Szenarien unter %(space)s möglichen, es kann "
            "weitere geben."
        )
    second = _(
        "Matrix und Toleranz %(digest)s · Verfahren Version %(version)s · exakte Suche ohne Zufall"
    ) % {"digest": result["digest"][:12], "version": result["engine_version"]}
    return first % {"count": count, "space": space}, second


@dataclass(frozen=True)
class Reason:
    """Why one factor's assumption holds in a scenario, and what would tip it, as sentences."""

    factor: str
    state: str
    holds: str
    for_it: list[str]
    against: list[str]
    tips: list[str]
    margin: int


def reasons(scenario_set: ScenarioSet, states: Sequence[int]) -> tuple[BalanceSheet, list[Reason]]:
    """The balance sheet of a scenario and its reasons, the shakiest factor first."""
    sheet = explain(matrix.matrix_of(scenario_set), states)
    lines = sorted(sheet.lines, key=lambda line: (line.margin, line.descriptor))
    return sheet, [_reason(line) for line in lines]


def weakest_words(sheet: BalanceSheet) -> str:
    """What is needed to tip the whole scenario."""
    lines = [line for line in sheet.lines if line.needed_change is not None]
    if not lines:
        return ""
    weakest = min(lines, key=lambda line: (line.needed_change or 0, line.descriptor))
    return ngettext(
        "Am ehesten kippt „%(factor)s“: Schon %(n)d Punkt in den Urteilen zugunsten von "
        "„%(rival)s“ genügt.",
        "Am ehesten kippt „%(factor)s“: %(n)d Punkte in den Urteilen zugunsten von „%(rival)s“ "
        "genügen.",
        weakest.needed_change or 0,
    ) % {"factor": weakest.name, "n": weakest.needed_change, "rival": weakest.rival_name}


def rows_for_export(scenario_set: ScenarioSet) -> Iterator[list[str]]:
    """A heading and one row for each scenario of a set, for spreadsheets."""
    given = scenario_set.run.inputs["descriptors"]
    yield [_("Nr."), *(one["name"] for one in given), _("Stimmigkeit"), _("Gesamtwirkung"),
           _("ausgewählt als")]
    for row in found_scenarios(scenario_set):
        names = [d["states"][s - 1] for d, s in zip(given, row.states, strict=True)]
        yield [str(row.place), *names, str(row.consistency), str(row.total_impact),
               row.chosen.item.text if row.chosen else ""]


def _cells_of(scenario_set: ScenarioSet) -> list[list[dict[str, Any]]]:
    """For each factor of a set the cells of its states: letter, title, tone."""
    liked = desirabilities(scenario_set.process)
    ids = [one for row in scenario_set.layout for one in row["states"]]
    rows = Assumption.objects.filter(item__public_id__in=ids).select_related("item")
    known = {one.item.public_id: one for one in rows}
    names = scenario_set.run.inputs["descriptors"]
    return [
        [{"letter": "abcdefghijklmnopqrstuvwxyz"[n], "state": name["states"][n],
          "factor": name["name"], "tone": brightness(liked, known[one]) if one in known else None}
         for n, one in enumerate(row["states"])]
        for row, name in zip(scenario_set.layout, names, strict=True)
    ]


def _reason(line: BalanceLine) -> Reason:
    return Reason(
        line.name, line.state_name, _holds(line),
        [f"{one.source_name}: {one.state_name} ({signed(one.value)})"
         for one in line.supporting[:STRONGEST]],
        [f"{one.source_name}: {one.state_name} ({signed(one.value)})"
         for one in line.hindering[:STRONGEST]],
        [_("„%(factor)s“ wechselt zu „%(state)s“") % {
            "factor": tip.source_name, "state": tip.state_name} for tip in line.tips[:STRONGEST]],
        line.margin,
    )


def _holds(line: BalanceLine) -> str:
    if line.rival is None:
        return _("Dieser Faktor hat nur eine Annahme.")
    words = {"rival": line.rival_name, "n": abs(line.margin)}
    if line.margin > 0:
        return ngettext(
            "Hält mit %(n)d Punkt Vorsprung vor „%(rival)s“.",
            "Hält mit %(n)d Punkten Vorsprung vor „%(rival)s“.", line.margin,
        ) % words
    if line.margin == 0:
        return _("Hält gerade noch, gleichauf mit „%(rival)s“.") % words
    return ngettext(
        "Liegt %(n)d Punkt hinter „%(rival)s“.", "Liegt %(n)d Punkte hinter „%(rival)s“.",
        -line.margin,
    ) % words
