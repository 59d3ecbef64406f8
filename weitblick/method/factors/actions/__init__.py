"""Every write of step 1, as plain verbs; each ends by telling the live channels.

Desk decisions are kept as ``Change`` with what it takes to undo them (``undo``).
"""

from weitblick.method.factors.actions.cards import (
    BOARD,
    CardRow,
    group_cards,
    import_cards,
    take_back,
    write_card,
)
from weitblick.method.factors.actions.choosing import choose_key, shortlist
from weitblick.method.factors.actions.factors import (
    add_cards,
    create_factor,
    factor_from_group,
    refile_factor,
    reword_factor,
)
from weitblick.method.factors.actions.judging import (
    judge_influences,
    rate_by_hands,
    rate_factors,
)
from weitblick.method.factors.actions.merging import Part, merge_factors, split_factor
from weitblick.method.factors.actions.undoing import undo

__all__ = [
    "BOARD",
    "CardRow",
    "Part",
    "add_cards",
    "choose_key",
    "create_factor",
    "factor_from_group",
    "group_cards",
    "import_cards",
    "judge_influences",
    "merge_factors",
    "rate_by_hands",
    "rate_factors",
    "refile_factor",
    "reword_factor",
    "shortlist",
    "split_factor",
    "take_back",
    "undo",
    "write_card",
]
