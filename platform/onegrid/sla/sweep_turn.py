"""Sweeps run beside one another, but never beside a demo clock that moves: then business time belongs to it alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

_KEY = 0x6F6E6567
_TAKE = {
    "sweep": "SELECT pg_try_advisory_lock_shared(%s)",
    "demo clock": "SELECT pg_advisory_lock(%s) IS NOT NULL",
}
_GIVE_BACK = {
    "sweep": "SELECT pg_advisory_unlock_shared(%s)",
    "demo clock": "SELECT pg_advisory_unlock(%s)",
}


@contextmanager
def turn_of(who: str) -> Iterator[bool]:
    """Whether it may go on. A sweep gives way to the demo clock; the demo clock waits for running sweeps to end.

    Held by the connection: whoever is killed gives it back. Outside a demo installation there is nothing to share.
    """
    if not settings.ONEGRID_DEMO:
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute(_TAKE[who], (_KEY,))
        taken = bool(cursor.fetchone()[0])
    try:
        yield taken
    finally:
        if taken:
            with connection.cursor() as cursor:
                cursor.execute(_GIVE_BACK[who], (_KEY,))
