"""``weitblick check``: is everything in order before a meeting?"""

import sys
from argparse import Namespace

from django.conf import settings
from django.core.checks import run_checks
from django.db import connection

from weitblick import __version__
from weitblick.cli.console import console, print_json
from weitblick.engines import crossimpact
from weitblick.method.chain import CHAIN
from weitblick.workshop import roles
from weitblick.workshop.models import Process


def check(arguments: Namespace) -> int:
    """Check what has to be in order before a meeting."""
    problems = run_checks()
    connection.ensure_connection()
    tiny = crossimpact.CrossImpactMatrix.from_array(
        [crossimpact.Descriptor("A", ("1", "2")), crossimpact.Descriptor("B", ("1", "2"))],
        [[0, 0, 1, -1], [0, 0, -1, 1], [1, -1, 0, 0], [-1, 1, 0, 0]],
    )
    report = {
        "weitblick": __version__,
        "python": sys.version.split()[0],
        "data": str(settings.DATA),
        "database": connection.vendor,
        "processes": Process.objects.filter(rehearsal_of=None).count(),
        "steps": [step.slug for step in CHAIN],
        "problems": [str(problem) for problem in problems],
        "engine": crossimpact.solve(tiny).count == 2,
        "administrator": not roles.needs_administrator(),
    }
    if arguments.json:
        print_json(report)
    else:
        for name, value in report.items():
            console.print(f"{name:14} {value}", highlight=False)
    return 0 if report["engine"] and not problems else 1
