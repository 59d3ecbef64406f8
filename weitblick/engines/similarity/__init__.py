"""Similarity: cards that say nearly the same, German and English, without any service."""

from weitblick.engines.similarity.nearness import Pair, duplicates, groups, neighbours

__all__ = ["Pair", "duplicates", "groups", "neighbours"]
