"""Composing papers from the chain. It stands on the floor of the queries: it only reads."""

from weitblick.method.paper.composing.compose import Composition, Finding, compose
from weitblick.method.paper.composing.editing import EditedChapter, Entry, digest_of
from weitblick.method.paper.composing.kept import composed, kept

__all__ = [
    "Composition", "EditedChapter", "Entry", "Finding", "compose", "composed", "digest_of", "kept",
]
