"""Engines: pure calculations without Django, usable from a notebook."""
