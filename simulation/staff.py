"""One person at work: looks into the inbox, takes what is there, does it or leaves it for later."""

import datetime as dt
from collections import Counter
from typing import Any

from simulation.api import ApiError, new_key
from simulation.cast import Cast, Person
from simulation.fate import fate_of
from simulation.plays import PLAYS, Scene

_LATER = dt.timedelta(minutes=30)
_LONGEST_NAP = dt.timedelta(hours=2)
_SELDOM = dt.timedelta(hours=6)
_SELDOM_NEEDED = frozenset({"supervisor", "shift_leader", "checker", "operator", "designer", "administrator"})


class Worker:
    """A person on duty. Looks in every half hour while there is work, less often while there is none."""

    def __init__(self, person: Person, cast: Cast, seed: int) -> None:
        self.person, self.cast, self.seed = person, cast, seed
        self.looks_at: dt.datetime | None = None
        self.nap = _LATER
        is_seldom_needed = all(role in _SELDOM_NEEDED for _unit, role in person.posts)
        self.longest_nap = _SELDOM if is_seldom_needed else _LONGEST_NAP
        self.left: dict[int, dt.datetime] = {}
        self.done: Counter[str] = Counter()
        self.refused: list[str] = []

    def look(self, now: dt.datetime) -> int:
        """Do what the inbox lists; answers how many tasks were done."""
        items = [one for one in self._inbox() if self.left.get(one["id"], now) <= now]
        done = sum(self._try(item, now) for item in items)
        self.nap = _LATER if items else min(self.nap * 2, self.longest_nap)
        self.looks_at = now + self.nap
        return done

    def _inbox(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        waiting = self.person.api.get("counts/")
        for box in ("mine", "pool"):
            if waiting[box]:
                found += self.person.api.get("work-items/", box=box, page_size=200)["results"]
        return found

    def _try(self, item: dict[str, Any], now: dt.datetime) -> bool:
        try:
            return self._do(item, now)
        except ApiError as error:
            # Somebody else was quicker: what colleagues tell each other, not a fault.
            if error.status in (404, 409):
                self.done[f"met {error.code}"] += 1
            else:
                self.refused.append(f"{item['case']['number']} {item['element']}: {error}")
                self.left[item["id"]] = now + dt.timedelta(days=365)
            return False

    def _do(self, item: dict[str, Any], now: dt.datetime) -> bool:
        api, number = self.person.api, item["case"]["number"]
        fate = fate_of(self.seed, number)
        if item["element"] == "handle" and fate.is_late and item["round"] == 1 and item["deadline_at"]:
            after = dt.datetime.fromisoformat(item["deadline_at"]) + 2 * _LATER
            if now < after:
                self.left[item["id"]] = after
                return False
        if item["element"] == "file" and fate.withdraws and self._registered(number):
            api.post(f"cases/{number}/withdraw/", {"reason": "来电人撤回诉求"})
            self.done["file: withdrawn"] += 1
            return True
        if item["element"] == "handle" and fate.transfers and item["round"] == 1 and not self.done[f"given {number}"]:
            return self._transfer(item, number)
        act = PLAYS[item["element"]](Scene(self.person, self.cast, fate, item))
        if act is None:
            self.left[item["id"]] = now + dt.timedelta(days=365)
            return False
        body = {
            "outcome": act.outcome,
            "answers": act.answers,
            "reason": act.reason,
            "revision": item["revision"],
            "key": new_key(),
        }
        api.post(f"work-items/{item['id']}/complete/", body)
        self.done[f"{item['element']}: {act.outcome}"] += 1
        return True

    def _registered(self, number: str) -> bool:
        """Only the unit that registered a case can take it back."""
        unit = self.person.api.get(f"cases/{number}/")["registered_by"]["code"]
        return (unit, "intake") in self.person.posts

    def _transfer(self, item: dict[str, Any], number: str) -> bool:
        colleagues = [one for one in self.cast.holders(item["unit"]["code"], "handler") if one.id != self.person.id]
        self.done[f"given {number}"] += 1
        if not colleagues:
            return False
        body = {"to_person": colleagues[0].id, "reason": "本人在外执勤，请代为处置"}
        self.person.api.post(f"work-items/{item['id']}/transfer/", body)
        return True
