"""Every write of step 3: judgements, runs, chosen scenarios, stories and ratings."""

from weitblick.method.scenarios.actions.choosing import (
    choose_scenario,
    compute,
    move_scenario,
    restore_scenario,
    retire_scenario,
    reword_scenario,
    stop,
)
from weitblick.method.scenarios.actions.judging import (
    Cell,
    ScenarioRating,
    import_matrix,
    judge_crossimpacts,
    rate_scenarios,
    table_of,
)
from weitblick.method.scenarios.actions.telling import (
    LONGEST_STORY,
    reword_story,
    tell_story,
)

__all__ = [
    "LONGEST_STORY",
    "Cell",
    "ScenarioRating",
    "choose_scenario",
    "compute",
    "import_matrix",
    "judge_crossimpacts",
    "move_scenario",
    "rate_scenarios",
    "restore_scenario",
    "retire_scenario",
    "reword_scenario",
    "reword_story",
    "stop",
    "table_of",
    "tell_story",
]
