"""The command line. ``weitblick --data DIR COMMAND …``; exit code 2 with a reason for bad input."""

import importlib
import os
import sys
from collections.abc import Sequence

from weitblick.cli.arguments import parser

# Numerical libraries split small work over threads that then wait for each other; the engines do
# their own splitting. Has to stand before the first import of NumPy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BAD_INPUT = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    arguments = parser().parse_args(argv)
    if arguments.data:
        os.environ["WEITBLICK_DATA"] = arguments.data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weitblick.settings")
    module, _, function = arguments.run.partition(":")
    try:
        if arguments.needs_database:
            importlib.import_module("weitblick.cli.database").prepare()
        # The command's rooms hold Django models, which can be imported only after the set-up.
        run = getattr(importlib.import_module(f"weitblick.cli.{module}"), function)
        return int(run(arguments) or 0)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except Exception as problem:
        if (reason := _bad_input(problem)) is None:
            raise
        print(f"weitblick: {reason}", file=sys.stderr)
        return BAD_INPUT


def _bad_input(problem: Exception) -> str | None:
    """The reason to print if the problem lies in what was given; None for a fault of ours."""
    module = importlib.import_module("weitblick.cli.problems")
    return module.reason(problem)
