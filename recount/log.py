"""Reading the log: one pass over all rows, one `CaseStory` a case."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg

ORDER = ("filed", "dispatched", "handled", "checked", "closed", "replied")

_ROWS = """
SELECT case_id, seq, kind, milestone, target, element, after, payload
FROM cases_eventrecord ORDER BY case_id, seq
"""
CITY = "市本级"
_COUNTIES = """
WITH RECURSIVE above (code, at, parent_id, name, level, kind) AS (
    SELECT code, id, parent_id, name, level, kind FROM jurisdictions_unit
    UNION ALL
    SELECT a.code, u.id, u.parent_id, u.name, u.level, u.kind FROM above a
    JOIN jurisdictions_unit u ON u.id = a.parent_id
)
SELECT code, name FROM above WHERE level = 'county' AND kind = 'centre'
"""


@dataclass(slots=True)
class CaseStory:
    """What the log tells of one case."""

    case_id: int
    rows: int = 0
    has_gap: bool = False
    is_registered: bool = False
    milestones: list[str] = field(default_factory=list)
    finished_as: str | None = None
    finished_times: int = 0
    outcome_kinds: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    processes: set[str] = field(default_factory=set)
    satisfaction: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)
    registered_by: str = ""
    centre: str = ""
    filed_by: str = ""

    @property
    def run_by(self) -> str:
        """Code of the unit that has the case: the centre that filed it, else the one that ran it, else who took it."""
        return self.filed_by or self.centre or self.registered_by

    def take(self, row: tuple[Any, ...]) -> None:
        """The next row of the log."""
        _case, seq, kind, milestone, target, _element, after, payload = row
        self.rows += 1
        self.has_gap = self.has_gap or seq != self.rows
        self.kinds.add(kind)
        if kind == "case.registered":
            self.is_registered, self.registered_by = True, target
        if kind == "fact.changed" and target == "centre":
            self.centre = str(after or "")
        if kind == "milestone":
            self.milestones.append(milestone)
            if milestone == "filed" and not self.filed_by:
                self.filed_by = self.centre
        if kind == "case.finished":
            self.finished_as, self.finished_times = target, self.finished_times + 1
        if kind == "task.completed":
            self.outcome_kinds.add(payload.get("kind", "forward"))
        if kind == "fact.changed" and target == "satisfaction" and after:
            self.satisfaction.add(str(after))
        for node in payload.get("path", ()):
            self.processes.add(node["process"])
            self.rules.update((node.get("decision") or {}).get("rules", ()))

    def missing(self) -> list[str]:
        """Milestones of a closed case that the log does not have, or has in another order than the loop's."""
        first = {name: self.milestones.index(name) for name in ORDER if name in self.milestones}
        absent = [name for name in ORDER if name not in first]
        places = [first[name] for name in ORDER if name in first]
        return absent or ([] if places == sorted(places) else ["order"])


def stories(database: str) -> Iterator[CaseStory]:
    """Every case of the log."""
    with psycopg.connect(database) as connection, connection.cursor("log") as cursor:
        cursor.itersize = 5000
        cursor.execute(_ROWS)
        story: CaseStory | None = None
        for row in cursor:
            if story is None or story.case_id != row[0]:
                if story is not None:
                    yield story
                story = CaseStory(row[0])
            story.take(row)
        if story is not None:
            yield story


def counties(database: str) -> dict[str, str]:
    """By the code of a unit the county-level centre that it is or stands under; the city's own units have none."""
    with psycopg.connect(database) as connection:
        return dict(connection.execute(_COUNTIES).fetchall())
