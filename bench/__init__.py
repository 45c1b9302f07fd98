"""Measurements beside the stock engine and the goals of the project; `make bench` runs them all."""
