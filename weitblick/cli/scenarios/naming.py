"""How descriptors, states and scenarios are named: by name or number, in and out."""

from collections.abc import Iterable, Sequence
from typing import Any

from weitblick.cli.refusal import Refused
from weitblick.engines.crossimpact import CrossImpactMatrix, Scenario


def descriptor_names(matrix: CrossImpactMatrix) -> list[str]:
    """Names to show; a number where a matrix has none."""
    return [one.name.strip() or f"descriptor {n}" for n, one in enumerate(matrix.descriptors, 1)]


def state_names(matrix: CrossImpactMatrix, descriptor: int) -> list[str]:
    """Names of a descriptor's states (from 0) to show; a number where a matrix has none."""
    states = matrix.descriptors[descriptor].states
    return [state.strip() or f"state {n}" for n, state in enumerate(states, start=1)]


def scenario_names(matrix: CrossImpactMatrix, scenario: Scenario) -> list[str]:
    """The states of a scenario by name."""
    return [state_names(matrix, j)[state - 1] for j, state in enumerate(scenario)]


def setting(matrix: CrossImpactMatrix, descriptor: int, state: int) -> str:
    """A descriptor (from 0) in a state (from 1), as it would be typed."""
    return f"{descriptor_names(matrix)[descriptor]} = {state_names(matrix, descriptor)[state - 1]}"


def as_data(matrix: CrossImpactMatrix, settings: Iterable[tuple[int, int]]) -> list[dict[str, Any]]:
    """Settings for programs: numbers from 1, and names."""
    return [
        {"descriptor": descriptor + 1, "name": matrix.descriptors[descriptor].name,
         "state": state, "state_name": matrix.descriptors[descriptor].states[state - 1]}
        for descriptor, state in sorted(settings)
    ]


def holds(matrix: CrossImpactMatrix, words: Sequence[str]) -> dict[int, int]:
    """Descriptors (from 0) with the one state (from 1) each is named with."""
    found: dict[int, int] = {}
    for word in words:
        descriptor, state = _setting(matrix, word)
        if found.setdefault(descriptor, state) != state:
            raise Refused(f"{descriptor_names(matrix)[descriptor]} cannot be held at two states.")
    return found


def goal(matrix: CrossImpactMatrix, words: Sequence[str]) -> dict[int, set[int]]:
    """Descriptors (from 0) with the states (from 1) that are welcome."""
    found: dict[int, set[int]] = {}
    for word in words:
        descriptor, state = _setting(matrix, word)
        found.setdefault(descriptor, set()).add(state)
    return found


def full_scenario(matrix: CrossImpactMatrix, words: str) -> Scenario:
    """A scenario written as numbers with commas or blanks between them."""
    numbers = words.replace(",", " ").split()
    if not all(number.isdecimal() for number in numbers):
        raise Refused(f"A scenario is written as numbers of states such as 1,3,2, not {words!r}.")
    return matrix.check_scenario([int(number) for number in numbers])


def _setting(matrix: CrossImpactMatrix, word: str) -> tuple[int, int]:
    """NAME=STATE; names may hold the sign themselves, so every split is looked at."""
    if "=" not in word:
        raise Refused(f"{word!r} is not of the form NAME=STATE.")
    names = descriptor_names(matrix)
    splits = [(word[:at], word[at + 1 :]) for at, sign in enumerate(word) if sign == "="]
    for name, state in splits:
        descriptor = _place(names, name)
        if descriptor is not None:
            return descriptor, _state(matrix, descriptor, state)
    raise Refused(
        f"{splits[0][0]!r} names no descriptor, or several (take the number then); there are: "
        + _choices(names)
    )


def _state(matrix: CrossImpactMatrix, descriptor: int, word: str) -> int:
    names = state_names(matrix, descriptor)
    place = _place(names, word)
    if place is None:
        raise Refused(
            f"{word!r} names no state of {descriptor_names(matrix)[descriptor]}, or several (take "
            f"the number then); there are: {_choices(names)}"
        )
    return place + 1


def _place(names: Sequence[str], word: str) -> int | None:
    """Place of the only name that is this word, else of this number, else with it inside."""
    wanted = word.strip().casefold()
    same = [n for n, name in enumerate(names) if name.casefold() == wanted]
    if len(same) == 1:
        return same[0]
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    within = [n for n, name in enumerate(names) if wanted and wanted in name.casefold()]
    return within[0] if len(within) == 1 and not same else None


def _choices(names: Sequence[str]) -> str:
    return ", ".join(f"{n} {name}" for n, name in enumerate(names, start=1))
