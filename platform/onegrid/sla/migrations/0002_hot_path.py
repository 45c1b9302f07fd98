"""A clock's start and stop as functions: each act on a task needs both, and the server plans them once per connection."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION sla_start_clock(p_case bigint, p_item bigint, p_kind text, p_subject text, p_standard text,
    p_stage text, p_value int, p_unit text, p_at timestamptz, p_deadline timestamptz, p_provisional boolean,
    p_reason text, p_next timestamptz, p_warn timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_clock bigint;
BEGIN
    INSERT INTO sla_clock (case_id, work_item_id, kind, subject, standard, stage, limit_value, limit_unit, state,
        started_at, first_deadline_at, deadline_at, is_provisional, level)
    VALUES (p_case, p_item, p_kind, p_subject, p_standard, p_stage, p_value, p_unit, 'running', p_at, p_deadline,
        p_deadline, p_provisional, 0) RETURNING id INTO v_clock;
    INSERT INTO sla_clockspan (clock_id, is_running, since, reason) VALUES (v_clock, true, p_at, p_reason);
    INSERT INTO cases_due (case_id, kind, subject, at) VALUES (p_case, 'clock', v_clock, p_next);
    IF p_item IS NOT NULL THEN
        UPDATE cases_workitem SET warn_at = p_warn, deadline_at = p_deadline, is_deadline_provisional = p_provisional
        WHERE id = p_item;
    END IF;
END $$;
-- Of a task, of a subject, or (both null) all of a case. Judged: in time counts as on time; else only lateness is kept.
CREATE FUNCTION sla_stop_clocks(p_case bigint, p_at timestamptz, p_judged boolean, p_item bigint, p_subject text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH stopped AS (
        UPDATE sla_clock c SET state = 'stopped', stopped_at = p_at,
            is_on_time = CASE WHEN p_judged OR c.deadline_at < p_at THEN c.deadline_at >= p_at END,
            late_at = CASE WHEN c.deadline_at < p_at THEN coalesce(c.late_at, c.deadline_at) ELSE c.late_at END
        WHERE c.case_id = p_case AND c.state <> 'stopped' AND (p_item IS NULL OR c.work_item_id = p_item)
            AND (p_subject IS NULL OR c.subject = p_subject)
        RETURNING c.id
    ), closed AS (
        UPDATE sla_clockspan s SET until = p_at FROM stopped WHERE s.clock_id = stopped.id AND s.until IS NULL
    )
    DELETE FROM cases_due d USING stopped
    WHERE d.case_id = p_case AND d.kind = 'clock' AND d.subject = stopped.id;
END $$;
"""
DROP = """
DROP FUNCTION sla_stop_clocks(bigint, timestamptz, boolean, bigint, text);
DROP FUNCTION sla_start_clock(bigint, bigint, text, text, text, text, int, text, timestamptz, timestamptz, boolean,
    text, timestamptz, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("sla", "0001_initial"), ("cases", "0005_write_log")]

    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
