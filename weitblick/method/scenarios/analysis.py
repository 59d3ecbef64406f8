"""The matrix and its scenarios prepared for pages: maps, tables, reasons in plain words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weitblick.engines.agreement import Agreement, summarise
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
from weitblick.method.scenarios.criteria import RATINGS
from weitblick.method.scenarios.matrix import JudgedMatrix
from weitblick.method.scenarios.models import Scenario, ScenarioSet
from weitblick.method.scenarios.queries import chosen_assumptions, ratings, scenarios
from weitblick.method.trends.models import Assumption
from weitblick.method.trends.queries import desirabilities
from weitblick.voices.queries import numbers
from weitblick.workshop.models import Process

SHOWN = 60
"""Rows of a long table of scenarios; all of them are in the export."""

SUGGESTED_FROM = 200
"""A diverse shortlist is chosen exactly among so many of the most consistent scenarios."""

STRONGEST = 3
RUNS, SEED = 200, 2035
"""How often the group is drawn anew to see how firm a scenario is, and from which seed."""


@dataclass(frozen=True)
class Map:
    """A number for every source factor (row) and target factor (column); None on the diagonal."""

    numbers: list[str]
    titles: list[str]
    values: list[list[float | None]]

    @property
    def rows(self) -> list[str]:
        """Row titles with their number."""
        return [f"{n} {title}" for n, title in zip(self.numbers, self.titles, strict=True)]


def coverage_map(found: JudgedMatrix) -> Map:
    """The share (0 to 100) of cells of each section that somebody judged."""
    return _map(found, lambda rows, columns: 100 * float((found.voices[rows, columns] > 0).mean()))


def strength_map(found: JudgedMatrix) -> Map:
    """How strongly each factor acts on each other one: mean size of its judgements, 0 to 3."""
    values = np.abs(found.matrix.values)
    return _map(found, lambda rows, columns: round(float(values[rows, columns].mean()), 1))


def strongest(shape: Map) -> list[str]:
    """The factors by how strongly they act on all others together, the strongest first."""
    sums = [sum(value or 0 for value in row) for row in shape.values]
    order = sorted(range(len(sums)), key=lambda place: (-sums[place], place))
    return [shape.titles[place] for place in order if sums[place]]


def dissent_map(found: JudgedMatrix) -> Map:
    """The greatest dissent in each section, in points; None where fewer than two judged."""
    def greatest(rows: slice, columns: slice) -> float | None:
        part = found.dissent[rows, columns]
        return None if np.isnan(part).all() else round(float(np.nanmax(part)), 1)

    return _map(found, greatest)


def covered(found: JudgedMatrix) -> tuple[int, int]:
    """How many cells between different factors somebody judged, and how many there are."""
    between = np.ones_like(found.voices, dtype=bool)
    for position in range(len(found.layout.factors)):
        part = found.layout.rows_of(position)
        between[part, part] = False
    return int((found.voices[between] > 0).sum()), int(between.sum())


@dataclass(frozen=True)
class GridCell:
    """One cell of a section: what this voice said, and what all said together."""

    target: Assumption
    name: str
    own: int | None
    median: int
    voices: int
    dissent: float | None


def section(
    found: JudgedMatrix, source: int, target: int, own: npt.NDArray[np.float64] | None
) -> list[tuple[Assumption, list[GridCell]]]:
    """The grid of one section (factor positions), with one voice's own judgements."""
    assumptions = found.layout.assumptions
    rows, columns = found.layout.rows_of(source), found.layout.rows_of(target)
    return [
        (assumptions[a], [_cell(found, a, b, own) for b in range(columns.start, columns.stop)])
        for a in range(rows.start, rows.stop)
    ]


def disputes(found: JudgedMatrix, most: int = 10) -> list[dict[str, Any]]:
    """The cells people disagree about most, worst first."""
    assumptions, dissent = found.layout.assumptions, np.nan_to_num(found.dissent)
    order = np.argsort(-dissent, axis=None, kind="stable")[:most]
    places = [divmod(int(one), len(assumptions)) for one in order]
    return [
        {"source": assumptions[a], "target": assumptions[b], "dissent": float(dissent[a, b]),
         "voices": int(found.voices[a, b]), "median": int(found.matrix.values[a, b])}
        for a, b in places if dissent[a, b] > 0
    ]


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


