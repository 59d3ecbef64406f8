"""Matrices for the tests: published ones, and generated ones with fixed seeds."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from weitblick.engines.crossimpact import CrossImpactMatrix
from weitblick.engines.scenariofiles import read_matrix

CASES = Path(__file__).parents[3] / "shared" / "cases" / "crossimpact"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason=f"published matrices not at {CASES}")

FILES = {
    "somewhereland": "somewhereland.scw",
    "CIB_global": "CIB_global.scw",
    "CIB_nested_simplified_standardized": "CIB_nested_simplified_standardized.scw",
    "bench_medium": "bench_medium.scw",
    "bench_large": "bench_large.scw",
    "bench_typical": "bench_typical.scw",
    "PyCIB_DATASET_B5": "DATASET_B5.scw",
}


def published(name: str) -> CrossImpactMatrix:
    return read_matrix(CASES / FILES[name])


def expected(file: str = "expected.json") -> dict:
    return json.loads((CASES / file).read_text())


def named(counts, values, title: str = "") -> CrossImpactMatrix:
    """A matrix with made-up names."""
    descriptors = [
        (f"d{j + 1}", tuple(f"d{j + 1}s{state + 1}" for state in range(count)))
        for j, count in enumerate(counts)
    ]
    return CrossImpactMatrix.from_array(descriptors, values, title)


def random_matrix(size: int, density: float, seed: int, states: int = 3) -> CrossImpactMatrix:
    """Random judgements from -3 to 3 in a share `density` of the sections."""
    draw = np.random.default_rng(seed)
    values = np.zeros((size * states, size * states), dtype=np.int32)
    for i, j in itertools.permutations(range(size), 2):
        if density >= 1 or draw.random() < density:
            section = draw.integers(-3, 4, (states, states))
            values[i * states : (i + 1) * states, j * states : (j + 1) * states] = section
    return named((states,) * size, values)


def mixed_matrix(seed: int, largest: int = 3, diagonal: bool = True) -> CrossImpactMatrix:
    """A small matrix with unequal numbers of states and, often, a filled diagonal."""
    draw = np.random.default_rng(seed)
    counts = tuple(int(count) for count in draw.integers(1, 5, draw.integers(1, 6)))
    total = sum(counts)
    values = draw.integers(-largest, largest + 1, (total, total))
    values[draw.random((total, total)) < draw.random()] = 0
    matrix = named(counts, values)
    if not diagonal:
        values = values.copy()
        for j in range(len(counts)):
            values[matrix.columns(j), matrix.columns(j)] = 0
    return matrix.with_values(values)


def brute_force(matrix: CrossImpactMatrix, tolerance: int = 0) -> list[tuple[int, ...]]:
    """The definition, word for word, scenario by scenario."""
    consistent = []
    for scenario in itertools.product(*(range(1, count + 1) for count in matrix.counts)):
        rows = [matrix.offsets[i] + state - 1 for i, state in enumerate(scenario)]
        scores = [
            sum(int(matrix.values[row, c]) for row in rows) for c in range(matrix.state_total)
        ]
        if all(
            scores[matrix.offsets[j] + state - 1] >= max(scores[matrix.columns(j)]) - tolerance
            for j, state in enumerate(scenario)
        ):
            consistent.append(scenario)
    return consistent
