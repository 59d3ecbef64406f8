"""Robustness: what an option does in every scenario.

The effect of an option on a scenario is the sum of its effects (-3 hinders to +3 fosters) on the
assumptions the scenario is made of.

Source: regret after Savage (1951), Journal of the American Statistical Association 46, 55-67;
robustness over scenarios after Lempert, Popper and Bankes (2003), Shaping the Next One Hundred
Years, RAND MR-1626, 53-57.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from weitblick.engines.errors import InputError

Numbers: TypeAlias = NDArray[np.float64]
STRONGEST = 3


@dataclass(frozen=True)
class Robustness:
    """One option over all scenarios.

    ``effects``: effect by scenario. ``share_helped``: share of scenarios with an effect above 0.
    ``worst``: the least effect. ``regret``: the most that is lost in any scenario against the best
    option there. ``single_future``: the only scenario it helps, None if it helps none or several.
    ``unjudged``: how many of its effects on assumptions of the scenarios nobody has judged; they
    count as 0.
    """

    option: int
    effects: tuple[float, ...]
    share_helped: float
    worst: float
    mean: float
    regret: float
    single_future: int | None
    unjudged: int


def robustness(effects: ArrayLike, scenarios: Sequence[Sequence[int]]) -> tuple[Robustness, ...]:
    """Robustness of every option, in the order of the rows.

    ``effects``: options x assumptions, -3 to +3, NaN for "not judged". ``scenarios``: the
    assumptions of each scenario as column numbers.
    """
    judged = _checked(effects)
    member = _membership(scenarios, judged.shape[1])
    by_scenario = np.nan_to_num(judged) @ member.T
    regret = (by_scenario.max(axis=0, initial=-np.inf) - by_scenario).max(axis=1)
    unjudged = np.isnan(judged)[:, member.any(axis=0)].sum(axis=1)
    return tuple(
        Robustness(
            option=option,
            effects=tuple(float(effect) for effect in row),
            share_helped=float((row > 0).mean()),
            worst=float(row.min()),
            mean=float(row.mean()),
            regret=float(regret[option]),
            single_future=_only(row),
            unjudged=int(unjudged[option]),
        )
        for option, row in enumerate(by_scenario)
    )


def _only(row: Numbers) -> int | None:
    helped = np.flatnonzero(row > 0)
    return int(helped[0]) if len(helped) == 1 and len(row) > 1 else None


def _checked(effects: ArrayLike) -> Numbers:
    judged = np.asarray(effects, float)
    if judged.ndim != 2:
        raise InputError(
            "effects_no_table",
            f"Effects have the shape {judged.shape}: give options x assumptions.",
            shape=judged.shape,
        )
    wrong = np.argwhere(np.abs(judged) > STRONGEST)
    if len(wrong):
        option, assumption = (int(index) for index in wrong[0])
        raise InputError(
            "effect_outside_scale",
            f"The effect of option {option} on assumption {assumption} is "
            f"{judged[option, assumption]}: give values from -{STRONGEST} to {STRONGEST}.",
            option=option,
            assumption=assumption,
            value=float(judged[option, assumption]),
        )
    return judged


def _membership(scenarios: Sequence[Sequence[int]], assumptions: int) -> NDArray[np.bool_]:
    """Scenarios x assumptions, true where the scenario holds the assumption."""
    if not scenarios:
        raise InputError("no_scenarios", "Robustness needs at least one scenario.")
    member = np.zeros((len(scenarios), assumptions), dtype=bool)
    for number, scenario in enumerate(scenarios):
        for assumption in scenario:
            if not 0 <= assumption < assumptions:
                raise InputError(
                    "assumption_unknown",
                    f"Scenario {number} names assumption {assumption}, but there are only "
                    f"{assumptions} (numbered from 0).",
                    scenario=number,
                    assumption=assumption,
                    assumptions=assumptions,
                )
            member[number, assumption] = True
    return member
