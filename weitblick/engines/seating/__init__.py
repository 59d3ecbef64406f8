"""Seating: topic groups by wish, tables mixed by sector, new faces in every round."""

from weitblick.engines.seating.quality import Quality, best_table, measure
from weitblick.engines.seating.tables import Conditions, Seating, make_ready, seat
from weitblick.engines.seating.topics import TopicPlan, assign_topics

__all__ = [
    "Conditions", "Quality", "Seating", "TopicPlan", "assign_topics", "best_table", "make_ready",
    "measure", "seat",
]
