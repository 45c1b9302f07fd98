"""Open cases, and what each waits for."""

from collections import Counter
from dataclasses import dataclass

import psycopg

_OPEN = """
SELECT c.number,
  EXISTS (SELECT 1 FROM cases_workitem w WHERE w.case_id = c.id AND w.status = 'open'),
  EXISTS (SELECT 1 FROM cases_outbox o WHERE o.case_id = c.id AND o.state IN ('pending', 'leased')),
  EXISTS (SELECT 1 FROM cases_due d WHERE d.case_id = c.id AND d.kind = 'flow'),
  EXISTS (SELECT 1 FROM cases_subscription s WHERE s.case_id = c.id),
  EXISTS (SELECT 1 FROM cases_incident i WHERE i.case_id = c.id AND i.state = 'open')
FROM cases_case c WHERE c.status = 'open' ORDER BY c.id
"""
_OWNERLESS = """
SELECT c.number FROM cases_workitem w JOIN cases_case c ON c.id = w.case_id
WHERE w.status = 'open' AND w.owner_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM jurisdictions_post p JOIN jurisdictions_role r ON r.id = p.role_id
    WHERE p.unit_id = w.unit_id AND r.slug = w.role AND NOT p.person_id = ANY (w.excluded))
ORDER BY c.id
"""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One case that has not ended, and what there is open in it."""

    number: str
    has_task: bool
    has_call: bool = False
    has_timer: bool = False
    has_subscription: bool = False
    has_incident: bool = False

    @property
    def waits_for(self) -> str:
        """What will move it on, people first: a task is what the promise asks for, the rest passes by itself or not."""
        found = (
            (self.has_task, "a task"),
            (self.has_call, "only a call"),
            (self.has_timer, "only a timer"),
            (self.has_subscription, "only a message or signal"),
            (self.has_incident, "only an incident's operator"),
        )
        return next((what for there, what in found if there), "nothing at all")


def open_cases(database: str) -> list[OpenCase]:
    """Every open case, the oldest first."""
    with psycopg.connect(database) as connection:
        return [OpenCase(*row) for row in connection.execute(_OPEN)]


def without_task(found: list[OpenCase]) -> list[str]:
    """Numbers of open cases in which no person has anything to do, with what they wait for."""
    return [f"{one.number} ({one.waits_for})" for one in found if not one.has_task]


def waits(found: list[OpenCase]) -> Counter[str]:
    """How many open cases wait for what."""
    return Counter(one.waits_for for one in found)


def lost_cases(database: str) -> list[str]:
    """Numbers of open cases with no open task, due moment or call: nobody would ever take them on.

    Looser than what a day's end promises: while parts are killed, a case may rest between two of its tasks.
    """
    found = open_cases(database)
    return [one.number for one in found if not (one.has_task or one.has_timer or one.has_call)]


def ownerless_tasks(database: str) -> list[str]:
    """Numbers of cases with an open task that has neither an owner nor a pool with anybody in it."""
    with psycopg.connect(database) as connection:
        return [number for (number,) in connection.execute(_OWNERLESS)]
