"""Querysets worded as SQL once: for lists that are read far more often than their conditions change.

Django takes longer to word such a query than the server to answer it. What differs from asking to asking (the moment,
ids) stands in the kept wording as a value that nothing else equals and is exchanged each time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
T = TypeVar("T")
Wording = tuple[str, tuple[Any, ...]]
_KEPT = 20_000
_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def worded(key: Hashable | None, make: Callable[[], T]) -> T:
    """The wording under the key, which must name everything that `make` depends on; None: made anew."""
    if key is None:
        return make()
    with _lock:
        found: T | None = _kept.get(key)
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


@dataclass(frozen=True, slots=True)
class Reading(Generic[M]):
    """A queryset's wording, and how its rows become models. None: nothing can meet it."""

    wording: Wording | None
    build: Callable[[Iterable[tuple[Any, ...]]], Iterator[M]]


def reading_of(rows: QuerySet[M]) -> Reading[M]:
    """`select_related` and `defer` hold; annotations and prefetches do not."""
    compiler: Any = rows.query.get_compiler(using=rows.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return Reading(None, lambda _found: iter(()))
    model, select, said, alias = rows.model, compiler.select, compiler.klass_info, rows.db
    first, last = said["select_fields"][0], said["select_fields"][-1] + 1
    names = [one[0].target.attname for one in select[first:last]]
    populators: Any = get_related_populators  # the stubs are of a later Django, which asks for one more argument
    related = populators(said, select, alias)
    converters = compiler.get_converters([one[0] for one in select])

    def build(found: Iterable[tuple[Any, ...]]) -> Iterator[M]:
        for row in compiler.apply_converters(found, converters) if converters else found:
            one = model.from_db(alias, names, row[first:last])
            for populator in related:
                populator.populate(row, one)
            yield one

    return Reading((sql, tuple(params)), build)


def models_of(reading: Reading[M], exchanged: Mapping[Any, Any]) -> list[M]:
    """The rows as models, as the queryset itself would give them."""
    return list(reading.build(asked(reading.wording, exchanged))) if reading.wording else []
