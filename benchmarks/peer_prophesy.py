"""Runs `prophesy-cib` (GPL) on a matrix in its CSV format; a program of its own.

``.venv-bench/bin/python peer_prophesy.py MATRIX SECONDS`` prints JSON: processor seconds of the
analysis alone, and each attractor's label with the consistency that the tool gives it. Imports
nothing of Weitblick, and Weitblick imports nothing of it.
"""

import json
import resource
import sys
import time
import warnings

import numpy as np
from prophesy_cib import ScenarioConfig, SensitivityConfig, SuccessionConfig
from prophesy_cib.analysis.scenario import run_scenario_analysis
from prophesy_cib.io.input import load_model_from_matrix

MEMORY = 2 * 2**30


def main() -> None:
    """Analyse with the tool's default settings: every scenario is a start."""
    warnings.simplefilter("ignore")
    path, seconds = sys.argv[1], int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    model = load_model_from_matrix(path)
    began = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(began) + seconds + 1, int(began) + seconds + 2))
    found = run_scenario_analysis(
        model, ScenarioConfig(scenario_count_threshold=None), SuccessionConfig(),
        SensitivityConfig(), None, np.random.default_rng(1), progress=False, confirm_large=True,
    )
    spent = time.process_time() - began
    listed = [[entry.label, entry.avg_consistency] for entry in found.attractor_summary]
    print(json.dumps({"seconds": spent, "listed": listed}))


if __name__ == "__main__":
    main()
