"""How a matrix is searched: which way suits it, in steps that can be watched and stopped.

Small spaces are enumerated. Larger ones go to the compiled search, here or split over a runner.
While the search is being compiled for the first time on a machine, CP-SAT looks for the answer;
whoever is ready first gives it.
"""

from __future__ import annotations

import threading
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..runners import AnyRunner, Here
from .enumeration import consistent_blocks
from .parallel import search_with
from .question import Question
from .tables import LARGEST_TABLE, table_bytes
from .walk import Walk, full_domains, is_warm, single_states, warm_up

if TYPE_CHECKING:
    from .cpsat import CpSatRun

TINY_SPACE = 2_000
"""Up to this many scenarios plain enumeration is the fastest way."""

PLAIN_SPACE = 600_000
"""Up to this many it is instant (12 descriptors with 3 states): nobody waits for compiling."""

NODES_A_STEP = 20_000
NAP_SECONDS = 0.05
CACHE_SECONDS = 1.0
"""Loading compiled kernels from the disk takes a fraction of this."""


@dataclass
class Collected:
    """Scenarios (0-based) while they come in, and how far the search is."""

    blocks: list[npt.NDArray[np.integer]] = field(default_factory=list)
    count: int = 0
    explored: float = 0.0
    nodes: int = 0
    complete: bool = False
    method: str = ""
    words: str = ""

    def add(self, states: npt.NDArray[np.integer]) -> None:
        """Take in scenarios."""
        self.count += len(states)
        self.blocks.append(states)


def steps(question: Question, run: AnyRunner, room: int, collected: Collected) -> Generator[None]:
    """Work in steps, putting what is found into `collected`."""
    matrix = question.matrix
    warm = is_warm(max(matrix.counts))
    if matrix.space <= (TINY_SPACE if warm else PLAIN_SPACE):
        yield from enumerate_all(question, collected)
    elif table_bytes(matrix.counts) > LARGEST_TABLE:
        yield from _ask_cp_sat(_cp_sat_run(question, room), room, collected, None)
    else:
        if not warm:
            yield from _while_compiling(question, room, collected)
        if not collected.complete and isinstance(run, Here):
            yield from _search(question, collected)
        elif not collected.complete:
            yield from _search_in_parts(question, run, collected)


def enumerate_all(question: Question, collected: Collected) -> Generator[None]:
    """Look at every scenario, in lexicographic order."""
    collected.method = "enumeration"
    space = question.matrix.space
    for done, block in consistent_blocks(question):
        collected.add(block)
        collected.nodes, collected.explored = done, done / space
        collected.complete = done == space
        yield


def _search(question: Question, collected: Collected) -> Generator[None]:
    collected.method, collected.words = "search", ""
    walk = Walk(question.tables())
    while not walk.finished:
        collected.add(single_states(walk.advance(NODES_A_STEP)))
        collected.nodes, collected.explored = walk.nodes, walk.explored
        collected.complete = walk.finished
        yield


def _search_in_parts(question: Question, run: AnyRunner, collected: Collected) -> Generator[None]:
    assert not isinstance(run, Here)
    collected.method, collected.words = "search", ""
    for slice_ in search_with(run, question, full_domains(question.matrix.counts)):
        collected.add(single_states(slice_.found))
        collected.nodes += slice_.nodes
        collected.explored = min(1.0, collected.explored + slice_.done)
        yield
    collected.explored, collected.complete = 1.0, True


def _while_compiling(question: Question, room: int, collected: Collected) -> Generator[None]:
    """CP-SAT looks for the answer until the compiled search is ready."""
    slots = max(question.matrix.counts)
    compiling = threading.Thread(target=warm_up, args=(slots,), daemon=True)
    compiling.start()
    compiling.join(CACHE_SECONDS)
    if compiling.is_alive():
        collected.words = "compiling the search, once on this machine"
        yield from _ask_cp_sat(_cp_sat_run(question, room), room, collected, compiling)


def _cp_sat_run(question: Question, room: int) -> CpSatRun:
    # Importing OR-Tools takes a second, which nobody should pay who does not need it.
    from .cpsat import CpSatRun  # noqa: PLC0415

    return CpSatRun(question, room + 1)


def _ask_cp_sat(
    run: CpSatRun, room: int, collected: Collected, until: threading.Thread | None
) -> Generator[None]:
    """Let CP-SAT work until it is done or the thread has ended.

    Its answer is taken if it is complete, if nothing else can follow, or if all is stopped here;
    which scenarios it finds first must never decide which ones are listed.
    """
    run.start()
    is_followed = False
    try:
        for found in run.wait():
            collected.count = min(found, room)
            yield
            if until is not None and not until.is_alive():
                break
        while until is not None and until.is_alive() and not run.complete:
            until.join(NAP_SECONDS)
            yield
        is_followed = until is not None and not run.complete
    finally:
        run.stop()
        collected.count = 0
        if not is_followed:
            collected.add(run.states())
            collected.method, collected.complete = "cp-sat", run.complete
            collected.explored = float(run.complete)
