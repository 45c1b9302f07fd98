"""Who plays: people with tokens, picked so that every unit that may get work has its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from simulation.api import Api
from simulation.places import Places

_PER_POST = {"grid_staff": 1000, "handler": 2, "department_lead": 1}


@dataclass(frozen=True, slots=True)
class Person:
    """One account with its posts of today as (unit, role)."""

    id: int
    name: str
    posts: frozenset[tuple[str, str]]
    api: Api


class Cast:
    """The people on duty, and who of them holds a role in a unit."""

    def __init__(self, lines: Iterable[dict[str, Any]], base: str, places: Places) -> None:
        self.places = places
        self.people: list[Person] = []
        self._holders: dict[tuple[str, str], list[Person]] = {}
        for line in lines:
            posts = frozenset((post["unit"], post["role"]) for post in line["posts"])
            if not any(unit in places.on_duty for unit, _role in posts):
                continue
            if all(len(self._holders.get(post, ())) >= _PER_POST.get(post[1], 1) for post in posts):
                continue
            person = Person(line["person_id"], line["name"], posts, Api(base, f"Bearer {line['token']}"))
            self.people.append(person)
            for post in posts:
                self._holders.setdefault(post, []).append(person)

    def holders(self, unit: str, role: str) -> list[Person]:
        """Those on duty with the role in the unit."""
        return self._holders.get((unit, role), [])

    def one(self, unit: str, role: str) -> Person:
        """The first of them."""
        return self.holders(unit, role)[0]
