"""A clock remembers the share it has climbed to (not the place in a ladder that may change) and its edition."""

import django.core.validators
from django.db import migrations, models

import onegrid.sla.models

# The places of the ladder that held until now.
SHARES = "UPDATE sla_clock SET reached = (ARRAY[0, 75, 100, 125, 200])[least(reached, 4) + 1]"

DROP_START = """
DROP FUNCTION sla_start_clock(bigint, bigint, text, text, text, text, int, text, timestamptz, timestamptz, boolean,
    text, timestamptz, timestamptz);
"""
START = """
CREATE FUNCTION sla_start_clock(p_case bigint, p_item bigint, p_kind text, p_subject text, p_standard text,
    p_stage text, p_value int, p_unit text, p_at timestamptz, p_deadline timestamptz, p_provisional boolean,
    p_reason text, p_next timestamptz, p_warn timestamptz, p_edition bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_clock bigint;
BEGIN
    INSERT INTO sla_clock (case_id, work_item_id, kind, subject, standard, stage, limit_value, limit_unit, state,
        started_at, first_deadline_at, deadline_at, is_provisional, reached, edition)
    VALUES (p_case, p_item, p_kind, p_subject, p_standard, p_stage, p_value, p_unit, 'running', p_at, p_deadline,
        p_deadline, p_provisional, 0, p_edition) RETURNING id INTO v_clock;
    INSERT INTO sla_clockspan (clock_id, is_running, since, reason) VALUES (v_clock, true, p_at, p_reason);
    INSERT INTO cases_due (case_id, kind, subject, at) VALUES (p_case, 'clock', v_clock, p_next);
    IF p_item IS NOT NULL THEN
        UPDATE cases_workitem SET warn_at = p_warn, deadline_at = p_deadline, is_deadline_provisional = p_provisional
        WHERE id = p_item;
    END IF;
END $$;
"""
# A paused clock ran until its pause: what was in time then stays in time, however long the pause was.
STOP = """
CREATE OR REPLACE FUNCTION sla_stop_clocks(p_case bigint, p_at timestamptz, p_judged boolean, p_item bigint,
    p_subject text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH stopped AS (
        UPDATE sla_clock c SET state = 'stopped', stopped_at = p_at,
            is_on_time = CASE
                WHEN CASE WHEN c.state = 'paused' THEN c.late_at IS NOT NULL ELSE c.deadline_at < p_at END THEN false
                WHEN p_judged THEN true
            END,
            late_at = CASE WHEN c.state = 'running' AND c.deadline_at < p_at
                THEN coalesce(c.late_at, c.deadline_at) ELSE c.late_at END
        WHERE c.case_id = p_case AND c.state <> 'stopped' AND (p_item IS NULL OR c.work_item_id = p_item)
            AND (p_subject IS NULL OR (c.kind = 'stage' AND c.subject = p_subject))
        RETURNING c.id
    ), closed AS (
        UPDATE sla_clockspan s SET until = p_at FROM stopped WHERE s.clock_id = stopped.id AND s.until IS NULL
    )
    DELETE FROM cases_due d USING stopped
    WHERE d.case_id = p_case AND d.kind = 'clock' AND d.subject = stopped.id;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("sla", "0002_hot_path")]

    operations = [
        migrations.RenameField("clock", "level", "reached"),
        migrations.RunSQL(SHARES, migrations.RunSQL.noop),
        migrations.AddField("clock", "edition", models.BigIntegerField(default=0)),
        migrations.AlterField("clock", "subject", models.CharField(max_length=250)),
        migrations.AddIndex(
            "clock",
            models.Index(fields=["edition"], condition=models.Q(state="running"), name="clock_running_by_edition"),
        ),
        migrations.AlterField(
            "escalationstep",
            "percent",
            models.PositiveSmallIntegerField(
                unique=True, validators=[django.core.validators.MinValueValidator(1)]
            ),
        ),
        migrations.AlterField(
            "escalationstep",
            "tells",
            models.JSONField(default=list, validators=[onegrid.sla.models._known_words]),
        ),
        migrations.AlterField(
            "escalationstep",
            "marks",
            models.CharField(
                choices=[("warned", "预警"), ("late", "超期"), ("pressed", "督办")], default="pressed", max_length=10
            ),
        ),
        migrations.AddConstraint(
            "escalationstep",
            models.CheckConstraint(condition=models.Q(percent__gte=1), name="escalation_after_the_start"),
        ),
        migrations.RunSQL(DROP_START + START, migrations.RunSQL.noop),
        migrations.RunSQL(STOP, migrations.RunSQL.noop),
    ]
