"""Old states always open: one file for each step from a format to the next, listed here in order.

A file `fNN_what_changed.py` has one function that takes the decoded body of format NN and gives that of NN + 1.
"""

from collections.abc import Callable
from typing import Any

from onegrid.engine.upgrades import f01_what_can_be_undone

UPGRADES: tuple[Callable[[Any], Any], ...] = (f01_what_can_be_undone.upgrade,)
