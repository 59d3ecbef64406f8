"""The balance sheet of a scenario in plain words: why it holds, and what would tip it."""

from collections.abc import Iterator, Sequence

from weitblick.cli.console import say
from weitblick.engines.crossimpact import BalanceLine, BalanceSheet, Influence

TIPS_SHOWN = 4


def show_sheet(title: str, sheet: BalanceSheet) -> None:
    """Print a sheet, descriptor by descriptor."""
    for words in sheet_words(title, sheet):
        say(words)


def sheet_words(title: str, sheet: BalanceSheet) -> Iterator[str]:
    """A sheet as lines of text."""
    yield f"{title}: {_verdict(sheet)}"
    for line in sheet.lines:
        yield ""
        yield f"{_descriptor(line)}: {_state(line.state, line.state_name)}"
        yield f"  {_standing(line)}"
        yield from (f"  {words}" for words in _reasons(line))
    yield ""
    yield _weakest(sheet)


def _verdict(sheet: BalanceSheet) -> str:
    total = f"total impact {sheet.total_impact}"
    if not sheet.consistent:
        return f"not consistent, short by {-sheet.consistency} ({total})"
    return f"consistent, least margin {sheet.consistency} ({total})"


def _standing(line: BalanceLine) -> str:
    if line.rival is None:
        return f"It has no other state (score {line.score})."
    rival = f"{_state(line.rival, line.rival_name)} ({line.rival_score})"
    if line.margin > 0:
        return f"Holds with score {line.score}, {_points(line.margin)} ahead of {rival}."
    if line.margin == 0:
        return f"Just holds: score {line.score}, level with {rival}."
    return f"Does not hold: score {line.score}, {_points(-line.margin)} behind {rival}."


def _reasons(line: BalanceLine) -> Iterator[str]:
    if line.supporting:
        yield f"For it: {_influences(line.supporting)}."
    if line.hindering:
        yield f"Against it: {_influences(line.hindering)}."
    if not line.supporting and not line.hindering:
        yield "Nothing speaks for or against it."
    if line.margin >= 0 and line.rival is not None:
        yield _tips(line)


def _tips(line: BalanceLine) -> str:
    if not line.tips:
        return "No single change elsewhere would tip it."
    named = "; ".join(
        f"{tip.source_name.strip() or f'descriptor {tip.source + 1}'} becoming "
        f"{_state(tip.state, tip.state_name)} (then {_points(-tip.new_margin)} behind)"
        for tip in line.tips[:TIPS_SHOWN]
    )
    more = len(line.tips) - TIPS_SHOWN
    return f"Would be tipped by {named}{f'; and {more} more' if more > 0 else ''}."


def _influences(influences: Sequence[Influence]) -> str:
    return ", ".join(
        f"{one.source_name.strip() or f'descriptor {one.source + 1}'} in "
        f"{_state(one.state, one.state_name)} ({one.value:+d})"
        for one in influences
    )


def _weakest(sheet: BalanceSheet) -> str:
    ranked = [line for line in sheet.lines if line.needed_change is not None]
    if not ranked:
        return "No descriptor has another state, so nothing can tip."
    if not sheet.consistent:
        broken = ", ".join(_descriptor(line) for line in ranked if line.margin < 0)
        return f"Out of balance: {broken}."
    least = min(line.needed_change or 0 for line in ranked)
    weak = ", ".join(_descriptor(line) for line in ranked if line.needed_change == least)
    return f"Weakest place: {weak}; judgements changed by {_points(least)} in total tip it."


def _descriptor(line: BalanceLine) -> str:
    return line.name.strip() or f"descriptor {line.descriptor + 1}"


def _state(state: int, name: str) -> str:
    return name.strip() or f"state {state}"


def _points(number: int) -> str:
    return "1 point" if number == 1 else f"{number} points"
