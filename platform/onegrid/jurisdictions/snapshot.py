"""Reads a person's rights in one indexed query: posts, groups of (unit, role), guardian's rows, units below."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from onegrid.jurisdictions import days
from onegrid.jurisdictions.actor import Actor, PostView

# A unit's path is below another when it continues it by "/"; "0" is the character after "/" in the C collation of
# the column, so that the units below are one range of the unique index on path. Keys are asked by scalar subqueries: a
# join of tables that were vacuumed while they still seemed empty was planned 2,800 times as slow.
_SQL = """
SELECT person.name, person.is_active, person.token_serial,
       post.id, post.since, post.until, post.sectors, post.grids,
       unit.id, unit.code, unit.path, role.slug,
       given.unit_id, given.codenames, given.below
FROM jurisdictions_person person
LEFT JOIN jurisdictions_post post
       ON post.person_id = person.id AND (post.until IS NULL OR post.until > %(day)s)
LEFT JOIN jurisdictions_unit unit ON unit.id = post.unit_id
LEFT JOIN jurisdictions_role role ON role.id = post.role_id
LEFT JOIN LATERAL (
    SELECT granted.content_object_id AS unit_id,
           array_agg((SELECT codename FROM auth_permission WHERE id = granted.permission_id)) AS codenames,
           (SELECT array_agg(below.id) FROM jurisdictions_unit top JOIN jurisdictions_unit below
                   ON below.path >= top.path AND below.path < top.path || '0'
                  AND (below.path = top.path OR below.path >= top.path || '/')
             WHERE top.id = granted.content_object_id) AS below
    FROM jurisdictions_unitpermission granted
    WHERE granted.group_id = (SELECT group_id FROM jurisdictions_unitrole
                               WHERE unit_id = post.unit_id AND role_id = post.role_id)
    GROUP BY granted.content_object_id
) given ON post.since <= %(day)s AND unit.is_active
WHERE person.id = %(person)s
ORDER BY post.id, given.unit_id
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An actor with the span of days in which its posts in force are these and no others; `recalled`: see Actor."""

    actor: Actor
    recalled: Actor
    since: dt.date
    until: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        """Whether no post began or ended between the reading and the day."""
        return self.since <= day and (self.until is None or day < self.until)


def read(person_id: int, epoch: int) -> Snapshot | None:
    """None for a person who does not exist or whose account is closed."""
    today = days.today()
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"day": today, "person": person_id})
        rows = cursor.fetchall()
    if not rows or not rows[0][1]:
        return None
    name, _active, token_serial = rows[0][:3]
    held = [row for row in rows if row[3] is not None]
    posts = _posts([row for row in held if row[4] <= today])
    actor = Actor(
        person_id=person_id,
        post_id=posts[0].id if len(posts) == 1 else None,
        name=name,
        posts=posts,
        epoch=epoch,
        token_serial=token_serial,
    )
    return Snapshot(actor, replace(actor, is_recalled=True), today, min(_boundaries(held, today), default=None))


def _boundaries(held: list[tuple[Any, ...]], today: dt.date) -> list[dt.date]:
    return [day for row in held for day in (row[4], row[5]) if day is not None and day > today]


def _posts(rows: list[tuple[Any, ...]]) -> tuple[PostView, ...]:
    seen: dict[int, tuple[tuple[Any, ...], dict[str, frozenset[int]]]] = {}
    for row in rows:
        _, grants = seen.setdefault(row[3], (row, {}))
        if row[12] is None:
            continue
        below = frozenset(row[14])
        for codename in row[13]:
            grants[codename] = grants[codename] | below if codename in grants else below
    return tuple(
        PostView(
            id=row[3],
            unit_id=row[8],
            unit_code=row[9],
            unit_path=row[10],
            role=row[11],
            sectors=frozenset(row[6]),
            grids=tuple(row[7]),
            grants=grants,
        )
        for row, grants in seen.values()
    )
