"""How a case's facts follow from the truth: the case, its parties, first source, clock and log. SQL, set-based."""

from onegrid.reports.indicators import ANSWERED, CLOSED, HUNG, LATE, LATE_OPEN, ON_TIME, OPEN, PENDING

COLUMNS = (
    *("case_id", "log_seq", "scopes", "day", "unit", "place", "category", "sector", "source", "state", "is_filed"),
    *("verdict", "due_at", "is_reworked", "is_returned", "is_joint", "satisfaction"),
)

# A reopened case is closed no more: after its closing somebody asked for rework and a task came for another round (a
# reopening that the process declines opens none). The cumulative clock that runs again says the same.
FACTS = f"""
WITH above AS MATERIALIZED (
    SELECT u.id AS unit_id, a.id AS above_id FROM jurisdictions_unit u
    JOIN jurisdictions_unit a ON u.path = a.path OR starts_with(u.path, a.path || '/')
), seen AS (
    SELECT p.case_id, array_agg(DISTINCT a.above_id ORDER BY a.above_id) AS scopes
    FROM cases_caseparty p JOIN above a ON a.unit_id = p.unit_id WHERE p.case_id = ANY(%(ids)s) GROUP BY p.case_id
), truth AS (
    SELECT c.*, k.state AS clock_state, k.is_on_time, k.late_at, k.deadline_at,
        CASE WHEN c.status = 'open' AND log.closed_seq > coalesce(log.moved_seq, 0)
                AND k.state IS DISTINCT FROM 'running' AND NOT EXISTS (
                    SELECT 1 FROM cases_eventrecord r JOIN cases_eventrecord o ON o.case_id = r.case_id AND o.at = r.at
                    WHERE r.case_id = c.id AND r.seq > log.closed_seq AND r.at >= c.registered_at
                        AND r.kind = 'task.completed' AND r.payload->>'kind' IN ('rework', 'reopen')
                        AND o.kind = 'task.opened' AND (o.payload->>'round')::int > 1)
            THEN 'closed' ELSE c.status END AS came_to
    FROM cases_case c
    LEFT JOIN LATERAL (
        SELECT k.state, k.is_on_time, k.late_at, k.deadline_at FROM sla_clock k
        WHERE k.case_id = c.id AND k.kind = 'stage' AND k.subject = 'handling' ORDER BY k.id DESC LIMIT 1
    ) k ON true
    LEFT JOIN LATERAL (
        SELECT max(e.seq) FILTER (WHERE e.milestone = 'closed') AS closed_seq,
            max(e.seq) FILTER (WHERE e.milestone IN ('filed', 'dispatched', 'accepted', 'handled', 'checked'))
                AS moved_seq
        FROM cases_eventrecord e
        WHERE c.status = 'open' AND e.case_id = c.id AND e.milestone <> '' AND e.at >= c.registered_at
    ) log ON true
    WHERE c.id = ANY(%(ids)s)
), filed AS (
    SELECT t.*, t.filed_at IS NOT NULL AND t.came_to IN ('open', 'closed') AS is_filed FROM truth t
)
SELECT c.id AS case_id, c.log_seq, coalesce(seen.scopes, '{{}}') AS scopes,
    (c.registered_at AT TIME ZONE %(zone)s)::date AS day,
    coalesce(c.lead_unit_id, c.centre_id, '') AS unit,
    CASE WHEN length(c.division_id) < 6 OR c.division_id LIKE '____00' THEN ''
        ELSE coalesce(left(c.division_id, 9), '') END AS place,
    c.category, c.sector,
    coalesce((SELECT s.source FROM cases_casesource s WHERE s.case_id = c.id ORDER BY s.id LIMIT 1), '') AS source,
    CASE WHEN c.came_to = 'open' THEN '{OPEN}' WHEN c.came_to <> 'closed' THEN c.came_to
        WHEN c.is_filed THEN '{CLOSED}' ELSE '{ANSWERED}' END AS state,
    c.is_filed,
    CASE WHEN NOT c.is_filed OR c.clock_state IS NULL THEN ''
        WHEN c.clock_state = 'stopped' THEN CASE WHEN c.is_on_time IS FALSE THEN '{LATE}' ELSE '{ON_TIME}' END
        WHEN c.clock_state = 'paused' THEN '{HUNG}'
        WHEN c.late_at IS NOT NULL OR c.deadline_at < %(now)s THEN '{LATE_OPEN}' ELSE '{PENDING}' END AS verdict,
    CASE WHEN c.is_filed AND c.clock_state = 'running' THEN c.deadline_at END AS due_at,
    c.is_filed AND c.rework_count > 0 AS is_reworked,
    c.return_count > 0 AS is_returned,
    c.is_filed AND c.co_units <> '{{}}' AS is_joint,
    c.satisfaction
FROM filed c LEFT JOIN seen ON seen.case_id = c.id
"""  # noqa: S608 - words of our own
