"""Ctrl+C stays with the program that uses the engines, also after the constraint solver ran."""

import subprocess
import sys

import pytest

PROGRAM = """
import os, signal, time
import numpy as np
from weitblick.engines.crossimpact import CrossImpactMatrix, guarantee
from weitblick.engines.crossimpact.cpsat import CpSatRun
from weitblick.engines.crossimpact.question import Question
from weitblick.engines.crossimpact.repairs import least_repairs

matrix = CrossImpactMatrix.from_array([("a", ("x", "y")), ("b", ("x", "y"))], np.eye(4, dtype=int))
{use}
try:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(5)
except KeyboardInterrupt:
    print("asked to end")
"""

USES = {
    "search": "run = CpSatRun(Question(matrix)); run.start(); list(run.wait())",
    "holds": "guarantee(matrix, {0: {1}})",
    "repairs": "least_repairs(matrix, 1)",
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_an_interrupt_after_the_solver_can_still_be_handled(use):
    done = subprocess.run([sys.executable, "-c", PROGRAM.replace("{use}", use)],
                          capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (0, "asked to end\n"), done.stderr
