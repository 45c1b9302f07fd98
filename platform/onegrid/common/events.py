"""Announcements: an app publishes a frozen dataclass, handlers above it listen.

The table of who listens to what is `config/subscriptions.py`, handed over once at start-up. Handlers run in the
publisher's transaction, in the table's order; one that fails fails the act. What may wait goes to Celery by
`transaction.on_commit` inside the handler.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Handler = Callable[[Any], None]

_table: dict[type, tuple[Handler, ...]] = {}


def register(table: Mapping[type, Sequence[Handler]]) -> None:
    """Replace the whole table; called once by config."""
    _table.clear()
    _table.update({event: tuple(handlers) for event, handlers in table.items()})


def listeners(event: type) -> tuple[Handler, ...]:
    """Who listens to this event type."""
    return _table.get(event, ())


def publish(*events: object) -> None:
    """Tell each event to its listeners, in order."""
    for event in events:
        for handler in _table.get(type(event), ()):
            handler(event)
