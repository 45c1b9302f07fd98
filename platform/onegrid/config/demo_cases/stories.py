"""What the file tells: each case as it was reported, and how it went otherwise than usual."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_LENGTH = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?")
_THEN = re.compile(r"-(\d+) (\d\d):(\d\d)")
_NEXT = re.compile(r"next (\d\d):(\d\d)")
_USUAL = {
    "verify_on_site": "45m",
    "verify_by_phone": "25m",
    "approve_void": "30m",
    "handle": "1h30m",
    "answer": "2h",
    "sum_up": "40m",
    "call_back": "next 10:00",
    "review": "4h",
}
_USUALLY = "15m"


@dataclass(frozen=True, slots=True)
class Turn:
    """What was decided: an outcome, and its reason where one is asked."""

    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Story:
    """One case. `stops`: the task at which it stands now, empty where it goes to its end; the rest as the file says."""

    number: int
    title: str
    told: str
    at: str
    by: str
    what: str
    standard: str
    where: str = ""
    place: str = ""
    who: str = ""
    stops: str = ""
    held: bool = False
    to: str = ""
    joined: tuple[str, ...] = ()
    found: str = ""
    done: str = ""
    answered: str = ""
    waits: Mapping[str, str] = field(default_factory=dict)
    turns: Mapping[str, tuple[Turn, ...]] = field(default_factory=dict)

    def reported(self, now: dt.datetime) -> dt.datetime:
        """When it was, seen from `now`, which is in the city's zone."""
        then = _THEN.fullmatch(self.at)
        if then is None:
            return now - length(self.at)
        days, hour, minute = (int(part) for part in then.groups())
        return dt.datetime.combine(now.date() - dt.timedelta(days=days), dt.time(hour, minute), tzinfo=now.tzinfo)

    def after(self, element: str, moment: dt.datetime) -> dt.datetime:
        """When a task that opened at `moment` was done: some minutes sooner or later than usual, each case its own."""
        wait = self.waits.get(element) or _USUAL.get(element, _USUALLY)
        odd = dt.timedelta(seconds=self.number * 37 % 240)
        if (of_day := _NEXT.fullmatch(wait)) is not None:
            hour, minute = (int(part) for part in of_day.groups())
            next_day = moment.date() + dt.timedelta(days=1)
            return dt.datetime.combine(next_day, dt.time(hour, minute), tzinfo=moment.tzinfo) + odd
        return moment + length(wait) + odd

    def turn(self, element: str, visit: int) -> Turn | None:
        """What was decided otherwise than usual at this visit of the task."""
        found = self.turns.get(element, ())
        return found[visit - 1] if visit <= len(found) else None


def read_stories(path: Path) -> list[Story]:
    """All of them, in the file's order."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
    return [_story(number, row) for number, row in enumerate(rows, start=1)]


def _story(number: int, row: dict[str, Any]) -> Story:
    turns = {
        element: tuple(_turn(one) for one in (said if isinstance(said, list) else [said]))
        for element, said in row.pop("turns", {}).items()
    }
    return Story(number, **{**row, "turns": turns, "joined": tuple(row.get("joined", ()))})


def _turn(said: str) -> Turn:
    outcome, _, reason = said.partition(" ")
    return Turn(outcome, reason)


def length(said: str) -> dt.timedelta:
    """`2h10m`."""
    found = _LENGTH.fullmatch(said)
    if found is None or not any(found.groups()):
        raise ValueError(f"no length of time: {said!r}")
    hours, minutes = (int(part or 0) for part in found.groups())
    return dt.timedelta(hours=hours, minutes=minutes)
