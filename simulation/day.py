"""The day itself: reports come in at their moments, people look into their inboxes, demo time moves on."""

import datetime as dt
import json
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from simulation.api import Api, ApiError
from simulation.cast import Person
from simulation.staff import Worker

_FIRST_HOUR, _LAST_HOUR = 7, 21
_STEP = dt.timedelta(minutes=30)
_LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_THREADS = 4


@dataclass
class Day:
    """State of one run. `keys`: source slug -> its authorization header."""

    url: str
    keys: dict[str, str]
    operator: Person
    workers: list[Worker]
    reports: deque[dict[str, Any]]
    say: Callable[[str], None]
    now: dt.datetime
    posted: int = 0
    acts: int = 0
    is_quiet: bool = False
    _sources: dict[str, Api] = field(default_factory=dict)
    _clock: dt.datetime = _LONG_AGO

    def run(self, *, at_most: dt.timedelta) -> None:
        """Until every case has ended, or so much demo time has passed after the last report."""
        last = self.now + at_most if not self.reports else None
        while last is None or self.now < last:
            before = self.acts
            self.play_day()
            self.say(f"{self.now:%m-%d} {self.posted} reports, {self.acts} tasks done")
            if not self.reports:
                last = last or self.now + at_most
                self.is_quiet = self.acts == before
                if self._nothing_open():
                    return

    def play_day(self, *, over: Callable[[], bool] = lambda: False) -> None:
        """One day from midnight on: the night in one go, then every half hour; two hours once no more reports come."""
        midnight = self.now.replace(hour=0, minute=0)
        opening, closing = midnight + _FIRST_HOUR * 2 * _STEP, midnight + _LAST_HOUR * 2 * _STEP
        step = _STEP if self.reports else (closing - opening) / 2 if self.is_quiet else 4 * _STEP
        moment = opening
        with ThreadPoolExecutor(_THREADS) as pool:
            while moment <= closing and not over():
                self._move_to(moment)
                self._work(pool.map)
                moment += step
        self._move_to(midnight + dt.timedelta(days=1))

    def _move_to(self, moment: dt.datetime) -> None:
        """Reports come in at their own moments on the way."""
        while self.reports and (at := dt.datetime.fromisoformat(self.reports[0]["at"])) <= moment:
            self._set_clock(at)
            self._post(self.reports.popleft())
        self._set_clock(moment)

    def _set_clock(self, moment: dt.datetime) -> None:
        if moment - self._clock >= dt.timedelta(minutes=5):
            try:
                self.operator.api.post("demo/clock/", {"to": moment.isoformat()})
            except ApiError as error:
                # A try that was cut off before its answer has moved the clock; it goes on from there by itself.
                if error.code != "demo.clock_back" or not error.is_repeated:
                    raise
            self._clock = moment
        self.now = moment

    def _post(self, one: dict[str, Any]) -> None:
        source = one["source"]
        api = self._sources.setdefault(source, Api(self.url, f"Source {self.keys[source]}"))
        api.post("reports/", one["body"], key=one["idempotency_key"])
        self.posted += 1

    def counts(self) -> Counter[str]:
        """What was done, by task and outcome."""
        total: Counter[str] = Counter()
        for worker in self.workers:
            total.update({key: n for key, n in worker.done.items() if not key.startswith("given ")})
        return total

    def refused(self) -> list[str]:
        """Acts that the platform refused although the inbox offered the task."""
        return [line for worker in self.workers for line in worker.refused]

    def _work(self, each: Callable[..., Iterable[int]]) -> None:
        due = [one for one in self.workers if one.looks_at is None or one.looks_at <= self.now]
        self.acts += sum(each(lambda worker: worker.look(self.now), due))

    def _nothing_open(self) -> bool:
        return not self.operator.api.get("cases/", status="open", page_size=1)["results"]


def parse(lines: bytes) -> list[dict[str, Any]]:
    """NDJSON."""
    return [json.loads(line) for line in lines.splitlines() if line.strip()]
