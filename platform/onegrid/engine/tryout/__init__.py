"""A process tried in memory: people answer with minimal data, calls with nothing, until it ends or waits."""

from onegrid.engine.tryout.outcome import Tried
from onegrid.engine.tryout.walk import try_process

__all__ = ["Tried", "try_process"]
