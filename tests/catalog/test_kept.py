"""What a process remembers: made once, least recently used first out, failures by nobody."""

import threading
import time

import pytest

from onegrid.catalog.kept import Kept


def test_made_once_by_many_threads() -> None:
    kept: Kept[str, object] = Kept(4)
    made: list[int] = []
    found: list[object] = []

    def make() -> object:
        made.append(1)
        time.sleep(0.05)
        return object()

    threads = [threading.Thread(target=lambda: found.append(kept.get("a", make))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert len({id(one) for one in found}) == 1
    assert len(found) == 8


def test_the_least_recently_used_goes() -> None:
    kept: Kept[str, str] = Kept(2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: key)  # type: ignore[misc]
    assert kept.get("a", lambda: "anew") == "a"
    assert kept.get("b", lambda: "anew") == "anew"


def test_a_failure_is_not_remembered_and_blocks_nobody() -> None:
    kept: Kept[str, int] = Kept(2)

    def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("a", fail)
    assert kept.get("a", lambda: 1) == 1
