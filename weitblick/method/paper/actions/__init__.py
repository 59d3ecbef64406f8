"""Every write of step 6, as plain verbs; each ends by telling the live channels."""

from weitblick.method.paper.actions.papers import (
    add_passage,
    edit_passage,
    hide_passage,
    keep_passage,
    restore_passage,
    revert_passage,
    settle_lost,
    sign_off,
    start_paper,
    withdraw_sign_off,
)
from weitblick.method.paper.actions.recommendations import (
    create_recommendation,
    describe_recommendation,
    link_sources,
    merge_recommendations,
    move_recommendation,
    restore_recommendation,
    retire_recommendation,
    reword_recommendation,
    undo_merge,
)
from weitblick.method.paper.actions.responding import Response, comment, respond, respond_by_hands

__all__ = [
    "Response",
    "add_passage",
    "comment",
    "create_recommendation",
    "describe_recommendation",
    "edit_passage",
    "hide_passage",
    "keep_passage",
    "link_sources",
    "merge_recommendations",
    "move_recommendation",
    "respond",
    "respond_by_hands",
    "restore_passage",
    "restore_recommendation",
    "retire_recommendation",
    "revert_passage",
    "reword_recommendation",
    "settle_lost",
    "sign_off",
    "start_paper",
    "undo_merge",
    "withdraw_sign_off",
]
