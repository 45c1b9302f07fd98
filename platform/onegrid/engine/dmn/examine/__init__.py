"""What to know of a table before it decides anything: gaps, overlaps, dead rules, values outside lists."""

from onegrid.engine.dmn.examine.tables import examine

__all__ = ["examine"]
