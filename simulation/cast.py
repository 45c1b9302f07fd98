"""Who plays: people with tokens, picked so that every unit that may get work has its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from simulation.api import Api
from simulation.places import Places

_PER_POST = {"handler": 2, "shift_leader": 2}
_VILLAGES_PER_TOWNSHIP = 2


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
        self.villages: list[str] = []
        self.people: list[Person] = []
        self._holders: dict[tuple[str, str], list[Person]] = {}
        self._walked: set[str] = set()
        for line in lines:
            posts = [post for post in line["posts"] if post["unit"] in places.on_duty]
            if posts and (self._in_village(posts) if posts[0]["role"] == "grid_staff" else self._needed(posts)):
                self._take(line, posts, base)

    def _take(self, line: dict[str, Any], posts: list[dict[str, Any]], base: str) -> None:
        held = frozenset((post["unit"], post["role"]) for post in posts)
        person = Person(line["person_id"], line["name"], held, Api(base, f"Bearer {line['token']}"))
        self.people.append(person)
        for post in held:
            self._holders.setdefault(post, []).append(person)

    def _needed(self, posts: list[dict[str, Any]]) -> bool:
        """One for each post is enough, two where colleagues stand in for each other."""
        return any(len(self.holders(post["unit"], post["role"])) < _PER_POST.get(post["role"], 1) for post in posts)

    def _in_village(self, posts: list[dict[str, Any]]) -> bool:
        """The first villages of each township take part, with somebody who walks each of their grids."""
        found = {grid[:12] for post in posts for grid in post["grids"]}
        for village in sorted(found):
            of_township = [one for one in self.villages if one[:9] == village[:9]]
            if village not in self.villages and len(of_township) < _VILLAGES_PER_TOWNSHIP:
                self.villages.append(village)
        walked = {grid for post in posts for grid in post["grids"] if grid[:12] in self.villages}
        if walked <= self._walked:
            return False
        self._walked |= walked
        return True

    def holders(self, unit: str, role: str) -> list[Person]:
        """Those on duty with the role in the unit."""
        return self._holders.get((unit, role), [])

    def one(self, unit: str, role: str) -> Person:
        """The first of them."""
        return self.holders(unit, role)[0]
