"""The same question put to OR-Tools CP-SAT.

It answers while the search is being compiled for the first time, and for descriptors with so
many states that the search's tables would not fit into memory. It is also the yardstick of the
benchmark.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model

from .question import Question

POLL_SECONDS = 0.02

Slack = Callable[[cp_model.CpModel, int], cp_model.IntVar]


@dataclass
class ConstraintModel:
    """x[j][b]: descriptor j has state b. For each rival l: the balance of b is not below l's."""

    model: cp_model.CpModel
    states: list[list[cp_model.IntVar]]


def constraint_model(question: Question, slack: Slack | None = None) -> ConstraintModel:
    """One exactly-one constraint a descriptor, one conditional linear one a state and rival.

    `slack(model, descriptor)` may give a variable by which the descriptor may fall behind.
    """
    matrix, rivals = question.matrix, question.rivals or question.matrix
    model = cp_model.CpModel()
    states = [
        [model.new_bool_var(f"{j}_{b}") for b in range(count)]
        for j, count in enumerate(matrix.counts)
    ]
    flat = [variable for row in states for variable in row]
    for row in states:
        model.add_exactly_one(row)
    for j, row in enumerate(states):
        behind = 0 if slack is None else slack(model, j)
        own = matrix.values[:, matrix.columns(j)].astype(np.int64)
        others = rivals.values[:, matrix.columns(j)].astype(np.int64)
        for b, chosen in enumerate(row):
            for rival in range(len(row)):
                if rival != b:
                    lead = own[:, b] - others[:, rival]
                    # A descriptor's judgement on itself is the chosen state's, whatever the model
                    # tries: that is what "only if chosen" says.
                    model.add(
                        cp_model.LinearExpr.weighted_sum(flat, lead.tolist()) + behind
                        >= -question.tolerance
                    ).only_enforce_if(chosen)
    return ConstraintModel(model, states)


class _Collector(cp_model.CpSolverSolutionCallback):
    """Takes down every solution as 0-based states."""

    def __init__(self, states: list[list[cp_model.IntVar]], limit: int) -> None:
        super().__init__()
        self._states, self._limit = states, limit
        self.found: list[list[int]] = []

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        self.found.append(
            [next(b for b, x in enumerate(row) if self.boolean_value(x)) for row in self._states]
        )
        if len(self.found) >= self._limit:
            self.stop_search()


@dataclass
class CpSatRun:
    """An enumeration in a thread of its own, which can be watched and stopped."""

    question: Question
    limit: int = 2**62
    seconds: float = 1e9
    complete: bool = False
    _collector: _Collector | None = None
    _solver: cp_model.CpSolver = field(default_factory=cp_model.CpSolver)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        built = constraint_model(self.question)
        self._collector = _Collector(built.states, self.limit)
        parameters = self._solver.parameters
        parameters.enumerate_all_solutions = True
        parameters.num_workers = 1
        # OR-Tools would leave SIGINT fatal behind; Ctrl+C belongs to whoever runs this.
        parameters.catch_sigint_signal = False
        parameters.max_time_in_seconds = self.seconds

        def work() -> None:
            status = self._solver.solve(built.model, self._collector)
            self.complete = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)

        self._thread = threading.Thread(target=work, daemon=True)
        self._thread.start()

    def wait(self) -> Iterator[int]:
        """Yield the number of scenarios found so far until the enumeration has ended."""
        assert self._thread is not None and self._collector is not None
        while self._thread.is_alive():
            self._thread.join(POLL_SECONDS)
            yield len(self._collector.found)

    def stop(self) -> None:
        """End it; what was found stays."""
        self._solver.stop_search()
        if self._thread is not None:
            self._thread.join()

    def states(self) -> npt.NDArray[np.int16]:
        """What was found, as 0-based states, shape (K, N)."""
        found = [] if self._collector is None else self._collector.found
        return np.array(found, dtype=np.int16).reshape(len(found), len(self.question.matrix.counts))
