"""Old states always open: one file for each step from a format to the next, listed here in order.

A file `fNN_what_changed.py` has one function that takes the decoded body of format NN and gives that of NN + 1.
Format 1 is the first, so the list is empty.
"""

from collections.abc import Callable
from typing import Any

UPGRADES: tuple[Callable[[Any], Any], ...] = ()
