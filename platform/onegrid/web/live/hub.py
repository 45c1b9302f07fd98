"""The open streams of a process, and who of them is to hear of a change.

Everything here runs on the one event loop; nothing waits for the database.
"""

import asyncio
import secrets
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from onegrid.cases.changes import Change
from onegrid.common import clock
from onegrid.common.asked import whole_number
from onegrid.jurisdictions.policy import Actor, PostView
from onegrid.web.live.entry import CASE, INBOX, SCREEN, Entry

# Looks of which a stream that comes again can still be told what it missed.
_REMEMBERED = 180


@dataclass(eq=False)
class Stream:
    """One open connection. `marks`: what waits to be said; a mark that waits already is not said twice."""

    entry: Entry
    marks: dict[str, dict[str, int]] = field(default_factory=dict)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False

    def mark(self, event: str, **data: int) -> None:
        """Say it soon. Counts replace one another."""
        self.marks[event] = {**self.marks.get(event, {}), **data}
        self.wake.set()

    def end(self) -> None:
        """The session or the right has ended."""
        self.is_over = True
        self.wake.set()


class Hub:
    """Streams by what they listen to, so that a change asks only those whom it may concern."""

    def __init__(self) -> None:
        self.run = secrets.token_hex(4)
        self.look = 0
        self.began = clock.real_now().timestamp()
        self.streams: set[Stream] = set()
        self.of_person: Counter[int] = Counter()
        self._by_key: dict[tuple[str, int], set[Stream]] = defaultdict(set)
        self._keys: dict[Stream, list[tuple[str, int]]] = {}
        self._told: deque[tuple[int, float, Change]] = deque()

    def add(self, stream: Stream) -> None:
        """Listens from now on."""
        self.streams.add(stream)
        self.of_person[stream.entry.actor.person_id or 0] += 1
        self._index(stream)

    def drop(self, stream: Stream) -> None:
        """Hears nothing more."""
        if stream in self.streams:
            self.streams.discard(stream)
            person = stream.entry.actor.person_id or 0
            self.of_person[person] -= 1
            if self.of_person[person] <= 0:
                del self.of_person[person]
            self._unindex(stream)

    def renew(self, stream: Stream, entry: Entry | None) -> None:
        """The rights of now; None ends it."""
        if stream not in self.streams:
            return
        if entry is None:
            self.drop(stream)
            stream.end()
            return
        self._unindex(stream)
        stream.entry = entry
        self._index(stream)

    def _index(self, stream: Stream) -> None:
        keys = list(_keys_of(stream.entry))
        self._keys[stream] = keys
        for key in keys:
            self._by_key[key].add(stream)

    def _unindex(self, stream: Stream) -> None:
        for key in self._keys.pop(stream, ()):
            self._by_key[key].discard(stream)
            if not self._by_key[key]:
                del self._by_key[key]

    def concerned(self, changes: Iterable[Change], unread: dict[int, int]) -> set[Stream]:
        """Streams that would hear of these by the rights that are known here."""
        found: set[Stream] = set()
        for change in changes:
            for key in _keys_of_change(change):
                found |= {one for one in self._by_key.get(key, ()) if hears(one.entry, change)}
        for person in unread:
            found |= self._by_key.get(("person", person), set())
        return found

    def tell(self, changes: list[Change], unread: dict[int, int]) -> None:
        """Marks for who may know of them, as their entries stand now."""
        self.look += 1
        for stream in self.concerned(changes, {}):
            stream.mark(stream.entry.topic.kind)
        for person, count in unread.items():
            for stream in self._by_key.get(("person", person), set()):
                stream.mark("notices", unread=count)
        at = clock.real_now().timestamp()
        self._told.extend((self.look, at, change) for change in changes)
        while self._told and self._told[0][0] <= self.look - _REMEMBERED:
            self._told.popleft()

    def mark_id(self) -> str:
        """What a browser sends back when it comes again."""
        return f"{self.run}-{self.look}"

    def missed(self, entry: Entry, last: str) -> bool:
        """Whether something may have changed for them since that mark; True where it can't be known."""
        run, _, number = last.partition("-")
        seen = whole_number(number)
        if run != self.run or seen is None or seen < self.look - _REMEMBERED:
            return True
        return any(look > seen and hears(entry, change) for look, _at, change in self._told)

    def missed_since(self, entry: Entry, moment: float) -> bool:
        """The same for a page that was made at this moment (real time) and listens only now."""
        if moment < max(self.began, clock.real_now().timestamp() - _REMEMBERED):
            return True
        return any(at >= moment and hears(entry, change) for _look, at, change in self._told)


def hears(entry: Entry, change: Change) -> bool:
    """The rule: whether this change is something that this entry's topic shows to this actor."""
    actor, topic = entry.actor, entry.topic
    if topic.kind == CASE:
        return change.case_id == topic.case_id
    if topic.kind == SCREEN:
        return _sees(actor, change)
    own = any(post.unit_id in change.units and _in_sector(post, change) for post in actor.posts)
    return own or actor.person_id in change.persons


def _sees(actor: Actor, change: Change) -> bool:
    for sight in actor.sight():
        if not sight.unit_ids.isdisjoint(change.parties) and (
            not sight.sectors or change.sector in sight.sectors or not change.sector
        ):
            return True
    return False


def _in_sector(post: PostView, change: Change) -> bool:
    return post.in_sector(change.sector or None)


def _keys_of(entry: Entry) -> Iterable[tuple[str, int]]:
    person = entry.actor.person_id or 0
    if entry.topic.kind == CASE:
        yield "case", entry.topic.case_id
    elif entry.topic.kind == SCREEN:
        for unit in set().union(*(sight.unit_ids for sight in entry.actor.sight())):
            yield "party", unit
        return
    else:
        for post in entry.actor.posts:
            yield INBOX, post.unit_id
    yield "person", person


def _keys_of_change(change: Change) -> Iterable[tuple[str, int]]:
    yield "case", change.case_id
    for unit in change.parties:
        yield "party", unit
    for unit in change.units:
        yield INBOX, unit
    for person in change.persons:
        yield "person", person
