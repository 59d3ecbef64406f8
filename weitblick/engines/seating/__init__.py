"""Seating: topic groups by wish, tables mixed by sector, new faces in every round."""

from weitblick.engines.seating.tables import Seating, seat
from weitblick.engines.seating.topics import TopicPlan, assign_topics

__all__ = ["Seating", "TopicPlan", "assign_topics", "seat"]
