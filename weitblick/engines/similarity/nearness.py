"""Cards that say nearly the same: suggestions, never decisions.

A text is described by its word stems and the parts of its compounds, and by its groups of four
letters (which forgive typing errors); both weighted by how rare they are (TF-IDF, Salton and
Buckley 1988, Information Processing and Management 24, 513-523). Nearness is the cosine, 0 to 1.
Words that cards of all subjects share count a quarter. For neighbours and groups a text also takes
over some of the description of those near it: words that stand together in one card bring the
cards nearer that hold only one of them (query expansion, Rocchio 1971; here within the set).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from weitblick.engines.errors import InputError
from weitblick.engines.similarity.words import COMMON_STEMS, parts, stem, vocabulary, words

Numbers: TypeAlias = NDArray[np.float64]
Sparse: TypeAlias = "scipy.sparse.csr_array"
# What the two descriptions contribute to the cosine.
WEIGHT_OF_WORDS, WEIGHT_OF_LETTERS = 0.6, 0.4
WEIGHT_OF_PARTS = 0.7
WEIGHT_OF_COMMON = 0.25
# What a text takes over of those at least so near, and up to how many texts that is worked out.
TAKEN_OVER, NEAR_ENOUGH, MOST_EXPANDED = 0.7, 0.12, 3000
LETTERS = 4
DUPLICATE = 0.6
GROUP = 0.3
# All pairs of more texts would not fit a small machine at once.
ROWS_AT_ONCE = 1000


class Pair(NamedTuple):
    """Texts i and j and their nearness."""

    i: int
    j: int
    score: float


def neighbours(texts: Sequence[str], k: int = 5, vectors: ArrayLike | None = None) -> list[Pair]:
    """For every text i its k nearest others j, nearest first, if anything is shared.

    ``vectors`` (texts x dimensions), for instance embeddings, replace the description by words.
    """
    rows = _expanded(_described(texts, vectors), vectors)
    pairs: list[Pair] = []
    for first in range(0, len(texts), ROWS_AT_ONCE):
        block = _products(rows[first : first + ROWS_AT_ONCE], rows)
        for offset, scores in enumerate(block):
            i = first + offset
            scores[i] = 0
            nearest = np.argsort(-scores, kind="stable")[:k]
            pairs += [Pair(i, int(j), float(scores[j])) for j in nearest if scores[j] > 0]
    return pairs


def duplicates(
    texts: Sequence[str], threshold: float = DUPLICATE, vectors: ArrayLike | None = None
) -> list[Pair]:
    """Pairs i < j that say almost the same with almost the same words, nearest first."""
    rows = _described(texts, vectors)
    pairs: list[Pair] = []
    for first in range(0, len(texts), ROWS_AT_ONCE):
        block = _products(rows[first : first + ROWS_AT_ONCE], rows)
        found = np.argwhere(np.triu(block, first + 1) >= threshold)
        pairs += [Pair(first + int(i), int(j), float(block[i, j])) for i, j in found]
    return sorted(pairs, key=lambda pair: (-pair.score, pair.i, pair.j))


def groups(
    texts: Sequence[str], threshold: float = GROUP, vectors: ArrayLike | None = None
) -> list[tuple[int, ...]]:
    """Suggested groups of two or more texts, largest first; what stands alone is left out.

    Average linkage: two groups are joined while the mean nearness between their texts is at least
    ``threshold``. Needs memory for all pairs: 5,000 texts take 0.4 GB.
    """
    if not 0 < threshold <= 1:
        raise InputError(
            "threshold_outside_bounds",
            f"The threshold {threshold} does not lie above 0 and up to 1.",
            threshold=threshold,
        )
    if len(texts) < 2:
        return []
    rows = _expanded(_described(texts, vectors), vectors)
    distances = 1 - _products(rows, rows)
    np.fill_diagonal(distances, 0)
    apart = scipy.spatial.distance.squareform(distances, checks=False)
    tree = scipy.cluster.hierarchy.linkage(apart, "average")
    # Equal up to rounding belongs together.
    labels = scipy.cluster.hierarchy.fcluster(tree, 1 - threshold + 1e-9, "distance")
    members: dict[int, list[int]] = {}
    for text, label in enumerate(labels.tolist()):
        members.setdefault(label, []).append(text)
    found = [tuple(group) for group in members.values() if len(group) > 1]
    return sorted(found, key=lambda group: (-len(group), group))


def _described(texts: Sequence[str], vectors: ArrayLike | None) -> Sparse:
    """Rows of length 1, so that their products are cosines."""
    if vectors is None:
        return _unit(_by_words_and_letters([words(text) for text in texts]))
    given = np.asarray(vectors, float)
    if given.ndim != 2 or len(given) != len(texts):
        raise InputError(
            "vectors_do_not_fit",
            f"{len(texts)} texts and vectors of shape {given.shape}: give one row for each text.",
            texts=len(texts),
            shape=given.shape,
        )
    return _unit(scipy.sparse.csr_array(given))


def _expanded(rows: Sparse, vectors: ArrayLike | None) -> Sparse:
    """Rows that have taken over some of what is near them; given vectors stay as they are."""
    if vectors is not None or rows.shape[0] > MOST_EXPANDED:
        return rows
    near = _products(rows, rows)
    np.fill_diagonal(near, 0)
    near[near < NEAR_ENOUGH] = 0
    return _unit(scipy.sparse.csr_array(rows + scipy.sparse.csr_array(TAKEN_OVER * near) @ rows))


def _by_words_and_letters(texts: Sequence[Sequence[str]]) -> Sparse:
    stems = {word: stem(word) for text in texts for word in text}
    known = vocabulary(texts)
    compounds = {word: parts(word, known) for word in stems}
    by_words = (_counted_words(text, stems, compounds) for text in texts)
    letters = {word: _letters(word) for word in stems if stems[word] not in COMMON_STEMS}
    by_letters = (
        Counter(group for word in text for group in letters.get(word, ())) for text in texts
    )
    return scipy.sparse.csr_array(
        scipy.sparse.hstack(
            [
                _tf_idf(by_words) * np.sqrt(WEIGHT_OF_WORDS),
                _tf_idf(by_letters) * np.sqrt(WEIGHT_OF_LETTERS),
            ]
        )
    )


def _counted_words(
    text: Iterable[str], stems: Mapping[str, str], compounds: Mapping[str, tuple[str, ...]]
) -> dict[str, float]:
    counts: dict[str, float] = {}
    for word in text:
        counts[stems[word]] = counts.get(stems[word], 0) + 1
        for part in compounds[word]:
            counts[part] = counts.get(part, 0) + WEIGHT_OF_PARTS
    return {
        term: count * (WEIGHT_OF_COMMON if term in COMMON_STEMS else 1)
        for term, count in counts.items()
    }


def _letters(word: str) -> tuple[str, ...]:
    edged = f" {word} "
    return tuple(edged[at : at + LETTERS] for at in range(max(len(edged) - LETTERS + 1, 1)))


def _tf_idf(texts: Iterable[Mapping[str, float]]) -> Sparse:
    """Texts x terms with rows of length 1: (1 + ln tf) weighted with a smoothed idf."""
    column: dict[str, int] = {}
    data, columns, ends = [], [], [0]
    for counts in texts:
        for term, count in counts.items():
            columns.append(column.setdefault(term, len(column)))
            data.append(count if count < 1 else 1 + np.log(count))
        ends.append(len(columns))
    table = scipy.sparse.csr_array((data, columns, ends), (len(ends) - 1, len(column)), dtype=float)
    holding = np.bincount(np.array(columns, dtype=int), minlength=len(column))
    rarity = 1 + np.log((1 + table.shape[0]) / (1 + holding))
    return _unit(scipy.sparse.csr_array(table @ scipy.sparse.diags_array(rarity)))


def _unit(rows: Sparse) -> Sparse:
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scale = scipy.sparse.diags_array(1 / np.where(length > 0, length, 1))
    return scipy.sparse.csr_array(scale @ rows)


def _products(rows: Sparse, others: Sparse) -> Numbers:
    return np.asarray(np.clip((rows @ others.T).toarray(), 0, 1))
