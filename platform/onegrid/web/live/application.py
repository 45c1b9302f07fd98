"""The ASGI application of the streams: one process holds thousands of them and looks at the database once a second."""

import asyncio
import contextlib
import json
import random
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.cookies import CookieError, SimpleCookie
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import parse_qs

import structlog
from django.conf import settings
from django.db import close_old_connections

from onegrid.cases.changes import Change
from onegrid.common import clock
from onegrid.common.asked import is_text
from onegrid.common.errors import OneGridError
from onegrid.jurisdictions import epoch
from onegrid.jurisdictions.sessions import living_sessions
from onegrid.notices.selectors import unread_of
from onegrid.web.live import entry as entries
from onegrid.web.live.address import PATH, is_own_origin
from onegrid.web.live.hub import Hub, Stream
from onegrid.web.live.poll import Poll

log = structlog.get_logger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
T = TypeVar("T")

_HEARTBEAT = 15.0
_LOOK_EVERY = 1.0
_SESSIONS_EVERY = 5
_RENEWED_AT_ONCE = 200
# A stream that hears something at every second still makes its page fetch only so often.
_SHORTEST_PAUSE = {"inbox": 2.0, "case": 1.0, "screen": 3.0}


class Live:
    """Below /live/: `inbox/`, `case/<number>/`, `screen/`, and `healthz` for the supervisor."""

    def __init__(self) -> None:
        self.hub = Hub()
        self._poll = Poll()
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="live")
        self._looking: asyncio.Task[None] | None = None
        self._epoch = 0
        # Asked for, and counted before it is known whose they are: a burst may not pass the limit meanwhile.
        self._entering = 0
        # Streams whose rights may have moved since they were read.
        self._stale: set[Stream] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the server's own start and stop."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            self._keep_looking()
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        path = str(scope["path"])
        origin = headers.get("origin", "")
        if scope["method"] != "GET" or not path.startswith(PATH):
            await _plain(send, 404)
        elif path == f"{PATH}healthz":
            await _plain(send, await self._health())
        elif origin and not is_own_origin(origin, headers.get("host", "")):
            await _plain(send, 403)
        else:
            since = parse_qs(scope["query_string"].decode("latin-1")).get("since", [""])[0]
            await self._stream({**headers, "since": since}, path.removeprefix(PATH), _cors(origin), receive, send)

    async def _health(self) -> int:
        try:
            await self._in_thread(epoch.current)
        except Exception:
            return 503
        return 200

    async def _stream(
        self, headers: dict[str, str], path: str, cors: list[tuple[bytes, bytes]], receive: Receive, send: Send
    ) -> None:
        if len(self.hub.streams) + self._entering >= settings.ONEGRID_LIVE_STREAMS:
            await _plain(send, 503, cors)
            return
        key = _session_key(headers.get("cookie", ""))
        self._entering += 1
        try:
            found: entries.Entry | int = await self._in_thread(lambda: entries.enter(key, path))
        except OneGridError as error:
            found = error.status
        finally:
            self._entering -= 1  # nothing is awaited from here until the stream is added
        if isinstance(found, int):
            await _plain(send, found, cors)
            return
        if self.hub.of_person[found.actor.person_id or 0] >= settings.ONEGRID_LIVE_STREAMS_OF_ONE:
            await _plain(send, 429, cors)
            return
        stream = Stream(found)
        self.hub.add(stream)
        try:
            if self._has_missed(found, headers):
                stream.mark(found.topic.kind)
            if found.topic.kind != entries.SCREEN:
                person = found.actor.person_id or 0
                counts = await self._in_thread(lambda: unread_of([person]))
                stream.mark("notices", unread=counts.get(person, 0))
            await self._say(stream, cors, receive, send)
        except OSError:
            pass  # the other end has gone
        finally:
            self.hub.drop(stream)

    def _has_missed(self, found: entries.Entry, headers: dict[str, str]) -> bool:
        """Between the making of the page, or the stream before, and this one."""
        if last := headers.get("last-event-id", ""):
            return self.hub.missed(found, last)
        since = headers["since"]
        return self.hub.missed_since(found, float(since)) if since.replace(".", "", 1).isdecimal() else False

    async def _say(self, stream: Stream, cors: list[tuple[bytes, bytes]], receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [*_STREAM_HEADERS, *cors]})
        loop = asyncio.get_running_loop()
        # Not all at the same second, or all would come again together.
        until = loop.time() + settings.ONEGRID_LIVE_SECONDS * random.uniform(0.9, 1.1)  # noqa: S311
        pause = _SHORTEST_PAUSE[stream.entry.topic.kind]
        text = f"retry: {random.randint(1000, 4000)}\nid: {self.hub.mark_id()}\nevent: ready\ndata: {{}}\n\n"  # noqa: S311
        await send(_part(text))
        gone = asyncio.ensure_future(_gone(receive))
        said = 0.0
        try:
            while not gone.done() and not stream.is_over and (left := until - loop.time()) > 0:
                waiting = min(_HEARTBEAT, left)
                if stream.marks:
                    waiting = min(waiting, max(0.0, said + pause - loop.time()))
                    stream.wake.clear()
                woken = asyncio.ensure_future(stream.wake.wait())
                await asyncio.wait({woken, gone}, timeout=waiting, return_when=asyncio.FIRST_COMPLETED)
                woken.cancel()
                if gone.done() or stream.is_over:
                    break
                if stream.marks and loop.time() >= said + pause:
                    said = loop.time()
                    await send(_part(self._marks(stream)))
                elif not stream.marks and waiting == _HEARTBEAT:
                    await send(_part(": still here\n\n"))
        finally:
            gone.cancel()
        if not gone.done() or gone.cancelled():
            if stream.is_over:
                await send(_part("event: over\ndata: {}\n\n"))
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _marks(self, stream: Stream) -> str:
        marks, stream.marks = stream.marks, {}
        stream.wake.clear()
        return "".join(
            f"id: {self.hub.mark_id()}\nevent: {event}\ndata: {json.dumps(data)}\n\n" for event, data in marks.items()
        )

    def _keep_looking(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look_on())

    async def _look_on(self) -> None:
        is_down = False
        looks = 0
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            looks += 1
            try:
                await self._look(looks)
                is_down = False
            except Exception as error:
                if not is_down:  # once an outage, not once a second
                    log.warning("live updates cannot look", error=str(error))
                is_down = True

    async def _look(self, looks: int) -> None:
        now, changes, unread = await self._in_thread(self._poll.look)
        if looks % _SESSIONS_EVERY == 0:
            await self._end_those_without_session()
        if now != self._epoch:
            self._epoch, self._stale = now, set(self.hub.streams)
        if changes or unread or self._stale:
            await self._renew(self._to_renew(changes, unread))
        self.hub.tell(changes, unread)

    async def _end_those_without_session(self) -> None:
        keys = {one.entry.session_key for one in self.hub.streams}
        ended = keys - await self._in_thread(lambda: living_sessions(keys)) if keys else set()
        for stream in [one for one in self.hub.streams if one.entry.session_key in ended]:
            self.hub.renew(stream, None)

    def _to_renew(self, changes: list[Change], unread: dict[int, int]) -> list[Stream]:
        """Who is about to hear something by rights that may have moved; who follows a case that did, for it may have
        moved out of their sight; and some of the others, so that thousands do not wait for one another."""
        self._stale &= self.hub.streams
        moved = {change.case_id for change in changes}
        due = self.hub.concerned(changes, unread) & self._stale
        due |= {one for one in self.hub.streams if one.entry.topic.case_id in moved}
        due |= set(islice(self._stale, _RENEWED_AT_ONCE))
        return list(due)

    async def _renew(self, streams: list[Stream]) -> None:
        """In portions, so that new streams are not kept waiting behind many."""
        for start in range(0, len(streams), 50):
            part = streams[start : start + 50]
            fresh = await self._in_thread(partial(_renewed, [one.entry for one in part]))
            for stream, found in zip(part, fresh, strict=True):
                self._stale.discard(stream)
                self.hub.renew(stream, found)

    async def _in_thread(self, act: Callable[[], T]) -> T:
        def done() -> T:
            try:
                clock.refresh()
                return act()
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self._threads, done)


def _renewed(old: list[entries.Entry]) -> list[entries.Entry | None]:
    return [entries.still_enters(one) for one in old]


_STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


def _cors(origin: str) -> list[tuple[bytes, bytes]]:
    if not origin:
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


def _session_key(cookie: str) -> str:
    try:
        found = SimpleCookie(cookie).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found and is_text(found.value) else ""


def _part(text: str) -> dict[str, Any]:
    return {"type": "http.response.body", "body": text.encode(), "more_body": True}


async def _plain(send: Send, status: int, cors: list[tuple[bytes, bytes]] | None = None) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store"), *(cors or [])]
    if status in (429, 503):
        headers.append((b"retry-after", b"30"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": str(status).encode(), "more_body": False})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _lifespan(receive: Receive, send: Send) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
