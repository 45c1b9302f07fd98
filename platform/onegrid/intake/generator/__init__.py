"""Deterministic days of a city: real divisions and categories, proportions of a real month, bursts. Pure Python."""
