"""The cross-impact matrix of a process: judgements of many voices become the engine's input."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Count

from weitblick.engines.crossimpact import CrossImpactMatrix, Descriptor, aggregate, solution_digest
from weitblick.method.factors.models import Factor
from weitblick.method.scenarios.criteria import CROSSIMPACT
from weitblick.method.scenarios.models import ScenarioSet
from weitblick.method.trends.models import Assumption
from weitblick.method.trends.queries import by_factor
from weitblick.voices.models import Judgement
from weitblick.voices.queries import Opinion, opinions
from weitblick.workshop.models import Process

MOST_SCENARIOS = 10_000
"""A set beyond this many is not listed; it would say that the judgements decide nothing."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Layout:
    """Factors with two assumptions or more, in order; each assumption has a row and a column."""

    factors: tuple[tuple[Factor, tuple[Assumption, ...]], ...]

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """All assumptions in the order of rows and columns."""
        return tuple(one for _, group in self.factors for one in group)

    def rows_of(self, factor: int) -> slice:
        """Rows and columns of the n-th factor (from 0)."""
        start = sum(len(group) for _, group in self.factors[:factor])
        return slice(start, start + len(self.factors[factor][1]))

    def as_data(self) -> list[dict[str, Any]]:
        """The layout as a scenario set keeps it: public ids in matrix order."""
        return [
            {"factor": factor.item.public_id, "states": [one.item.public_id for one in group]}
            for factor, group in self.factors
        ]


@dataclass(frozen=True)
class JudgedMatrix:
    """The medians of all voices as a matrix, with dissent and number of voices of each cell.

    ``dissent`` is the mean distance from the median in points, NaN below two voices. ``voices``
    counts judgements, without "don't know". ``values`` 0 where nobody judged.
    """

    layout: Layout
    matrix: CrossImpactMatrix
    dissent: Numbers
    voices: npt.NDArray[np.int64]

    @property
    def is_judged(self) -> bool:
        """Whether anybody judged anything."""
        return bool(self.voices.any())


def layout_of(process: Process) -> Layout:
    """The present layout: key factors that have a choice of assumptions."""
    return Layout(tuple((f, tuple(group)) for f, group in by_factor(process) if len(group) > 1))


def build(process: Process) -> JudgedMatrix | None:
    """The matrix of all judgements that count, or None without two factors to relate."""
    layout = layout_of(process)
    if len(layout.factors) < 2:
        return None
    judges = judge_arrays(layout, opinions(process, CROSSIMPACT.slug))
    size = len(layout.assumptions)
    if judges:
        values, dissent = aggregate(list(judges.values()))
        voices = (~np.isnan(np.stack(list(judges.values())))).sum(axis=0)
    else:
        values, dissent = np.zeros((size, size), np.int32), np.full((size, size), np.nan)
        voices = np.zeros((size, size), np.int64)
    matrix = CrossImpactMatrix.from_array(descriptors(layout), values, title=process.title)
    return JudgedMatrix(layout, matrix, dissent, voices)


def counted(process: Process) -> JudgedMatrix | None:
    """Only how many judgements each cell has: one query, for boards while people judge.

    Values are 0, dissent is unknown, and every judgement counts, also one that was replaced.
    """
    layout = layout_of(process)
    if len(layout.factors) < 2:
        return None
    place = {one.item_id: n for n, one in enumerate(layout.assumptions)}
    size = len(place)
    voices = np.zeros((size, size), np.int64)
    rows = Judgement.objects.filter(
        source__process=process, criterion=CROSSIMPACT.slug, value__isnull=False
    )
    cells = rows.order_by().values_list("source", "target").annotate(n=Count("pk"))
    for source, target, n in cells:
        if source in place and target in place:
            voices[place[source], place[target]] = n
    empty = CrossImpactMatrix.from_array(descriptors(layout), np.zeros((size, size), np.int32))
    return JudgedMatrix(layout, empty, np.full((size, size), np.nan), voices)


def descriptors(layout: Layout) -> list[Descriptor]:
    """Factors and assumptions by their present wording."""
    return [
        Descriptor(factor.item.text, tuple(one.item.text for one in group))
        for factor, group in layout.factors
    ]


def judge_arrays(layout: Layout, said: Sequence[Opinion]) -> dict[str, Numbers]:
    """One (D, D) array a voice, NaN where it gave no judgement."""
    place = {one.item_id: n for n, one in enumerate(layout.assumptions)}
    arrays: dict[str, Numbers] = {}
    for one in said:
        if one.value is None or one.source_id not in place or one.target_id not in place:
            continue
        if one.voice not in arrays:
            arrays[one.voice] = np.full((len(place), len(place)), np.nan)
        arrays[one.voice][place[one.source_id], place[one.target_id]] = one.value
    return arrays


def judges_of(found: JudgedMatrix, process: Process) -> list[Numbers]:
    """The array of every voice behind a matrix, in a stable order."""
    arrays = judge_arrays(found.layout, opinions(process, CROSSIMPACT.slug))
    return [arrays[voice] for voice in sorted(arrays)]


def inputs(found: JudgedMatrix, tolerance: int) -> dict[str, Any]:
    """The input of the run: everything that is needed to compute it again elsewhere."""
    return {
        "title": found.matrix.title,
        "descriptors": [
            {"name": d.name, "states": list(d.states)} for d in found.matrix.descriptors
        ],
        "values": found.matrix.values.tolist(),
        "tolerance": tolerance,
        "limit": MOST_SCENARIOS,
        "layout": found.layout.as_data(),
    }


def matrix_of(scenario_set: ScenarioSet) -> CrossImpactMatrix:
    """The matrix a set was computed from."""
    given = scenario_set.run.inputs
    return CrossImpactMatrix.from_array(
        [Descriptor(d["name"], tuple(d["states"])) for d in given["descriptors"]],
        given["values"], title=given.get("title", ""),
    )


def has_changed(scenario_set: ScenarioSet, found: JudgedMatrix | None) -> bool:
    """Whether numbers or layout differ from those of the set; new wordings alone do not count."""
    if found is None:
        return True
    same_layout = scenario_set.layout == found.layout.as_data()
    return not same_layout or scenario_set.run.inputs["values"] != found.matrix.values.tolist()


def digest_of(found: JudgedMatrix, tolerance: int) -> str:
    """The digest a set of the present matrix would have."""
    return solution_digest(found.matrix, tolerance)


def assumptions_of(scenario_set: ScenarioSet, states: Sequence[int]) -> list[Assumption]:
    """The assumptions that these 1-based states of a set stand for, in its order."""
    ids = [
        row["states"][state - 1] for row, state in zip(scenario_set.layout, states, strict=True)
    ]
    rows = Assumption.objects.filter(item__public_id__in=ids, item__process=scenario_set.process)
    known = {one.item.public_id: one for one in rows.select_related("item", "factor__item")}
    return [known[one] for one in ids]
