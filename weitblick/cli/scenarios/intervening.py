"""``weitblick scenarios intervene``: what holding states brings, and what a goal takes."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from weitblick.cli.console import print_json, say
from weitblick.cli.refusal import Refused
from weitblick.cli.scenarios.naming import as_data, full_scenario, goal, holds, setting
from weitblick.cli.scenarios.showing import show_scenarios
from weitblick.cli.scenarios.solving import search
from weitblick.cli.scenarios.working import working
from weitblick.engines.crossimpact import (
    CrossImpactMatrix,
    Guarantee,
    Scenario,
    SolutionSet,
    guarantee,
    needed_holds,
)
from weitblick.engines.crossimpact import intervene as held_matrix
from weitblick.engines.scenariofiles import read_matrix


def intervene(arguments: Namespace) -> int:
    """Print what is asked: scenarios under holds, holds for a goal, or holds for a target."""
    matrix = read_matrix(Path(arguments.file))
    held = holds(matrix, arguments.hold)
    if arguments.tolerance < 0:
        raise Refused("The tolerance cannot be negative.")
    if arguments.target is not None:
        return _target(matrix, held, arguments)
    if arguments.goal:
        return _goal(matrix, held, arguments)
    if not held:
        raise Refused("Say what to hold (NAME=STATE), or what is wanted (--goal, --target).")
    return _holding(matrix, held, arguments)


def _holding(matrix: CrossImpactMatrix, held: dict[int, int], arguments: Namespace) -> int:
    """The consistent scenarios with the holds, and which of them are new."""
    with working("searching") as work:
        before = search(matrix, arguments, work)
        after = search(held_matrix(matrix, hold=held), arguments, work)
    known = set(before.scenarios)
    new = [scenario not in known for scenario in after.scenarios]
    if arguments.json:
        print_json({
            "complete": before.complete and after.complete, "hold": as_data(matrix, held.items()),
            "count_before": before.count, "count": after.count,
            "scenarios": [list(scenario) for scenario in after.scenarios], "new": new,
            "gone": [list(one) for one in before.scenarios if one not in set(after.scenarios)],
        })
    else:
        _say_held(matrix, held)
        marks = ["new" if one else "" for one in new]
        show_scenarios(matrix, after.scenarios, before=[("", marks)],
                       after=[("total impact", after.total_impact)])
        _say_change(before, after, sum(new))
    return work.exit_code


def _say_change(before: SolutionSet, after: SolutionSet, new: int) -> None:
    gone = before.count - (after.count - new)
    say(f"{after.count} consistent scenarios with this held: {after.count - new} as before, "
        f"{new} new; {gone} of the {before.count} without it are gone")
    if not (before.complete and after.complete):
        say("INCOMPLETE: there may be more, before or after")


def _goal(matrix: CrossImpactMatrix, held: dict[int, int], arguments: Namespace) -> int:
    """The smallest set of holds after which every consistent scenario meets the goal."""
    wanted = goal(matrix, arguments.goal)
    levers = set(range(len(matrix.counts))) - set(wanted) - set(held)
    if arguments.most < 0:
        raise Refused("--most cannot be negative.")
    with working("looking for the smallest set of holds") as work:
        found = guarantee(held_matrix(matrix, hold=held), wanted, levers=levers,
                          most=arguments.most, tolerance=arguments.tolerance, stop=work.stop)
    if arguments.json:
        print_json(_guarantee_data(matrix, held, found))
    else:
        _say_held(matrix, held)
        _say_guarantee(matrix, found, arguments)
    return work.exit_code


def _guarantee_data(
    matrix: CrossImpactMatrix, held: Mapping[int, int], found: Guarantee
) -> dict[str, Any]:
    return {
        "proven": found.proven, "hold": as_data(matrix, held.items()),
        "needed": None if found.holds is None else as_data(matrix, found.holds.items()),
        "example": None if found.example is None else list(found.example),
        "counterexamples": found.counterexamples,
    }


def _say_guarantee(matrix: CrossImpactMatrix, found: Guarantee, arguments: Namespace) -> None:
    wanted = " and ".join(_welcome(matrix, j, states)
                          for j, states in sorted(goal(matrix, arguments.goal).items()))
    if not found.proven:
        say(f"INCOMPLETE: stopped after {found.counterexamples} counterexamples; nothing is proven")
    elif found.holds is None:
        say(f"Nothing guarantees {wanted}: no set of up to {arguments.most} holds of other "
            "descriptors leaves only consistent scenarios with it.")
    elif not found.holds:
        say(f"Every consistent scenario has {wanted} already; nothing must be held.")
    else:
        say(f"Every consistent scenario has {wanted} if {len(found.holds)} more "
            f"{'is' if len(found.holds) == 1 else 'are'} held:")
        for descriptor, state in sorted(found.holds.items()):
            say(f"  {setting(matrix, descriptor, state)}")
        say(f"Fewer are not enough (proven with {found.counterexamples} counterexamples).")
    if found.example is not None:
        say("Such a scenario:")
        _say_scenario(matrix, found.example)


def _welcome(matrix: CrossImpactMatrix, descriptor: int, states: set[int]) -> str:
    return " or ".join(setting(matrix, descriptor, state) for state in sorted(states))


def _target(matrix: CrossImpactMatrix, held: dict[int, int], arguments: Namespace) -> int:
    """What must be held to make a full scenario consistent."""
    target = full_scenario(matrix, arguments.target)
    against = {j: state for j, state in held.items() if target[j] != state}
    if against:
        raise Refused("The target contradicts what is held: "
                      + ", ".join(setting(matrix, *one) for one in sorted(against.items())))
    needed = needed_holds(held_matrix(matrix, hold=held), target, tolerance=arguments.tolerance)
    if arguments.json:
        print_json({"target": list(target), "hold": as_data(matrix, held.items()),
                    "needed": as_data(matrix, needed.items())})
        return 0
    _say_held(matrix, held)
    say("Wanted:")
    _say_scenario(matrix, target)
    if not needed:
        say("This scenario is consistent as it is; nothing more must be held.")
        return 0
    say(f"This scenario becomes consistent if {len(needed)} of {len(matrix.counts)} descriptors "
        f"{'is' if len(needed) == 1 else 'are'} held (exactly these are out of balance):")
    for descriptor, state in sorted(needed.items()):
        say(f"  {setting(matrix, descriptor, state)}")
    return 0


def _say_scenario(matrix: CrossImpactMatrix, scenario: Scenario) -> None:
    for descriptor, state in enumerate(scenario):
        say(f"  {setting(matrix, descriptor, state)}")


def _say_held(matrix: CrossImpactMatrix, held: Mapping[int, int]) -> None:
    if held:
        say("Held: " + ", ".join(setting(matrix, *one) for one in sorted(held.items())))
