"""``weitblick scenarios solve --count``: how many there are, and how often each state occurs."""

from argparse import Namespace

from weitblick.cli.console import print_json, print_table, say
from weitblick.cli.refusal import Refused
from weitblick.cli.scenarios.naming import descriptor_names, state_names
from weitblick.cli.scenarios.showing import percent, space_words
from weitblick.cli.scenarios.working import working
from weitblick.engines.crossimpact import Count, CrossImpactMatrix, count_consistent


def count(matrix: CrossImpactMatrix, arguments: Namespace) -> int:
    """Count without listing; here only, and all of them."""
    if arguments.limit is not None or arguments.runner != "here":
        raise Refused("--count counts all, here: leave --limit and --runner out.")
    with working("counting") as work:
        counted = count_consistent(
            matrix, tolerance=arguments.tolerance, stop=work.stop,
            progress=lambda share, found: work.report(share, f"counting, {found} found"),
        )
    if arguments.json:
        print_json({"complete": counted.complete, "explored": counted.explored,
                    "count": counted.count, "marginals": [list(row) for row in counted.marginals]})
    else:
        _for_people(matrix, counted)
    return work.exit_code


def _for_people(matrix: CrossImpactMatrix, counted: Count) -> None:
    if counted.count:
        rows = [
            (name, state, number, percent(number / counted.count))
            for j, name in enumerate(descriptor_names(matrix))
            for state, number in zip(state_names(matrix, j), counted.marginals[j], strict=True)
        ]
        print_table(["descriptor", "state", "scenarios with it", "share"], rows)
    proof = "complete: exactly so many" if counted.complete else "INCOMPLETE: at least so many"
    say(f"{counted.count} consistent of {space_words(matrix)} scenarios ({proof})")