def strip(chosen: Sequence[Scenario], urls: Sequence[str]) -> list[dict[str, Any]]:
    """Chosen scenarios for the scenario strip, cells toned by desirability."""
    if not chosen:
        return []
    liked = desirabilities(chosen[0].process)
    columns = [{one.factor_id: one for one in chosen_assumptions(s)} for s in chosen]
    factors = {one.factor_id: one.factor for column in columns for one in column.values()}
    order = sorted(factors, key=lambda pk: (factors[pk].position, pk))
    return [
        {"title": scenario.item.text, "url": url,
         "states": [_strip_cell(factors[pk].item.text, column.get(pk), liked) for pk in order]}
        for scenario, column, url in zip(chosen, columns, urls, strict=True)
    ]


@dataclass(frozen=True)
class Rated:
    """A chosen scenario with the spread of each rating; its tone runs from dusk 0 to dawn 1."""

    scenario: Scenario
    tone: float
    answers: list[tuple[str, Agreement]]

    @property
    def n(self) -> int:
        """How many voices rated it."""
        return max((found.n for _title, found in self.answers), default=0)


def rated(process: Process) -> list[Rated]:
    """All chosen scenarios with their ratings, dusk to dawn."""
    chosen = scenarios(process)
    given = {criterion.slug: ratings(process, criterion.slug) for criterion in RATINGS}
    return [
        Rated(scenario, tone(place, len(chosen)), [
            (str(c.title), summarise([int(v) for v in numbers(
                given[c.slug].get(scenario.item_id, ()))], 1, 5))
            for c in RATINGS
        ])
        for place, scenario in enumerate(chosen)
    ]


def tone(place: int, of: int) -> float:
    """Where the n-th of so many scenarios stands between dusk (0) and dawn (1)."""
    return place / (of - 1) if of > 1 else 0.5


def brightness(liked: dict[int, float], assumption: Assumption) -> float | None:
    """The desirability of an assumption as a tone from 0 to 1; None where nobody rated it."""
    value = liked.get(assumption.item_id)
    return None if value is None else (value - 1) / 4


def rows_for_export(scenario_set: ScenarioSet) -> Iterator[list[str]]:
    """A heading and one row for each scenario of a set, for spreadsheets."""
    given = scenario_set.run.inputs["descriptors"]
    yield [_("Nr."), *(one["name"] for one in given), _("Stimmigkeit"), _("Gesamtwirkung"),
           _("ausgewählt als")]
    for row in found_scenarios(scenario_set):
        names = [d["states"][s - 1] for d, s in zip(given, row.states, strict=True)]
        yield [str(row.place), *names, str(row.consistency), str(row.total_impact),
               row.chosen.item.text if row.chosen else ""]


def _map(found: JudgedMatrix, value: Any) -> Map:
    layout = found.layout
    places = range(len(layout.factors))
    return Map(
        [str(n + 1) for n in places], [factor.item.text for factor, _group in layout.factors],
        [[None if i == j else value(layout.rows_of(i), layout.rows_of(j)) for j in places]
         for i in places],
    )


def _cell(
    found: JudgedMatrix, a: int, b: int, own: npt.NDArray[np.float64] | None
) -> GridCell:
    target = found.layout.assumptions[b]
    source = found.layout.assumptions[a]
    said = None if own is None or np.isnan(own[a, b]) else int(own[a, b])
    dissent = None if np.isnan(found.dissent[a, b]) else round(float(found.dissent[a, b]), 1)
    return GridCell(
        target, f"c-{source.item.public_id}-{target.item.public_id}", said,
        int(found.matrix.values[a, b]), int(found.voices[a, b]), dissent,
    )


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


def _strip_cell(
    factor: str, assumption: Assumption | None, liked: dict[int, float]
) -> dict[str, Any]:
    if assumption is None:
        return {"factor": factor, "state": "–", "tone": None}
    return {"factor": factor, "state": assumption.item.text, "tone": brightness(liked, assumption)}
