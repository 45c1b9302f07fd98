"""Statements that travel with BEGIN and COMMIT: nothing is lost, nothing is seen in another order."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from onegrid.common import prepared as module
from onegrid.common.prepared import prepared, prepared_first, prepared_last

pytestmark = pytest.mark.django_db(transaction=True)
_ADD = "INSERT INTO kept (n) VALUES ($1::int)"


@pytest.fixture(autouse=True)
def _kept() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (n int PRIMARY KEY)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE kept")


def _numbers() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM kept ORDER BY n")
        return [row[0] for row in cursor.fetchall()]


def test_the_last_words_are_there_after_the_commit() -> None:
    with transaction.atomic():
        prepared_last(_ADD, (1,))
        assert connection._last_words is not None
    assert _numbers() == [1]


def test_they_go_out_before_anything_else_that_is_asked() -> None:
    with transaction.atomic():
        prepared_last(_ADD, (1,))
        assert _numbers() == [1]
        prepared_last(_ADD, (2,))
        assert prepared("SELECT count(*) FROM kept") == [(2,)]
        prepared_last(_ADD, (3,))
        prepared_last(_ADD, (4,))
    assert _numbers() == [1, 2, 3, 4]


def test_inside_a_savepoint_they_go_at_once() -> None:
    with transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic():
            prepared_last(_ADD, (1,))
            prepared_last(_ADD, (1,))
        prepared_last(_ADD, (2,))
    assert _numbers() == [2]


def test_a_savepoint_after_them_sends_them_first() -> None:
    with transaction.atomic():
        prepared_last(_ADD, (1,))
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
    assert _numbers() == [1]


def test_outside_a_transaction_they_go_at_once() -> None:
    prepared_last(_ADD, (1,))
    assert _numbers() == [1]


def test_what_fails_at_the_commit_fails_the_act_and_keeps_nothing() -> None:
    rang: list[str] = []
    with pytest.raises(IntegrityError, match="kept_pkey"), transaction.atomic():
        prepared(_ADD + " RETURNING n", (1,))
        transaction.on_commit(lambda: rang.append("after the commit"))
        prepared_last(_ADD, (1,))
    with pytest.raises(DataError), transaction.atomic():
        prepared_last("INSERT INTO kept (n) SELECT 1 / $1::int", (0,))
    assert _numbers() == []
    assert rang == []
    test_the_last_words_are_there_after_the_commit()


def test_a_rollback_drops_them() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        prepared_last(_ADD, (1,))
        raise ZeroDivisionError
    assert connection._last_words is None
    assert _numbers() == []


def test_the_first_statement_brings_its_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    begin_with = module._begin_with
    monkeypatch.setattr(module, "_begin_with", lambda raw, sql, n: (begun.append(sql), begin_with(raw, sql, n))[1])
    asked = "SELECT $1::bigint + 1, now()"
    connection.ensure_connection()
    with transaction.atomic():
        ((number, began_at),) = prepared_first(asked, 41)
        assert prepared("SELECT now()") == [(began_at,)]  # one transaction: its time stands still
        assert prepared_first(asked, 41) == [(42, began_at)]
    assert number == 42
    assert begun == [asked]


def test_it_is_found_again_after_a_rollback_has_forgotten_it() -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            assert prepared_first("SELECT $1::bigint * 2, 'again'", 21) == [(42, "again")]
            prepared(_ADD + " RETURNING n", (1,))
            raise ZeroDivisionError
    assert _numbers() == []


def test_no_statement_is_asked_for_that_the_server_has_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each such error is a line in the server's log, and a rollback is nothing unusual."""
    asked: list[bool] = []
    is_unknown = module._is_unknown
    monkeypatch.setattr(module, "_is_unknown", lambda result: asked.append(is_unknown(result)) or asked[-1])
    connection.close()
    for after in ("a new connection", "a rollback", "a rollback to a savepoint", "a change of tables"):
        with suppress(ZeroDivisionError), transaction.atomic():
            assert prepared_first("SELECT $1::bigint * 5, 'known'", 1) == [(5, "known")], after
            prepared(_ADD + " RETURNING n", (len(asked),))
            if after == "a new connection":
                raise ZeroDivisionError
            if after == "a rollback":
                with suppress(ZeroDivisionError), transaction.atomic():
                    raise ZeroDivisionError
            if after == "a rollback to a savepoint":
                with connection.cursor() as cursor:
                    cursor.execute("ALTER TABLE kept ADD more int")
    assert asked == [False] * 4


def test_one_that_is_gone_behind_our_back_costs_round_trips_and_no_more() -> None:
    """As with a pooler between us and the server, which gives statements names of its own."""
    asked = "SELECT $1::bigint * 3, 'renamed'"
    for number in range(3):
        with transaction.atomic():
            assert prepared_first(asked, 7) == [(21, "renamed")]
            prepared_last(_ADD, (number,))
        connection.connection.pgconn.exec_(b"DEALLOCATE " + module._first[asked])
    assert _numbers() == [0, 1, 2]


def test_what_fails_first_is_told_as_any_other_fault() -> None:
    with pytest.raises(DataError, match="zero"), transaction.atomic():
        prepared_first("SELECT 1 / $1::bigint", 0)
    assert _numbers() == []


def test_inside_a_transaction_the_first_is_one_like_any_other() -> None:
    with transaction.atomic():
        prepared(_ADD + " RETURNING n", (7,))
        assert prepared_first("SELECT n FROM kept WHERE n = $1::bigint", 7) == [(7,)]
    assert _numbers() == [7]
