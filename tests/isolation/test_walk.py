"""The isolation walk: every operation of the document, as the owner of a row, then as somebody it does not concern."""

import json
from typing import Any

import pytest
from django.db import transaction

from tests.isolation import snapshot
from tests.isolation.calling import answers, call, never_was, numbers_in, text_of
from tests.isolation.city import Scene, World
from tests.isolation.operations import DOCUMENT, Operation, operations, routes
from tests.isolation.pairs import Pair
from tests.isolation.shapes import Call, Row, Stranger
from tests.isolation.table import ROWS, reference, walks

_NAMES = [f"{pair.name} | {row.operation}{f' ({row.name})' if row.name else ''}" for pair, row in walks()]


def test_every_operation_has_a_prepared_row() -> None:
    assert {row.operation for row in ROWS} == set(operations()), "prepare a row in tests/isolation/rows_*.py"


def test_every_address_is_in_the_document() -> None:
    assert routes() - DOCUMENT == {one.path for one in operations().values()}


def test_every_operation_says_who_may() -> None:
    assert {row.operation for row in ROWS if row.who} == set(operations())
    assert all(row.why for row in reference())


# What a call may change, and whether strangers may change something of their own by it.
_APPS = ("jurisdictions", "catalog", "cases", "notices", "sla", "intake", "common")
_OF_ROWS = ("jurisdictions", "cases", "notices", "intake")
_KEEPS = (Stranger.NOTHING, Stranger.WITHOUT, Stranger.REFUSED)


@pytest.mark.parametrize(("pair", "row"), walks(), ids=_NAMES)
def test_walk(world: World, pair: Pair, row: Row) -> None:
    scene, operation = Scene(world, pair), operations()[row.operation]
    # Between the first pair everything: every filter, nobody at all, the row's absence, what the owner's act leaves.
    # Between all others who may and who may not, and that the answer does not tell.
    is_first = pair.name == next(one.name for one, other in walks() if other is row)
    most = 50 if is_first else 1
    looked_at = _APPS if is_first else () if operation.method == "get" else _OF_ROWS
    with transaction.atomic():
        how = row.make(scene)
        before = snapshot.of_database(looked_at)
        at_first = answers(scene, operation, how, how.stranger, most)
        if row.stranger in _KEEPS:
            assert snapshot.of_database(looked_at) == before, "the stranger has changed something"
        _judge_stranger(row, how, at_first)
        if is_first:
            _as_nobody(scene, operation, how, row)
        with transaction.atomic():
            _as_owner(scene, operation, how, most)
            afterwards = at_first[:1]
            if is_first:
                changed = snapshot.of_database(looked_at)
                afterwards = answers(scene, operation, how, how.stranger, 1) if how.is_lasting else afterwards
                _judge_stranger(row, how, afterwards)
                if row.stranger in _KEEPS:
                    assert snapshot.of_database(looked_at) == changed, "the stranger has changed something afterwards"
            transaction.set_rollback(True)
        if is_first and row.stranger is Stranger.NOTHING and how.path:
            _as_if_it_never_was(scene, operation, how, at_first)
        transaction.set_rollback(True)
    if row.stranger in _KEEPS:
        without = answers(scene, operation, how, how.stranger, most)
        assert at_first == without, "the answer tells that there is a row"
        assert afterwards == without[:1], "the answer tells what was done with the row"


def _as_owner(scene: Scene, operation: Operation, how: Call, most: int) -> None:
    for query in how.queries[:most]:
        answer = call(scene, operation, how, how.owner, query)
        text = text_of(answer)
        expected = answer.status_code == how.status if how.status else 200 <= answer.status_code < 300
        assert expected, (query, answer.status_code, text)
        if callable(how.shows):
            assert how.shows(json.loads(text)), (query, text)
        else:
            assert all(word in text for word in how.shows), (query, text)


def _as_nobody(scene: Scene, operation: Operation, how: Call, row: Row) -> None:
    assert operation.is_open == (row.stranger is Stranger.OPEN)
    if operation.is_open:
        return
    with transaction.atomic():
        before = snapshot.of_database(_APPS)
        for status, text in answers(scene, operation, how, "nobody"):
            assert status == 401, text
            assert not any(word in text for word in how.hides)
        assert snapshot.of_database(_APPS) == before
        transaction.set_rollback(True)


def _as_if_it_never_was(scene: Scene, operation: Operation, how: Call, at_first: Any) -> None:
    for query, expected in zip(how.queries, at_first, strict=False):
        answer = call(scene, operation, how, how.stranger, query, **never_was(how))
        assert (answer.status_code, text_of(answer)) == expected


def _judge_stranger(row: Row, how: Call, found: list[tuple[int, str]]) -> None:
    for status, text in found:
        assert not [word for word in how.hides if word and word in text], text
        match row.stranger:
            case Stranger.NOTHING:
                assert status == 404, text
            case Stranger.REFUSED:
                assert status in (401, 403, 404), text
            case _:
                assert 200 <= status < 300, text
        if status >= 400:
            said = [str(one) for one in numbers_in(text)]
            assert not [str(value) for value in how.path.values() if _says(said, str(value))], text


def _says(said: list[str], value: str) -> bool:
    """Whether a number or code of the address comes back in what was said."""
    return any(value == one or (len(value) > 4 and value in one) for one in said)
