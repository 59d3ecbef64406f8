"""Opinions: groups of similar votes, only where they are real, and consensus across them.

Votes are (participant, statement, vote) with +1 agree, -1 disagree, 0 pass, oldest first; the last
vote of a participant on a statement counts.
"""

from weitblick.engines.opinions.analysis import Group, Opinions, analyse
from weitblick.engines.opinions.clusters import adjusted_rand
from weitblick.engines.opinions.gate import Evidence, Gate, Reason
from weitblick.engines.opinions.statistics import (
    Repness,
    Representative,
    StatementOpinion,
    consensus_list,
    group_aware_consensus,
    repness,
    representative,
)
from weitblick.engines.opinions.votes import Vote

__all__ = [
    "Evidence",
    "Gate",
    "Group",
    "Opinions",
    "Reason",
    "Repness",
    "Representative",
    "StatementOpinion",
    "Vote",
    "adjusted_rand",
    "analyse",
    "consensus_list",
    "group_aware_consensus",
    "repness",
    "representative",
]
