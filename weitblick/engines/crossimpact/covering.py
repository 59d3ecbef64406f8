"""The smallest set of held states that nothing speaks against yet (hitting sets, with CP-SAT)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from .matrix import CrossImpactMatrix, Scenario


class Master:
    """Which holds are still thinkable: a small set-covering model, solved anew each round."""

    def __init__(self, matrix: CrossImpactMatrix, levers: Sequence[int], most: int) -> None:
        self._model = cp_model.CpModel()
        self._held = {
            (lever, state): self._model.new_bool_var(f"hold_{lever}_{state}")
            for lever in levers
            for state in range(1, matrix.counts[lever] + 1)
        }
        for lever in levers:
            self._model.add_at_most_one(self._of(lever))
        self._model.add(sum(self._held.values()) <= most)
        self._model.minimize(sum(self._held.values()))

    def _of(self, lever: int) -> list[cp_model.IntVar]:
        return [variable for (place, _), variable in self._held.items() if place == lever]

    def smallest(self) -> dict[int, int] | None:
        """A smallest set of holds that nothing excludes yet."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        # OR-Tools would leave SIGINT fatal behind; Ctrl+C belongs to whoever runs this.
        solver.parameters.catch_sigint_signal = False
        solver.parameters.random_seed = 0
        if solver.solve(self._model) != cp_model.OPTIMAL:
            return None
        return {
            lever: state
            for (lever, state), variable in self._held.items()
            if solver.boolean_value(variable)
        }

    def exclude(self, miss: Scenario, needs: Mapping[int, int]) -> None:
        """Hold something `miss` does not have, or leave something free that it needs held."""
        contrary = [
            variable for (lever, state), variable in self._held.items() if miss[lever] != state
        ]
        freed = [~self._held[lever, state] for lever, state in needs.items()]
        self._model.add_bool_or([*contrary, *freed])

    def exclude_exactly(self, holds: Mapping[int, int]) -> None:
        """Not these holds alone: nothing is consistent with them."""
        self._model.add_bool_or(
            [
                ~variable if holds.get(lever) == state else variable
                for (lever, state), variable in self._held.items()
            ]
        )
