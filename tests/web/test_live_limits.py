"""The limits of the streams' application itself, without a server before it."""

import asyncio
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from onegrid.common.errors import NotFound
from onegrid.jurisdictions.policy import Actor
from onegrid.web.live import application
from onegrid.web.live.entry import INBOX, Entry, Topic, topic_for


def test_a_burst_does_not_pass_the_limit(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """All ask before the first of them is let in."""
    settings.ONEGRID_LIVE_STREAMS = 3
    settings.ONEGRID_LIVE_SECONDS = 0.2
    person, lock = iter(range(1, 100)), threading.Lock()

    def enter(_key: str, _path: str) -> Entry:
        with lock:
            return Entry(Actor(next(person), None, "somebody"), "key", Topic(INBOX))

    monkeypatch.setattr(application.entries, "enter", enter)
    monkeypatch.setattr(application, "unread_of", lambda _persons: {})
    monkeypatch.setattr(application.clock, "refresh", lambda: None)
    monkeypatch.setattr(application, "close_old_connections", lambda: None)
    monkeypatch.setattr(application.Live, "_keep_looking", lambda _live: None)
    said: Counter[int] = Counter()

    async def one(live: application.Live) -> None:
        async def receive() -> dict[str, str]:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            said[message.get("status", 0)] += 1

        scope = {"type": "http", "method": "GET", "path": "/live/inbox/", "query_string": b"", "headers": []}
        await live(scope, receive, send)

    async def burst() -> None:
        live = application.Live()
        for wave in (1, 2):  # what was reserved is given back
            said.clear()
            await asyncio.gather(*(one(live) for _ in range(20)))
            assert (said[200], said[503]) == (3, 17), wave

    # In a thread of its own: browser tests of the same process leave a running loop in this one.
    with ThreadPoolExecutor(1) as alone:
        alone.submit(asyncio.run, burst()).result()


@pytest.mark.parametrize("number", ["\x00", "a\x00b", "\ud800"])
def test_numbers_that_are_no_text_are_nobodys_case(number: str) -> None:
    with pytest.raises(NotFound):
        topic_for(Actor(1, None, "somebody"), f"case/{number}")


def test_a_quoted_null_is_no_session() -> None:
    assert application._session_key('sessionid="aaaaaaaaaa\\000"') == ""
