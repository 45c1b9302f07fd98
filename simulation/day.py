"""The day itself: reports come in at their moments, people look into their inboxes, demo time moves on."""

import datetime as dt
import json
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from simulation.api import Api
from simulation.cast import Person
from simulation.staff import Worker

STEP = dt.timedelta(hours=1)
_FIRST_HOUR, _LAST_HOUR = 7, 21
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
    _sources: dict[str, Api] = field(default_factory=dict)

    def run(self, *, at_most: dt.timedelta) -> None:
        """Until every case has ended, or so much demo time has passed after the last report."""
        end: dt.datetime | None = None
        with ThreadPoolExecutor(_THREADS) as pool:
            while end is None or self.now < end:
                self._hour(pool)
                if not self.reports and end is None:
                    end = self.now + at_most
                if self.now.hour == _LAST_HOUR:
                    self.say(f"{self.now:%m-%d} {self.posted} reports, {self.acts} tasks done")
                    if end is not None and self._nothing_open():
                        return

    def until(self, over: Callable[[], bool]) -> None:
        """Go on, hour by hour, until it is over or all is done; then let open reports be."""
        with ThreadPoolExecutor(_THREADS) as pool:
            while not over():
                self._hour(pool)

    def _hour(self, pool: ThreadPoolExecutor) -> None:
        self.now += STEP
        self.operator.api.post("demo/clock/", {"to": self.now.isoformat()})
        self._post_reports()
        if _FIRST_HOUR <= self.now.hour <= _LAST_HOUR:
            self._work(pool.map)

    def counts(self) -> Counter[str]:
        """What was done, by task and outcome."""
        total: Counter[str] = Counter()
        for worker in self.workers:
            total.update({key: n for key, n in worker.done.items() if not key.startswith("given ")})
        return total

    def refused(self) -> list[str]:
        """Acts that the platform refused although the inbox offered the task."""
        return [line for worker in self.workers for line in worker.refused]

    def _post_reports(self) -> None:
        while self.reports and dt.datetime.fromisoformat(self.reports[0]["at"]) <= self.now:
            one = self.reports.popleft()
            source = one["source"]
            api = self._sources.setdefault(source, Api(self.url, f"Source {self.keys[source]}"))
            api.post("reports/", one["body"], key=one["idempotency_key"])
            self.posted += 1

    def _work(self, each: Callable[..., Iterable[int]]) -> None:
        due = [one for one in self.workers if one.looks_at is None or one.looks_at <= self.now]
        self.acts += sum(each(lambda worker: worker.look(self.now), due))

    def _nothing_open(self) -> bool:
        return not self.operator.api.get("cases/", status="open", page_size=1)["results"]


def parse(lines: bytes) -> list[dict[str, Any]]:
    """NDJSON."""
    return [json.loads(line) for line in lines.splitlines() if line.strip()]
