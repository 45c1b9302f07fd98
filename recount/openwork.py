"""Open cases and who has them."""

import psycopg

_LOST = """
SELECT c.number FROM cases_case c WHERE c.status = 'open'
  AND NOT EXISTS (SELECT 1 FROM cases_workitem w WHERE w.case_id = c.id AND w.status = 'open')
  AND NOT EXISTS (SELECT 1 FROM cases_due d WHERE d.case_id = c.id AND d.kind = 'flow')
  AND NOT EXISTS (SELECT 1 FROM cases_outbox o WHERE o.case_id = c.id AND o.state IN ('pending', 'leased'))
ORDER BY c.id
"""
_OWNERLESS = """
SELECT c.number FROM cases_workitem w JOIN cases_case c ON c.id = w.case_id
WHERE w.status = 'open' AND w.owner_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM jurisdictions_post p JOIN jurisdictions_role r ON r.id = p.role_id
    WHERE p.unit_id = w.unit_id AND r.slug = w.role AND NOT p.person_id = ANY (w.excluded))
ORDER BY c.id
"""


def lost_cases(database: str) -> list[str]:
    """Numbers of open cases with no open task, due moment or call: nobody would ever take them on."""
    with psycopg.connect(database) as connection:
        return [number for (number,) in connection.execute(_LOST)]


def ownerless_tasks(database: str) -> list[str]:
    """Numbers of cases with an open task that has neither an owner nor a pool with anybody in it."""
    with psycopg.connect(database) as connection:
        return [number for (number,) in connection.execute(_OWNERLESS)]
