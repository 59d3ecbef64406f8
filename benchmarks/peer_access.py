"""Runs PySAL `access` on an instance (npz); a program of its own.

``.venv-bench-access/bin/python -P peer_access.py INSTANCE ANSWER REPEATS`` writes the supply of
2SFCA and E2SFCA, and least processor seconds of each, tables in the shape it wants at hand.
Imports nothing of Weitblick, and Weitblick imports nothing of it.
"""

import sys
import time
import warnings

import numpy as np
import pandas as pd
from access import fca, weights


def main() -> None:
    """Both catchments, the values in the order of the demand points."""
    warnings.simplefilter("ignore")
    with np.load(sys.argv[1]) as given:
        people, capacity, minutes = given["people"], given["capacity"], given["minutes"]
        two_step, zones, steps = given["two_step"][0], given["zones"], given["weights"]
    origin, dest = np.nonzero(np.isfinite(minutes))
    cost = pd.DataFrame({"origin": origin, "dest": dest, "cost": minutes[origin, dest]})
    demand, supply = (
        pd.DataFrame({name: values}, index=pd.RangeIndex(len(values), name="geoid"))
        for name, values in (("demand", people), ("supply", capacity))
    )
    weight = weights.step_fn(dict(zip(zones.tolist(), steps.tolist(), strict=True)))

    def ask(limit: float, weight_fn: object) -> np.ndarray:
        found = fca.two_stage_fca(demand, supply, cost, max_cost=limit, weight_fn=weight_fn)
        return found.reindex(demand.index).fillna(0.0).to_numpy().ravel()

    answers = {}
    for name, limit, weight_fn in (("2sfca", two_step, None), ("e2sfca", zones[-1], weight)):
        least = float("inf")
        for _ in range(int(sys.argv[3])):
            began = time.process_time()
            answers[name] = ask(limit, weight_fn)
            least = min(least, time.process_time() - began)
        answers[f"{name}_seconds"] = np.array(least)
    np.savez(sys.argv[2], **answers)


if __name__ == "__main__":
    main()
