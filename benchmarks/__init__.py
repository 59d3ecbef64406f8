"""Measurements, as ratios in one run; see docs/speed.md."""
