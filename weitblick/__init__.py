"""Weitblick carries a participatory foresight process from the first card to the policy paper."""

__version__ = "0.1.0"
