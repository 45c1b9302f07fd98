"""Querysets worded as SQL once: for lists that are read far more often than their conditions change.

Django takes longer to word such a query than the server to answer it. What differs from asking to asking (the moment,
ids) stands in the kept wording as a value that nothing else equals and is exchanged each time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Wording = tuple[str, tuple[Any, ...]]
_KEPT = 20_000
_kept: OrderedDict[Hashable, Wording] = OrderedDict()
_lock = Lock()


def worded(key: Hashable | None, make: Callable[[], Wording]) -> Wording:
    """The wording under the key, which must name everything that `make` depends on; None: made anew."""
    if key is None:
        return make()
    with _lock:
        found = _kept.get(key)
    if found is None:
        found = make()
        with _lock:
            _kept[key] = found
            if len(_kept) > _KEPT:
                _kept.popitem(last=False)
    return found


def wording_of(rows: QuerySet[Any, Any], *, columns: int = 1) -> Wording:
    """SQL with `%s` and its values; `values_list` says the columns. What nothing can meet gives no row."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return f"SELECT {', '.join(['NULL::bigint'] * columns)} WHERE false", ()
    return sql, tuple(params)


def asked(wording: Wording, exchanged: Mapping[Any, Any]) -> list[tuple[Any, ...]]:
    """The rows, with each value that is a key of `exchanged` replaced."""
    sql, params = wording
    with connection.cursor() as cursor:
        cursor.execute(sql, [exchanged.get(one, one) if isinstance(one, Hashable) else one for one in params])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
