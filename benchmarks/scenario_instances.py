"""Matrices for the scenario benchmark: published ones from a folder, and generated ones."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from weitblick.engines.crossimpact import CrossImpactMatrix
from weitblick.engines.scenariofiles import read_matrix

SIZES = (10, 20, 30, 40, 50, 60)
DENSITIES = (0.15, 0.3, 0.5, 1.0)
LEVELS = np.linspace(-1, 1, 3)


@dataclass(frozen=True)
class Instance:
    """A matrix with a name for the table; `size` descriptors, `density` of judged sections."""

    name: str
    kind: str
    size: int
    density: float
    matrix: CrossImpactMatrix


def published(folder: Path) -> Iterator[Instance]:
    """All .scw files of a folder."""
    for path in sorted(folder.glob("*.scw")):
        matrix = read_matrix(path)
        size = len(matrix.counts)
        pairs = itertools.permutations(range(size), 2)
        judged = sum(matrix.values[matrix.columns(i), matrix.columns(j)].any() for i, j in pairs)
        yield Instance(path.stem, "published", size, judged / (size * (size - 1)), matrix)


def generated(
    sizes: tuple[int, ...] = SIZES, densities: tuple[float, ...] = DENSITIES, seed: int = 1
) -> Iterator[Instance]:
    """Random and structured matrices with three states a descriptor."""
    for kind, size, density in itertools.product(("random", "structured"), sizes, densities):
        draw = np.random.default_rng(seed)
        section = _random if kind == "random" else _structured
        values = np.zeros((3 * size, 3 * size), dtype=np.int32)
        for i, j in itertools.permutations(range(size), 2):
            if density >= 1 or draw.random() < density:
                values[3 * i : 3 * i + 3, 3 * j : 3 * j + 3] = section(draw)
        names = [(f"d{number + 1}", ("-", "0", "+")) for number in range(size)]
        matrix = CrossImpactMatrix.from_array(names, values)
        yield Instance(f"{kind} {size}, {density:.0%}", kind, size, density, matrix)


def _random(draw: np.random.Generator) -> npt.NDArray[np.int64]:
    return draw.integers(-3, 4, (3, 3))


def _structured(draw: np.random.Generator) -> npt.NDArray[np.int64]:
    """A graded influence: g s s' with s from -1 to 1, three quarters of the g positive."""
    strength = draw.uniform(1, 3) * (1 if draw.random() < 0.75 else -1)
    section = strength * np.outer(LEVELS, LEVELS) + draw.normal(0, 0.5, (3, 3))
    return np.rint(np.clip(section, -3, 3)).astype(np.int64)
